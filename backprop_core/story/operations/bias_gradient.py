"""The gradient of a bias, which is a weight on a constant 1: ∂loss/∂b = Σ delta."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class BiasGradient(Operation):
    """Over the samples; for a bias that the layer shares also over its neurons."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """Where there are biases, even if they are not updated."""
        return layer is not None and shape.biases[layer] != "none"

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each delta."""
        return shape.batch * (1 if at.neuron is not None else shape.sizes[at.in_layer + 1])

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """delta, for each sample, and for a shared bias for each neuron of the layer."""
        layer = at.in_layer
        neurons = range(p.shape.sizes[layer + 1]) if at.neuron is None else (at.neuron,)
        return tuple(
            product(p.entry("delta", layer, j, s), *p.constant)
            for s in range(len(p.y))
            for j in neurons
        )

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """The deltas, (batch, n_out). A shared bias is one number, and a plain sum."""
        if p.shape.biases[at.in_layer] == "shared":
            return self.terms(p, at)
        return (Term((p.layer("delta", at.in_layer),), self.value(p, at)),)


BIAS_GRADIENT = BiasGradient("bias_gradient", "db", "gradient", "biases", sums=True)
