"""What if one weight were another number? The loss for many values of it at once, all else fixed.

All values are run through the network together: the layers before the first changed one once, the
others as a stack of networks. Complex values work as well, which gives a slope that owes nothing
to the backward pass: loss(w + i·h) / h has the derivative as its imaginary part (Squire and Trapp,
1998).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core import Address, Network, Trace
from backprop_core.backward import per_sample_weight
from playground.understand.parameters import value_of, varied

H = 1e-200  # h² is 0 in float64, so nothing is lost by taking a step so small
DELTA = 1e-5
POINTS, FEWEST_POINTS = 201, 51  # of a curve
SIDE, SHORTEST_SIDE = 41, 21  # of a surface, in points
WORK = 420_000  # activations to be computed for a curve; the largest networks get fewer points
WORK_OF_SURFACE = 3_000_000
ALIKE = 1e-12  # losses closer than this part of them differ by rounding only


@np.errstate(all="ignore")
def losses(network: Network, x: Any, y: Any, values: Mapping[Address, np.ndarray]) -> np.ndarray:
    """The batch's loss for each of the values, (count,); nan or inf where the sums overflow.

    `values` gives for each changed weight or bias its numbers, (count,): several are changed
    together, the k-th of each at a time. x: (batch, n_in), y: (batch, n_out).
    """
    count, batch = len(next(iter(values.values()))), len(y)
    a: Any = x
    z: Any = x
    for number, layer in enumerate(network.layers):
        here = {at: v for at, v in values.items() if at.layer == number}
        W, b = (_changed(layer, name, here) for name in ("W", "b"))
        z = _sums(a, W)
        if b is not None:
            z = z + _for_each_row(layer.b, b)
        a = layer.f.value(z.reshape(-1, layer.n_out)).reshape(z.shape)
    return _losses(network, _stacked(z, count), _stacked(a, count), np.asarray(y), batch)


def _sums(a: np.ndarray, W: np.ndarray) -> np.ndarray:
    """a Wᵀ, where either may be stacked; one product is faster than one for each of the stack."""
    if a.ndim == 3 and W.ndim == 2:
        return (a.reshape(-1, a.shape[-1]) @ W.T).reshape(*a.shape[:2], -1)
    return a @ np.swapaxes(W, -1, -2)


def _changed(layer: Any, name: str, values: Mapping[Address, np.ndarray]) -> Any:
    """W or b of a layer; if any of its numbers is changed, stacked: once for each value."""
    array = getattr(layer, name)
    mine = [(at, v) for at, v in values.items() if at.quantity == name]
    for place, (at, v) in enumerate(mine):
        array = varied(array, at, v) if place == 0 else _varied_too(array, at, v)
    return array


def _varied_too(several: np.ndarray, at: Address, values: np.ndarray) -> np.ndarray:
    """A second number of the same array, which is stacked already."""
    several = several.astype(np.result_type(several, values))
    index: Any = (slice(None), *(k for k in (at.neuron, at.source) if k is not None))
    several[index] = values
    return several


def _for_each_row(plain: Any, b: Any) -> Any:
    """b so that it adds to z, (count, batch, n_out): stacked b gets an axis for the samples."""
    if np.ndim(b) == np.ndim(plain):
        return b
    return b.reshape(len(b), 1, -1)


def _stacked(array: np.ndarray, count: int) -> np.ndarray:
    return array if array.ndim == 3 else np.broadcast_to(array, (count, *array.shape))


def _losses(
    network: Network, z: np.ndarray, a: np.ndarray, y: np.ndarray, batch: int
) -> np.ndarray:
    """z, a: (count, batch, n_out) → (count,)."""
    loss = network.loss_function
    if loss.total is not None:
        return np.array([loss.total(one, y) for one in a])
    count, _, width = a.shape
    flat_z, flat_a = (np.ascontiguousarray(v).reshape(-1, width) for v in (z, a))
    wanted = np.tile(y, (count, 1))
    if loss.fused is not None:
        each = loss.fused.contributions(flat_z, flat_a, wanted)
    else:
        each = loss.contributions(flat_a, wanted)
    return each.reshape(count, -1).sum(axis=1) * per_sample_weight(network, batch)


def work_of(t: Trace) -> int:
    """How many activations one run of the network computes."""
    return len(t.y) * sum(t.network.sizes[1:])


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One weight or bias of the walk's network, and what its update does."""

    trace: Trace
    parameter: Address
    frozen: bool = False  # a bias that the update leaves alone

    @cached_property
    def points(self) -> int:
        """How many points a curve gets."""
        return min(POINTS, max(FEWEST_POINTS, WORK // work_of(self.trace)))

    @cached_property
    def value(self) -> float:
        return value_of(self.trace.network, self.parameter)

    @cached_property
    def gradient(self) -> float:
        """From the backward pass."""
        at = self.parameter._replace(quantity="d" + self.parameter.quantity)
        return float(self.trace.value(at))

    @cached_property
    def slope(self) -> float:
        """The curve's slope at the present value, by the complex step; by a central difference for
        a function that takes no complex numbers."""
        try:
            slope = float(self.loss_at(np.array([self.value + 1j * H]))[0].imag / H)
        except TypeError:
            slope = math.nan
        if math.isnan(slope):
            d = DELTA * max(1.0, abs(self.value))
            below, above = self.loss_at(np.array([self.value - d, self.value + d])).tolist()
            slope = (above - below) / (2 * d)
        return slope

    @cached_property
    def target(self) -> float:
        """Where the update takes it."""
        return self.value if self.frozen else self.value - self.trace.learning_rate * self.gradient

    @property
    def loss(self) -> float:
        return self.trace.gradients.loss

    @cached_property
    def predicted(self) -> float:
        """The tangent at the target: what the loss would be if it were a straight line."""
        return self.loss + self.slope * (self.target - self.value)

    @cached_property
    def reached(self) -> float:
        """The loss at the target, with only this weight changed."""
        return float(self.loss_at(np.array([self.target]))[0])

    def loss_at(self, values: np.ndarray) -> np.ndarray:
        """The loss for each value of this weight, (count,) → (count,)."""
        made = self.trace.forward.x
        return losses(self.trace.network, made, self.trace.y, {self.parameter: values})

    @property
    def step(self) -> float:
        """How far the update goes; 0 where that is no finite number."""
        step = abs(self.target - self.value)
        return step if np.isfinite(step) else 0.0

    @property
    def natural_reach(self) -> float:
        """How far to look on either side: at least twice the weight, and past its step."""
        return max(1.4 * self.step, 2.0 * abs(self.value), 2.0)

    def curve(self, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
        """Values from `low` to `high`, with the present one and the target among them where they
        lie between, and the loss at each."""
        own = [v for v in (self.value, self.target) if low <= v <= high]
        values = np.unique(np.concatenate([np.linspace(low, high, self.points), own]))
        return values, self.loss_at(values)

    @cached_property
    def outcome(self) -> str:
        """What the step does, as the name of a section in the lesson."""
        if self.frozen:
            return "frozen"
        if not all(map(np.isfinite, (self.loss, self.gradient))):
            return "not finite now"
        if self.gradient == 0:
            return "flat"
        if self.trace.learning_rate == 0:
            return "rate 0"
        if self.target == self.value:
            return "too small"
        if not np.isfinite(self.reached):
            return "explodes"
        return self._outcome_of_step()

    def _outcome_of_step(self) -> str:
        way = self.loss_at(np.linspace(self.value, self.target, self.points))
        size = ALIKE * max(abs(self.loss), abs(self.reached))
        if self.reached > self.loss + size:
            return "grows"
        if np.nanmin(way) < self.reached - size:
            return "past"
        return "short"

    def best_rate(self, reach: float) -> float | None:
        """The rate that would lead to the lowest point drawn in the update's direction; None where
        that lies at the edge of what is drawn."""
        if self.gradient == 0 or not np.isfinite(self.gradient):
            return None
        ahead = np.linspace(0.0, reach, self.points)
        found = self.loss_at(self.value - np.sign(self.gradient) * ahead)
        if not np.isfinite(found).any():
            return None
        lowest = int(np.nanargmin(np.where(np.isfinite(found), found, np.nan)))
        if lowest in (0, self.points - 1):
            return None
        return float(ahead[lowest] / abs(self.gradient))


@dataclass(frozen=True, eq=False)
class Surface:
    """The loss over two weights: `z[row, column]` belongs to `second[row]` and `first[column]`."""

    first: np.ndarray
    second: np.ndarray
    z: np.ndarray


def surface(one: WhatIf, other: WhatIf, reach: float, points: int | None = None) -> Surface:
    """The loss for all pairs of values within `reach` of the present ones."""
    if points is None:
        affordable = math.isqrt(WORK_OF_SURFACE // work_of(one.trace))
        points = min(SIDE, max(SHORTEST_SIDE, affordable))
    axes = [np.linspace(w.value - reach, w.value + reach, points) for w in (one, other)]
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


def weights_over(passes: list[Any], one: Address, other: Address) -> np.ndarray:
    """Both weights at each pass so far, (passes, 2)."""
    return np.array([[_number(now, at) for at in (one, other)] for now in passes])


def _number(document: Any, at: Address) -> float:
    """A weight or bias as the document has it."""
    held = document["layers"][at.layer][at.quantity]
    for k in (at.neuron, at.source):
        held = held if k is None else held[k]
    return float(held)
