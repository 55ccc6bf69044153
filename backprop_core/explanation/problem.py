"""The exercise that somebody worked, and the order in which its numbers are made.

The order is that of the textbooks: z and a layer by layer, the loss, then from the last layer back
da, delta, dW and db, the gradient of the inputs, and at the end the steps and the new parameters.
A place is a quantity and its layer, such as ("dW", 1); the loss and dx stand at layer 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from backprop_core.backward import per_sample_weight, targets_of
from backprop_core.checks import Array
from backprop_core.errors import BackpropError
from backprop_core.forward import Forward, forward
from backprop_core.layer import Layer
from backprop_core.network import Network
from backprop_core.rules.options import flag
from backprop_core.rules.rule import Rule
from backprop_core.rules.schedules import Schedule
from backprop_core.update import learning_rate_of

Place = tuple[str, int]

QUANTITIES = (
    *("z", "a", "loss", "da", "delta", "dW", "db", "dx"),
    *("step_W", "step_b", "W", "b", "loss_after"),
)
"""What may be given, each once; all but the losses and dx have one array a layer."""
LOSS_AFTER: Place = ("loss_after", 0)
LOSSES = ("loss", "loss_after")
TOTALS = (*LOSSES, "dx")
"""What has one array, of no layer."""


@dataclass(frozen=True, eq=False)
class Problem:
    """A network, its batch x (batch, n_in) and y (batch, n_out), and how it is updated.

    `rule` is None for gradient descent with the learning rate `rate`. `copies`: so many passes
    over the batch lie one under the other in x and y. `has_after`: the loss after the update is
    asked for, which takes another pass.
    """

    network: Network
    x: Array
    y: Array
    rate: float
    rule: Rule | None
    forward: Forward
    copies: int = 1
    biases_frozen: bool = False
    has_after: bool = False

    @classmethod
    def of(
        cls,
        network: Network,
        x: Any,
        y: Any,
        learning_rate: Any,
        rule: Rule | None = None,
        *,
        biases_frozen: bool = False,
    ) -> Problem:
        """Raises BackpropError for what does not fit the network, and for what is no rule."""
        made = forward(network, x, strict=False)
        if rule is not None and not isinstance(rule, Rule):
            got = type(rule).__name__
            raise BackpropError(f"rule got {got}. It takes a rule, such as rules.Adam(0.01).")
        frozen = flag(biases_frozen, "biases_frozen")
        rate = learning_rate_of(learning_rate)
        if rule is not None and not isinstance(rule.lr, Schedule):
            rate = float(rule.lr)
        targets = targets_of(network, len(made.x), y)
        return cls(network, made.x, targets, rate, rule, made, biases_frozen=frozen)

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
        return per_sample_weight(self.network, self.batch // self.copies)

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
            LOSS_AFTER,
        )

    def shape(self, place: Place) -> tuple[int, ...] | None:
        """The shape of what is made there; None where the layer has no bias."""
        quantity, number = place
        layer = self.layers[number]
        if quantity in LOSSES:
            return ()
        if quantity == "dx":
            return self.x.shape
        if quantity in ("dW", "step_W", "W"):
            return layer.W.shape
        if quantity in ("db", "step_b", "b"):
            return None if layer.b is None else layer.b.shape
        return (self.batch, layer.n_out)

    def step(self, name: str, layer: int, gradient: Array) -> Any:
        """What the update adds to "W" or "b" of a layer with that gradient, shaped alike."""
        if self.biases_frozen and name == "b":
            return np.zeros_like(gradient)
        if self.rule is None:
            return np.asarray(-self.rate * gradient)
        old = getattr(self.layers[layer], name)
        after = self.rule.step(self.network, self._gradients(name, layer, gradient), strict=False)[
            0
        ]
        return np.asarray(getattr(after.layers[layer], name) - old)

    def _gradients(self, name: str, layer: int, gradient: Array) -> Any:
        """Gradients of 0 but for that one."""
        each = [
            SimpleNamespace(
                delta=self.x, dW=np.zeros_like(own.W), db=None if own.b is None else 0.0 * own.b
            )
            for own in self.layers
        ]
        setattr(each[layer], "d" + name, gradient)
        return SimpleNamespace(layers=each)

    def with_network(self, network: Network) -> Problem:
        """The same batch and update for another network of the same widths."""
        return replace(self, network=network, forward=forward(network, self.x, strict=False))

    def without_cuts(self, layer: int, table: Array) -> Array:
        """0 where there is no connection: (n_out, n_in) → same."""
        connected = self.layers[layer].connected
        return table if connected is None else np.where(connected, table, 0.0)
