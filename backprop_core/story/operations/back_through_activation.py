"""Back through the activation function: ∂loss/∂z = ∂loss/∂a · f′(z), with dropout times m."""

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
        """da · f′(z), and between them the dropout mask where there is one."""
        layer, neuron, sample = at.of_neuron
        slope = float(p.slopes(layer)[sample, neuron])
        da, mask = p.entry("da", layer, neuron, sample), p.mask(layer, neuron, sample)
        return (product(da, *mask, Number(at.whole._replace(quantity="slope"), slope)),)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """dA, the masks and f′(Z), entry by entry."""
        layer = at.in_layer
        factors = (
            p.layer("da", layer),
            *p.masks(layer),
            number("slope", layer, of=p.slopes(layer)),
        )
        return (Term(factors, self.value(p, at)),)


BACK_THROUGH_ACTIVATION = BackThroughActivation(
    "back_through_activation", "delta", "backward", "neurons", sums=True
)
