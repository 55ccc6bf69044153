"""The update: one step downhill, every weight and bias at once.

W_new = W − learning_rate · ∂loss/∂W, and the same for b. All gradients were taken at the old
weights; nothing of the new ones goes into them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core.backward import Gradients
from backprop_core.checks import real_number, require_finite
from backprop_core.errors import BackpropError
from backprop_core.network import Network


def update(
    network: Network,
    g: Gradients,
    learning_rate: Any,
    *,
    biases_frozen: bool = False,
    strict: bool = True,
) -> Network:
    """A new Network, one step of gradient descent further; the old one stays as it is.

    `learning_rate` is a finite number of at least 0. `biases_frozen` leaves the biases alone, as
    some textbooks do. Raises NonFiniteError, naming layer and neuron, when a weight leaves the
    range of float64, unless `strict=False`.
    """
    rate = learning_rate_of(learning_rate)
    layers = []
    with np.errstate(over="ignore", invalid="ignore"):
        for layer, gradient in zip(network.layers, g.layers, strict=True):
            b = layer.b
            if b is not None and gradient.db is not None and not biases_frozen:
                b = np.asarray(b - rate * gradient.db)
            layers.append(layer.with_parameters(layer.W - rate * gradient.dW, b))
    new = network.with_layers(tuple(layers))
    if strict:
        _require_finite_parameters(new)
    return new


def learning_rate_of(value: Any) -> float:
    """`value` as a finite float of at least 0."""
    rate = value if type(value) is float else real_number(value, "learning_rate")
    if not 0.0 <= rate < np.inf:
        raise BackpropError(f"learning_rate got {rate}. It takes a finite number of 0 or more.")
    return rate


def _require_finite_parameters(network: Network) -> None:
    advice = "The step was too large; take a smaller learning rate."
    for number, layer in enumerate(network.layers):
        require_finite(layer.W, "W", number, advice)
        if layer.b is not None:
            require_finite(layer.b, "b", number, advice)
