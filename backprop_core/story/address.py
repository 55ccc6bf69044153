"""The address of a number in a pass: its quantity, layer, neuron and sample."""

from __future__ import annotations

from typing import Any, NamedTuple

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError


class Address(NamedTuple):
    """The address of a number: its quantity, layer, neuron, source neuron (W, dW) and sample.

    `part` counts the products of a sum at the granularity "term"; it is None where the sum is
    taken in one step. Fields that do not apply are None.
    """

    quantity: str
    layer: int | None = None
    neuron: int | None = None
    source: int | None = None
    sample: int | None = None
    part: int | None = None

    @property
    def in_layer(self) -> int:
        """The layer, where it is known that there is one."""
        assert self.layer is not None, f"{self} belongs to no layer"
        return self.layer

    @property
    def of_neuron(self) -> tuple[int, int, int]:
        """Layer, neuron and sample, where it is known that the number belongs to a neuron."""
        assert self.neuron is not None, f"{self} belongs to no neuron"
        assert self.sample is not None, f"{self} belongs to no sample"
        return self.in_layer, self.neuron, self.sample

    @property
    def of_weight(self) -> tuple[int, int, int]:
        """Layer, neuron and source, where it is known that the number belongs to a weight."""
        assert self.neuron is not None, f"{self} belongs to no neuron"
        assert self.source is not None, f"{self} belongs to no weight"
        return self.in_layer, self.neuron, self.source

    @property
    def whole(self) -> Address:
        """The number that this is a part of."""
        return self if self.part is None else Address(*self[:5])


def require_address(address: Any) -> None:
    """Raise BackpropError unless `address` is one."""
    if not isinstance(address, Address):
        raise BackpropError(
            f"address got {quoted(address)}. It takes an Address, such as "
            'Address("dW", layer=0, neuron=1, source=0).'
        )
