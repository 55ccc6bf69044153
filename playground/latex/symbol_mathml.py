"""A symbol of a notation as MathML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from playground.latex.symbol import Group, Letter, Over, Part, Scripts, Styled, parts_of
from playground.latex.symbol_html import sign_of

THIN = '<mspace width="0.17em"/>'
_OPERATORS = set("+−·=⊙×()[]|‖,")


def mrow(parts: Iterable[str]) -> str:
    """Parts that are one to what stands around them."""
    return f"<mrow>{''.join(parts)}</mrow>"


def tex_mathml(tex: str) -> str:
    """A symbol of a notation, which is written in LaTeX."""
    return _parts(parts_of(tex))


def _parts(parts: Sequence[Part]) -> str:
    made: list[str] = []
    scripts: dict[bool, str] = {}
    base = ""
    for part in parts:
        if isinstance(part, Scripts):
            if part.below in scripts:  # of all that stands before
                base, scripts = mrow([_scripted(base, scripts)]), {}
            scripts[part.below] = mrow([_parts(part.of)])
            continue
        made += [_scripted(base, scripts)] if base or scripts else []
        base, scripts = _part(part), {}
    made += [_scripted(base, scripts)] if base or scripts else []
    return mrow(made) if len(made) != 1 else made[0]


def _scripted(base: str, scripts: dict[bool, str]) -> str:
    base = base or "<mrow></mrow>"
    below, above = scripts.get(True), scripts.get(False)
    if below and above:
        return f"<msubsup>{base}{below}{above}</msubsup>"
    if below:
        return f"<msub>{base}{below}</msub>"
    return f"<msup>{base}{above}</msup>" if above else base


def _part(part: Letter | Over | Styled | Group) -> str:
    if isinstance(part, Letter):
        return _letter(sign_of(part))
    if isinstance(part, Over):
        return f"<mfrac>{mrow([_parts(part.above)])}{mrow([_parts(part.below)])}</mfrac>"
    if isinstance(part, Styled):
        return _styled(part)
    return _parts(part.of)


def _letter(sign: str) -> str:
    text = escape(sign)
    if sign == " ":
        return THIN
    if sign.isdigit():
        return f"<mn>{text}</mn>"
    if sign in "()[]":
        return f'<mo stretchy="false" lspace="0" rspace="0">{text}</mo>'
    return f"<mo>{text}</mo>" if sign in _OPERATORS else f"<mi>{text}</mi>"


def _styled(part: Styled) -> str:
    if part.style == "hat":
        return f"<mover>{mrow([_parts(part.of)])}<mo>^</mo></mover>"
    if not part.style:
        words = "".join(sign_of(one) if isinstance(one, Letter) else "" for one in part.of)
        tag = "mi" if words.isalpha() and len(words) > 1 else "mtext"
        return f"<{tag}>{escape(words)}</{tag}>"
    inside = _parts(part.of)
    return f'<mrow class="{"bold" if part.style != "mathit" else "italic"}">{inside}</mrow>'
