"""The LaTeX of a symbol taken apart: letters, what stands above and below them, and styles.

Notations are data, and their symbols are LaTeX; this is the one place that reads them. What is made
of them elsewhere (HTML, plain text, their width, the letter without its indices) is made of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"(\\[a-zA-Z]+) *|(\\.|.)", re.DOTALL)  # a space only ends a command's name
_STYLES = {"mathbf", "boldsymbol", "bm", "mathit", "hat"}
_PLAIN = {"text", "mathrm", "operatorname", "mathcal"}
_SILENT = {"textstyle", "displaystyle", "scriptsize", "footnotesize"}
_SIZES = {f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")}
_FRACTIONS = ("frac", "tfrac", "dfrac")


@dataclass(frozen=True)
class Letter:
    """One sign or command: "a", "=", or "delta" where it is a `command`."""

    sign: str
    command: bool = False


@dataclass(frozen=True)
class Scripts:
    """What stands above or below the part before it."""

    below: bool
    of: tuple[Part, ...]


@dataclass(frozen=True)
class Over:
    """A fraction."""

    above: tuple[Part, ...]
    below: tuple[Part, ...]


@dataclass(frozen=True)
class Styled:
    """In italics, bold, or with a hat; "" for words as they are."""

    style: str
    of: tuple[Part, ...]


@dataclass(frozen=True)
class Group:
    r"""What braces hold together, or \left and \right."""

    of: tuple[Part, ...]


Part = Letter | Scripts | Over | Styled | Group


@lru_cache(maxsize=4096)
def parts_of(tex: str) -> tuple[Part, ...]:
    """The parts of a symbol, from left to right."""
    return tuple(_parts(iter([name or sign for name, sign in _TOKEN.findall(tex)])))


def _parts(tokens: Iterator[str], end: str = "}") -> Iterator[Part]:
    """Everything up to the end, or to what closes this group."""
    for token in tokens:
        if token == end:
            return
        part = _one(token, tokens)
        if part is not None:
            yield part


def _one(token: str, tokens: Iterator[str]) -> Part | None:
    """What one token, with the arguments it takes from those after it, stands for."""
    if token == "{":
        return Group(tuple(_parts(tokens)))
    if token in "^_":
        return Scripts(token == "_", _argument(tokens))
    return _command(token[1:], tokens) if token.startswith("\\") else Letter(token)


def _argument(tokens: Iterator[str]) -> tuple[Part, ...]:
    for token in tokens:
        if token != " ":
            part = _one(token, tokens)
            return part.of if isinstance(part, Group) else () if part is None else (part,)
    return ()


def _command(name: str, tokens: Iterator[str]) -> Part | None:
    if name in _FRACTIONS:
        return Over(_argument(tokens), _argument(tokens))
    if name == "left":
        return Group(tuple(_delimited(tokens)))
    if name in _STYLES:
        return Styled(name, _argument(tokens))
    if name in _PLAIN:
        return Styled("", _argument(tokens))
    if name in _SILENT or name in _SIZES or name == "!":
        return None
    return Letter(" ") if name in ",;: " else Letter(name, command=True)


def _delimited(tokens: Iterator[str]) -> Iterator[Part]:
    r"""From \left to \right, with their signs; a point is none."""
    yield from _delimiter(tokens)
    yield from _parts(tokens, r"\right")
    yield from _delimiter(tokens)


def _delimiter(tokens: Iterator[str]) -> Iterator[Part]:
    sign = next(tokens, ".")
    part = None if sign == "." else _one(sign, tokens)
    if part is not None:
        yield part


def without_indices(tex: str, index: str = "") -> str:
    """The symbol without what stands above and below, but for `index` in its place; ∇ keeps its
    own, and so does a hat."""
    made, done = _bare(parts_of(tex), index)
    return made if done or not index else f"{made}_{{{index}}}"


def _bare(parts: tuple[Part, ...], index: str) -> tuple[str, bool]:
    made, done, before = "", False, None
    for part in parts:
        if isinstance(part, Scripts):
            if before == Letter("nabla", command=True):
                made += f"_{{{_bare(part.of, '')[0]}}}"
            elif part.below and index:
                made, done = f"{made}_{{{index}}}", True
        else:
            text, inside = _tex(part, index)
            made, done = made + _apart(made, text) + text, done or inside
        before = part
    return made, done


def _apart(before: str, text: str) -> str:
    """A space, where a command would run into a letter."""
    return " " if re.search(r"\\[a-zA-Z]+$", before) and text[:1].isalpha() else ""


def _tex(part: Part, index: str) -> tuple[str, bool]:
    if isinstance(part, Over):
        above, first = _bare(part.above, index)
        below, second = _bare(part.below, index)
        return rf"\frac{{{above}}}{{{below}}}", first or second
    if isinstance(part, Styled):
        inside, done = _bare(part.of, index)
        return rf"\{part.style or 'text'}{{{inside}}}", done
    if isinstance(part, Group):
        return _bare(part.of, index)
    assert isinstance(part, Letter)
    return (rf"\{part.sign}" if part.command else part.sign), False
