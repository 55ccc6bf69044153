"""The error of a threshold unit: output minus target, or by the delta rule z minus target.

It stands where ∂loss/∂z would: the step has no gradient, so no derivative of it goes in.
"""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.operations.fused_output import FusedOutput
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class ThresholdError(FusedOutput):
    """At the outputs, where the loss is the rule of threshold units."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """With the perceptron rule and the delta rule."""
        return layer == shape.last and shape.for_thresholds

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """What is compared, and the targets, (batch, n_out)."""
        fused = p.network.loss_function.fused
        assert fused is not None
        pair = (p.layer(fused.takes[0], at.in_layer), p.targets())
        return (Term(pair, self.value(p, at)),)


THRESHOLD_ERROR = ThresholdError("threshold_error", "delta", "backward", "neurons")
