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
    loss_contributions,
    per_sample_weight,
    softmax_delta,
)

Numbers = Mapping[Address, float]
_LOSS = Address("loss")


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
    outputs = backward(network, made, trace.y, strict=False)
    loss = numbers.get(_LOSS, _loss(network, made, trace.y, outputs, numbers))
    last, layers = outputs.layers[-1], list[LayerGradient]()
    da: Any = None
    for number in range(len(network.layers) - 1, -1, -1):
        here = made.layers[number]
        if number == len(network.layers) - 1:
            da, delta = last.da, _at_the_end(network, made, trace.y, last.delta)
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


def _is_own(network: Network, made: Forward) -> Any:
    """Where outputs are other numbers than z leads to: what is made of them is made as written."""
    last, loss = made.layers[-1], network.loss_function
    if loss.fused is None or loss.for_thresholds:
        return np.zeros(last.a.shape, dtype=bool)
    own = last.a != network.layers[-1].f.value(last.z)
    return own if last.slope is not None else np.broadcast_to(own.any(axis=1)[:, None], own.shape)


def losses_of(network: Network, made: Forward, y: Array) -> Array:
    """What each output adds to the loss of its sample, (batch, n_out)."""
    each = loss_contributions(network, made, y)
    own = _is_own(network, made)
    return np.where(own, network.loss_function.contributions(made.output, y), each)


def _loss(network: Network, made: Forward, y: Array, outputs: Gradients, numbers: Numbers) -> float:
    """Of all samples: from those losses that were answered, and from the outputs of the others."""
    if not network.loss_function.separable:
        return float(outputs.loss)
    answered = {at: one for at, one in numbers.items() if at._replace(sample=None) == _LOSS}
    if not (answered or _is_own(network, made).any()):
        return float(outputs.loss)
    samples = losses_of(network, made, y).sum(axis=1)
    for at, one in answered.items():
        if at.sample is not None:
            samples[at.sample] = one
    return float(samples.sum() * per_sample_weight(network, len(samples)))


def _at_the_end(network: Network, made: Forward, y: Array, delta: Array) -> Array:
    """delta of the outputs; where these are own numbers a − y, as everybody writes it."""
    fused = network.loss_function.fused
    if fused is None or fused.plain is None:
        return delta
    plain = fused.plain(made.output, y) * per_sample_weight(network, len(y))
    return np.where(_is_own(network, made), plain, delta)


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
