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
        assert at.layer is not None
        assert at.sample is not None
        neurons = range(p.shape.sizes[at.layer + 1])
        return tuple(product(p.entry("z", at.layer, j, at.sample)) for j in neurons)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Z, (batch, n_out)."""
        assert at.layer is not None
        return (product(p.layer("z", at.layer)),)


SOFTMAX = Softmax("softmax", "a", "forward", "neurons")
