"""Back through softmax: every output depends on every z, so ∂loss/∂zⱼ = Σₖ ∂loss/∂aₖ · ∂aₖ/∂zⱼ."""

from __future__ import annotations

from backprop_core.softmax import softmax_jacobian
from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term, number, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class BackThroughSoftmax(Operation):
    """Over all outputs of the layer, by softmax's Jacobian."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """In the layers of softmax, unless the loss is fused with it."""
        return layer is not None and shape.softmaxes[layer] and not shape.fused_at(layer)

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each output."""
        return shape.sizes[at.in_layer + 1]

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """da · ∂a/∂z for each output."""
        layer, j, s = at.of_neuron
        jacobian = softmax_jacobian(p.forward.layers[layer].a[s : s + 1])[0]
        return tuple(
            product(
                p.entry("da", layer, k, s),
                Number(Address("jacobian", layer, k, j, s), float(jacobian[k, j])),
            )
            for k in range(len(jacobian))
        )

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """dA and the Jacobian of every sample, (batch, n_out, n_out)."""
        layer = at.in_layer
        jacobian = softmax_jacobian(p.forward.layers[layer].a)
        factors = (p.layer("da", layer), number("jacobian", layer, of=jacobian))
        return (Term(factors, self.value(p, at)),)


BACK_THROUGH_SOFTMAX = BackThroughSoftmax(
    "back_through_softmax", "delta", "backward", "neurons", sums=True, dot_product=True
)
