"""A gradient that somebody claims, and the pass that makes the right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Array, Forward, Gradients, Network, backward, forward


@dataclass(frozen=True, eq=False)
class Pass:
    """A network, its batch, and what forward and backward make of them."""

    network: Network
    y: Array
    learning_rate: float
    forward: Forward
    gradients: Gradients

    @property
    def last(self) -> int:
        """The number of the output layer, counted from 0."""
        return len(self.network.layers) - 1

    @property
    def batch(self) -> int:
        """How many samples there are."""
        return len(self.y)


@dataclass(frozen=True, eq=False)
class LayerClaim:
    """What somebody takes for dW, (n_out, n_in), and db, shaped as b, of one layer."""

    dW: Array
    db: Array | None


Claim = tuple[LayerClaim, ...]


def pass_of(network: Network, x: Any, y: Any, learning_rate: float) -> Pass:
    """One forward and backward pass. Raises BackpropError when something is not finite."""
    made = forward(network, x)
    g = backward(network, made, y)
    return Pass(network, np.atleast_2d(np.array(y, dtype=float)), learning_rate, made, g)


def right(p: Pass) -> Claim:
    """The gradient as `backward` gives it."""
    return tuple(LayerClaim(layer.dW, layer.db) for layer in p.gradients.layers)
