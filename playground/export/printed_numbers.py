"""The numbers of sheets and questions: rounded as the sheet asks, and in full."""

from __future__ import annotations

import math

from playground.exercise.paper_rounding import PaperRounding
from playground.notation import number_text

MOST_PLACES = 15  # before the decimal point; more, and the last ones mean nothing


def in_decimals(count: int) -> str:
    """So many decimals, in words."""
    return f"{count} decimal{'s' * (count != 1)}"


def fixed(value: float, decimals: int, *, comma: bool = False) -> str:
    """Rounded as on paper to so many decimals, with no minus before a zero; what is too long for a
    cell, with an exponent."""
    if not math.isfinite(value):
        return number_text.text(value, decimals)
    if abs(value) >= 10.0**MOST_PLACES:
        mantissa, _, exponent = f"{value:.{decimals}e}".partition("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{PaperRounding('decimals', decimals)(value):.{decimals}f}"
    return text.replace(".", ",") if comma else text


def in_full(value: float, *, comma: bool = False) -> str:
    """To twelve digits, which is as far as rounding leaves them alone."""
    return number_text.text(value, number_text.Digits(number_text.SAME, comma))
