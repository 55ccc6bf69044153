"""A cross-entropy and its activation, differentiated together: ∂loss/∂z straight from a and y."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.operations.loss_slope import LossSlope
from backprop_core.story.shape import Shape


class FusedOutput(LossSlope):
    """The same function of output and target, but of z: output minus target, shared out."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """At the outputs, where loss and activation belong together."""
        return layer == shape.last and shape.fused and not shape.for_thresholds

    def makes(self, shape: Shape, at: Address) -> bool:
        """Where it happens."""
        return self.could_make(shape, at) and self.happens(shape, at.layer)


FUSED_OUTPUT = FusedOutput("fused_output", "delta", "backward", "neurons")
