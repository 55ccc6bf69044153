"""Layers and losses as lists of NumPy calls on arrays that are there already.

The calls are those of `forward`, `backward`, `activations` and `losses`, in the same order, so that
the same numbers come out; each comment names the line of the plain engine that a call stands for.
What has no list of its own goes through the plain function, and its result is copied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from backprop_core.activations import ACTIVATIONS, Activation, largest, softmax_delta
from backprop_core.backward import per_sample_weight
from backprop_core.checks import Array, ones
from backprop_core.network import Layer, Network

Call = tuple[Callable[..., Any], tuple[Any, ...]]

_ONE, _ZERO, _FOUR, _MINUS_TWO = (np.array(number) for number in (1.0, 0.0, 4.0, -2.0))


class FastLayer(NamedTuple):
    """One layer's arrays: W (n_out, n_in) and b, its bias or None, and dW and db, are parts of the
    table of numbers; z, a and slope are (batch, n_out). The slope is None where it is 1 (linear)
    and where it is a matrix (softmax)."""

    layer: Layer
    W: Array
    b: Array | None
    dW: Array
    db: Array | None
    z: Array
    a: Array
    slope: Array | None


def forward_calls(it: FastLayer, a_before: Array) -> list[Call]:
    """z = a_before Wᵀ + b, a = f(z) and f′(z)."""
    calls: list[Call] = [(a_before.dot, (it.W.T, it.z))]
    if it.b is not None:
        calls.append((np.add, (it.z, it.b, it.z)))
    return calls + _activation_calls(it.layer.f, it.z, it.a, it.slope)


def _activation_calls(f: Activation, z: Array, a: Array, slope: Array | None) -> list[Call]:
    if f is ACTIVATIONS["linear"]:
        return []  # a is z
    if f is ACTIVATIONS["softmax"]:
        return _softmax_calls(z, a)
    assert slope is not None
    if f is ACTIVATIONS["sigmoid"]:
        return _sigmoid_calls(z, a, slope)
    if f is ACTIVATIONS["tanh"]:
        return _tanh_calls(z, a, slope)
    if f is ACTIVATIONS["relu"]:
        return [(np.maximum, (z, _ZERO, a)), (np.greater, (z, _ZERO, slope))]
    return [(_any_activation, (f, z, a, slope))]


def _any_activation(f: Activation, z: Array, a: Array, slope: Array) -> None:
    a[...], slope[...] = f.value_and_slope(z)


def _sigmoid_calls(z: Array, a: Array, slope: Array) -> list[Call]:
    """e = exp(−z), a = 1 / (1 + e), f′ = e a a."""
    return [
        (np.negative, (z, slope)),
        (np.exp, (slope, slope)),
        (np.add, (slope, _ONE, a)),
        (np.divide, (_ONE, a, a)),
        (np.multiply, (slope, a, slope)),
        (np.multiply, (slope, a, slope)),
    ]


def _tanh_calls(z: Array, a: Array, slope: Array) -> list[Call]:
    """e = exp(−2 |z|), f′ = 4 e / (1 + e)²."""
    below = np.empty_like(z)
    return [
        (np.absolute, (z, slope)),
        (np.multiply, (slope, _MINUS_TWO, slope)),
        (np.exp, (slope, slope)),
        (np.add, (slope, _ONE, below)),
        (np.multiply, (below, below, below)),
        (np.multiply, (slope, _FOUR, slope)),
        (np.divide, (slope, below, slope)),
        (np.tanh, (z, a)),
    ]


def _softmax_calls(z: Array, a: Array) -> list[Call]:
    """e = exp(z − max z), a = e / Σ e."""
    top, total = np.empty((len(z), 1)), np.empty(len(z))
    return [
        (np.maximum.reduce, (z, 1, None, top, True)),
        (np.subtract, (z, top, a)),
        (np.exp, (a, a)),
        (a.dot, (ones(z.shape[1]), total)),
        (np.divide, (a, total[:, None], a)),
    ]


def backward_calls(it: FastLayer, delta: Array, a_before: Array) -> list[Call]:
    """dW = deltaᵀ a_before, 0 where there is no connection, and db = Σ delta."""
    calls: list[Call] = [(delta.T.dot, (a_before, it.dW))]
    if it.layer.connected is not None:
        calls.append((_put_zeros, (it.dW, ~it.layer.connected)))
    if it.db is not None and it.db.ndim:
        calls.append((ones(len(delta)).dot, (delta, it.db)))
    elif it.db is not None:
        each = np.empty(delta.shape[1])
        calls.append((ones(len(delta)).dot, (delta, each)))
        calls.append((np.add.reduce, (each, 0, None, it.db)))
    return calls


def _put_zeros(array: Array, where: Any) -> None:
    np.copyto(array, 0.0, where=where)


def through_activation(it: FastLayer, da: Array, mask: Array | None) -> tuple[list[Call], Array]:
    """delta = da · f′(z), and where it is; the slope has the dropout mask in it."""
    if it.layer.f is ACTIVATIONS["softmax"]:
        return [(_softmax_delta, (it.a, da))], da
    if it.slope is not None:
        return [(np.multiply, (da, it.slope, da))], da
    return ([], da) if mask is None else ([(np.multiply, (da, mask, da))], da)


def _softmax_delta(a: Array, da: Array) -> None:
    da[...] = softmax_delta(a, da)


def loss_calls(network: Network, last: FastLayer, y: Array, da: Array) -> tuple[list[Call], bool]:
    """Calls that leave ∂loss/∂a of the batch's loss in `da`, or where the loss is fused, then
    delta; and which of the two it is: True for delta."""
    loss, share = network.loss_function, per_sample_weight(network, len(y))
    a, factor = last.a, _error_factor(network)
    calls: list[Call]
    if factor is not None:
        calls = [(np.subtract, (a, y, da))]
        if factor != 1.0:
            calls.append((np.multiply, (da, np.array(factor), da)))
    elif loss.name == "cross_entropy" and loss.fused is not None:
        calls = _cross_entropy_calls(a, y, da)
    elif loss.fused is not None:
        calls = [(_copied, (da, loss.fused.delta, last.z, a, y))]
    else:
        calls = [(_copied, (da, loss.slope, a, y))]
    if share != 1.0:
        calls.append((np.multiply, (da, np.array(share), da)))
    return calls, loss.fused is not None


def _copied(out: Array, function: Callable[..., Array], *arguments: Array) -> None:
    out[...] = function(*arguments)


def _error_factor(network: Network) -> float | None:
    """What a − y is multiplied by in the slope of a loss of squares; None for other losses."""
    n_out = network.layers[-1].n_out
    factors = {"half_squared_error": 1.0, "squared_error": 2.0, "mean_squared_error": 2.0 / n_out}
    return factors.get(network.loss) if isinstance(network.loss, str) else None


def _cross_entropy_calls(p: Array, y: Array, delta: Array) -> list[Call]:
    """delta = p Σ_{others} y − y Σ_{others} p."""
    others, y_others, p_others = 1.0 - np.eye(p.shape[1]), np.empty_like(p), np.empty_like(p)
    return [
        (y.dot, (others, y_others)),
        (np.multiply, (p, y_others, y_others)),
        (p.dot, (others, p_others)),
        (np.multiply, (y, p_others, p_others)),
        (np.subtract, (y_others, p_others, delta)),
    ]


def loss_value(network: Network, last: FastLayer, y: Array) -> Callable[[], float]:
    """A function that gives the batch's loss from what the calls have left in `last`."""
    loss, share, size = network.loss_function, per_sample_weight(network, len(y)), y.size
    factor, z, a = _error_factor(network), last.z, last.a
    if factor is not None:
        error = np.empty_like(a)
        return lambda: share * factor / 2.0 * _sum_of_squares(np.subtract(a, y, error))
    if loss.total is not None:
        total = loss.total
        return lambda: float(total(a, y))
    if loss.name == "cross_entropy" and loss.fused is not None:
        return lambda: share * _cross_entropy(z, y)
    if loss.fused is not None:
        fused = loss.fused.contributions
        return lambda: float(ones(size).dot(fused(z, a, y).ravel())) * share
    return lambda: float(ones(size).dot(loss.contributions(a, y).ravel())) * share


def _sum_of_squares(error: Array) -> float:
    return float(np.vdot(error, error))


def _cross_entropy(z: Array, y: Array) -> float:
    """Σ −y log p, with −log pₖ = log(1 + Σ_{others} exp(zⱼ − max z)) + max z − zₖ."""
    n = ones(z.shape[1])
    top = largest(z)
    below = z - z[top][:, None]
    e = np.exp(below)
    e[top] = 0.0
    return float(y.dot(n).dot(np.log1p(e.dot(n)))) - float(np.vdot(y, below))
