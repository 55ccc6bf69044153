"""Is each number right? Exact, right as rounded, following from a wrong one, or wrong.

A number is exact if it is the exact one, to the digits it was written with. It is right as rounded
if rounding on the way leads to it: if its operation gives it for some values that round to the
numbers written before. It follows if its operation gives it from what was written before, and
something there is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backprop_core.explanation.given import Written, kinds_shown
from backprop_core.explanation.here import Values, form_in_a
from backprop_core.explanation.intervals import Interval, intervals, within
from backprop_core.explanation.operations import Operation, operations
from backprop_core.explanation.passes import numbers
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.reached import Reached
from backprop_core.explanation.rounding import Rounding, simulated
from backprop_core.explanation.single import SINGLE, is_single

EXACT, ROUNDED, FOLLOWS, WRONG, BLANK = "exact", "rounded", "follows", "wrong", "blank"
Verdict = NDArray[np.str_]

_TINY = Rounding("digits", 12)  # what float64 itself does on the way


@dataclass(frozen=True, eq=False)
class Chain:
    """A pass in which what was given is carried on, with slopes taken from z or from a."""

    operations: tuple[Operation, ...]
    reached: Reached
    verdicts: Mapping[Place, Verdict]

    @property
    def values(self) -> Values:
        """The numbers of the pass."""
        return self.reached.values

    @property
    def reach(self) -> Mapping[Place, tuple[Interval, ...]]:
        """Where rounding on the way can lead, at worst."""
        return self.reached.intervals

    @property
    def wrong(self) -> tuple[Place, ...]:
        """The places with a wrong number, in the order of the work."""
        return tuple(place for place, each in self.verdicts.items() if (each == WRONG).any())

    @cached_property
    def count(self) -> int:
        """How many numbers are wrong."""
        return sum(int((each == WRONG).sum()) for each in self.verdicts.values())


@dataclass(frozen=True, eq=False)
class Judge:
    """What it takes to judge `given`, all of which is made once.

    `strict`: rounding on the way is to decimals only, or to digits only, where the numbers show
    which. `cut`: digits may have been cut off, which leads farther than rounding does. `spare`: the
    numbers on the way may have had so many decimals or digits less. `excuses`: a number that is off
    by few units is right where looser rounding leads to it.
    """

    problem: Problem
    given: Mapping[Place, Written]
    strict: bool = True
    cut: bool = False
    spare: int = 0
    excuses: bool = False

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The pass as it should be."""
        return operations(self.problem)

    @cached_property
    def exact(self) -> Values:
        """Every number of the pass as it should be."""
        return numbers(self.problem, self.operations)

    @cached_property
    def noise(self) -> dict[Place, Interval]:
        """How far float64 can be off on the way."""
        return dict(intervals(self.problem, self.operations, _TINY, self.exact, {}))

    @cached_property
    def is_exact(self) -> dict[Place, NDArray[np.bool_]]:
        """Where the numbers agree with the exact ones, to the digits they were written with."""
        return {
            place: np.abs(written.values - self.exact[place])
            <= 0.5 * written.units * (1.0 + 1e-9) + self.noise[place].radius
            for place, written in self.given.items()
        }

    @cached_property
    def noise_of_single(self) -> dict[Place, Interval]:
        """How far float32 can be off on the way."""
        return dict(intervals(self.problem, self.operations, SINGLE, self.exact, {}))

    def roundings(self, written: Written) -> tuple[Rounding, ...]:
        """How an array may have been rounded on the way, by what it shows."""
        if written.full:
            return (SINGLE,)
        digits = max(min(written.digits, max(3, self.fewest_digits), 7), self.least_digits)
        counts = {
            "decimals": max(written.decimals - self.spare, min(written.decimals, 2)),
            "digits": max(digits - self.spare, min(digits, 3) if self.spare < 2 else 2),
        }
        return tuple(Rounding(kind, counts[kind], self.cut) for kind in self.kinds)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What was rounded to on the way: decimals, digits, or either."""
        return kinds_shown(self.given.values()) if self.strict else ("decimals", "digits")

    @cached_property
    def fewest_digits(self) -> int:
        """Those of the array that shows fewest: a product shows more than went into it."""
        return min((each.digits for each in self.given.values() if each.telling), default=7)

    @cached_property
    def least_digits(self) -> int:
        """Of small numbers few digits show; where others show three, these had three as well."""
        most = max((each.digits for each in self.given.values() if each.telling), default=7)
        return min(3, max(2, most))

    @cached_property
    def from_exact(self) -> Reached:
        """Where rounding on the way can lead, from the exact numbers."""
        return self.reached(self.operations, self.exact, {})

    def reached(
        self, made_by: tuple[Operation, ...], values: Values, given: Mapping[Place, Written]
    ) -> Reached:
        """Where rounding on the way can lead, with what is `given` carried on."""
        wanted = {place: self.roundings(written) for place, written in self.given.items()}
        looser = None
        if self.excuses:
            judge = replace(self, strict=False, cut=True, excuses=False)
            looser = judge.reached(made_by, values, given)
        return Reached(self.problem, made_by, values, given, self.given, wanted, looser)

    def simulated(self, rounding: Rounding) -> tuple[Values, ...]:
        """Whole passes rounded on the way, with the slope f′(z) rounded and without."""
        return tuple(
            simulated(self.problem, self.operations, rounding, too) for too in (True, False)
        )

    def is_reached(self, place: Place, rounding: Rounding) -> NDArray[np.bool_]:
        """Where that rounding on the way can lead to the numbers."""
        led = dict(intervals(self.problem, self.operations, rounding, self.exact, {}))
        return within(self.given[place], (led[place],), rounding.part)

    def chain(self, from_a: bool) -> Chain:
        """The given numbers, carried on, and the verdict on each."""
        made_by = operations(self.problem, from_a)
        reach = self._carried_on(made_by, self.given)
        verdicts = self._verdicts(made_by, reach, self.from_exact)
        if any((each == WRONG).any() for each in verdicts.values()):
            corrected = self._carried_on(made_by, _without_wrong(self.given, verdicts))
            verdicts = self._verdicts(made_by, reach, corrected)
        return Chain(made_by, reach, verdicts)

    def _carried_on(
        self, made_by: tuple[Operation, ...], given: Mapping[Place, Written]
    ) -> Reached:
        claims = {place: written.values for place, written in given.items()}
        return self.reached(made_by, numbers(self.problem, made_by, claims), given)

    def _verdicts(
        self,
        made_by: tuple[Operation, ...],
        reach: Reached,
        corrected: Reached,
    ) -> dict[Place, Verdict]:
        """In the order of the work, since what rests on a wrong number is judged otherwise."""
        verdicts, tainted = {}, set[Place]()
        for operation in made_by:
            place = operation.makes
            inherited = not tainted.isdisjoint(operation.needs)
            if place in self.given:
                verdicts[place] = self._verdict(place, reach, corrected if inherited else None)
                inherited = _passes_on(verdicts[place], inherited)
            if inherited:
                tainted.add(place)
        return {place: verdicts[place] for place in self.given}

    def _verdict(self, place: Place, reach: Reached, corrected: Reached | None) -> Verdict:
        """`corrected` is where right numbers lead, if what stands before is not all right."""
        written = self.given[place]
        found = np.full(written.values.shape, WRONG, dtype="<U7")
        found[reach.leads_to(place)] = ROUNDED if corrected is None else FOLLOWS
        if corrected is not None:
            found[corrected.leads_to(place)] = ROUNDED
        if written.digits >= SINGLE.count:
            found[is_single(written, self.exact[place], self.noise_of_single[place])] = ROUNDED
        found[self.is_exact[place]] = EXACT
        found[written.blank] = BLANK
        return found


def _without_wrong(
    given: Mapping[Place, Written], verdicts: Mapping[Place, Verdict]
) -> dict[Place, Written]:
    """The given numbers without those that are wrong or follow from wrong ones."""
    return {
        place: replace(
            written,
            values=np.where(np.isin(verdicts[place], (WRONG, FOLLOWS)), np.nan, written.values),
        )
        for place, written in given.items()
    }


def _passes_on(verdict: Verdict, inherited: bool) -> bool:
    """Whether what is made from these numbers rests on a wrong one."""
    bad = bool(np.isin(verdict, (WRONG, FOLLOWS)).any())
    return bad or (inherited and bool((verdict == BLANK).any()))


def judged(problem: Problem, given: Mapping[Place, Written]) -> tuple[Judge, Chain]:
    """The verdicts, with slopes from z, or from a if that leaves fewer numbers wrong."""
    judge = Judge(problem, given)
    return judge, best_chain(judge)


def best_chain(judge: Judge) -> Chain:
    """The chain with slopes from z, or from a if that leaves fewer numbers wrong."""
    chain = judge.chain(from_a=False)
    has_form = any(form_in_a(layer.f) is not None for layer in judge.problem.layers)
    if chain.wrong and has_form and any(place[0] == "a" for place in judge.given):
        other = judge.chain(from_a=True)
        if other.count < chain.count:
            chain = other
    return chain
