"""The backward pass: how the loss changes with each number in the network.

It starts at the loss and goes back layer by layer. Each layer passes on delta = ∂loss/∂z. From it,
∂loss/∂W and ∂loss/∂b are one product each, and a neuron of the previous layer gets
da = ∂loss/∂a = Σ weight · delta over all neurons that it feeds (Rumelhart, Hinton and Williams,
1986). delta belongs to the loss of the whole batch, so dW is the plain sum over its samples.

Products are written u.dot(v), which is u @ v and for small arrays twice as fast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import (
    Array,
    all_finite,
    in_words,
    make_read_only,
    real_number,
    require_finite,
)
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.forward import Forward, LayerForward, batch_of
from backprop_core.layer import Layer
from backprop_core.network import Network, require_network
from backprop_core.softmax import softmax_delta
from backprop_core.sums import sum_of_all, sum_over_samples


@dataclass(frozen=True, eq=False, slots=True)
class LayerGradient:
    """∂loss/∂ of one layer's a, z, W and b.

    da, delta: (batch, n_out). dW: (n_out, n_in). db: shaped as b, (n_out,), () or None.
    dW_per_sample: (batch, n_out, n_in). Kept besides: what the layer received, a_before
    (batch, n_in), and its `connected`, (n_out, n_in) or None for all.
    """

    delta: Array
    dW: Array
    db: Array | None
    a_before: Array
    connected: NDArray[np.bool_] | None
    _da: Array | Callable[[], Array]

    @property
    def da(self) -> Array:
        """∂loss/∂a, (batch, n_out).

        Where loss and activation are fused, delta comes straight from z and nothing needs da. It
        is then computed on demand, and is infinite where a probability is 0 but its target is not.
        """
        da = self._da() if callable(self._da) else self._da
        make_read_only(da)
        return da

    @property
    def dW_per_sample(self) -> Array:
        """delta[s] ⊗ a_before[s] for each sample s: (batch, n_out, n_in); its sum over s is dW."""
        with np.errstate(over="ignore", invalid="ignore"):
            each = self.delta[:, :, None] * self.a_before[:, None, :]
        each = _without_cuts(each, self.connected)
        make_read_only(each)
        return each


@dataclass(frozen=True, eq=False, slots=True)
class Gradients:
    """The loss of the batch, and every layer's gradients, first layer first."""

    loss: float
    layers: tuple[LayerGradient, ...]
    _W: Array  # of the first layer, through which the inputs come in

    @property
    def dx(self) -> Array:
        """∂loss/∂x, (batch, n_in)."""
        with np.errstate(over="ignore", invalid="ignore"):
            made: Array = self.layers[0].delta.dot(self._W)
        make_read_only(made)
        return made


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def backward(
    network: Network, f: Forward, y: Any, *, loss: float | None = None, strict: bool = True
) -> Gradients:
    """Return the gradients of the loss for the targets `y`, (batch, n_out) or (n_out,).

    `loss` is what `batch_loss` gave for the same three, if that is known already: it is then not
    added up again. Raises BackpropError when y or the forward pass doesn't fit the network, and
    NonFiniteError, naming layer and neuron, when a gradient leaves the range of float64. With
    `strict=False` such values are kept.
    """
    require_network(network)
    _require_same_widths(network, f)
    y = targets_of(network, len(f.x), y)
    if loss is None:
        loss = batch_loss(network, f, y)
    elif not isinstance(loss, float):
        loss = real_number(loss, "loss")
    da, delta = _at_the_outputs(network, f, y)
    number = len(network.layers) - 1
    layers = [_layer_gradient(network.layers[number], da, delta, f.into(number))]
    while number:
        da = delta.dot(network.layers[number].W)  # (batch, n_out) (n_out, n_in) -> (batch, n_in)
        number -= 1
        delta = _through_activation(f.layers[number], da)
        layers.append(_layer_gradient(network.layers[number], da, delta, f.into(number)))
    made = Gradients(loss, tuple(layers[::-1]), network.layers[0].W)
    if strict and not _all_finite(made):
        _report(made)
    return made


def targets_of(network: Network, batch: int, y: Any) -> Array:
    """Return `y` as (batch, n_out); raise BackpropError unless it has one row per sample."""
    rows = batch_of(y, "y", network.layers[-1].n_out, "output")
    if len(rows) != batch:
        raise BackpropError(
            f"y got {len(rows)} rows, x has {batch}. It takes a row of targets for each sample."
        )
    return rows


def per_sample_weight(network: Network, batch: int) -> float:
    """The weight of each sample's loss in the batch's: 1/batch for the mean, 1 for the sum."""
    if network.reduction == "sum" or not network.loss_function.separable:
        return 1.0
    return 1.0 / batch


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def loss_contributions(network: Network, f: Forward, y: Array) -> Array:
    """Each output's share of its sample's loss, before the reduction, (batch, n_out)."""
    return _contributions(network, f, y)


def _contributions(network: Network, f: Forward, y: Array) -> Array:
    loss, last = network.loss_function, f.layers[-1]
    if loss.fused is not None:
        return loss.fused.contributions(last.z, last.a, y)
    return loss.contributions(last.a, y)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def batch_loss(network: Network, f: Forward, y: Array) -> float:
    """The loss of the whole batch, reduced to its mean or sum."""
    if network.loss_function.total is not None:
        return float(network.loss_function.total(f.output, y))
    return sum_of_all(_contributions(network, f, y)) * per_sample_weight(network, len(y))


def _at_the_outputs(
    network: Network, f: Forward, y: Array
) -> tuple[Array | Callable[[], Array], Array]:
    """da and delta of the last layer, where the loss is."""
    loss, last = network.loss_function, f.layers[-1]
    share = per_sample_weight(network, len(y))
    if loss.fused is None:
        da = _shared_out(loss.slope(last.a, y), share)
        return da, _through_activation(last, da)
    delta = _shared_out(loss.fused.delta(last.z, last.a, y), share)
    return lambda: _shared_out(loss.slope(loss.compared(last.z, last.a), y), share), delta


def _shared_out(slopes: Array, share: float) -> Array:
    return slopes if share == 1.0 else slopes * share


def _through_activation(made: LayerForward, da: Array) -> Array:
    """delta = da · f′(z); for softmax da · Jacobian."""
    return softmax_delta(made.a, da) if made.slope is None else da * made.slope


def _layer_gradient(
    layer: Layer,
    da: Array | Callable[[], Array],
    delta: Array,
    a_before: Array,
) -> LayerGradient:
    """∂loss/∂W = deltaᵀ a_before and ∂loss/∂b = Σ delta: over the samples and, for a bias that the
    layer shares, over its neurons."""
    dW = _without_cuts(delta.T.dot(a_before), layer.connected)  # (n_out, batch) (batch, n_in)
    db = None
    if layer.b is not None:
        db = sum_over_samples(delta)  # (batch, n_out) -> (n_out,)
        if layer.bias == "shared":
            db = np.asarray(db.sum())  # (n_out,) -> ()
    make_read_only(delta, dW, db, None if callable(da) else da)
    return LayerGradient(delta, dW, db, a_before, layer.connected, da)


def _without_cuts(dW: Array, connected: NDArray[np.bool_] | None) -> Array:
    """0 where there is no connection: (…, n_out, n_in) → same."""
    return dW if connected is None else np.where(connected, dW, 0.0)


def _require_same_widths(network: Network, f: Forward) -> None:
    if not isinstance(f, Forward):
        raise BackpropError(f"f got {type(f).__name__}. It takes what forward gives.")
    widths = [f.x.shape[1], *[made.z.shape[1] for made in f.layers]]
    if widths != [network.layers[0].W.shape[1], *[len(layer.W) for layer in network.layers]]:
        raise BackpropError(
            f"f got a forward pass through layers of {widths} neurons. It takes one of this "
            f"network, which has {list(network.sizes)}."
        )


def _all_finite(made: Gradients) -> bool:
    """A delta that is not finite makes its dW so too, unless all its connections are cut."""
    for layer in made.layers:  # a loop, and not all(…): this runs with every pass
        if not all_finite(layer.dW) or (layer.db is not None and not all_finite(layer.db)):
            return False
        if layer.connected is not None and not all_finite(layer.delta):
            return False
    return isfinite(made.loss)


def _report(made: Gradients) -> None:
    advice = "The weights or targets are too large; take smaller ones, or a smaller learning rate."
    if not isfinite(made.loss):
        raise NonFiniteError(f"The loss is {in_words(made.loss)}. {advice}", "loss")
    for number in range(len(made.layers) - 1, -1, -1):
        layer = made.layers[number]
        if not callable(layer._da):
            require_finite(layer._da, "da", number, advice)
        require_finite(layer.delta, "delta", number, advice)
        require_finite(layer.dW, "dW", number, advice)
        if layer.db is not None:
            require_finite(layer.db, "db", number, advice)
