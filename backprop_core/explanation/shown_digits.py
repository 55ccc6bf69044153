"""How many decimals and digits the numbers of an array show, as far as texts and floats tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core.checks import Array
from backprop_core.written.number import read_number

FULL = 10  # from so many significant digits on a number was not rounded by hand
_TELLING_ZERO = 0.01  # "0.00" shows its decimals; "0.0" is how programs write a plain 0


@dataclass(frozen=True, slots=True)
class Shown:
    """The most decimals and digits that any number of an array shows."""

    decimals: int
    digits: int
    telling: bool = True


def shown_by(values: Array, units: Array, *, single: bool) -> Shown | None:
    """The most decimals and digits of its numbers; None if all are whole, which tells nothing."""
    there = ~np.isnan(values)
    numbers, of_text = values[there], units[there]
    if single:
        return Shown(9, 7)
    if numbers.size > 64 and _many_digits(numbers):
        return Shown(9, 7) if _of_single(numbers) else Shown(18, 17)
    pairs = [
        _digits(number, unit)
        for number, unit in zip(numbers.tolist(), of_text.tolist(), strict=True)
        if (unit < 1.0 and (number != 0 or unit <= _TELLING_ZERO))
        or (unit != unit and number != int(number))
    ]
    if not pairs:
        return None
    shown = Shown(max(pair[0] for pair in pairs), max(pair[1] for pair in pairs))
    return Shown(9, 7) if shown.digits >= FULL and _of_single(numbers) else shown


def _of_single(numbers: Array) -> bool:
    """Whether all of them are float32 numbers, which a list does not tell."""
    return bool((numbers.astype(np.float32) == numbers).all())


def _many_digits(numbers: Array) -> bool:
    """Whether some number has more than nine digits, without writing each of them down."""
    some = numbers[numbers != 0]
    power = 10.0 ** (8 - np.floor(np.log10(np.abs(some))))
    return bool((np.abs(some * power - np.round(some * power)) > 1e-3).any())


def _digits(number: float, unit: float) -> tuple[int, int]:
    """Decimals and significant digits of a number: of 0.0821, 4 and 3."""
    if unit != unit:
        unit = _read_unit(number)
    decimals = max(0, -round(np.log10(unit)))
    if number == 0:
        return decimals, 1
    power = np.log10(abs(number)) - np.log10(unit)
    return decimals, max(1, int(np.floor(power + 1e-9)) + 1)


def _read_unit(number: float) -> float:
    """The unit of the last digit of a float as Python writes it: of 0.0821, 0.0001."""
    return 2 * read_number(repr(number)).half_unit
