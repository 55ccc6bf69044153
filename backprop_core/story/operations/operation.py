"""An operation: one kind of arithmetic in a pass, described by one value.

It gives its usual name, the quantity it computes, its phase, where in a network it
occurs, and which products add up to each number or to the array of a whole layer. The plan and
the trace ask it, so nothing else has to work out what a step does.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Literal

from backprop_core.checks import Array
from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.pass_numbers import PassNumbers, entry_at
from backprop_core.story.shape import Shape

Phase = Literal["forward", "loss", "backward", "gradient", "update"]
PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "gradient", "update")
# What one operation makes a number for: every neuron of a layer and sample, every connection,
# every bias; every sample; or once in a pass.
Over = Literal["neurons", "weights", "biases", "samples", "once"]


@dataclass(frozen=True)
class Operation(ABC):
    """`name` is its usual name, such as "weighted_sum"; `quantity` is what it computes: z, a,
    delta, …

    If `sums` is true, the number is the sum of its terms, and each term the product of its
    factors. Otherwise the terms list the inputs. If `dot_product` is true as well, each term
    multiplies an entry of one vector by that of another, as in Σ w · a; a plain sum of deltas or a
    mean of losses has no such products.
    """

    name: str
    quantity: str
    phase: Phase
    over: Over
    sums: bool = False
    dot_product: bool = field(default=False, kw_only=True)

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """Whether it is part of that layer's story; layer None is the loss and the update."""
        return True

    def happens_at_once(self, shape: Shape, layer: int | None) -> bool:
        """The same at the granularity "layer", where each layer's numbers are made together."""
        return self.happens(shape, layer)

    def makes(self, shape: Shape, at: Address) -> bool:
        """Whether it is the one that makes the number, or the array, at `at`."""
        return self.could_make(shape, at) and self.happens(shape, at.layer)

    def could_make(self, shape: Shape, at: Address) -> bool:
        """Whether `at` is a place of its quantity, whoever makes the number there."""
        if at.quantity != self.quantity:
            return False
        if at.layer is None:
            of_sample = at.sample is None or at.sample in range(shape.batch)
            return self.over in ("samples", "once") and of_sample
        if self.over in ("samples", "once") or at.layer not in range(len(shape.biases)):
            return False
        if at.neuron is None:
            return True
        if at.neuron not in range(shape.sizes[at.layer + 1]):
            return False
        if self.over == "weights":
            return at.source in range(shape.sizes[at.layer])
        return self.over == "biases" or at.sample in range(shape.batch)

    def term_count(self, shape: Shape, at: Address) -> int:
        """How many terms the number has; 1 for what is made in one go."""
        return 1

    @abstractmethod
    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """What goes into the number at `at`."""

    @abstractmethod
    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """What goes into the array of the layer, as arrays."""

    def value(self, p: PassNumbers, at: Address) -> float | Array:
        """The number, or the array, that it made."""
        return entry_at(p.array(self.quantity, at.in_layer), at)
