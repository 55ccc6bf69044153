"""Rounding as it is done by hand: to so many decimals, or so many significant digits.

People write an intermediate result down with three decimals, or three digits, and go on with what
they wrote. So the whole pass can be done again with every number rounded on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here, Values
from backprop_core.explanation.operations import Operation, of_pass_after
from backprop_core.explanation.passes import pass_after
from backprop_core.explanation.problem import LOSS_AFTER, Problem

BY_FLOATS = 7  # digits
_MOST = 300  # decimals that a float can have


@dataclass(frozen=True)
class Rounding:
    """To so many decimals, or to so many significant digits; `cut` off there, or rounded: a half
    away from zero as by hand, or `down` as programs may, for which 0.115 is 0.11499…"""

    kind: str  # "decimals" or "digits"
    count: int
    cut: bool = False
    down: bool = False

    @property
    def part(self) -> float:
        """By how much of a unit it may move a number."""
        return 1.0 if self.cut else 0.5

    @property
    def is_by_hand(self) -> bool:
        """Whether people round like that; what floats do on the way is to seven digits and more."""
        return self.kind == "decimals" or self.count < BY_FLOATS

    def unit(self, value: Any) -> Any:
        """What a unit in the last place is worth, for each of `value`."""
        if self.kind == "decimals":
            return np.full(np.shape(value), 10.0**-self.count)
        size = np.where(value == 0, 1.0, np.abs(value))
        return np.where(value == 0, 0.0, 10.0 ** (np.floor(np.log10(size)) - self.count + 1))

    def __call__(self, value: Any) -> Any:
        """`value`, rounded or cut off."""
        if self.kind == "decimals":
            scale = 10.0 ** min(self.count, _MOST)
            return np.copysign(self._whole(np.abs(value) * scale), value) / scale
        unit = self.unit(value)
        unit = np.where(unit == 0, 1.0, unit)
        return np.copysign(self._whole(np.abs(value) / unit), value) * unit

    def _whole(self, units: Any) -> Any:
        if self.cut:
            return np.floor(units * (1.0 + 1e-12))
        return np.floor(units * (1.0 + (-1e-12 if self.down else 1e-12)) + 0.5)

    def __str__(self) -> str:
        noun = "decimal" if self.kind == "decimals" else "significant digit"
        return f"{self.count} {noun}{'' if self.count == 1 else 's'}"


def simulated(
    problem: Problem, made_by: Sequence[Operation], rounding: Rounding, slope_too: bool
) -> Values:
    """The whole pass with every number rounded on the way; the slope f′(z) only if `slope_too`."""
    values: Values = {}
    for operation in made_by:
        if operation.makes == LOSS_AFTER and problem.has_after:
            after, _ = pass_after(problem, values)
            made = simulated(after, of_pass_after(after.last), rounding, slope_too)
            values[LOSS_AFTER] = made[LOSS_AFTER]
            continue
        quantity = operation.makes[0]
        value = operation.right(Here(problem, values, quantity, operation.layer))
        if value is not None and (slope_too or quantity != "slope"):
            value = rounding(value)
        values[operation.makes] = value
    return values
