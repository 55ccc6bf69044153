"""The engine's errors, with messages that a student can act on.

Every message names the field, what it got and what it takes. All errors share one base class:
catch `BackpropError` and show its text.
"""

from __future__ import annotations


class BackpropError(ValueError):
    """The input does not describe a network, a batch or a step that can be computed."""


class NonFiniteError(BackpropError):
    """The arithmetic left the range of float64: a value is infinite or not a number.

    `layer` and `neuron` count from 0, as in the arrays; the message counts from 1, as on screen.
    `layer` is None for the loss, `neuron` is None for what belongs to a whole layer.
    """

    def __init__(
        self, message: str, quantity: str, layer: int | None = None, neuron: int | None = None
    ) -> None:
        super().__init__(message)
        self.quantity = quantity
        self.layer = layer
        self.neuron = neuron
