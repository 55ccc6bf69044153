"""Rounding as it is done on paper: to so many decimals, or so many significant digits.

A half is rounded away from zero, and a number that is a half but for floating point counts as one,
as it does on a calculator's display.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, overload

import numpy as np

from backprop_core import Array

Place = Literal["decimals", "digits"]
MOST = {"decimals": 8, "digits": 10}
_A_HALF_BUT_FOR_FLOATING_POINT = 1e-12
_OF_A_UNIT = 1e-4
_WHOLE = 2.0**52  # from there on a float64 is a whole number
_EXACT_POWER = 22  # powers of ten up to there are exact in a float64


@dataclass(frozen=True)
class PaperRounding:
    """To `count` decimals, or to `count` significant digits."""

    place: Place
    count: int

    @overload
    def __call__(self, value: float) -> float: ...
    @overload
    def __call__(self, value: Array) -> Array: ...
    def __call__(self, value: Any) -> Any:
        """`value` rounded, to the float nearest to the decimal that is written down; what is not
        finite is left as it is."""
        size = np.abs(np.asarray(value, dtype=float))
        with np.errstate(all="ignore"):
            rounded = np.where(np.isfinite(size), np.sign(value) * self._size(size), value)
        rounded = rounded + 0.0  # no -0
        return float(rounded) if np.ndim(value) == 0 else rounded

    def _size(self, size: Array) -> Array:
        decimals = self._decimals(size)
        up, down = 10.0 ** np.maximum(decimals, 0), 10.0 ** np.maximum(-decimals, 0)
        scaled = size * up / down
        nearly = np.minimum(scaled * _A_HALF_BUT_FOR_FLOATING_POINT, _OF_A_UNIT)
        units = np.floor(scaled + nearly + 0.5)
        fine = (decimals > _EXACT_POWER) | (scaled > _WHOLE)
        rounded: Array = np.where(fine, size, units / up * down)
        return rounded

    def _decimals(self, size: Array) -> Array:
        """Behind the point, for each number; fewer than 0 are before it."""
        if self.place == "decimals":
            return np.full(size.shape, float(self.count))
        first = np.floor(np.log10(np.where(size == 0, 1.0, size)))
        return np.where(np.isfinite(first), self.count - 1 - first, 0.0)

    def __str__(self) -> str:
        noun = "decimal" if self.place == "decimals" else "significant digit"
        return f"{self.count} {noun}{'' if self.count == 1 else 's'}"
