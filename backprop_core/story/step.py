"""One step of a pass: one arithmetic operation with all of its inputs.

A Step is self-contained. The figure, the formula and the table are functions of it: none of
them has to infer what happened.
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.checks import Array
from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term, zero_but_for_rounding
from backprop_core.story.operations.operation import Operation, Phase


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """What happens at one point of the walk.

    `operation` is the kind of arithmetic, and `terms` are the products that are added up; for an
    activation, a loss or an update they list its inputs. `value` is the result: at
    the granularity "term" the running sum, which is final once `complete`; at "layer" the
    layer's array.
    """

    number: int
    operation: Operation
    address: Address
    terms: tuple[Term, ...]
    value: float | Array
    complete: bool = True

    @property
    def zero_but_for_rounding(self) -> bool:
        """Whether it is a sum that is 0 on paper, as far as floating point can tell: what is left
        of its products is no larger than their rounding."""
        of_numbers = self.operation.sums and self.complete and isinstance(self.value, float)
        return of_numbers and zero_but_for_rounding(float(self.value), self.terms)

    @property
    def phase(self) -> Phase:
        """forward, loss, backward, gradient or update."""
        return self.operation.phase

    @property
    def quantity(self) -> str:
        """What was made: z, a, loss, da, delta, dW, db, W or b, or what a rule keeps: m of W."""
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
