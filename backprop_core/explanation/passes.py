"""A pass whose every operation can carry a slip.

An operation makes one array from arrays made before it. A slip puts other arithmetic in its place,
in one layer or in several, and what it makes is carried on to all that follows, as a person would.
Only what a slip reaches is made anew, so that hundreds of slips can be tried on one exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from backprop_core.activations import Activation, softmax_delta
from backprop_core.checks import Array
from backprop_core.explanation.problem import Place, Problem
from backprop_core.network import Layer

Values = dict[Place, Any]
Arithmetic = Callable[["Here"], Any]
Given = Mapping[Place, Array]
"""Somebody's numbers by place; NaN where there is none."""
Slipped = Mapping[tuple[str, int], Sequence[Arithmetic]]
"""For an operation and a layer, what is done in place of it, one after the other."""


class Here:
    """What one operation can see: its own layer's numbers, its neighbours', and the exercise.

    `right` is what the operation should give. Arrays have the shapes that they have everywhere:
    z, a, slope, da, delta (batch, n_out), into (batch, n_in), W and dW (n_out, n_in). `claims` are
    somebody's numbers, which only slips with a number of their own look at.
    """

    __slots__ = ("claims", "layer", "problem", "quantity", "right", "values")

    def __init__(
        self,
        problem: Problem,
        values: Values,
        quantity: str,
        layer: int,
        claims: Given | None = None,
    ) -> None:
        self.problem = problem
        self.values = values
        self.quantity = quantity
        self.layer = layer
        self.claims: Given = claims or {}
        self.right: Any = None

    def __getattr__(self, name: str) -> Any:
        """z, a, slope, error, da, delta, dW, db, step_W or step_b of this layer."""
        try:
            return self.values[name, self.layer]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def own(self) -> Layer:
        """This layer: W, b, f, connected."""
        return self.problem.layers[self.layer]

    @property
    def W(self) -> Array:
        """The old weights, (n_out, n_in)."""
        return self.own.W

    @property
    def b(self) -> Array | None:
        """The old biases, (n_out,), () or None."""
        return self.own.b

    @property
    def f(self) -> Activation:
        """The activation."""
        return self.own.f

    @property
    def into(self) -> Array:
        """What comes in: x, or the activations of the layer before."""
        made: Array = self.values["a", self.layer - 1] if self.layer else self.problem.x
        return made

    @property
    def into_z(self) -> Array:
        """The input sums of the layer before; x for the first layer."""
        made: Array = self.values["z", self.layer - 1] if self.layer else self.problem.x
        return made

    @property
    def y(self) -> Array:
        """The targets."""
        return self.problem.y

    @property
    def share(self) -> float:
        """What one sample counts in the batch's loss."""
        return self.problem.share

    @property
    def batch(self) -> int:
        """How many samples there are."""
        return self.problem.batch

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self.problem.rate

    @property
    def new_W(self) -> Array:
        """The weights after the update, as far as this pass knows them."""
        made: Array = self.own.W - self.problem.rate * self.values["dW", self.layer]
        return made

    def at(self, layer: int) -> Here:
        """The view from another layer."""
        return Here(self.problem, self.values, self.quantity, layer)

    def through(self, da: Array) -> Array:
        """delta from da, as it should be: da · f′(z), for softmax the full Jacobian's product."""
        if self.f.derivative is None:
            return softmax_delta(self.a, da)
        made: Array = da * self.slope
        return made


@dataclass(frozen=True, slots=True)
class Operation:
    """One array in the making: what makes it, in which layer, and from which arrays.

    What goes back through the weights of a layer makes da of the layer before.
    """

    name: str
    layer: int
    makes: Place
    needs: frozenset[Place]
    right: Arithmetic


def _z(o: Here) -> Array:
    z = o.into.dot(o.W.T)
    return z if o.b is None else z + o.b


def _a(o: Here) -> Array:
    return o.f.value(o.z)


def _slope(o: Here) -> Array | None:
    return None if o.f.derivative is None else o.f.derivative(o.z)


def _slope_from_a(o: Here) -> Array | None:
    form = form_in_a(o.f)
    return _slope(o) if form is None else form(o.a)


def _loss(o: Here) -> Array:
    problem, last = o.problem, o.at(o.problem.last)
    loss = problem.network.loss_function
    if loss.total is not None:
        return np.asarray(loss.total(last.a, o.y))
    each = (
        loss.fused.contributions(last.z, last.a, o.y)
        if loss.fused is not None
        else loss.contributions(last.a, o.y)
    )
    return np.asarray(each.sum() * o.share)


def _loss_slope(o: Here) -> Array:
    made: Array = o.problem.network.loss_function.slope(o.a, o.y) * o.share
    return made


def _error(o: Here) -> Array:
    """From z, which keeps all digits; an a that is not f(z) is carried on like any other."""
    fused = o.problem.network.loss_function.fused
    assert fused is not None
    each: Array = fused.delta(o.z, o.a, o.y)
    if o.f.derivative is not None:
        each = each + (o.a - o.f.value(o.z)) / o.a.shape[1]
    return each * o.share


def _delta(o: Here) -> Array:
    return o.through(o.da)


def _dW(o: Here) -> Array:
    return o.problem.without_cuts(o.layer, o.delta.T.dot(o.into))


def _db(o: Here) -> Array:
    assert o.b is not None
    return np.asarray(o.delta.sum(axis=0) if o.b.ndim else o.delta.sum())


def _back(o: Here) -> Array:
    made: Array = o.delta.dot(o.W)
    return made


def _step_W(o: Here) -> Array:
    made: Array = -o.rate * o.dW
    return made


def _step_b(o: Here) -> Array:
    return np.asarray(-o.rate * o.db)


def _new_W(o: Here) -> Array:
    made: Array = o.W + o.step_W
    return made


def _new_b(o: Here) -> Array:
    return np.asarray(o.b + o.step_b)


def operations(problem: Problem, from_a: bool = False) -> tuple[Operation, ...]:
    """Every operation of the pass, in the order of the work.

    `from_a`: slopes are taken from a, as in a (1 − a), where the activation has such a form.
    """
    layers = range(problem.last + 1)
    end = ("a", problem.last), ("z", problem.last)
    return (
        *(made for layer in layers for made in _forward(layer, from_a)),
        _operation("loss", "loss", 0, _loss, *end),
        *(made for layer in reversed(layers) for made in _backward(problem, layer)),
        *(made for layer in layers for made in _update(problem.layers[layer].b is not None, layer)),
    )


def _operation(
    name: str, quantity: str, layer: int, right: Arithmetic, *needs: Place
) -> Operation:
    return Operation(name, layer, (quantity, layer), frozenset(needs), right)


def _before(layer: int) -> tuple[Place, ...]:
    return (("a", layer - 1),) if layer else ()


def _forward(layer: int, from_a: bool) -> Iterator[Operation]:
    yield _operation("weighted_sum", "z", layer, _z, *_before(layer))
    yield _operation("activation", "a", layer, _a, ("z", layer))
    slope = _slope_from_a if from_a else _slope
    yield _operation("slope", "slope", layer, slope, ("z", layer), ("a", layer))


def _backward(problem: Problem, layer: int) -> Iterator[Operation]:
    z, a, da, delta = (("z", layer), ("a", layer), ("da", layer), ("delta", layer))
    if layer == problem.last:
        yield _operation("loss_slope", "da", layer, _loss_slope, a)
    if layer == problem.last and problem.network.fused:
        yield _operation("loss_slope", "error", layer, _error, z, a)
        yield _operation("through_activation", "delta", layer, _same, ("error", layer))
    else:
        yield _operation("through_activation", "delta", layer, _delta, da, a, ("slope", layer))
    yield _operation("weight_gradient", "dW", layer, _dW, delta, *_before(layer))
    if problem.layers[layer].b is not None:
        yield _operation("bias_gradient", "db", layer, _db, delta)
    makes = ("da", layer - 1) if layer else ("dx", 0)
    yield Operation("back_through_weights", layer, makes, frozenset([delta]), _back)


def _same(o: Here) -> Array:
    made: Array = o.error
    return made


def _update(has_bias: bool, layer: int) -> Iterator[Operation]:
    yield _operation("update", "step_W", layer, _step_W, ("dW", layer))
    yield _operation("update", "W", layer, _new_W, ("step_W", layer))
    if has_bias:
        yield _operation("update", "step_b", layer, _step_b, ("db", layer))
        yield _operation("update", "b", layer, _new_b, ("step_b", layer))


_NOTHING: Given = {}


def numbers(
    problem: Problem,
    operations: Sequence[Operation],
    given: Given = _NOTHING,
    slipped: Slipped | None = None,
) -> Values:
    """The whole pass. Where a number is given it is carried on, instead of the one made here."""
    values: Values = {}
    for operation in operations:
        value = made_by(problem, values, operation, slipped or {})
        values[operation.makes] = _carried_on(value, given.get(operation.makes))
    return values


def made_anew(
    problem: Problem,
    operations: Sequence[Operation],
    base: Values,
    slipped: Slipped,
    given: Given = _NOTHING,
) -> Iterator[tuple[Place, Any]]:
    """What slips make of each array that they reach, in the order of the work.

    `base` are the numbers of the pass without them. Raises DoesNotApplyError where a slip makes
    no sense.
    """
    values, changed = dict(base), set[Place]()
    for operation in operations:
        slips = slipped.get((operation.name, operation.layer))
        if slips is None and changed.isdisjoint(operation.needs):
            continue
        place = operation.makes
        value = made_by(problem, values, operation, slipped)
        yield place, value
        claimed = given.get(place)
        values[place] = _carried_on(value, claimed)
        if claimed is None or np.isnan(claimed).any():
            changed.add(place)


class DoesNotApplyError(Exception):
    """A slip that cannot be made here: the shapes do not fit, or there is nothing to forget."""


def made_by(problem: Problem, values: Values, operation: Operation, slipped: Slipped) -> Any:
    """What an operation makes of these numbers, with the slips that befall it."""
    here = Here(problem, values, operation.makes[0], operation.layer)
    value = operation.right(here)
    for slip in slipped.get((operation.name, operation.layer), ()):
        here.right = value
        made = slip(here)
        if made is None or np.shape(made) != np.shape(value):
            raise DoesNotApplyError
        value = made
    return value


def _carried_on(value: Any, given: Array | None) -> Any:
    return value if given is None else np.where(np.isnan(given), value, given)


@lru_cache(maxsize=64)
def form_in_a(f: Activation) -> Callable[[Array], Array] | None:
    """f′ as it is learnt by heart, a polynomial in a: a (1 − a), 1 − a², ½ (1 − a²), 1.

    None where there is no such form. It is found by fitting c₀ + c₁ a + c₂ a² to f′(z).
    """
    if f.derivative is None:
        return None
    z = np.linspace(-2.0, 2.0, 9)[None, :]
    a, slope = f.value(z)[0], f.derivative(z)[0]
    powers = np.stack([np.ones_like(a), a, a**2], axis=1)
    found = np.linalg.lstsq(powers, slope, rcond=None)[0]
    if np.abs(powers @ found - slope).max() > 1e-9:
        return None
    c0, c1, c2 = (float(c) for c in np.round(found, 9))
    return lambda a: c0 + a * (c1 + a * c2)
