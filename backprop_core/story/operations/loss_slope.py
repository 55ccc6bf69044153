"""Where the backward pass starts: ∂loss/∂a at an output, the slope of the loss itself."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class LossSlope(Operation):
    """A function of output and target, times what the sample counts in the batch's loss."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """At the outputs, unless loss and activation are fused."""
        return layer == shape.last and not shape.fused

    def makes(self, shape: Shape, at: Address) -> bool:
        """At a fused output too, where no step needs it."""
        return self.could_make(shape, at) and at.layer == shape.last

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """The output, its target and the share."""
        _, neuron, sample = at.of_neuron
        pair = p.compared(neuron, sample)
        return (Term((*pair, p.share), self.value(p, at.whole)),)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Outputs and targets, (batch, n_out)."""
        return (Term((p.layer("a", at.in_layer), p.targets()), self.value(p, at)),)


LOSS_SLOPE = LossSlope("loss_slope", "da", "backward", "neurons")
