"""Where a change of each z and a goes on, and along how many paths it reaches the loss.

This depends on the shape of the network alone. Paths that meet are counted, not listed: a place has
as many as the next ones on the way together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from backprop_core.story.address import Address
from backprop_core.story.shape import Shape

Ways = dict[Address, tuple[tuple[Address, ...], int]]


@lru_cache(maxsize=32)
def ways_to_the_loss(shape: Shape) -> Ways:
    """For z and a of every neuron: the next places on the way to the loss, none where it comes
    next, and the exact number of paths from there to the loss."""
    ways: Ways = {}
    last = len(shape.biases) - 1
    for layer in range(last, -1, -1):
        width = range(shape.sizes[layer + 1])
        at_end = layer == last
        for quantity in ("a", "z"):
            for j in width:
                here = Address(quantity, layer, j)
                if at_end and (quantity == "a" or shape.fused):
                    ways[here] = ((), 1)
                    continue
                onward = tuple(at for at in _reached(shape, here) if ways[at][1])
                ways[here] = (onward, sum(ways[at][1] for at in onward))
    return ways


def _reached(shape: Shape, here: Address) -> Iterator[Address]:
    """Where a change of z or a goes next, whether or not that leads to the loss."""
    layer, j = here.in_layer, here.neuron
    if here.quantity == "z":
        neurons = range(shape.sizes[layer + 1]) if shape.softmaxes[layer] else (j,)
        yield from (Address("a", layer, k) for k in neurons)
    else:
        for k, sources in enumerate(shape.sources[layer + 1]):
            if j in sources:
                yield Address("z", layer + 1, k)
