"""A block of the story: the steps that go through one layer with one operation.

Its steps are not listed. Which number step k makes, and which step makes a number, follows from
the count of samples, of places in the layer and of terms by arithmetic on the index; so a plan of
half a million steps is made in no time.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from backprop_core.story.address import Address
from backprop_core.story.operations.operation import Operation

Spot = tuple[int | None, int | None]  # neuron and source, None where that does not apply


@dataclass(frozen=True, eq=False)
class Block:
    """For each of the samples, at each spot, each of the operations in turn.

    `samples` is 0 where the numbers belong to no sample. `parts` says how many steps each spot
    takes with each operation: the products of its sum, or 1.
    """

    operations: tuple[Operation, ...]
    layer: int | None
    samples: int
    spots: tuple[Spot, ...]
    parts: tuple[int, ...]

    @cached_property
    def _ends(self) -> list[int]:
        """How many steps of a sample are done after each of the parts."""
        return list(accumulate(self.parts))

    @cached_property
    def _spot_numbers(self) -> dict[Spot, int]:
        return {spot: n for n, spot in enumerate(self.spots)}

    @property
    def _period(self) -> int:
        """The steps of one sample."""
        return self._ends[-1] if self.parts else 0

    def __len__(self) -> int:
        return (self.samples or 1) * self._period

    def at(self, k: int) -> tuple[Operation, Address]:
        """What its step k does, and the number that it makes, or a part of it."""
        sample, rest = divmod(k, self._period)
        n = bisect_right(self._ends, rest)
        spot, turn = divmod(n, len(self.operations))
        operation, (neuron, source) = self.operations[turn], self.spots[spot]
        part = rest - self._ends[n] + self.parts[n] if self.parts[n] > 1 else None
        own = sample if self.samples else None
        return operation, Address(operation.quantity, self.layer, neuron, source, own, part)

    def first(self, quantity: str) -> int:
        """Its first step that makes such a number."""
        return sum(self.parts[: self._turn(quantity)])

    def making(self, at: Address) -> int | None:
        """The step that completes the number at `at`, the last of its parts; None for others."""
        last = self._part(at)
        return None if last is None else last[0] + last[1] - 1

    def index(self, at: Address) -> int | None:
        """The step at exactly that address, its part included."""
        found = self._part(at)
        if found is None:
            return None
        start, count = found
        if at.part is None:
            return start if count == 1 else None
        return start + at.part if 0 <= at.part < count != 1 else None

    def _part(self, at: Address) -> tuple[int, int] | None:
        """The first step that works on the number at `at`, and how many do."""
        spot = self._spot_numbers.get((at.neuron, at.source))
        if spot is None or not self._has(at.sample):
            return None
        n = spot * len(self.operations) + self._turn(at.quantity)
        start = (at.sample or 0) * self._period + self._ends[n] - self.parts[n]
        return start, self.parts[n]

    def _turn(self, quantity: str) -> int:
        return next(n for n, o in enumerate(self.operations) if o.quantity == quantity)

    def _has(self, sample: int | None) -> bool:
        if sample is None:
            return not self.samples
        return 0 <= sample < self.samples
