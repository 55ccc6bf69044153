"""A symbol as plain text, for screen readers and wherever no formulas are set."""

from __future__ import annotations

from playground.latex.symbol import Letter, Over, Part, Scripts, Styled, parts_of
from playground.latex.symbol_html import sign_of


def symbol(tex: str) -> str:
    """A symbol as plain text: w^(1)_1,1, ∂L/∂a_1."""
    return "".join(map(_part, parts_of(tex))).strip()


def _part(part: Part) -> str:
    if isinstance(part, Letter):
        return sign_of(part)
    if isinstance(part, Over):
        return f"{_inside(part.above)}/{_inside(part.below)}"
    if isinstance(part, Scripts):
        return f"{'_' if part.below else '^'}{_inside(part.of)}"
    hat = "\u0302" if isinstance(part, Styled) and part.style == "hat" else ""
    return _inside(part.of) + hat


def _inside(parts: tuple[Part, ...]) -> str:
    return "".join(map(_part, parts))
