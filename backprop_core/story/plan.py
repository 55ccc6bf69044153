"""The order of the story: which number is made when, before any number is known.

The order is that of the textbooks: forward z, then a, layer by layer; the loss; then from the last
layer back da, delta, dW, db; and only when every gradient is known, all the updates. The plan
depends on the network's shape alone, so it serves every pass, and tells for each number the step
that makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backprop_core.errors import BackpropError
from backprop_core.network import Network

Granularity = Literal["term", "neuron", "layer"]
GRANULARITIES: tuple[Granularity, ...] = ("term", "neuron", "layer")
PHASES = ("forward", "loss", "backward", "gradient", "update")
PHASE_OF = {
    "z": "forward",
    "a": "forward",
    "loss": "loss",
    "da": "backward",
    "delta": "backward",
    "dW": "gradient",
    "db": "gradient",
    "W": "update",
    "b": "update",
}


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


class Shape(NamedTuple):
    """All that the order depends on. Hashable, so that plans are made once."""

    sizes: tuple[int, ...]
    biases: tuple[str, ...]
    sources: tuple[tuple[tuple[int, ...], ...], ...]  # [layer][neuron] -> connected source neurons
    softmaxes: tuple[bool, ...]  # [layer] -> whether each output depends on every z of the layer
    fused: bool
    separable: bool
    batch: int
    biases_frozen: bool


def shape_of(network: Network, batch: int, biases_frozen: bool) -> Shape:
    """What the plan needs to know of a network."""
    return Shape(
        network.sizes,
        tuple(layer.bias for layer in network.layers),
        tuple(_sources(layer.connected, layer.n_out, layer.n_in) for layer in network.layers),
        tuple(layer.f.derivative is None for layer in network.layers),
        network.fused,
        network.loss_function.separable,
        batch,
        biases_frozen,
    )


def _sources(
    connected: NDArray[np.bool_] | None, n_out: int, n_in: int
) -> tuple[tuple[int, ...], ...]:
    if connected is None:
        return (tuple(range(n_in)),) * n_out
    return tuple(tuple(i for i, there in enumerate(row) if there) for row in connected.tolist())


@dataclass(frozen=True, eq=False)
class Plan:
    """The addresses of all steps, in order, and where each number is made."""

    shape: Shape
    granularity: Granularity
    addresses: tuple[Address, ...]

    @cached_property
    def _made_at(self) -> dict[Address, int]:
        """The step that completes each number: the last of its parts."""
        return {address.whole: step for step, address in enumerate(self.addresses)}

    def step_making(self, address: Address) -> int | None:
        """The step after which `address` is known; a step that makes its whole layer counts."""
        whole, made_at = address.whole, self._made_at
        if whole in made_at:
            return made_at[whole]
        layer = whole._replace(neuron=None, source=None)
        return made_at.get(layer, made_at.get(layer._replace(sample=None)))

    @cached_property
    def _rows(self) -> dict[tuple[str, int, int], tuple[int, ...]]:
        return {}

    def steps_making(self, quantity: str, layer: int, sample: int) -> tuple[int, ...]:
        """The steps that make a layer's numbers of a sample, neuron by neuron, which is the order
        they come in; () for what no step makes. Kept."""
        row = self._rows.get((quantity, layer, sample))
        if row is None:
            every = range(self.shape.sizes[layer + 1])
            found = [self.step_making(Address(quantity, layer, j, sample=sample)) for j in every]
            row = tuple(step for step in found if step is not None)
            self._rows[quantity, layer, sample] = row
        return row

    def nearest(self, address: Address) -> int | None:
        """The step at `address`, or the one that makes the same number, or one like it."""
        if address in self._index:
            return self._index[address]
        made = self.step_making(address)
        if made is not None:
            return made
        alike = (address.quantity, address.layer)
        return next((k for k, a in enumerate(self.addresses) if a[:2] == alike), None)

    @cached_property
    def _index(self) -> dict[Address, int]:
        return {address: step for step, address in enumerate(self.addresses)}


def plan_for(shape: Shape, granularity: Granularity) -> Plan:
    """The plan of a whole pass. Raises BackpropError for an unknown granularity."""
    if granularity not in GRANULARITIES:
        raise BackpropError(
            f"granularity got {granularity!r}. It takes one of {', '.join(GRANULARITIES)}."
        )
    return _plan(shape, granularity)


@lru_cache(maxsize=8)
def _plan(shape: Shape, granularity: Granularity) -> Plan:
    walk = _by_layer(shape) if granularity == "layer" else _by_neuron(shape)
    if granularity == "term":
        walk = (part for address in walk for part in _parts(shape, address))
    return Plan(shape, granularity, tuple(walk))


def _by_layer(shape: Shape) -> Iterator[Address]:
    layers = range(len(shape.biases))
    for layer in layers:
        yield Address("z", layer)
        yield Address("a", layer)
    yield Address("loss")
    for layer in reversed(layers):
        if not _fused_at(shape, layer):
            yield Address("da", layer)
        yield Address("delta", layer)
        yield Address("dW", layer)
        if shape.biases[layer] != "none":
            yield Address("db", layer)
    for layer in layers:
        yield Address("W", layer)
        if _bias_learns(shape, layer):
            yield Address("b", layer)


def _by_neuron(shape: Shape) -> Iterator[Address]:
    layers = range(len(shape.biases))
    for layer in layers:
        yield from _for_each_neuron(shape, "z", layer)
        yield from _for_each_neuron(shape, "a", layer)
    if shape.separable and shape.batch > 1:
        yield from (Address("loss", sample=sample) for sample in range(shape.batch))
    yield Address("loss")
    for layer in reversed(layers):
        if not _fused_at(shape, layer):
            yield from _for_each_neuron(shape, "da", layer)
        yield from _for_each_neuron(shape, "delta", layer)
        yield from _for_each_weight(shape, "dW", layer)
        yield from _for_each_bias(shape, "db", layer)
    for layer in layers:
        yield from _for_each_weight(shape, "W", layer)
        if _bias_learns(shape, layer):
            yield from _for_each_bias(shape, "b", layer)


def _fused_at(shape: Shape, layer: int) -> bool:
    return shape.fused and layer == len(shape.biases) - 1


def _bias_learns(shape: Shape, layer: int) -> bool:
    return shape.biases[layer] != "none" and not shape.biases_frozen


def _for_each_neuron(shape: Shape, quantity: str, layer: int) -> Iterator[Address]:
    for sample in range(shape.batch):
        for neuron in range(shape.sizes[layer + 1]):
            yield Address(quantity, layer, neuron, sample=sample)


def _for_each_weight(shape: Shape, quantity: str, layer: int) -> Iterator[Address]:
    for neuron, sources in enumerate(shape.sources[layer]):
        for source in sources:
            yield Address(quantity, layer, neuron, source)


def _for_each_bias(shape: Shape, quantity: str, layer: int) -> Iterator[Address]:
    if shape.biases[layer] == "each":
        for neuron in range(shape.sizes[layer + 1]):
            yield Address(quantity, layer, neuron)
    elif shape.biases[layer] == "shared":
        yield Address(quantity, layer)


def _parts(shape: Shape, address: Address) -> Iterator[Address]:
    """One address for each product of the sum that makes a number; the number itself if none."""
    count = _term_count(shape, address)
    if count < 2:
        yield address
    else:
        whole = address[:5]
        yield from (Address(*whole, part) for part in range(count))


def _term_count(shape: Shape, address: Address) -> int:
    quantity, layer, neuron = address.quantity, address.layer, address.neuron
    if quantity == "loss":
        if address.sample is None and shape.batch > 1:
            return shape.batch if shape.separable else 1
        return shape.sizes[-1] if shape.separable else 1
    assert layer is not None
    if quantity == "z":
        assert neuron is not None
        return len(shape.sources[layer][neuron]) + (shape.biases[layer] != "none")
    if quantity == "da" and layer < len(shape.biases) - 1:
        return sum(neuron in sources for sources in shape.sources[layer + 1])
    if quantity == "delta" and shape.softmaxes[layer] and not _fused_at(shape, layer):
        return shape.sizes[layer + 1]
    if quantity == "dW":
        return shape.batch
    if quantity == "db":
        return shape.batch * (1 if neuron is not None else shape.sizes[layer + 1])
    return 1
