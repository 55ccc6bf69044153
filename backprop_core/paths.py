"""All paths from one weight or bias to the loss, and what each adds to its gradient.

A change of a weight reaches the loss along many paths: into z of its neuron, through the activation
to a, along a weight into some z of the next layer, and so on to an output. By the chain rule each
path adds the product of the derivatives along it, and ∂loss/∂w is the sum over all paths (Bauer,
1974). The backward pass gives the same number without listing them, since paths share their ends:
delta of a neuron is already the sum over all paths that go on from its z.

A path is a tuple of the places it visits: Address("z" or "a", layer, neuron), without the sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.errors import BackpropError
from backprop_core.forward_mode import gradient_forwards
from backprop_core.softmax import softmax_jacobian
from backprop_core.story.address import Address, require_address
from backprop_core.story.number import Number
from backprop_core.story.shape import Shape
from backprop_core.story.trace import Trace
from backprop_core.ways import Ways, ways_to_the_loss

Path = tuple[Address, ...]


@dataclass(frozen=True, eq=False)
class Paths:
    """All paths of one parameter. Iterate to list them; `count` is their number.

    `parameter` is Address("W", layer, neuron, source) or Address("b", layer, neuron); a shared
    bias, Address("b", layer), starts one path in every neuron of its layer. Raises BackpropError
    for an address where the network has no weight and no bias.
    """

    trace: Trace
    parameter: Address

    def __post_init__(self) -> None:
        _require_parameter(self.trace.plan.shape, self.parameter)

    @property
    def _shape(self) -> Shape:
        return self.trace.plan.shape

    @cached_property
    def ways(self) -> Ways:
        """Where each place leads, as in `ways_to_the_loss`."""
        return ways_to_the_loss(self._shape)

    @cached_property
    def starts(self) -> tuple[Path, ...]:
        """The first place of each path: z of the neuron that the parameter goes into."""
        layer, neuron = self.parameter.in_layer, self.parameter.neuron
        all_of_it = range(self._shape.sizes[layer + 1])
        neurons = all_of_it if neuron is None else (neuron,)
        found = (Address("z", layer, j) for j in neurons)
        return tuple((at,) for at in found if self.ways[at][1])

    @cached_property
    def count(self) -> int:
        """The exact number of paths; 0 if missing connections leave no way to the loss."""
        return sum(self.ways[start][1] for (start,) in self.starts)

    def count_through(self, prefix: Path) -> int:
        """How many paths begin like this; all of them for an empty prefix."""
        return self.ways[prefix[-1]][1] if prefix else self.count

    def following(self, prefix: Path) -> tuple[Path, ...]:
        """The prefix, one place longer in every way that leads on to the loss; () at its end."""
        if not prefix:
            return self.starts
        return tuple((*prefix, at) for at in self.ways[prefix[-1]][0])

    def branches(self, prefix: Path) -> tuple[Path, ...]:
        """The prefix, longer up to where its ways part; whole paths where they never do."""
        grown = self.following(prefix)
        while len(grown) == 1 and self.following(grown[0]):
            grown = self.following(grown[0])
        return grown

    def ends(self, prefix: Path) -> bool:
        """Whether this is a whole path, from the parameter to the loss."""
        return bool(prefix) and not self.following(prefix)

    def __iter__(self) -> Iterator[Path]:
        return self.through(())

    def through(self, prefix: Path) -> Iterator[Path]:
        """All whole paths that begin like this, in the order of the neurons."""
        if self.ends(prefix):
            yield prefix
        for longer in self.following(prefix):
            yield from self.through(longer)

    def factors(self, prefix: Path, sample: int) -> tuple[Number, ...]:
        """The derivatives along the prefix, and at its end the loss's own.

        First what the weight is multiplied with (nothing for a bias), then f′(z) or an entry of
        softmax's Jacobian, and weights in turn. The last is ∂loss/∂a or ∂loss/∂z of the last
        place: for a whole path it starts the backward pass, for a prefix it is that place's delta
        or da, which holds the sum over all ways to go on.
        """
        first = self._source(sample)
        steps = (self._step(here, then, sample) for here, then in pairwise(prefix))
        return (*first, *steps, self._rest(prefix[-1], sample))

    def part(self, prefix: Path, sample: int) -> float:
        """What all paths that begin like this add to the sample's gradient: the product."""
        return float(self.parts(prefix)[sample])

    def parts(self, prefix: Path) -> Array:
        """The same for every sample, (batch,)."""
        if prefix not in self._products:
            self._products[prefix] = self._product(prefix)
        return self._products[prefix]

    @cached_property
    def _products(self) -> dict[Path, Array]:
        return {}

    def _product(self, prefix: Path) -> Array:
        layer, source = self.parameter.in_layer, self.parameter.source
        product: Array = np.ones(len(self.trace.y))
        with np.errstate(over="ignore", invalid="ignore"):
            if source is not None:
                product = product * self._incoming(layer, source)
            for here, then in pairwise(prefix):
                product = product * self._steps(here, then)
            product = product * self._rests(prefix[-1])
        return product

    def _source(self, sample: int) -> tuple[Number, ...]:
        layer, source = self.parameter.in_layer, self.parameter.source
        if source is None:
            return ()
        value = float(self._incoming(layer, source)[sample])
        quantity, column = ("x", None) if layer == 0 else ("a", layer - 1)
        return (Number(Address(quantity, column, source, sample=sample), value),)

    def _step(self, here: Address, then: Address, sample: int) -> Number:
        """∂then/∂here of two places that follow each other."""
        layer, j, k = here.in_layer, here.neuron, then.neuron
        if here.quantity == "a":
            return Number(Address("W", layer + 1, k, j), float(self._steps(here, then)))
        value = float(self._steps(here, then)[sample])
        if self.trace.forward.layers[layer].slope is None:
            return Number(Address("jacobian", layer, k, j, sample), value)
        return Number(Address("slope", layer, j, sample=sample), value)

    def _steps(self, here: Address, then: Address) -> Any:
        """∂then/∂here for every sample, (batch,), or the one weight that serves them all."""
        layer, j, k = here.in_layer, here.neuron, then.neuron
        if here.quantity == "a":
            return self.trace.network.layers[layer + 1].W[k, j]
        slope = self.trace.forward.layers[layer].slope
        return self._jacobian(layer)[:, k, j] if slope is None else slope[:, j]

    def _rest(self, at: Address, sample: int) -> Number:
        """∂loss/∂z or ∂loss/∂a of a place, from the backward pass."""
        quantity = "delta" if at.quantity == "z" else "da"
        value = float(self._rests(at)[sample])
        return Number(Address(quantity, at.layer, at.neuron, sample=sample), value)

    def _rests(self, at: Address) -> Any:
        made = self.trace.gradients.layers[at.in_layer]
        return (made.delta if at.quantity == "z" else made.da)[:, at.neuron]

    def _jacobian(self, layer: int) -> Array:
        if layer not in self._jacobians:
            self._jacobians[layer] = softmax_jacobian(self.trace.forward.layers[layer].a)
        return self._jacobians[layer]

    @cached_property
    def _jacobians(self) -> dict[int, Array]:
        return {}

    @cached_property
    def gradient(self) -> float:
        """∂loss/∂parameter of the whole batch, as the backward pass gives it."""
        return float(self.trace.value(self.gradient_address))

    @property
    def gradient_address(self) -> Address:
        """Where the gradient lives: that of W is dW, that of b is db."""
        return self.parameter._replace(quantity="d" + self.parameter.quantity)

    @cached_property
    def gradient_per_sample(self) -> Array:
        """Each sample's share of the gradient from the backward pass, delta · a, (batch,)."""
        layer, neuron, source = self.parameter.in_layer, *self.parameter[2:4]
        delta = self.trace.gradients.layers[layer].delta
        with np.errstate(over="ignore", invalid="ignore"):
            if neuron is None:
                total: Array = delta.sum(axis=1)
                return total
            return delta[:, neuron] * (1.0 if source is None else self._incoming(layer, source))

    def _incoming(self, layer: int, source: int) -> Array:
        return self.trace.forward.into(layer)[:, source]

    @cached_property
    def sum_per_sample(self) -> Array:
        """The sum over all paths for each sample, (batch,), as `gradient_forwards` has it."""
        return gradient_forwards(self.trace, self.parameter)


def _require_parameter(shape: Shape, at: Address) -> None:
    takes = "It takes Address('W', layer, neuron, source) or Address('b', layer, neuron)."
    require_address(at)
    layer = -1 if at.layer is None else at.layer
    if at.quantity not in ("W", "b") or not 0 <= layer < len(shape.biases):
        raise BackpropError(f"parameter got {at}. {takes}")
    neuron = -1 if at.neuron is None else at.neuron
    there = 0 <= neuron < shape.sizes[layer + 1]
    if at.quantity == "W":
        if not there or at.source not in shape.sources[layer][neuron]:
            raise BackpropError(f"parameter got {at}, but there is no such connection. {takes}")
    elif shape.biases[layer] == "none" or there != (shape.biases[layer] == "each"):
        raise BackpropError(
            f"parameter got {at}, but the biases of layer {layer + 1} are {shape.biases[layer]!r}: "
            "one for each neuron, one shared by all (its address names no neuron), or none."
        )
