"""A neuron sends its sum through the activation function: a = f(z), or with dropout m f(z)."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class Activation(Operation):
    """Every function that takes one z to one a. Softmax is an operation of its own."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """In every layer but those of softmax."""
        return layer is not None and not shape.softmaxes[layer]

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """z of the neuron itself, and the dropout mask where there is one."""
        z, mask = p.entry("z", *at.of_neuron), p.mask(*at.of_neuron)
        return (Term((z, *mask), z.value),)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Z, (batch, n_out), and the mask of that shape where there is one."""
        z = p.layer("z", at.in_layer)
        return (Term((z, *p.masks(at.in_layer)), z.value),)


ACTIVATION = Activation("activation", "a", "forward", "neurons")
