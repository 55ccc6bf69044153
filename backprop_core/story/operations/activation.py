"""A neuron sends its sum through the activation function: a = f(z)."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class Activation(Operation):
    """Every function that takes one z to one a. Softmax is an operation of its own."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """In every layer but those of softmax."""
        return layer is not None and not shape.softmaxes[layer]

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """z of the neuron itself."""
        return (product(p.entry("z", *at.of_neuron)),)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Z, (batch, n_out)."""
        return (product(p.layer("z", at.in_layer)),)


ACTIVATION = Activation("activation", "a", "forward", "neurons")
