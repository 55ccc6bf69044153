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
        assert at.layer is not None
        assert at.neuron is not None
        assert at.sample is not None
        da = p.entry("da", at.layer, at.neuron, at.sample)
        slopes = p.forward.layers[at.layer].slope
        assert slopes is not None
        here = at.whole._replace(quantity="slope")
        return (product(da, Number(here, float(slopes[at.sample, at.neuron]))),)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """dA and f′(Z), entry by entry."""
        assert at.layer is not None
        slope = number("slope", at.layer, of=p.forward.layers[at.layer].slope)
        return (Term((p.layer("da", at.layer), slope), self.value(p, at)),)


BACK_THROUGH_ACTIVATION = BackThroughActivation(
    "back_through_activation", "delta", "backward", "neurons", sums=True
)
