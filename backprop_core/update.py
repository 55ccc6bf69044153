"""The update: one step downhill, every weight and bias at once.

W_new = W − learning_rate · ∂loss/∂W, and the same for b. All gradients were taken at the old
weights; nothing of the new ones goes into them.
"""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.backward import Gradients
from backprop_core.checks import Array, all_finite, real_number, require_finite
from backprop_core.errors import BackpropError
from backprop_core.network import Network, joined, require_network


@np.errstate(over="ignore", invalid="ignore")
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
    some textbooks do. Raises BackpropError when the gradients are not shaped as this network, and
    NonFiniteError, naming layer and neuron, when a weight leaves the range of float64; with
    `strict=False` such values are kept as they come.
    """
    rate = np.array(learning_rate_of(learning_rate))  # quicker to multiply with than a float
    require_network(network)
    _require_same_shapes(network, g)
    step = rate * joined([(layer.dW, layer.db) for layer in g.layers])
    if biases_frozen:
        step = np.where(_is_bias(network), 0.0, step)
    new = network.with_parameters(network.parameters - step)
    if strict and not all_finite(new.parameters):
        _report(new)
    return new


def learning_rate_of(value: Any) -> float:
    """`value` as a finite float of at least 0; raises BackpropError for anything else."""
    rate = value if type(value) is float else real_number(value, "learning_rate")
    if not 0.0 <= rate < inf:
        raise BackpropError(f"learning_rate got {rate}. It takes a finite number of 0 or more.")
    return rate


def _is_bias(network: Network) -> NDArray[np.bool_]:
    """For each of the parameters whether it is a bias, (count,)."""
    return joined(
        (np.zeros(layer.W.shape, bool), None if layer.b is None else np.ones(layer.b.shape, bool))
        for layer in network.layers
    )


def _require_same_shapes(network: Network, g: Gradients) -> None:
    if not hasattr(g, "layers"):
        raise BackpropError(f"g got {type(g).__name__}. It takes what backward gives.")
    old = [_shapes(layer.W, layer.b) for layer in network.layers]
    got = [_shapes(layer.dW, layer.db) for layer in g.layers]
    if got != old:
        raise BackpropError(
            f"g got dW and db of shapes {got}. It takes the gradients of this network, {old}."
        )


def _shapes(W: Array, b: Array | None) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    return W.shape, None if b is None else b.shape


def _report(network: Network) -> None:
    advice = "The step was too large; take a smaller learning rate."
    for number, layer in enumerate(network.layers):
        require_finite(layer.W, "W", number, advice)
        if layer.b is not None:
            require_finite(layer.b, "b", number, advice)
