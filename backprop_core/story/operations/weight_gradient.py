"""The gradient of a weight: ∂loss/∂w = Σ delta · a over the samples.

delta is where the connection goes, a where it comes from.
"""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class WeightGradient(Operation):
    """One for every connection; dW = Δᵀ A for a layer."""

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each sample."""
        return shape.batch

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """delta · a of the layer before, for each sample."""
        layer, neuron, source = at.of_weight
        return tuple(
            product(p.entry("delta", layer, neuron, s), p.incoming(layer, source, s))
            for s in range(len(p.y))
        )

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """The deltas and what the layer received, (n_out, batch) (batch, n_in)."""
        factors = (p.layer("delta", at.in_layer), p.all_incoming(at.in_layer))
        return (Term(factors, self.value(p, at)),)


WEIGHT_GRADIENT = WeightGradient(
    "weight_gradient", "dW", "gradient", "weights", sums=True, dot_product=True
)
