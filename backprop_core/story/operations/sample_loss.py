"""The loss of one sample: what each output contributes, added up.

How an output contributes is the loss's own, such as ½ (a − y)² or −y log a.
"""

from __future__ import annotations

from backprop_core.checks import Array
from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class SampleLoss(Operation):
    """Of every sample; of a single one it is the loss itself."""

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """For every loss that each sample has one of."""
        return shape.separable

    def happens_at_once(self, shape: Shape, layer: int | None) -> bool:
        """A batch is then taken as a whole."""
        return shape.separable and shape.batch == 1

    def makes(self, shape: Shape, at: Address) -> bool:
        """The loss of a batch is made of those of its samples."""
        own = at.sample is not None or shape.batch == 1
        return super().makes(shape, at) and own

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each output."""
        return shape.sizes[-1]

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """Each output's contribution, from what the loss takes: (a, y)."""
        return contributions(p, (at.sample or 0,))

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """The same: a loss is one number."""
        return self.terms(p, at)

    def value(self, p: PassNumbers, at: Address) -> float | Array:
        """The sum, or what `backward` took it for."""
        if at.sample is None:
            return p.gradients.loss
        return p.sample_loss(at.sample)


def contributions(p: PassNumbers, samples: tuple[int, ...] | range) -> tuple[Term, ...]:
    """What each output of each of the samples contributes, from what the loss takes: (a, y)."""
    return tuple(
        Term(p.taken_by_the_loss(k, s), float(p.loss_parts[s, k]))
        for s in samples
        for k in range(p.y.shape[1])
    )


SAMPLE_LOSS = SampleLoss("sample_loss", "loss", "loss", "samples")
