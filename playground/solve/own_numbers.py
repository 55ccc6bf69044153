"""The pass as somebody has it so far: each number that was answered stands in the place of ours,
and all that rests on it is computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core import (
    Address,
    Array,
    Forward,
    Gradients,
    LayerForward,
    LayerGradient,
    Network,
    Trace,
    backward,
    softmax_delta,
)

Numbers = Mapping[Address, float]


def own_trace(trace: Trace, numbers: Numbers) -> Trace:
    """The same pass with those numbers in it. The new weights are those of its own gradients."""
    with np.errstate(all="ignore"):
        made = _forward(trace, numbers)
        return replace(trace, forward=made, gradients=_gradients(trace, made, numbers))


def own_after(trace: Trace, numbers: Numbers) -> Network:
    """The network after that pass's update, with the new weights and biases that were answered."""
    layers = []
    for number, layer in enumerate(trace.after.layers):
        W = _with(layer.W, numbers, "W", number)
        b = None if layer.b is None else _with(layer.b, numbers, "b", number)
        layers.append(layer.with_numbers(W, b))
    return replace(trace.after, layers=tuple(layers))


def _with(array: Array, numbers: Numbers, quantity: str, layer: int) -> Array:
    """The array with what was answered of it."""
    own = {
        at: one for at, one in numbers.items() if at[:2] == (quantity, layer) and at.part is None
    }
    if not own:
        return array
    new = np.array(array, dtype=float)
    for at, value in own.items():
        new[_index(at, new.ndim)] = value
    return new


def _index(at: Address, dimensions: int) -> Any:
    """Where the number stands in its array."""
    if at.quantity in ("W", "dW"):
        return at.neuron, at.source
    if at.quantity in ("b", "db"):
        return () if dimensions == 0 else (at.neuron,)
    return at.sample, at.neuron


def _forward(trace: Trace, numbers: Numbers) -> Forward:
    a, layers = trace.forward.x, []
    for number, layer in enumerate(trace.network.layers):
        z = a @ layer.W.T if layer.b is None else a @ layer.W.T + layer.b
        z = _with(z, numbers, "z", number)
        a, slope = layer.activated(z)
        answered = _with(a, numbers, "a", number)
        if answered is not a and layer.f.slope_of_a is not None and layer.mask is None:
            slope = layer.f.slope_of_a(answered)  # as textbooks take it
        a = answered
        layers.append(LayerForward(z, a, slope))
    return Forward(trace.forward.x, tuple(layers))


def _gradients(trace: Trace, made: Forward, numbers: Numbers) -> Gradients:
    """From the last layer back, each number from those before it."""
    network = trace.network
    outputs = backward(network, for_the_loss(network, made), trace.y, strict=False)
    loss = numbers.get(Address("loss"), outputs.loss)
    last, layers = outputs.layers[-1], list[LayerGradient]()
    da: Any = None
    for number in range(len(network.layers) - 1, -1, -1):
        here = made.layers[number]
        if number == len(network.layers) - 1:
            da, delta = last.da, last.delta
            answered = _with(da, numbers, "da", number)
            if answered is not da:
                da, delta = answered, _through(here, answered)
        else:
            da = _with(da, numbers, "da", number)
            delta = _through(here, da)
        delta = _with(delta, numbers, "delta", number)
        layers.append(_layer(trace, made, number, da, delta, numbers))
        da = delta @ network.layers[number].W
    return Gradients(float(loss), tuple(layers[::-1]), network.layers[0].W)


def for_the_loss(network: Network, made: Forward) -> Forward:
    """The pass as a loss takes it that is computed from z: with the z that leads to each output."""
    last = made.layers[-1]
    fused = network.loss_function.fused
    a = network.layers[-1].f.value(last.z)
    thresholds = network.loss_function.for_thresholds  # z is compared with nothing made of it
    if fused is None or thresholds or np.array_equal(a, last.a):
        return made
    softmax = last.slope is None
    z = np.log(last.a) if softmax else np.log(last.a) - np.log1p(-last.a)
    z = np.where(a == last.a, last.z, z) if not softmax else z
    return replace(made, layers=(*made.layers[:-1], replace(last, z=z)))


def _through(made: LayerForward, da: Array) -> Array:
    return softmax_delta(made.a, da) if made.slope is None else da * made.slope


def _layer(
    trace: Trace, made: Forward, number: int, da: Array, delta: Array, numbers: Numbers
) -> LayerGradient:
    layer, before = trace.network.layers[number], made.into(number)
    dW = delta.T @ before
    if layer.connected is not None:
        dW = np.where(layer.connected, dW, 0.0)
    db: Any = None
    if layer.b is not None:
        db = delta.sum(axis=0) if layer.b.ndim else np.asarray(delta.sum())
        db = _with(db, numbers, "db", number)
    dW = _with(dW, numbers, "dW", number)
    return LayerGradient(delta, dW, db, before, layer.connected, da)
