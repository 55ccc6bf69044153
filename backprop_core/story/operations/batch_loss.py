"""The loss of a batch: the mean of its samples' losses, or their sum."""

from __future__ import annotations

from backprop_core.checks import Array
from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.operations.sample_loss import SAMPLE_LOSS, contributions
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class BatchLoss(Operation):
    """Where there is more than one sample, and each has a loss."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """A single sample's loss is the whole one."""
        return shape.separable and shape.batch > 1

    def makes(self, shape: Shape, at: Address) -> bool:
        """The one of no sample."""
        return super().makes(shape, at) and at.sample is None

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each sample."""
        return shape.batch

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Each sample's loss, shared out: 1/batch for the mean, 1 for the sum."""
        losses = (Address("loss", sample=s) for s in range(len(p.y)))
        return tuple(product(p.share, Number(one, SAMPLE_LOSS.value(p, one))) for one in losses)

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Every output of every sample at once."""
        return contributions(p, range(len(p.y)))

    def value(self, p: PassNumbers, at: Address) -> float | Array:
        """As `backward` has it."""
        return p.gradients.loss


BATCH_LOSS = BatchLoss("batch_loss", "loss", "loss", "once", sums=True)
