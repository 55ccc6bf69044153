"""Pieces of LaTeX, each with what its surroundings must know: how wide and how tall it is, and how
closely it holds together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SUM, PRODUCT, CALL, ATOM = 1, 2, 3, 4  # how closely a part holds together
_BRACKETS = (
    ("(", ")"),
    (r"\bigl(", r"\bigr)"),
    (r"\Bigl(", r"\Bigr)"),
    (r"\biggl(", r"\biggr)"),
    (r"\Biggl(", r"\Biggr)"),
)
_BRACKET = 0.45


class Written(NamedTuple):
    """LaTeX, its width in em, how closely it holds together, and how tall brackets around it
    must be."""

    tex: str
    width: float
    level: int = ATOM
    height: int = 0


def in_brackets(part: Written) -> Written:
    """In brackets as tall as what is in them."""
    opens, closes = brackets_around(part.height)
    return Written(f"{opens}{part.tex}{closes}", part.width + 2 * _BRACKET, ATOM, part.height + 1)


def brackets_around(height: int) -> tuple[str, str]:
    """Brackets for what is so tall."""
    return _BRACKETS[min(height, len(_BRACKETS) - 1)]


def row(parts: Sequence[Written], level: int, between: str = "", gap: float = 0.0) -> Written:
    """Parts one after the other."""
    wide = sum(part.width for part in parts) + gap * (len(parts) - 1)
    height = max((part.height for part in parts), default=0)
    return Written(between.join(part.tex for part in parts), wide, level, height)


class Signed(NamedTuple):
    """A term or a factor, and the sign before it with the room that it takes."""

    sign: str
    gap: float
    body: Written

    def joined(self, level: int) -> Written:
        """Both together."""
        return after(self.sign, self.gap, self.body, level)


def after(sign: str, wide: float, part: Written, level: int) -> Written:
    """A part after a sign that is so wide."""
    return Written(sign + part.tex, wide + part.width, level, part.height)
