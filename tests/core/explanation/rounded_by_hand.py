"""A right pass in which every intermediate is rounded, in one of the ways in which people do it."""

import math

import numpy as np


def rounder(kind, count, cut=False):
    """A function that rounds arrays to `count` decimals or digits, or cuts them off there."""

    def one(value):
        if value == 0 or not math.isfinite(value):
            return value
        power = -count if kind == "decimals" else math.floor(math.log10(abs(value))) - count + 1
        scaled = abs(value) / 10.0**power
        kept = math.floor(scaled * (1 + 1e-12) + (0.0 if cut else 0.5))
        return float(f"{math.copysign(kept, value):.0f}e{power}")

    return np.vectorize(one, otypes=[float])


def worked(network, x, y, rounded, *, products, slopes, from_a, errors, back=None):
    """z, a, delta, dW, db of every layer. The flags say what else is rounded, and how slopes are
    taken: from a, as in a (1 − a), or from z. `back` rounds the backward pass, if that differs."""
    each = rounded if products else (lambda values: values)
    zs, outs, into = [], [], [x]
    for layer in network.layers:
        z = each(into[-1][:, None, :] * layer.W[None]).sum(axis=2)
        zs.append(rounded(z if layer.b is None else z + layer.b))
        outs.append(rounded(layer.f.value(zs[-1])))
        into.append(outs[-1])
    error = outs[-1] - y
    error = rounded(error) if errors else error
    found = {"z": zs, "a": outs, "delta": [], "dW": [], "db": []}
    if back is not None:
        rounded, each = back, back if products else (lambda values: values)
    da = rounded(error * {"half_squared_error": 1.0, "squared_error": 2.0}[network.loss] / len(x))
    for number in range(len(network.layers) - 1, -1, -1):
        layer, a = network.layers[number], outs[number]
        slope = _slope(layer, zs[number], a, each, from_a)
        delta = rounded(da * (rounded(slope) if slopes else slope))
        found["delta"].insert(0, delta)
        found["dW"].insert(
            0, rounded(each(delta[:, :, None] * into[number][:, None, :]).sum(axis=0))
        )
        found["db"].insert(0, None if layer.b is None else rounded(delta.sum(axis=0)))
        da = rounded(each(delta[:, :, None] * layer.W[None]).sum(axis=1))
    return found


def _slope(layer, z, a, each, from_a):
    if from_a and layer.activation == "sigmoid":
        return a * each(1 - a)
    if from_a and layer.activation == "tanh":
        return 1 - each(a * a)
    return layer.f.derivative(z)


def texts(array, kind, count):
    """As it is written down: 0.25 to three decimals is 0.250."""
    if array is None:
        return None

    def one(value):
        if kind == "decimals":
            return f"{value:.{count}f}"
        if value == 0:
            return "0"
        return f"{value:.{max(0, count - 1 - math.floor(math.log10(abs(value)) + 1e-12))}f}"

    return np.vectorize(one, otypes=[object])(array)
