"""How wide letters and symbols are, about, in em: lines are broken by it."""

from __future__ import annotations

from functools import lru_cache

from playground.latex.symbol import Group, Letter, Over, Part, Scripts, Styled, parts_of

SMALL = 0.7  # what stands above, below, or in a small fraction
MINUS = 0.78
GAP = 1.0  # between two columns of an array
SIGN = 1.22  # a plus or minus with the room around it
DOT = 0.72
THIN = 0.17
_WIDTHS = {".": 0.28, ",": 0.28, "-": 0.78, "+": 0.78, "(": 0.39, ")": 0.39, "'": 0.3, " ": 0.17}
_LETTER = 0.5


def of_text(text: str) -> float:
    """The width of plain letters and digits."""
    return sum(_WIDTHS.get(sign, _LETTER) for sign in text)


def of_number(text: str) -> float:
    """The width of a number, its power of ten written out."""
    mantissa, _, exponent = text.partition("e")
    power = DOT + of_text("10") + SMALL * of_text(exponent) if exponent else 0.0
    return of_text(mantissa) + power


@lru_cache(maxsize=4096)
def of_symbol(tex: str) -> float:
    """The width of a symbol: what stands above and below it stands at the same place."""
    return _of(parts_of(tex))


def _of(parts: tuple[Part, ...]) -> float:
    wide, scripts = 0.0, {True: 0.0, False: 0.0}
    for part in parts:
        if isinstance(part, Scripts):
            scripts[part.below] = SMALL * _of(part.of)
            continue
        wide += max(scripts.values()) + _of_one(part)
        scripts = {True: 0.0, False: 0.0}
    return wide + max(scripts.values())


def _of_one(part: Part) -> float:
    if isinstance(part, Letter):
        return (
            _LETTER + 0.1 * (len(part.sign) > 1)
            if part.command
            else _WIDTHS.get(part.sign, _LETTER)
        )
    if isinstance(part, Over):
        return max(_of(part.above), _of(part.below)) + 0.24
    if isinstance(part, (Styled, Group)):
        return _of(part.of)
    raise AssertionError(part)
