"""Numbers as text. Rounding happens here and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

LEAST, MOST = 4, 17
SMALLEST, LARGEST = -4, 7  # powers of ten between which numbers are written plainly
SAME = 12  # numbers that agree to so many digits differ by rounding only


@lru_cache(maxsize=1 << 14)
def text(value: float, digits: int) -> str:
    """`value` with that many significant digits, no trailing zeros, as plain as it can be."""
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
        return rf"{mantissa}\cdot 10^{{{exponent}}}"
    return mantissa.replace("∞", r"\infty").replace("NaN", r"\text{NaN}")


def factor(value: float, digits: int) -> str:
    """For a formula, in brackets where a bare sign would be misread."""
    shown = latex(value, digits)
    return rf"({shown})" if shown.startswith("-") else shown


def telling_apart(values: Iterable[float], least: int = LEAST, most: int = 6) -> int:
    """The fewest significant digits, `least` to `most`, that keep different values different."""
    array = np.fromiter(values, dtype=float)
    array = array[np.isfinite(array) & (array != 0)]
    different = _distinct(array, SAME)
    for digits in range(least, most):
        if _distinct(array, digits) == different:
            return digits
    return most


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
    return f"{text(old, enough)} → {text(new, enough)}"
