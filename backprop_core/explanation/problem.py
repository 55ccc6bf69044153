"""The exercise that somebody worked, and the order in which its numbers are made.

The order is that of the textbooks: z and a layer by layer, the loss, then from the last layer back
da, delta, dW and db, the gradient of the inputs, and at the end the steps and the new parameters.
A place is a quantity and its layer, such as ("dW", 1); the loss and dx stand at layer 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.backward import per_sample_weight, targets_of
from backprop_core.checks import Array
from backprop_core.forward import Forward, forward
from backprop_core.network import Layer, Network
from backprop_core.update import learning_rate_of

Place = tuple[str, int]

QUANTITIES = ("z", "a", "loss", "da", "delta", "dW", "db", "dx", "step_W", "step_b", "W", "b")
"""What may be given, each once; all but the loss and dx have one array a layer."""


@dataclass(frozen=True, eq=False)
class Problem:
    """A network, its batch x (batch, n_in) and y (batch, n_out), and the learning rate."""

    network: Network
    x: Array
    y: Array
    rate: float
    forward: Forward

    @classmethod
    def of(cls, network: Network, x: Any, y: Any, learning_rate: Any) -> Problem:
        """Raises BackpropError for what does not fit the network."""
        made = forward(network, x, strict=False)
        rate = learning_rate_of(learning_rate)
        return cls(network, made.x, targets_of(network, made, y), rate, made)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The network's layers, in the order of the forward pass."""
        return self.network.layers

    @property
    def last(self) -> int:
        """The number of the output layer."""
        return len(self.layers) - 1

    @property
    def batch(self) -> int:
        """How many samples there are."""
        return len(self.x)

    @cached_property
    def share(self) -> float:
        """What one sample counts in the batch's loss."""
        return per_sample_weight(self.network, self.batch)

    @cached_property
    def order(self) -> tuple[Place, ...]:
        """Every place that may be given, in the order of the work."""
        down = range(self.last, -1, -1)
        up = range(self.last + 1)
        return (
            *((quantity, layer) for layer in up for quantity in ("z", "a")),
            ("loss", 0),
            *((quantity, layer) for layer in down for quantity in ("da", "delta", "dW", "db")),
            ("dx", 0),
            *((quantity, layer) for layer in up for quantity in ("step_W", "step_b")),
            *((quantity, layer) for layer in up for quantity in ("W", "b")),
        )

    def shape(self, place: Place) -> tuple[int, ...] | None:
        """The shape of what is made there; None where the layer has no bias."""
        quantity, number = place
        layer = self.layers[number]
        if quantity == "loss":
            return ()
        if quantity == "dx":
            return self.x.shape
        if quantity in ("dW", "step_W", "W"):
            return layer.W.shape
        if quantity in ("db", "step_b", "b"):
            return None if layer.b is None else layer.b.shape
        return (self.batch, layer.n_out)

    def with_network(self, network: Network) -> Problem:
        """The same batch and rate with another network of the same widths."""
        made = forward(network, self.x, strict=False)
        return Problem(network, self.x, self.y, self.rate, made)

    def without_cuts(self, layer: int, table: Array) -> Array:
        """0 where there is no connection: (n_out, n_in) → same."""
        connected = self.layers[layer].connected
        return table if connected is None else np.where(connected, table, 0.0)
