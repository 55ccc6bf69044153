"""The batch's loss and its slope as lists of NumPy calls, as `fast_layers` has the layers.

The calls are those of `losses`, in the same order, so that the same numbers come out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from backprop_core.backward import per_sample_weight
from backprop_core.checks import Array, ones
from backprop_core.fast_layers import FastLayer
from backprop_core.fast_stages import Call
from backprop_core.loss_function import Fused
from backprop_core.losses import LOSSES
from backprop_core.network import Network


class FastLoss(NamedTuple):
    """`calls` leave ∂loss/∂a in `da`, (batch, n_out), or where the loss is fused ∂loss/∂z. With
    the targets they are called before, `first` has made them. `value` gives the loss after all."""

    first: Callable[[Array], Any]
    calls: list[Call]
    value: Callable[[Array], float]


def fast_loss(network: Network, last: FastLayer, da: Array) -> FastLoss:
    """The batch's loss between the last layer's a and targets (batch, n_out)."""
    loss, share = network.loss_function, per_sample_weight(network, len(da))
    z, a, factor = last.z, last.a, _error_factor(network)
    shared: list[Call] = [] if share == 1.0 else [(np.multiply, (da, np.array(share), da))]
    if factor is not None:
        return _of_squares(a, da, factor, share, shared)
    if loss is LOSSES["cross_entropy"]:
        first, below = _cross_entropy_delta(a, da), last.below
        assert below is not None
        return FastLoss(first, shared, lambda y: share * _cross_entropy(below, y))
    if loss.fused is not None:
        return _fused(loss.fused, z, a, da, share, shared)

    def slope(y: Array) -> None:
        da[...] = loss.slope(a, y)

    def value(y: Array) -> float:
        if loss.total is not None:
            return float(loss.total(a, y))
        return float(loss.contributions(a, y).sum()) * share

    return FastLoss(slope, shared, value)


def _of_squares(a: Array, da: Array, factor: float, share: float, shared: list[Call]) -> FastLoss:
    """factor · (a − y), and factor/2 · Σ (a − y)²."""
    summed, flat = np.zeros(()), da.ravel()
    calls: list[Call] = [(flat.dot, (flat, summed))]
    if factor != 1.0:
        calls.append((np.multiply, (da, np.array(factor), da)))
    weight = share * factor / 2.0
    return FastLoss(
        lambda y: np.subtract(a, y, da), calls + shared, lambda y: weight * float(summed)
    )


def _fused(
    fused: Fused, z: Array, a: Array, da: Array, share: float, shared: list[Call]
) -> FastLoss:
    def delta(y: Array) -> None:
        da[...] = fused.delta(z, a, y)

    return FastLoss(delta, shared, lambda y: float(fused.contributions(z, a, y).sum()) * share)


def _error_factor(network: Network) -> float | None:
    """What a − y is multiplied by in the slope of a loss of squares; None for other losses."""
    loss, one = network.loss_function, np.ones((1, network.layers[-1].n_out))
    return float(loss.slope(one, 0.0 * one)[0, 0]) if loss.squared and loss.separable else None


def _cross_entropy_delta(p: Array, delta: Array) -> Callable[[Array], None]:
    """delta = p Σ_{others} y − y Σ_{others} p."""
    others, y_others, p_others = 1.0 - np.eye(p.shape[1]), np.empty_like(p), np.empty_like(p)

    def into_delta(y: Array) -> None:
        y.dot(others, y_others)
        np.multiply(p, y_others, y_others)
        p.dot(others, p_others)
        np.multiply(y, p_others, p_others)
        np.subtract(y_others, p_others, delta)

    return into_delta


def _cross_entropy(below: Array, y: Array) -> float:
    """Σ −y log p, with −log pₖ = log(1 + Σ_{others} exp(belowⱼ)) − belowₖ and below = z − max z."""
    n, e = ones(below.shape[1]), np.exp(below)
    largest = np.floor(e)  # 1 where e is 1
    others = np.subtract(e, largest, e).dot(n) + (largest.dot(n) - 1.0)
    return float(y.dot(n).dot(np.log1p(others))) - float(np.vdot(y, below))
