"""Numbers as text. Rounding happens here and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

import numpy as np

LEAST, MOST = 4, 17
SMALLEST, LARGEST = -4, 7  # powers of ten between which numbers are written plainly
_LARGEST_BELOW, _LARGEST_ABOVE = 99, 999  # of a fraction that people would write
_FLOATING_POINT = 4 * 2.0**-52
SAME = 12  # numbers that agree to so many digits differ by rounding only


class Digits(int):
    """So many significant digits, and how a number is written besides: with a decimal comma, and
    as a fraction where it is one. Equal ones are one object, since each number that is written
    looks them up."""

    comma: bool
    fractions: bool
    _made: ClassVar[dict[tuple[int, bool, bool], Digits]] = {}

    def __new__(cls, count: int, comma: bool = False, fractions: bool = False) -> Digits:
        key = int(count), comma, fractions
        if key not in cls._made:
            made = super().__new__(cls, count)
            made.comma, made.fractions = comma, fractions
            cls._made[key] = made
        return cls._made[key]

    def __reduce__(self) -> tuple[type[Digits], tuple[int, bool, bool]]:
        return Digits, self._all

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and self._all == Digits._of(other)

    def __ne__(self, other: object) -> bool:  # or int's own would answer
        return not self == other

    __hash__ = int.__hash__

    @property
    def _all(self) -> tuple[int, bool, bool]:
        return int(self), self.comma, self.fractions

    @staticmethod
    def _of(count: int) -> tuple[int, bool, bool]:
        return count._all if isinstance(count, Digits) else (int(count), False, False)


def resized(digits: int, count: int) -> int:
    """`count` digits, written as with `digits`."""
    return Digits(count, digits.comma, digits.fractions) if isinstance(digits, Digits) else count


def at_most(digits: int, most: int) -> int:
    """`digits`, but no more than `most`."""
    return digits if digits <= most else resized(digits, most)


@lru_cache(maxsize=1 << 14)
def text(value: float, digits: int) -> str:
    """`value` with that many significant digits, no trailing zeros, as plain as it can be."""
    if isinstance(digits, Digits):
        fraction = fraction_of(value, digits) if digits.fractions else None
        if fraction is not None:
            return f"{fraction.numerator}/{fraction.denominator}"
        plain = _decimal(value, int(digits))
        return plain.replace(".", ",") if digits.comma else plain
    return _decimal(value, digits)


def on_screen(value: float, digits: int) -> str:
    """The same with a minus sign, which is as wide as a digit, for a hyphen."""
    return text(value, digits).replace("-", "−")


def every_digit(value: float, digits: int) -> str:
    """`value` with all digits that a float64 has, and the decimal mark of `digits`."""
    return repr(value).replace(".", ",") if getattr(digits, "comma", False) else repr(value)


def to_its_last(value: float, digits: int) -> str:
    """The same in as few digits as read back as `value`, such as 0.1."""
    counts = range(1, MOST + 1)
    fewest = next((n for n in counts if float(f"{value:.{n - 1}e}") == value), MOST)
    return text(value, resized(digits, fewest))


def fraction_of(value: float, digits: int) -> Fraction | None:
    """The fraction of small numbers that `value` is, but for floating point; None for any other,
    and for a decimal that so many digits hold."""
    if not math.isfinite(value) or _is(float(f"{value:.{min(digits, SAME) - 1}e}"), value):
        return None
    found = Fraction(value).limit_denominator(_LARGEST_BELOW)
    few = abs(found.numerator) <= _LARGEST_ABOVE
    return found if few and found.denominator > 1 and _is(float(found), value) else None


def _is(one: float, other: float) -> bool:
    """Whether they are the same but for floating point."""
    return abs(one - other) <= _FLOATING_POINT * abs(other)


def _decimal(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "-∞"
    if value == 0:
        return "0"
    short = f"{value:.{digits - 1}e}"
    exponent = int(short.partition("e")[2])
    if SMALLEST <= exponent < LARGEST:  # plain, whole part and all
        plain = f"{value:.{max(0, digits - 1 - exponent)}f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    mantissa = short.partition("e")[0]
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{exponent}"


def latex(value: float, digits: int) -> str:
    """The same for a formula: powers of ten are written out."""
    mantissa, _, exponent = text(value, digits).partition("e")
    if exponent:
        return rf"{mantissa.replace(',', '{,}')}\cdot 10^{{{exponent}}}"
    if "/" in mantissa:
        sign, above, below = _parts(mantissa)
        return rf"{sign}\tfrac{{{above}}}{{{below}}}"
    plain = mantissa.replace(",", "{,}")  # or TeX sets a space behind it
    return plain.replace("∞", r"\infty").replace("NaN", r"\text{NaN}")


def _parts(fraction: str) -> tuple[str, str, str]:
    above, _, below = fraction.partition("/")
    return "-" if above.startswith("-") else "", above.removeprefix("-"), below


def factor(value: float, digits: int) -> str:
    """For a formula, in brackets where a bare sign would be misread."""
    shown = latex(value, digits)
    return rf"({shown})" if shown.startswith("-") else shown


def telling_apart(values: Iterable[float], least: int = LEAST, most: int = 6) -> int:
    """The fewest significant digits, `least` to `most`, that keep different values different."""
    array = np.fromiter(values, dtype=float)
    array = array[np.isfinite(array) & (array != 0)]
    different = _distinct(array, SAME)
    enough = (digits for digits in range(least, most) if _distinct(array, digits) == different)
    return resized(least, next(enough, most))


def whole_of(values: Iterable[float], least: int = 3, most: int = 8) -> int:
    """The fewest significant digits, `least` to `most`, in which no value loses any."""
    array = np.fromiter(values, dtype=float)
    array = np.abs(array[np.isfinite(array) & (array != 0)])
    exponents = np.maximum(np.floor(np.log10(array)), -300)
    mantissas = array / 10.0**exponents
    for digits in range(least, most):
        if np.allclose(np.round(mantissas, digits - 1), mantissas, rtol=10.0**-SAME, atol=0):
            return digits
    return most


def _distinct(array: np.ndarray, digits: int) -> int:
    """How many different numbers there are at that many significant digits."""
    exponents = np.maximum(np.floor(np.log10(np.abs(array))), -300)  # 10⁻³²⁴ would count as 0
    mantissas = np.round(array / 10.0**exponents, digits - 1)
    full = np.abs(mantissas) >= 10  # 9.9999 was rounded up to 10, which is 1 with a higher exponent
    mantissas, exponents = np.where(full, mantissas / 10, mantissas), exponents + full
    return len(set(zip(mantissas.tolist(), exponents.tolist(), strict=True)))


def old_to_new(old: float, new: float, digits: int) -> str:
    """Both numbers, with enough digits to show the change."""
    enough = telling_apart((old, new), digits, SAME)
    return f"{on_screen(old, enough)} → {on_screen(new, enough)}"
