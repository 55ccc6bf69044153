"""One number as somebody wrote it: its value, its text, and how exactly it was written.

Every number that a person types is read here, in a field, a cell or a pasted text. A text is
taken whole or refused by name: no sign is dropped, no part is kept, nothing is computed but the
quotient of a fraction. A number written as 0.37 stands for everything that rounds to it, from
0.365 to 0.375, and `WrittenNumber.interval` says so.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, ulp

from backprop_core.checks import foreign_digit, quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number_pattern import TIMES, VULGAR, number_pattern
from backprop_core.written.reading.characters import plain

LONGEST_NUMBER = 1_100  # characters: every float64 can be written out in full
TAKES = "a finite number, such as 0.5, -2 or 1e-3"

_MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_LOWERED_POWER = re.compile(rf"([+-]?[0-9.,]+) ?{TIMES} ?10([+-][0-9]{{1,3}})")  # 4.2×10-3
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")


def _whole(comma: bool, programs: bool) -> re.Pattern[str]:
    number = number_pattern(comma=comma, programs=programs, named=True)
    return re.compile(rf"(?P<sign>[+-]?) *{number}")


_TYPED, _TYPED_COMMA = _whole(False, False), _whole(True, False)
_WRITTEN = _whole(True, True)
_SIMPLE = re.compile(r"[+-]?(?:[0-9]++[.,]?[0-9]*+|\.[0-9]++)(?>(?:[eE][+-]?[0-9]++)?)")


@dataclass(frozen=True)
class WrittenNumber:
    """A number and how it was written.

    `text` is kept as written. `decimals` is the place of the last written digit behind the point
    (2 for 0.37, 4 for 3.7e-3, -2 for 12e2) and `digits` how many significant digits there are
    (2 for 0.037, 3 for 0.370, 0 for a zero). A fraction is exact: both are None.
    """

    value: float
    text: str
    decimals: int | None
    digits: int | None

    @property
    def half_unit(self) -> float:
        """Half a unit of the last written digit; 0 for a fraction, which is exact. One that a
        float64 cannot hold, as of 0e-400, is the least or the largest that it can."""
        if self.decimals is None:
            return 0.0
        return min(max(float(f"5e{-self.decimals - 1}"), ulp(0.0)), sys.float_info.max)

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the greatest number that this one may stand for."""
        return self.value - self.half_unit, self.value + self.half_unit


def read_number(
    text: str,
    field: str = "The number",
    *,
    decimal_comma: bool = False,
    fractions: bool = False,
    takes: str = TAKES,
) -> WrittenNumber:
    """Read a text that is one number and nothing else.

    Accepts a true minus sign, surrounding spaces, a leading plus, .5, 1e-3, 4.2×10^-3, 4.2·10⁻³ and
    4.2 10⁻³; with `decimal_comma` also 0,5, and with `fractions` also 1/3 and ½. Raises
    BackpropError, naming `field`, what it got and what it `takes`, for everything else: nan and
    infinity, digits of other scripts, thousands separators, and numbers that overflow or underflow
    a float64.
    """
    if not isinstance(text, str):
        raise BackpropError(
            f"{field} got {type(text).__name__}, which is not text. It takes {takes}."
        )
    bare = plain(text).strip()
    found = (_TYPED_COMMA if decimal_comma else _TYPED).fullmatch(bare)
    try:
        if len(text) > LONGEST_NUMBER:
            raise _UnreadableError(f" of {len(text)} characters, which is too long")
        if not found or (not fractions and (found["over"] or found["vulgar"])):
            raise _UnreadableError(_why_not(bare, decimal_comma, fractions))
        return _number(found, text)
    except _UnreadableError as error:
        got = f"got {quoted(text)}" if bare else "is empty"
        raise BackpropError(f"{field} {got}{error}. It takes {takes}.") from None


def read_whole_number(text: str, field: str, least: int, most: int) -> int:
    """Read a whole number from `least` to `most`, exact at any size.

    Raises BackpropError as `read_number` does, and for a number with a fractional part.
    """
    takes = f"a whole number from {least} to {most}"
    number = read_number(text, field, takes=takes)
    exact = _exact(_TYPED.fullmatch(plain(text).strip()))
    if exact.denominator != 1 or not least <= exact <= most:
        raise BackpropError(f"{field} got {quoted(number.text)}. It takes {takes}.")
    return int(exact)


def written_number(text: str) -> WrittenNumber:
    """The number in a cell of an array, as `read_number`, and as programs write numbers.

    Raises BackpropError for what is no finite number.
    """
    found = _WRITTEN.fullmatch(plain(text).strip())
    try:
        if not found or len(text) > LONGEST_NUMBER:
            raise _UnreadableError(_why_unwritten(text))
        return _number(found, text)
    except _UnreadableError as error:
        raise BackpropError(f"The text holds {quoted(text)}{error}. It takes {TAKES}.") from None


def value_of(text: str) -> float:
    """`written_number(text).value`, quickly for the plain numbers that most are."""
    if len(text) < 40 and _SIMPLE.fullmatch(text):
        value = float(text.replace(",", "."))
        if value != 0.0 and isfinite(value):
            return value
    return written_number(text).value


def is_number(text: str) -> bool:
    """Whether `written_number` reads a text."""
    try:
        written_number(text)
    except BackpropError:
        return False
    return True


def decimal_parts(text: str) -> tuple[str, str, int] | None:
    """The sign, the mantissa and the power of ten of a number; None for all other texts."""
    found = _WRITTEN.fullmatch(plain(text).strip())
    groups = found.groupdict() if found else {}
    if not found or (groups["mantissa"] is None and groups["ten"] is None):
        return None
    return found["sign"], *_decimal_parts(groups)


class _UnreadableError(Exception):
    """Why a text is no number, to stand behind 'got …'."""


def _number(found: re.Match[str], text: str) -> WrittenNumber:
    groups = found.groupdict()
    if groups["mantissa"] is None and groups["ten"] is None:
        return WrittenNumber(_quotient(found), text, None, None)
    mantissa, exponent = _decimal_parts(groups)
    value = float(f"{found['sign']}{mantissa}e{exponent}")
    whole, _, behind = mantissa.partition(".")
    significant = (whole + behind).lstrip("0")
    if not isfinite(value):
        raise _UnreadableError(", which is too large for a float64 (at most 1.8e308)")
    if value == 0.0 and significant:
        raise _UnreadableError(
            ", which is too small for a float64 and would be 0; write 0 if 0 is meant"
        )
    power = exponent if significant else min(exponent, 0)  # 0e9 is no coarser than 0
    return WrittenNumber(value, text, len(behind) - power, len(significant))


def _decimal_parts(groups: dict[str, str | None]) -> tuple[str, int]:
    """The mantissa with a point, and the power of ten behind it."""
    power = groups["exponent"] or groups["power"] or groups["ten"]
    digits = power.translate(_RAISED).strip("eEfFdD*^{}() ") if power else "0"
    percent = 2 if groups.get("percent") else 0
    mantissa = (groups["mantissa"] or "1").replace("{,}", ".").replace(",", ".")
    return mantissa, int(digits) - percent


def _quotient(found: re.Match[str]) -> float:
    try:
        exact = _exact(found)
        value = float(exact)
    except ZeroDivisionError:
        raise _UnreadableError(", which divides by 0") from None
    except OverflowError:
        raise _UnreadableError(", which is too large for a float64 (at most 1.8e308)") from None
    if exact and not value:
        raise _UnreadableError(", which is too small for a float64 and would be 0")
    return value


def _exact(found: re.Match[str] | None) -> Fraction:
    """The number as a quotient of whole numbers; one that is finite as a float64."""
    assert found is not None
    groups = found.groupdict()
    if groups["mantissa"] or groups["ten"]:
        mantissa, exponent = _decimal_parts(groups)
        size = Fraction(mantissa)
        size *= Fraction(10) ** exponent if size else 1
    elif groups["vulgar"]:
        size = Fraction(VULGAR[groups["vulgar"]])
    elif groups.get("latex"):
        over, under = re.findall(r"[0-9]+" if "{" in groups["latex"] else "[0-9]", groups["latex"])
        size = Fraction(int(over), int(under))
    else:
        size = Fraction(int(groups["over"] or 0), int(groups["under"] or 0))
    return -size if found["sign"] == "-" else size


def _why_unwritten(text: str) -> str:
    """The same for a cell of an array."""
    if "," in text and "." in text:
        return ", with a comma and a point; leave out marks between thousands"
    return ", which is not a number"


def _why_not(bare: str, decimal_comma: bool, fractions: bool) -> str:
    """Why a text is no number, and what to write instead where that is plain."""
    if not bare:
        return ""
    if foreign_digit(bare):
        return ", with digits of another script; write 0 to 9"
    if "," in bare and "." in bare:
        return ", with a comma and a point; leave out marks between thousands"
    as_comma = _TYPED_COMMA.fullmatch(bare)
    if "," in bare and as_comma and not decimal_comma:
        point = quoted(bare.replace(",", "."), 30)[1:-1]
        if _MAY_BE_THOUSANDS.fullmatch(bare):
            return f"; write {point} for a decimal comma, or {bare.replace(',', '')} for thousands"
        return f"; write a point instead of the comma: {point}"
    if as_comma and not fractions:
        return ", a fraction; write it as a decimal"
    if lowered := _LOWERED_POWER.fullmatch(bare):
        return f", whose power of ten is not raised; write {lowered[1]}e{lowered[2]}"
    if re.search(r"[0-9]_[0-9]|\A[+-]?0[xXoObB]", bare):
        return "; write plain decimal digits"
    return ""
