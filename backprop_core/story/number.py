"""The numbers that go into a step, each with its address, and their products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from backprop_core.checks import Array
from backprop_core.story.address import Address


@dataclass(frozen=True, eq=False, slots=True)
class Number:
    """A number and its address.

    Quantities that no step computes are `x`, an input; `y`, a target; `slope`, f′(z) of a neuron;
    `mask`, what dropout multiplies its activation by;
    `x0`, the constant that a bias is a weight of, where it is written so; `jacobian`,
    ∂a[neuron]/∂z[source] of softmax; `share`, a sample's weight in the batch's loss; and the
    settings and state of an update rule: `learning_rate`, `beta1`, `old m of W`. At the granularity
    "layer" the value is the whole array.
    """

    address: Address
    value: float | Array

    @property
    def quantity(self) -> str:
        """What the number is: one of those above, or a quantity that steps make."""
        return self.address.quantity


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """One term of a sum: its factors and its value."""

    factors: tuple[Number, ...]
    value: float | Array


def rounding_of(count: int, sizes: Any) -> Any:
    """How far rounding may take a sum of so many products from what it is on paper; `sizes` is the
    sum of their absolute values. Each product is rounded three times, with its factors, and each
    of its additions once."""
    return (count + 3) * 2.0**-53 * sizes


def zero_but_for_rounding(value: float, terms: Sequence[Term]) -> bool:
    """Whether a sum that is not 0 is no larger than the rounding of its terms."""
    sizes = sum(abs(float(term.value)) for term in terms)
    return len(terms) > 1 and 0 < abs(value) <= rounding_of(len(terms), sizes) < inf


def number(quantity: str, layer: int | None = None, *, of: Any, **where: int) -> Number:
    """A Number at that address; `of` is its value."""
    return Number(Address(quantity, layer, **where), of)


def product(*factors: Number) -> Term:
    """The term that is the product of its factors."""
    value: Any = factors[0].value
    for factor in factors[1:]:
        value = value * factor.value
    return Term(factors, value)
