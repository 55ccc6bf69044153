"""Slips that explain the beginning of what is wrong, and what one more on top makes of it.

Of two slips the first has to explain the first wrong array. What it makes is kept, so that another
slip is tried by making anew only what it reaches; and one that does not reach the first array that
the others leave unexplained is not tried at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.explanation.candidates import Placed, together
from backprop_core.explanation.claims import Claim
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.here import Values
from backprop_core.explanation.operations import Operation
from backprop_core.explanation.passes import DoesNotApplyError, Slipped, made_anew, numbers
from backprop_core.explanation.problem import Place
from backprop_core.explanation.search import Search


@dataclass(frozen=True, eq=False)
class Begun:
    """The fit of some slips that is not complete."""

    search: Search
    fit: Fit

    def with_one_more(self, placed: Placed) -> Fit | None:
        """The fit of these slips and another; None where it does not explain more."""
        if self.fit.reached == len(self.search.order):
            return None  # all is explained, by numbers that are not finite
        if self._open not in self.search.reached_by(placed):
            return None
        try:
            anew = self._made_anew(placed)
        except DoesNotApplyError:
            return None
        return None if anew is None else self._judged(placed, anew)

    def completed_by(self, placed: Placed) -> Fit | None:
        """The fit of these slips and another, if they explain all; None otherwise."""
        search = self.search
        if not self._left or not search.reached_by(placed).issuperset(self._left):
            return None
        anew: dict[Place, Any] = {}
        try:
            for place, value in self._passes(placed, search.eagerly):
                claim = search.claims.get(place)
                if claim is not None:
                    if not claim.fits(value):
                        return None
                    anew[place] = value
        except DoesNotApplyError:
            return None
        fit = self._judged(placed, search.in_order(anew))
        return fit if fit.complete else None

    @cached_property
    def _left(self) -> frozenset[Place]:
        """The places that are not explained."""
        return frozenset(
            place
            for place, claim in self.search.claims.items()
            if not self._is_explained(place, claim, self._made)
        )

    def _is_explained(self, place: Place, claim: Claim, made: Mapping[Place, Any]) -> bool:
        return claim.fits(made[place]) if place in made else place not in self.search.wrong

    @cached_property
    def _open(self) -> Place:
        """The first place that is not explained."""
        return list(self.search.judge.given)[self.fit.reached]

    def _made_anew(self, placed: Placed) -> dict[Place, Any] | None:
        """What the other slip changes, where something is given; None if that is contradicted
        no later than before."""
        search, made = self.search, dict[Place, Any]()
        for place, value in self._passes(placed, search.operations):
            claim = search.claims.get(place)
            if claim is None:
                continue
            order = search.order[place]
            is_late = order > self.fit.reached and self._open not in made
            if is_late or (order <= self.fit.reached and not claim.fits(value)):
                return None
            made[place] = value
        return made if self._open in made else None

    def _passes(
        self, placed: Placed, operations: Sequence[Operation]
    ) -> Iterator[tuple[Place, Any]]:
        """What is made anew with the other slip besides."""
        search = self.search
        both = together(*self.fit.placed, placed)
        fresh = frozenset(placed.operations())
        return made_anew(search.problem, operations, self._values, both, search.given, fresh)

    def _judged(self, placed: Placed, anew: dict[Place, Any]) -> Fit:
        search = self.search
        made = {**self._made, **anew}
        left = [
            search.order[place]
            for place, claim in search.claims.items()
            if not self._is_explained(place, claim, made)
        ]
        reached = min([len(search.order), *left])
        kept = {place: value for place, value in made.items() if search.order[place] < reached}
        complete = not left and all(np.isfinite(value).all() for value in kept.values())
        tight = all(search.claims[place].fits_tightly(value) for place, value in kept.items())
        return Fit((*self.fit.placed, placed), kept, reached, complete, tight)

    @cached_property
    def _slipped(self) -> Slipped:
        return together(*self.fit.placed)

    @cached_property
    def _values(self) -> Values:
        """The whole pass with these slips."""
        search = self.search
        return numbers(search.problem, search.operations, search.given, self._slipped)

    @cached_property
    def _made(self) -> dict[Place, Any]:
        """What they make, where something is given."""
        made = self.search.made_anew(self._slipped)
        return {place: value for place, value in made if place in self.search.claims}
