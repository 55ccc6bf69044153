"""What an operation sees of its numbers when each of them may be off by some radius, and what
rounding does to a number, to a product and to a sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import Here, Values
from backprop_core.explanation.operations import Operation
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.rounding import Rounding

_LARGE = 20_000  # products: of so many some have more digits
_SAMPLES = np.linspace(-1.0, 1.0, 9)[:, None, None]  # where in an interval a curve is looked at


class Near(Here):
    """The view of an operation, with the radius of each number that it can see."""

    __slots__ = ("known", "makes", "rounding")

    def __init__(
        self,
        problem: Problem,
        values: Values,
        known: dict[Place, Any],
        rounding: Rounding,
        operation: Operation,
    ) -> None:
        super().__init__(problem, values, operation.makes[0], operation.layer)
        self.known = known
        self.rounding = rounding
        self.makes = operation.makes

    def radius(self, quantity: str) -> Any:
        """How far that number of this layer may be off."""
        return self.known[quantity, self.layer]

    @property
    def into_radius(self) -> Any:
        """How far what comes in may be off; the inputs x are exact."""
        return self.known["a", self.layer - 1] if self.layer else np.zeros_like(self.problem.x)

    def of_one(self, value: Any) -> Any:
        """What rounding a number does to it."""
        return self.rounding.part * self.rounding.unit(value)

    def ends(self, least: Any, most: Any) -> tuple[Any, Any]:
        """Where rounding leads from the ends of a range: cutting off never leads away from 0."""
        down, up = self.of_factor(least), self.of_factor(most)
        if self.rounding.cut:
            down, up = np.where(least > 0, down, 0.0), np.where(most < 0, up, 0.0)
        return least - down, most + up

    def of_factor(self, value: Any) -> Any:
        """The same for a number as short as 1 or 0.5, which rounding leaves as it is: 0."""
        return np.where(self.is_short(value), 0.0, self.of_one(value))

    def is_short(self, value: Any) -> Any:
        """Whether rounding leaves a number as it is."""
        rounded = self.rounding(value)
        return (np.abs(rounded - value) <= 1e-12 * np.abs(value)) | (rounded == value)

    def of_products(self, left: Array, right: Array, count: int) -> Any:
        """What rounding each product of left (n, m) and right (m, k), and their sum, does to it; 0
        where each of them is as short as 1 or 0.5 · 0.3."""
        moved = self.of_terms(count, np.abs(left) @ np.abs(right))
        if left.size * right.shape[1] > _LARGE or not self.rounding.is_by_hand:
            return moved
        products = left[:, :, None] * right[None, :, :]
        sums = np.cumsum(products, axis=1)
        short = (self.is_short(products) & self.is_short(sums)).all(axis=1)
        return np.where(short, 0.0, moved)

    def of_naive(self) -> float:
        """What a plain formula such as 1 − tanh² loses in floats, whose terms are about 1."""
        digits = self.rounding.count
        return 0.0 if self.rounding.is_by_hand else 5.0 * 10.0**-digits

    def of_terms(self, count: int, size: Any) -> Any:
        """What rounding each of `count` products does to their sum; `size` is the sum of |·|."""
        if self.rounding.kind == "decimals":
            return self.rounding.part * count * 10.0**-self.rounding.count
        return self.rounding.part * 10.0 ** (1 - self.rounding.count) * size


def curve(function: Callable[[Array], Array], at: Array, radius: Array) -> Array:
    """How far function(at ± radius) goes from function(at): (batch, n) → same."""
    points = at + _SAMPLES * radius
    rows = points.reshape(-1, at.shape[1])
    moved: Array = np.abs(function(rows).reshape(points.shape) - function(at)).max(axis=0)
    return moved


def range_of(
    function: Callable[[Array], Array], at: Array, radius: Array, more: Any
) -> tuple[Array, Array]:
    """The least and the greatest of function(at ± radius), give or take `more`."""
    points = at + _SAMPLES * radius
    found = function(points.reshape(-1, at.shape[1])).reshape(points.shape)
    return found.min(axis=0) - more, found.max(axis=0) + more
