"""The arithmetic of a pass on paper: every number is made from the rounded numbers before it, and
rounded itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core import (
    Array,
    Forward,
    Gradients,
    Layer,
    LayerForward,
    LayerGradient,
    Network,
    Trace,
    per_sample_weight,
    softmax_delta,
    softmax_jacobian,
)

Round = Callable[[Any], Any]


@dataclass(frozen=True)
class Rounds:
    """How a number is rounded, and how a product that is still to be added up, if it is."""

    number: Round
    product: Round | None = None

    def __call__(self, value: Any) -> Any:
        return self.number(value)


def products_added(rows: Array, columns: Array, rounds: Rounds) -> Array:
    """rows (n, m) times columns (m, k); each product may be rounded before they are added up."""
    if rounds.product is None:
        return rows @ columns
    made: Array = rounds.product(rows[:, :, None] * columns[None]).sum(axis=1)
    return made


def rounded_forward(trace: Trace, rounds: Rounds) -> Forward:
    a, layers = trace.forward.x, []
    for layer in trace.network.layers:
        z = products_added(a, layer.W.T, rounds)
        z = rounds(z if layer.b is None else z + layer.b)
        exact, slope = layer.activated(z)
        a = rounds(exact)
        if layer.f.slope_of_a is not None and layer.mask is None:
            slope = layer.f.slope_of_a(a)  # as it is done by hand
        layers.append(LayerForward(z, a, None if slope is None else rounds(slope)))
    return Forward(trace.forward.x, tuple(layers))


def rounded_loss_parts(trace: Trace, made: Forward) -> Array:
    """By the loss's formula, from the outputs on paper. One that has been rounded to 0 or 1 has no
    logarithm; there the exact pass stands in."""
    loss, last = trace.network.loss_function, made.layers[-1]
    if loss.for_thresholds and loss.fused is not None:
        return loss.fused.contributions(last.z, last.a, trace.y)
    parts = loss.contributions(last.a, trace.y)
    return np.where(np.isfinite(parts), parts, trace.loss_parts)


def rounded_gradients(trace: Trace, made: Forward, parts: Array, rounds: Rounds) -> Gradients:
    """From the last layer back, each from the rounded numbers before it."""
    network = trace.network
    loss = _loss(trace, made, parts, rounds)
    da, delta = at_the_outputs(trace, made, loss, rounds)
    layers: list[LayerGradient] = []
    for number in range(len(network.layers) - 1, -1, -1):
        here, before = made.layers[number], made.into(number)
        if delta is None:
            delta = rounds(_through(here.a, here.slope, da, rounds))
        layers.append(_layer(network.layers[number], da, delta, before, rounds))
        da, delta = rounds(products_added(delta, network.layers[number].W, rounds)), None
    return Gradients(loss, tuple(layers[::-1]), network.layers[0].W)


def _through(a: Array, slope: Array | None, da: Array, rounds: Rounds) -> Array:
    """delta from da: times the slope, or the products with softmax's Jacobian added up."""
    if slope is not None:
        return da * slope
    if rounds.product is None:
        return softmax_delta(a, da)
    made: Array = rounds.product(da[:, :, None] * softmax_jacobian(a)).sum(axis=1)
    return made


def _loss(trace: Trace, made: Forward, parts: Array, rounds: Round) -> float:
    """Of the batch: from the rounded losses of its samples."""
    total = trace.network.loss_function.total
    if total is not None:
        return float(rounds(total(made.output, trace.y)))
    each = rounds(parts.sum(axis=1))
    return float(rounds(float(each.sum()) * per_sample_weight(trace.network, len(trace.y))))


def at_the_outputs(
    trace: Trace, made: Forward, loss: float, rounds: Round
) -> tuple[Array, Array | None]:
    """da, and delta where the loss is differentiated together with the activation."""
    function, a, y = trace.network.loss_function, made.output, trace.y
    share = per_sample_weight(trace.network, len(y))
    slope = function.slope(function.compared(made.layers[-1].z, a), y)
    if function.total is not None and loss:
        slope = slope * (float(function.total(a, y)) / loss)  # by the root as it stands on paper
    da = rounds(slope * share)
    if not trace.shape.fused:
        return da, None
    if function.for_thresholds:
        return da, rounds((function.compared(made.layers[-1].z, a) - y) * share)
    counts = y.sum(axis=1, keepdims=True) if function.for_classes else 1.0
    outputs = y.shape[1] if "outputs" in function.mean_over else 1
    delta: Array = rounds((a * counts - y) / outputs * share)
    return np.where(np.isfinite(da), da, trace.gradients.layers[-1].da), delta


def _layer(layer: Layer, da: Array, delta: Array, before: Array, rounds: Rounds) -> LayerGradient:
    dW = rounds(products_added(delta.T, before, rounds))
    if layer.connected is not None:
        dW = np.where(layer.connected, dW, 0.0)
    db: Any = None
    if layer.b is not None:
        db = rounds(delta.sum(axis=0) if layer.b.ndim else np.asarray(delta.sum()))
    return LayerGradient(
        delta, dW, None if db is None else np.asarray(db), before, layer.connected, da
    )


def rounded_new(trace: Trace, gradients: Gradients, rounds: Round) -> Network:
    """The new parameters, rounded; frozen biases stay as they are."""
    rate, layers = trace.learning_rate, []
    for old, made in zip(trace.network.layers, gradients.layers, strict=True):
        W, b = rounds(old.W - rate * made.dW), old.b
        if old.connected is not None:
            W = np.where(old.connected, W, 0.0)
        if b is not None and made.db is not None and not trace.shape.biases_frozen:
            b = np.asarray(rounds(b - rate * made.db))
        layers.append(old.with_numbers(W, b))
    return replace(trace.network, layers=tuple(layers))
