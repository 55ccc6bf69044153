"""One step of the story: one arithmetic event, with every number that went into it.

A Step is complete in itself. The figure, the formula and the table are functions of it: none of
them has to find out what happened.
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.checks import Array
from backprop_core.story.plan import PHASE_OF, Address


@dataclass(frozen=True, eq=False, slots=True)
class Number:
    """A number and where it lives.

    Besides the quantities that steps make there are `x` an input, `y` a target, `slope` f′(z) of a
    neuron, `jacobian` ∂a[neuron]/∂z[source] of softmax, `learning_rate`, and `share`, what one
    sample counts in the batch's loss. At the granularity "layer" the value is the whole array.
    """

    address: Address
    value: float | Array

    @property
    def quantity(self) -> str:
        """What the number is: one of those above, or a quantity that steps make."""
        return self.address.quantity


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """One product in a sum: its factors, and what it adds."""

    factors: tuple[Number, ...]
    value: float | Array


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """What happened at one point of the walk.

    `terms` are the products that were added up; for an activation, a loss or an update they list
    the numbers that went in. `value` is what came out: at the granularity "term" the running sum,
    which is the whole number once `complete`. At "layer" it is the layer's array.
    """

    number: int
    address: Address
    terms: tuple[Term, ...]
    value: float | Array
    complete: bool = True

    @property
    def phase(self) -> str:
        """forward, loss, backward, gradient or update."""
        return PHASE_OF[self.address.quantity]

    @property
    def quantity(self) -> str:
        """z, a, loss, da, delta, dW, db, W or b."""
        return self.address.quantity

    @property
    def layer(self) -> int | None:
        """Counted from 0, the first layer that has weights; None for the loss."""
        return self.address.layer

    @property
    def neuron(self) -> int | None:
        """The neuron whose number it is; None for the loss, a shared bias, a whole layer."""
        return self.address.neuron

    @property
    def source(self) -> int | None:
        """For a weight, the neuron of the layer before that it comes from."""
        return self.address.source

    @property
    def sample(self) -> int | None:
        """The sample of the batch, where the number belongs to one."""
        return self.address.sample

    @property
    def part(self) -> int | None:
        """At the granularity "term", which product of the sum this step adds."""
        return self.address.part

    @property
    def inputs(self) -> tuple[Number, ...]:
        """All numbers that went in."""
        return tuple(number for term in self.terms for number in term.factors)
