"""Softmax: a layer's sums become shares of 1, aₖ = exp(zₖ) / Σⱼ exp(zⱼ)."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class Softmax(Operation):
    """Each output depends on every z of the layer."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """In the layers of softmax."""
        return layer is not None and shape.softmaxes[layer]

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """z of all neurons of the layer."""
        layer, _, sample = at.of_neuron
        neurons = range(p.shape.sizes[layer + 1])
        return tuple(product(p.entry("z", layer, j, sample)) for j in neurons)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Z, (batch, n_out)."""
        return (product(p.layer("z", at.in_layer)),)


SOFTMAX = Softmax("softmax", "a", "forward", "neurons")
