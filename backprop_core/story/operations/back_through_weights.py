"""What comes back to a hidden neuron: ∂loss/∂a = Σ w · delta over all neurons that it feeds.

The weights are the old ones; nothing is updated before every gradient is known. An input is told
of only where it is asked for: ∂loss/∂x is ∂loss/∂a of the column before the first layer.
"""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class BackThroughWeights(Operation):
    """Over the neurons of the layer after; dA = Δ W for a layer."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """In every layer but the last; where it is asked for, the inputs are layer −1."""
        first = -1 if shape.to_inputs else 0
        return layer is not None and first <= layer < shape.last

    def could_make(self, shape: Shape, at: Address) -> bool:
        """∂loss/∂x too."""
        if at.layer != -1 or not shape.to_inputs:
            return super().could_make(shape, at)
        if at.quantity != self.quantity:
            return False
        of_input = at.neuron in range(shape.sizes[0]) and at.sample in range(shape.batch)
        return at.neuron is None or of_input

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each neuron that it feeds."""
        return sum(at.neuron in sources for sources in shape.sources[at.in_layer + 1])

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """w · delta for each neuron that this one feeds."""
        layer, neuron, sample = at.of_neuron
        after = layer + 1
        return tuple(
            product(p.weight(after, k, neuron), p.entry("delta", after, k, sample))
            for k, sources in enumerate(p.shape.sources[after])
            if neuron in sources
        )

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """W and the deltas of the layer after, (batch, n_out) (n_out, n_in)."""
        after = at.in_layer + 1
        return (Term((p.weights(after), p.layer("delta", after)), self.value(p, at)),)


BACK_THROUGH_WEIGHTS = BackThroughWeights(
    "back_through_weights", "da", "backward", "neurons", sums=True, dot_product=True
)
