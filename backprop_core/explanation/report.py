"""The result of `explain`: verdicts, the first wrong number, and likely causes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core.explanation import words
from backprop_core.explanation.causes import Cause
from backprop_core.explanation.given import Written
from backprop_core.explanation.problem import QUANTITIES, TOTALS, Place, Problem
from backprop_core.explanation.rounding import Rounding
from backprop_core.explanation.verdicts import EXACT, FOLLOWS, ROUNDED, WRONG, Verdict
from backprop_core.story.address import Address


@dataclass(frozen=True, eq=False)
class Report:
    """The verdict on every given number, and the likely causes of those that are wrong.

    `verdicts` has, for each given quantity, one array per layer (None if not given), shaped like
    that quantity, of "exact", "rounded", "follows", "wrong" or "blank"; the losses and dx have one
    array. `first` is the address of the first wrong number in order of computation, or None.
    `causes` are sorted, the likeliest first. `rounding` says how intermediate numbers were rounded,
    if that is clear. `notes` say how ambiguous input was read.
    """

    problem: Problem
    given: Mapping[Place, Written]
    exact: Mapping[Place, Any]
    by_place: Mapping[Place, Verdict]
    first: Address | None
    causes: tuple[Cause, ...]
    rounding: Rounding | None = None
    notes: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether every given number is exact or right as rounded."""
        return not self.count(WRONG, FOLLOWS)

    @property
    def verdicts(self) -> dict[str, Any]:
        """The verdicts by quantity: an array per layer in a list; one array for a loss and dx."""
        found: dict[str, Any] = {}
        for name in QUANTITIES:
            if not any(quantity == name for quantity, _ in self.by_place):
                continue
            if name in TOTALS:
                found[name] = self.by_place[name, 0]
            else:
                layers = range(self.problem.last + 1)
                found[name] = [self.by_place.get((name, layer)) for layer in layers]
        return found

    def count(self, *kinds: str) -> int:
        """The number of entries with one of these verdicts."""
        return sum(int(np.isin(each, kinds).sum()) for each in self.by_place.values())

    @property
    def total(self) -> int:
        """The number of given entries."""
        return self.count(EXACT, ROUNDED, FOLLOWS, WRONG)

    def raise_if_wrong(self) -> None:
        """Raise AssertionError with the report as its text unless everything is right."""
        if not self.right:
            raise AssertionError(str(self))

    def __bool__(self) -> bool:
        return self.right

    def __str__(self) -> str:
        return "\n".join([*self._verdict(), *self.notes])

    def _verdict(self) -> list[str]:
        if not self.total:
            return ["Nothing was given."]
        return self._all_right() if self.right else [*self._what_is_wrong(), *self._why()]

    def _all_right(self) -> list[str]:
        many = "The one number agrees" if self.total == 1 else f"All {self.total} numbers agree"
        rounded = self.count(ROUNDED)
        if not rounded:
            return [f"{many}."]
        if self.rounding is None:
            how = "as rounded" if rounded == self.total else f"{rounded} of them as rounded"
            return [f"{many}, {how}.", *self._exactly()]
        done = "cutting digits off after" if self.rounding.cut else "rounding to"
        lines = [f"{many}. Your digits match {done} {self.rounding} along the way."]
        return [*lines, *self._exactly()]

    def _exactly(self) -> list[str]:
        """Of the numbers that are right as rounded, the one that is farthest off."""
        place, index = max(self._where(ROUNDED), key=self._relative_error)
        name = words.at(self.problem, words.address_of(place, index))
        return [f"{words.sentence(name)} is {self._given(place, index)}; the exact value is "
                f"{self._exact(place, index)}."]  # fmt: skip

    def _relative_error(self, at: tuple[Place, tuple[int, ...]]) -> float:
        place, index = at
        exact = float(self.exact[place][index])
        return abs(float(self.given[place].values[index]) - exact) / (abs(exact) or 1.0)

    def _what_is_wrong(self) -> list[str]:
        wrong, follows = self.count(WRONG), self.count(FOLLOWS)
        verb = "is" if wrong == 1 else "are"
        lines = [f"{wrong} of {self.total} numbers {verb} wrong."]
        if self.total == 1:
            lines = ["The one number is wrong."]
        if follows:
            verb = "follows" if follows == 1 else "follow"
            lines[0] = f"{lines[0]} {follows} {verb} from what was wrong before."
        if self.first is not None:
            place, index = self._where(WRONG)[0]
            lines.append(
                f"First wrong number: {words.at(self.problem, self.first)} is "
                f"{self._given(place, index)}; it should be {self._exact(place, index)}."
            )
        return lines

    def _why(self) -> list[str]:
        if not self.causes:
            return ["No usual slip explains this. Everything before it is right."]
        first, *others = self.causes
        lead = "Cause" if first.certain else "Possible cause"
        lines = [f"{lead}: {first.what}", f"What to do: {first.remedy}"]
        if first.certain:
            lines[1] += f" With that change, all {self.total} numbers agree."
        if others:
            lines.append("These slips fit the numbers as well:")
            lines += [f"- {cause.what}" for cause in others]
        return lines

    def _where(self, kind: str) -> list[tuple[Place, tuple[int, ...]]]:
        """All numbers with that verdict, in the order of the work."""
        return [
            (place, tuple(int(i) for i in index))
            for place, verdict in self.by_place.items()
            for index in np.argwhere(verdict == kind)
        ]

    def _given(self, place: Place, index: tuple[int, ...]) -> str:
        written = self.given[place]
        return words.as_written(float(written.values[index]), float(written.units[index]))

    def _exact(self, place: Place, index: tuple[int, ...]) -> str:
        written = self.given[place]
        value = float(np.asarray(self.exact[place])[index])
        shown = max(4, min(written.digits + 2, 8))
        return words.number(value, shown)
