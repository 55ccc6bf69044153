"""Back through the activation function: ∂loss/∂z = ∂loss/∂a · f′(z)."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term, number, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class BackThroughActivation(Operation):
    """The slope f′(z) lets that much of the error through."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """In every layer but those of softmax, and a fused output."""
        return layer is not None and not shape.softmaxes[layer] and not shape.fused_at(layer)

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """da · f′(z)."""
        layer, neuron, sample = at.of_neuron
        slopes = p.forward.layers[layer].slope
        assert slopes is not None
        slope = Number(at.whole._replace(quantity="slope"), float(slopes[sample, neuron]))
        return (product(p.entry("da", layer, neuron, sample), slope),)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """dA and f′(Z), entry by entry."""
        layer = at.in_layer
        slope = number("slope", layer, of=p.forward.layers[layer].slope)
        return (Term((p.layer("da", layer), slope), self.value(p, at)),)


BACK_THROUGH_ACTIVATION = BackThroughActivation(
    "back_through_activation", "delta", "backward", "neurons", sums=True
)
