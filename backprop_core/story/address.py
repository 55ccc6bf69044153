"""Where a number of one pass lives: which quantity it is, in which layer, neuron and sample."""

from __future__ import annotations

from typing import NamedTuple


class Address(NamedTuple):
    """Where a number lives: its quantity, layer, neuron, source neuron (W, dW) and sample.

    `part` counts the products of a sum at the granularity "term"; it is None where the sum is
    taken in one step. What does not apply is None.
    """

    quantity: str
    layer: int | None = None
    neuron: int | None = None
    source: int | None = None
    sample: int | None = None
    part: int | None = None

    @property
    def whole(self) -> Address:
        """The number that this is a part of."""
        return self if self.part is None else Address(*self[:5])
