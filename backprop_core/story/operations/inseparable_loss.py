"""A loss that is no sum over samples, such as the root of the mean square of all errors."""

from __future__ import annotations

from backprop_core.checks import Array
from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.operations.operation import Operation
from backprop_core.story.operations.sample_loss import contributions
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class InseparableLoss(Operation):
    """One number for all outputs of all samples, in one step."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """Where no sample has a loss of its own."""
        return not shape.separable

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """What each output of each sample brings, from (a, y)."""
        return contributions(p, range(len(p.y)) if at.sample is None else (at.sample,))

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """The same: a loss is one number."""
        return self.terms(p, at)

    def value(self, p: PassNumbers, at: Address) -> float | Array:
        """As `backward` has it; of a sample, what its outputs bring."""
        if at.sample is None:
            return p.gradients.loss
        return p.sample_loss(at.sample)


INSEPARABLE_LOSS = InseparableLoss("inseparable_loss", "loss", "loss", "once")
