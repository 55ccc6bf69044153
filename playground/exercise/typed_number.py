"""A number as somebody types it, into a field or a cell: taken whole, or refused by name.

Where a refused text may mean a number, with a decimal comma, marks between thousands or as a
fraction, that is asked and never decided here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from backprop_core import BackpropError, quoted, read_number, read_whole_number

SHOWN = ".12g"  # as a field or a cell shows a number, which may have more digits
FINITE = "a finite number, such as 0.5, -2 or 1e-3"
_SIGN_BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9])[ '’\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_POINTS_BETWEEN_THOUSANDS = re.compile(r"([+\-−]?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)")
_COMMAS_BETWEEN_THOUSANDS = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_ONLY_POINTS_BETWEEN_THOUSANDS = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_POINT_MAY_BE_OF_THOUSANDS = re.compile(r"[+\-−]?[1-9][0-9]{0,2}\.[0-9]{3}")


@dataclass(frozen=True)
class Takes:
    """What a field takes, and what messages call it: from `least` to `most`, and only `below` that
    where it is given. One that is `whole` has both limits."""

    field: str
    least: float = -math.inf
    most: float = math.inf
    whole: bool = False
    below: float = math.inf

    @property
    def in_words(self) -> str:
        """As messages say it after "It takes"."""
        if self.whole:
            return f"a whole number from {int(self.least)} to {int(self.most)}"
        if math.isfinite(self.least) and math.isfinite(self.most):
            return f"a number from {self.least:g} to {self.most:g}"
        if math.isfinite(self.least) and math.isfinite(self.below):
            return f"a number from {self.least:g} up to but not including {self.below:g}"
        return f"a number from {self.least:g} up" if math.isfinite(self.least) else FINITE

    def read(self, text: str, *, decimal_comma: bool = False, fractions: bool = False) -> float:
        """The number that `text` is. Raises BackpropError, naming the field, for anything else. A
        `decimal_comma` and `fractions` are taken where they are agreed on. There, and in a whole
        number, 1.000 may be a thousand, and is asked about."""
        self._ask_of_point(text.strip(), decimal_comma)
        if self.whole:
            return read_whole_number(text, self.field, int(self.least), int(self.most))
        words = self.in_words
        agreed = {"decimal_comma": decimal_comma, "fractions": fractions}
        value = read_number(text, self.field, **agreed, takes=words).value
        if not self.least <= value <= self.most or value >= self.below:
            raise BackpropError(f"{self.field} got {quoted(text)}. It takes {self.in_words}.")
        return value

    def _ask_of_point(self, bare: str, decimal_comma: bool) -> None:
        unclear = decimal_comma or (self.whole and bare.endswith(".000"))
        if unclear and _POINT_MAY_BE_OF_THOUSANDS.fullmatch(bare):
            point = bare if self.whole else bare.replace(".", ",")
            point = point.removesuffix(",000").removesuffix(".000")
            raise BackpropError(
                f"{self.field} got '{bare}', which may mean {point} or {bare.replace('.', '')}. "
                f"It takes {self.in_words}."
            )

    def readings(self, text: str) -> tuple[float, ...]:
        """The numbers that a refused text may mean, of those that the field takes."""
        found = (self._if_taken(value) for value in _meanings(text))
        return tuple(dict.fromkeys(value for value in found if value is not None))

    def _if_taken(self, value: float) -> float | None:
        try:
            return self.read(repr(value))
        except BackpropError:
            return None


def _meanings(text: str) -> Iterator[float]:
    """What a text is with a decimal comma or as a fraction, and without marks of thousands."""
    bare = _SIGN_BETWEEN_THOUSANDS.sub("", text.strip())
    candidates = [bare, _POINTS_BETWEEN_THOUSANDS.sub(_without_points, bare)]
    if _COMMAS_BETWEEN_THOUSANDS.fullmatch(bare):
        candidates.append(bare.replace(",", ""))
    if _ONLY_POINTS_BETWEEN_THOUSANDS.fullmatch(bare):
        candidates.append(bare.replace(".", ""))
    for candidate in candidates:
        try:
            yield read_number(candidate, decimal_comma=True, fractions=True).value
        except BackpropError:
            continue


def _without_points(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2].replace('.', '')}.{found[3]}"


def shown(value: float, *, decimal_comma: bool = False) -> str:
    """As a field shows it."""
    text = str(value) if isinstance(value, int) else format(value, SHOWN)
    return text.replace(".", ",") if decimal_comma else text


def typed_number(text: str | None, where: str, *, decimal_comma: bool = False) -> float:
    """The finite number in a cell; raises BackpropError, naming `where`, for anything else."""
    try:
        return Takes(where).read(text or "", decimal_comma=decimal_comma)
    except BackpropError as error:
        raise BackpropError(f"{error} The old value stays.") from None
