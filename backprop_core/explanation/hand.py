"""The operations of the pass as they are done on paper, with what is written down inside them:
the products of a sum, a difference before it is squared, both factors of a slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import Here, Values, form_in_a
from backprop_core.explanation.powers_of_e import from_powers
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.rounding import Rounding

_LARGE = 20_000  # products: so many nobody writes down
_NOW_AND_THEN = 0.5
_AS_LEARNT = 0.5  # how often a function is worked out by its usual formula


@dataclass(frozen=True)
class Habit:
    """How somebody rounds on the way: always what is carried on to the next operation, and as the
    flags say the `products` of a sum, the `slopes`, and the `parts` of all else. `from_a`: slopes
    are taken from a where they can be.
    """

    rounding: Rounding
    products: bool
    slopes: bool
    parts: bool
    from_a: bool


class Hand(Here):
    """The view of an operation that is done by hand."""

    __slots__ = ("_rng", "habit")

    def __init__(
        self, problem: Problem, values: Values, place: Place, layer: int, habit: Habit, rng: Any
    ) -> None:
        super().__init__(problem, values, place[0], layer)
        self.habit = habit
        self._rng = rng

    def part(self, value: Any) -> Any:
        """A part of an operation, written down or kept on the calculator."""
        return self.habit.rounding(value) if self.habit.parts else value

    def now_and_then(self, value: Any) -> Any:
        """What some write down, as they do ½ e², and others do not."""
        return self.part(value) if self._rng.random() < _NOW_AND_THEN else value

    def sums(self, left: Array, right: Array) -> Any:
        """left @ right, (n, m) and (m, k), by products that are written down, or at once."""
        if not self.habit.products or left.size * right.shape[1] > _LARGE:
            return left @ right
        return self.habit.rounding(left[:, :, None] * right[None, :, :]).sum(axis=1)

    def curved(self) -> Any:
        """f(z), as it comes of an e^z that was rounded: sigmoid and tanh as they are worked out, or
        as another formula may."""
        value = self.f.value(self.z)
        if not self.habit.parts:
            return value
        made = from_powers(self.f, self.z, self.habit.rounding)
        if made is not None and self._rng.random() < _AS_LEARNT:
            return made
        rounding = self.habit.rounding
        return value + self._rng.uniform(-1.0, 1.0, np.shape(value)) * (
            np.where(rounding(value) == value, 0.0, 0.5 * rounding.unit(value))
        )


def _z(o: Hand) -> Any:
    z = o.sums(o.into, o.W.T)
    return z if o.b is None else z + o.b


def _a(o: Hand) -> Any:
    if o.f.threshold:
        return o.f.value(o.z)
    if o.f.derivative is not None:
        return o.own.masked(o.curved())
    e = o.part(np.exp(o.z)) if np.all(np.abs(o.z) < 30.0) else np.zeros(1)
    if (e.sum(axis=-1) == 0.0).any():  # of large z nobody writes e^z down
        return o.f.value(o.z)
    return e / e.sum(axis=1, keepdims=True)


def _slope(o: Hand) -> Any:
    if o.f.derivative is None:
        return None
    form = form_in_a(o.f) if o.own.mask is None else None
    if form is None or not o.habit.from_a:
        return o.own.masked(o.f.derivative(o.z))
    if not o.habit.products:
        return form(o.a)
    return _by_products(o.habit.rounding, form, o.a)


def _by_products(rounding: Rounding, form: Callable[[Array], Array], a: Array) -> Any:
    """c₀ + c₁ a + c₂ a², with the square rounded: a (1 − a) is a − a²."""
    zero, one, minus = form(np.array(0.0)), form(np.array(1.0)), form(np.array(-1.0))
    c1, c2 = (one - minus) / 2.0, (one + minus) / 2.0 - zero
    if zero == 0.0 and c1 == -c2:
        return c1 * rounding(a * (1.0 - a))
    return zero + c1 * a + c2 * rounding(a * a)


def _loss(o: Hand) -> Any:
    problem, last = o.problem, o.at(o.problem.last)
    loss = problem.network.loss_function
    if loss.total is not None:
        return np.asarray(loss.total(last.a, o.y))
    if loss.for_thresholds and loss.fused is not None:
        return np.asarray(o.part(loss.fused.contributions(last.z, last.a, o.y)).sum() * o.share)
    if loss.squared:
        off = o.part(last.a - o.y)
        factor = loss.contributions(np.ones_like(off), np.zeros_like(off))
        return np.asarray(o.now_and_then(factor * o.part(off * off)).sum() * o.share)
    return np.asarray(o.part(loss.contributions(last.a, o.y)).sum() * o.share)


def _loss_slope(o: Hand) -> Any:
    if o.quantity == "error":
        return _error(o)
    loss = o.problem.network.loss_function
    off = o.a - o.y if loss.probabilities else o.part(o.a - o.y)
    return o.part(loss.slope(o.y + off, o.y)) * o.share


def _error(o: Hand) -> Any:
    loss = o.problem.network.loss_function
    if loss.for_thresholds and loss.fused is not None:
        return loss.fused.delta(o.z, o.a, o.y) * o.share
    each = o.a - o.y if o.f.derivative is not None else o.a * o.part(_total(o.y)) - o.y
    over = o.y.shape[1] if loss.mean_over else 1
    return o.part(each) / over * o.share


def _back(o: Hand) -> Any:
    return o.sums(o.delta, o.W)


def _total(y: Array) -> Array:
    whole: Array = y.sum(axis=1, keepdims=True)
    return whole


def _delta(o: Hand) -> Any:
    if o.problem.network.fused and o.layer == o.problem.last:
        return o.error
    if o.f.derivative is not None:
        return o.da * o.slope
    inner = o.part((o.a * o.da).sum(axis=1, keepdims=True))
    return o.a * o.part(o.da - inner)


def _dW(o: Hand) -> Any:
    return o.problem.without_cuts(o.layer, o.sums(o.delta.T, o.into))


HAND: dict[str, Callable[[Hand], Any]] = {
    "weighted_sum": _z,
    "activation": _a,
    "slope": _slope,
    "loss": _loss,
    "loss_slope": _loss_slope,
    "through_activation": _delta,
    "weight_gradient": _dW,
    "back_through_weights": _back,
}
"""By the operation's name; what is not here is done at once."""
