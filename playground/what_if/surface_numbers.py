"""The loss over two weights: heights for a drawing, and the way of the passes over them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from backprop_core import Address, Array, Network
from playground.exercise.parameters import index_of
from playground.what_if.batched_losses import losses, work_of
from playground.what_if.numbers import WhatIf, within_numbers

SIDE, SHORTEST_SIDE = 41, 21  # in points
WORK = 3_000_000  # activations to be computed; the largest networks get fewer points
LARGEST_IN_SPACE = 1e30  # the browser draws in space with 32 bits, which end at 3e38


@dataclass(frozen=True, eq=False)
class Surface:
    """The loss over two weights: `z[row, column]` belongs to `second[row]` and `first[column]`."""

    first: np.ndarray
    second: np.ndarray
    z: np.ndarray

    @property
    def has_heights(self) -> bool:
        """Whether the loss is a finite number anywhere."""
        return bool(np.isfinite(self.z).any())

    @property
    def fits_in_space(self) -> bool:
        """Whether a drawing in space can show numbers so large."""
        known = self.z[np.isfinite(self.z)]
        largest = max(float(np.abs(part).max()) for part in (known, self.first, self.second))
        return largest <= LARGEST_IN_SPACE


def surface(one: WhatIf, other: WhatIf, reach: float, points: int | None = None) -> Surface:
    """The loss for all pairs of values within `reach` of the present ones."""
    if points is None:
        affordable = math.isqrt(WORK // work_of(one.trace))
        points = min(SIDE, max(SHORTEST_SIDE, affordable))
    axes = [np.linspace(*within_numbers(w.value, reach), points) for w in (one, other)]
    first, second = np.meshgrid(*axes)
    values = {one.parameter: first.ravel(), other.parameter: second.ravel()}
    made = one.trace.forward.x
    found = losses(one.trace.network, made, one.trace.y, values)
    return Surface(axes[0], axes[1], found.reshape(first.shape))


def reach_of_both(one: WhatIf, other: WhatIf, path: np.ndarray) -> float:
    """How far to look so that both steps and all passes, (passes, 2), are seen."""
    here = np.array([one.value, other.value])
    away = np.abs(path - here)
    away = away[np.isfinite(away)]
    return max(one.natural_reach, other.natural_reach, 1.15 * float(away.max(initial=0.0)))


def heights_on(one: WhatIf, other: WhatIf, path: np.ndarray) -> np.ndarray:
    """How high the surface is at each pass's two weights, (passes, 2) → (passes,)."""
    values = {one.parameter: path[:, 0], other.parameter: path[:, 1]}
    return losses(one.trace.network, one.trace.forward.x, one.trace.y, values)


def weights_over(passes: Array, network: Network, one: Address, other: Address) -> Array:
    """Both parameters at each pass so far, (passes, 2), out of all of them, (passes, count)."""
    both: Array = passes[:, [index_of(network, at) for at in (one, other)]]
    return both
