"""Layers as lists of NumPy calls on arrays that are there already.

The calls are those of `forward`, `backward` and `activations`, in the same order, so that the same
numbers come out; each docstring has the formula that its calls stand for. What has no list of its
own goes through the plain function, and its result is copied. `fast_losses` has the losses.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from backprop_core.activation_function import Activation
from backprop_core.activations import ACTIVATIONS
from backprop_core.checks import Array, ones
from backprop_core.fast_stages import Call, call_into
from backprop_core.layer import Layer
from backprop_core.softmax import softmax_delta

_ONE = np.array(1.0)


class FastLayer(NamedTuple):
    """One layer's arrays: W (n_out, n_in) and b, its bias or None, and dW and db, are parts of the
    table of numbers; z, a, slope and below are (batch, n_out). The slope is None where it is 1
    (linear) and where it is a matrix (softmax); that alone has `below`, z − max z."""

    layer: Layer
    W: Array
    b: Array | None
    dW: Array
    db: Array | None
    z: Array
    a: Array
    slope: Array | None
    below: Array | None


def product_calls(it: FastLayer, a_before: Array) -> list[Call]:
    """z = a_before Wᵀ + b."""
    return [(a_before.dot, (it.W.T, it.z)), *bias_calls(it)]


def bias_calls(it: FastLayer) -> list[Call]:
    """What follows z = a_before Wᵀ: z + b."""
    if it.b is None:
        return []
    if it.b.size == it.z.size:
        return [(np.add, (it.z, it.b.reshape(it.z.shape), it.z))]
    # b in every row is a product with ones; adding that takes a third of broadcasting b
    count, rows = len(it.z) if it.b.ndim else it.z.size, np.empty_like(it.z)
    return [
        (np.ones((count, 1)).dot, (it.b.reshape(1, -1), rows.reshape(count, -1))),
        (np.add, (it.z, rows, it.z)),
    ]


def activation_calls(it: FastLayer) -> list[Call]:
    """a = f(z). The slope is left for `slope_calls`, which wants what is put in its place here; a
    function without calls of its own makes both."""
    f, z, a, slope = it.layer.f, it.z, it.a, it.slope
    if f is ACTIVATIONS["linear"]:
        return []  # a is z
    if f is ACTIVATIONS["softmax"]:
        assert it.below is not None
        return _softmax_calls(z, a, it.below)
    assert slope is not None
    if f is ACTIVATIONS["sigmoid"]:  # e = exp(−z), a = 1 / (1 + e)
        return [
            (np.negative, (z, slope)),
            (np.exp, (slope, slope)),
            (np.add, (slope, _ONE, a)),
            (np.divide, (_ONE, a, a)),
        ]
    if f is ACTIVATIONS["tanh"]:
        return [(np.tanh, (z, a))]
    if f is ACTIVATIONS["relu"]:
        # an array of zeros takes half as long as one zero
        return [call_into(np.maximum, (z, np.zeros_like(z)), a)]
    return [(_any_activation, (f, z, a, slope))]


def slope_calls(f: Activation, z: Array, a: Array, slope: Array) -> list[Call]:
    """f′(z) after `activation_calls`, in arrays of any one shape: those of several layers, say."""
    if f is ACTIVATIONS["sigmoid"]:  # e a a
        return [(np.multiply, (slope, a, slope))] * 2
    if f is ACTIVATIONS["tanh"]:  # 1 / cosh²(z)
        return [
            (np.cosh, (z, slope)),
            (np.multiply, (slope, slope, slope)),
            (np.divide, (_ONE, slope, slope)),
        ]
    if f is ACTIVATIONS["relu"]:
        return [(np.sign, (a, slope))]
    return []


def _any_activation(f: Activation, z: Array, a: Array, slope: Array) -> None:
    a[...], slope[...] = f.value_and_slope(z)


def _softmax_calls(z: Array, a: Array, below: Array) -> list[Call]:
    """below = z − max z, e = exp(below), a = e / Σ e, with max z and Σ e spread over their rows."""
    n = z.shape[1]
    each, total, spread = np.empty(len(z)), np.empty((len(z), 1)), np.empty_like(z)
    across, turned = np.ones((1, n)), np.empty(z.T.shape)
    return [
        # the largest of each column takes a fraction of the time of the largest of each row
        (np.copyto, (turned, z.T)),
        (np.maximum.reduce, (turned, 0, None, each)),
        (each.reshape(-1, 1).dot, (across, spread)),
        (np.subtract, (z, spread, below)),
        (np.exp, (below, a)),
        (a.dot, (np.ones((n, 1)), total)),
        (total.dot, (across, spread)),
        (np.divide, (a, spread, a)),
    ]


def masked(a: Array, slope: Array | None, mask: Array | None) -> list[Call]:
    """a and f′(z) times the dropout mask, which has its place, (batch, n_out); None for none."""
    if mask is None:
        return []
    both = (a,) if slope is None else (a, slope)
    return [(np.multiply, (each, mask, each)) for each in both]


def place_of_delta(it: FastLayer) -> Array:
    """Where the layer's delta goes, (batch, n_out): with one sample it is db."""
    if it.db is not None and it.db.ndim and len(it.z) == 1:
        return it.db.reshape(it.z.shape)
    return np.empty_like(it.z)


def gradient_calls(it: FastLayer, delta: Array, a_before: Array) -> list[Call]:
    """dW = deltaᵀ a_before and db = Σ delta."""
    return [(delta.T.dot, (a_before, it.dW)), *rest_of_gradient(it, delta)]


def rest_of_gradient(it: FastLayer, delta: Array) -> list[Call]:
    """What follows the product for dW: 0 where there is no connection, and db = Σ delta."""
    calls: list[Call] = []
    if it.layer.connected is not None:
        calls.append((_put_zeros, (it.dW, ~it.layer.connected)))
    if it.db is None or np.may_share_memory(it.db, delta):
        return calls
    if it.db.ndim:
        calls.append((ones(len(delta)).dot, (delta, it.db)))
    else:
        each = np.empty(delta.shape[1])
        calls.append((ones(len(delta)).dot, (delta, each)))
        calls.append((np.add.reduce, (each, 0, None, it.db)))
    return calls


def _put_zeros(array: Array, where: Any) -> None:
    np.copyto(array, 0.0, where=where)


def through_activation(it: FastLayer, da: Array, mask: Array | None) -> list[Call]:
    """delta = da · f′(z), in the place of da; the slope has the dropout mask in it."""
    if it.layer.f is ACTIVATIONS["softmax"]:
        return [(_softmax_delta, (it.a, da))]
    if it.slope is not None:
        return [(np.multiply, (da, it.slope, da))]
    return [] if mask is None else [(np.multiply, (da, mask, da))]


def _softmax_delta(a: Array, da: Array) -> None:
    da[...] = softmax_delta(a, da)
