"""An answer as it was typed: its number, and how far its digits go."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from backprop_core import BackpropError, read_number

TAKES = "a number, such as 0.0067, 6.7e-3 or 1/3"
_LONGEST_READING = 60  # characters: nobody types a number that is longer
_OF_A_FRACTION = 6  # significant digits: so exact does a fraction count


@dataclass(frozen=True)
class Typed:
    """`decimals` is the place of the last digit that counts, and `digits` how many count."""

    value: float
    decimals: int
    digits: int

    @property
    def half_unit(self) -> float:
        """How far from it a number may be that rounds to it."""
        return 0.5 * 10.0**-self.decimals

    @property
    def turned(self) -> Typed:
        """With the other sign."""
        return replace(self, value=0.0 - self.value)

    @property
    def text(self) -> str:
        """As the engine's explanation reads it: with the same digits."""
        if self.decimals >= 0:
            return f"{self.value:.{min(self.decimals, 300)}f}"
        return f"{round(self.value * 10.0**self.decimals)}e{-self.decimals}"


@lru_cache(maxsize=4096)
def typed(text: str, field: str = "The answer", comma: bool = False) -> Typed:
    """The number that `text` is, all of it. Raises BackpropError, naming `field`, for what is none,
    and for a decimal comma unless the exercise has one."""
    read = read_number(text, field, decimal_comma=comma, fractions=True, takes=TAKES)
    if read.decimals is not None and read.digits is not None:
        return Typed(read.value, read.decimals, read.digits)
    size = math.floor(math.log10(abs(read.value))) if read.value else 0
    return Typed(read.value, _OF_A_FRACTION - 1 - size, _OF_A_FRACTION)


def readings(text: str) -> tuple[str, ...]:
    """What a refused text may mean: the same with a point in place of a decimal comma."""
    if "," not in text or len(text) > _LONGEST_READING:
        return ()
    try:
        typed(text.strip(), comma=True)
    except BackpropError:
        return ()
    return (text.strip().replace(",", "."),)


def wanted(value: float, digits: int, decimals: bool) -> int:
    """How many decimals a sheet wants of a number that asks for so many decimals, or so many
    significant digits."""
    if decimals or not value:
        return digits
    return digits - 1 - math.floor(math.log10(abs(value)))
