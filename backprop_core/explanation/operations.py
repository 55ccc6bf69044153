"""The operations of the pass as they should be, in the order of the work.

Each makes one array from arrays made before it. Where loss and activation are differentiated
together, the error a − y takes the place of ∂loss/∂a on the way to delta.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import ADD_UP, Arithmetic, Here, form_in_a
from backprop_core.explanation.problem import LOSS_AFTER, Place, Problem


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
        *([_operation("loss", *LOSS_AFTER, _loss, *_parameters(problem))] * problem.has_after),
    )


@lru_cache(maxsize=16)
def of_pass_after(last: int) -> tuple[Operation, ...]:
    """The operations that lead to the loss after the update, in a network that has made it."""
    forward = (made for layer in range(last + 1) for made in _forward(layer, from_a=False))
    return (
        *(made for made in forward if made.name != "slope"),
        _operation("loss", *LOSS_AFTER, _loss, ("a", last), ("z", last)),
    )


def _parameters(problem: Problem) -> Iterator[Place]:
    for number, layer in enumerate(problem.layers):
        yield "W", number
        if layer.b is not None:
            yield "b", number


def _operation(name: str, quantity: str, layer: int, right: Arithmetic, *needs: Place) -> Operation:
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


def _z(o: Here) -> Array:
    z: Array = o.into.dot(o.W.T)
    return z if o.b is None else z + o.b


def _a(o: Here) -> Array:
    return o.own.masked(o.f.value(o.z))


def _slope(o: Here) -> Array | None:
    return None if o.f.derivative is None else o.own.masked(o.f.derivative(o.z))


def _slope_from_a(o: Here) -> Array | None:
    form = form_in_a(o.f) if o.own.mask is None else None
    return _slope(o) if form is None else form(o.a)


def _loss(o: Here) -> Array:
    problem, last = o.problem, o.at(o.problem.last)
    loss = problem.network.loss_function
    if loss.total is not None:
        return np.asarray(loss.total(last.a, o.y))
    return np.asarray(loss_of_outputs(last).sum() * o.share)


def loss_of_outputs(o: Here) -> Array:
    """What each output adds to the loss, (batch, n_out): a cross-entropy from z, which keeps all
    digits, and from a where that is not f(z)."""
    loss = o.problem.network.loss_function
    if loss.fused is None:
        return loss.contributions(o.a, o.y)
    each: Array = loss.fused.contributions(o.z, o.a, o.y)
    if loss.for_thresholds:
        return each
    plain = loss.contributions(o.a, o.y)
    is_other = (np.abs(o.a - o.f.value(o.z)) > ADD_UP) & np.isfinite(plain)
    return np.where(is_other, plain, each)


def _loss_slope(o: Here) -> Array:
    made: Array = o.problem.network.loss_function.slope(o.a, o.y) * o.share
    return made


def _error(o: Here) -> Array:
    """From z, which keeps all digits; an a that is not f(z) is carried on like any other."""
    fused = o.problem.network.loss_function.fused
    assert fused is not None
    each: Array = fused.delta(o.z, o.a, o.y)
    if o.problem.network.loss_function.for_thresholds:
        return each * o.share
    if o.f.derivative is not None:
        each = each + (o.a - o.f.value(o.z)) / o.a.shape[1]
    else:  # a Σy − y also where these a do not add up to 1
        rest = o.a.sum(axis=1, keepdims=True) - 1.0
        each = each + o.y * np.where(np.abs(rest) > ADD_UP, rest, 0.0)
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


def _step_W(o: Here) -> Any:
    return o.problem.step("W", o.layer, o.dW)


def _step_b(o: Here) -> Any:
    return o.problem.step("b", o.layer, o.db)


def _new_W(o: Here) -> Array:
    made: Array = o.W + o.step_W
    return made


def _new_b(o: Here) -> Array:
    return np.asarray(o.b + o.step_b)
