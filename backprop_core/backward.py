"""The backward pass: how much the loss changes with each number of the network.

It starts from the loss and goes back layer by layer. delta = ∂loss/∂z is what each layer hands on:
with it, ∂loss/∂W and ∂loss/∂b are one product each, and the layer before gets
da = ∂loss/∂a = Σ over all neurons it feeds of weight · delta (Rumelhart, Hinton and Williams, 1986).
delta belongs to the loss of the whole batch, so dW is the plain sum over its samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.activations import softmax_delta
from backprop_core.checks import Array, require_finite
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.forward import Forward, batch_of
from backprop_core.network import Layer, Network


@dataclass(frozen=True, eq=False, slots=True)
class LayerGradient:
    """∂loss/∂ of one layer's a, z, W and b.

    da, delta: (batch, n_out). dW: (n_out, n_in). db: shaped as b, (n_out,), () or None.
    Where loss and activation are fused, delta comes straight from z; da is then given for
    comparison only, and is infinite where a probability is 0 that should not be.
    """

    da: Array
    delta: Array
    dW: Array
    db: Array | None
    a_before: Array
    connected: NDArray[np.bool_] | None

    @property
    def dW_per_sample(self) -> Array:
        """delta[s] ⊗ a_before[s] for each sample s: (batch, n_out, n_in); its sum over s is dW."""
        each = self.delta[:, :, None] * self.a_before[:, None, :]
        return each if self.connected is None else each * self.connected


@dataclass(frozen=True, eq=False, slots=True)
class Gradients:
    """The loss of the batch, and every layer's gradients, first layer first."""

    loss: float
    layers: tuple[LayerGradient, ...]


def backward(network: Network, f: Forward, y: Any, *, strict: bool = True) -> Gradients:
    """Gradients of the loss between `f.output` and the targets `y`, (batch, n_out) or (n_out,).

    Raises BackpropError when y doesn't fit, and NonFiniteError, naming layer and neuron, when a
    gradient leaves the range of float64; with `strict=False` such values are kept as they come.
    """
    y = targets_of(network, f, y)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        loss = batch_loss(network, f, y)
        layers = tuple(_layers_from_last(network, f, y))[::-1]
    made = Gradients(loss, layers)
    if strict:
        _require_finite_gradients(made)
    return made


def targets_of(network: Network, f: Forward, y: Any) -> Array:
    """`y` as (batch, n_out), refused unless it has a row for each sample of the forward pass."""
    rows = batch_of(y, "y", network.layers[-1].n_out, "output")
    if len(rows) != len(f.x):
        raise BackpropError(f"y got {len(rows)} rows, x has {len(f.x)}. It takes one row for each.")
    return rows


def per_sample_weight(network: Network, batch: int) -> float:
    """What each sample's loss counts in the batch's: 1/batch for the mean, 1 for the sum."""
    mean = network.reduction == "mean" and network.loss_function.separable
    return 1.0 / batch if mean else 1.0


def loss_contributions(network: Network, f: Forward, y: Array) -> Array:
    """Each output's share of its sample's loss, before the reduction, (batch, n_out)."""
    loss = network.loss_function
    if loss.fused is not None:
        return loss.fused.contributions(f.layers[-1].z, y)
    return loss.contributions(f.output, y)


def batch_loss(network: Network, f: Forward, y: Array) -> float:
    """The loss of the whole batch, reduced to its mean or sum."""
    if network.loss_function.total is not None:
        return float(network.loss_function.total(f.output, y))
    return float(loss_contributions(network, f, y).sum() * per_sample_weight(network, len(y)))


def _layers_from_last(network: Network, f: Forward, y: Array) -> Any:
    """LayerGradient by LayerGradient, from the last layer back."""
    loss, share = network.loss_function, per_sample_weight(network, len(y))
    last = len(network.layers) - 1
    da = loss.slope(f.output, y) * share
    for number in range(last, -1, -1):
        layer, made = network.layers[number], f.layers[number]
        if number == last and loss.fused is not None:
            delta = loss.fused.delta(made.z, y) * share
        else:
            delta = softmax_delta(made.a, da) if made.slope is None else da * made.slope
        yield _layer_gradient(layer, da, delta, f.into(number))
        da = delta @ layer.W  # (batch, n_out) (n_out, n_in) -> (batch, n_in)


def _layer_gradient(layer: Layer, da: Array, delta: Array, a_before: Array) -> LayerGradient:
    dW = delta.T @ a_before  # (n_out, batch) (batch, n_in) -> (n_out, n_in)
    if layer.connected is not None:
        dW *= layer.connected
    db = None
    if layer.b is not None:
        db = np.asarray(np.add.reduce(delta, axis=0 if layer.b.ndim else None))
        db.flags.writeable = False
    da.flags.writeable = delta.flags.writeable = dW.flags.writeable = False
    return LayerGradient(da, delta, dW, db, a_before, layer.connected)


def _require_finite_gradients(made: Gradients) -> None:
    advice = "The weights or targets are too large; take smaller ones, or a smaller learning rate."
    if not isfinite(made.loss):
        raise NonFiniteError(f"The loss is {made.loss}. {advice}", "loss")
    for number in range(len(made.layers) - 1, -1, -1):
        layer = made.layers[number]
        require_finite(layer.delta, "delta", number, advice)
        require_finite(layer.dW, "dW", number, advice)
        if layer.db is not None:
            require_finite(layer.db, "db", number, advice)
