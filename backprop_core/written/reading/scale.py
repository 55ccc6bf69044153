"""The scale factor that MATLAB, Octave and PyTorch print above an array, 1.0e-03 *, and that people
write before it, 10^-3 [[…]].

A number below it keeps its digits and gets the factor as its power of ten: 0.1000 becomes
0.1000e-03, which is to the digit what was meant.
"""

from __future__ import annotations

import re
from math import log10

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number import TAKES, decimal_parts, written_number
from backprop_core.written.number_pattern import TIMES

POWER = re.compile(r"10 ?(?:(?:\^|\*\*) ?[({]?[-−+]?[0-9]{1,3}[)}]?|⁻[0-9¹²³⁴-⁹]{1,3})")
BEHIND = re.compile(
    rf" {{0,2}}{TIMES} {{0,2}}"
    rf"({POWER.pattern}|[0-9.]+(?:[eE][-+]?[0-9]{{1,3}})?)(?![\w.(^*/×·+])"
)


def scale_power(text: str) -> int:
    """The power of ten that a scale factor such as 1.0e-03 is.

    Raises BackpropError for any other factor: arrays are not multiplied out.
    """
    value = written_number(text).value
    power = round(log10(value)) if value > 0.0 else 0
    if value != float(f"1e{power}"):
        raise refused_factor(text)
    return power


def refused_factor(text: str) -> BackpropError:
    """An error for any other factor."""
    return BackpropError(
        f"The text holds the factor {quoted(text)}. It takes a power of ten beside an array, "
        "as MATLAB prints it; nothing in a text is evaluated."
    )


def scaled(text: str, power: int) -> str:
    """The number that `text` is times 10 to the `power`, with the digits as written."""
    parts = decimal_parts(text)
    if not parts:
        raise BackpropError(
            f"The text holds {quoted(text)} below a scale factor. It takes {TAKES}."
        )
    sign, mantissa, exponent = parts
    return f"{sign}{mantissa}e{exponent + power:+03d}"
