"""The search for what made wrong numbers: which slips lead to exactly these?

Each candidate is carried on to all that follows and compared, number by number, until one of the
given numbers contradicts it. One slip is tried first, then two: those that explain the first wrong
array are each joined by a second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.candidates import Mask, Placed, Sites, masked, subsets, together
from backprop_core.explanation.claims import Claims, claims_of
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.intervals import intervals
from backprop_core.explanation.operations import Operation
from backprop_core.explanation.passes import DoesNotApplyError, Slipped, made_anew, numbers
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.verdicts import WRONG, Chain, Judge, Verdict

_FIRSTS, _PAIRS = 8, 4000  # so many different starts are joined by a second slip
_LARGE = 20_000  # parameters
_PLACES = 6  # and the same slip in so many places
_CLOSER = 20  # so many fits are looked at closely


@dataclass(frozen=True, eq=False)
class Search:
    """What there is to explain, and everything that can be tried for it."""

    judge: Judge
    chain: Chain

    @property
    def problem(self) -> Problem:
        """The exercise."""
        return self.judge.problem

    @cached_property
    def order(self) -> dict[Place, int]:
        """The given places, numbered in the order of the work."""
        return {place: k for k, place in enumerate(self.judge.given)}

    @cached_property
    def claims(self) -> Claims:
        """What candidates are held against."""
        return claims_of(self.judge, self.chain)

    @cached_property
    def given(self) -> dict[Place, Array]:
        """The given numbers alone."""
        return {place: written.values for place, written in self.judge.given.items()}

    @cached_property
    def wrong(self) -> tuple[Place, ...]:
        """The places with a wrong number, in the order of the work."""
        return self.chain.wrong

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Only what can show in a given number."""
        needed, kept = set(self.judge.given), []
        for operation in reversed(self.chain.operations):
            if operation.makes in needed or operation.makes[0] in ("slope", "delta", "dW"):
                needed |= operation.needs
                kept.append(operation)
        return tuple(reversed(kept))

    def fit(self, *placed: Placed) -> Fit | None:
        """What these slips explain; None where they cannot be made."""
        made: dict[Place, Any] = {}
        failed, tight, ratio = len(self.order), True, None
        try:
            for place, value in self.made_anew(together(*placed)):
                claim = self.claims.get(place)
                if claim is None:
                    continue
                if not claim.fits(value):
                    failed = self.order[place]
                    ratio = claim.ratio(value) if place == self.wrong[0] else None
                    break
                tight = tight and claim.fits_tightly(value)
                made[place] = value
        except DoesNotApplyError:
            return None
        left = [self.order[p] for p in self.wrong if p not in made and self.order[p] < failed]
        reached = min([failed, *left])
        complete = reached == len(self.order) and all(
            np.isfinite(value).all() for value in made.values()
        )
        return Fit(placed, made, reached, complete, tight, ratio)

    def made_anew(self, slipped: Slipped) -> Iterator[tuple[Place, Any]]:
        """What slips make of each array that they reach, in the order of the work."""
        return made_anew(self.problem, self.operations, self.chain.values, slipped, self.given)

    @cached_property
    def sites(self) -> Sites:
        """Where slips can be made."""
        return Sites(self.problem, self.operations, self.chain.values, self.given)

    def possible(self, slip: Slip) -> int:
        """In how many layers that slip could be made."""
        return len(self.sites.every_slip.get(slip.key, ()))

    @cached_property
    def singles(self) -> list[Placed]:
        """Every slip in every place, and in suspicious neurons only."""
        whole = list(self.sites.placed())
        partly = (masked(placed, self.suspects) for placed in whole)
        return [*whole, *(placed for placed in partly if placed is not None)]

    @cached_property
    def suspects(self) -> dict[int, Mask]:
        """Where only some neurons of a layer have wrong numbers: which entries those are."""
        found: dict[int, Mask] = {}
        for quantity, layer in self.wrong:
            if quantity in ("loss", "dx") or layer in found:
                continue
            verdict = self.chain.verdicts[quantity, layer]
            mask = _entries(quantity, verdict, self.problem.shape(("z", layer)))
            if mask is not None and not mask.all():
                found[layer] = mask
        return found

    @cached_property
    def ones(self) -> list[Fit]:
        """Everything that one slip explains, wholly or up to some place."""
        found = (self.fit(placed) for placed in self.singles)
        return [each for each in found if each is not None]

    def one_slip(self) -> list[Fit]:
        """What one slip explains wholly."""
        return self.closely(each for each in self.ones if each.complete)

    def to_the_digit(self) -> list[Fit]:
        """What one slip, with no number chosen to fit, explains to every digit written."""
        return [each for each in self.ones if each.complete and each.tight and not each.is_fitted]

    def several_places(self) -> list[Fit]:
        """What the same slip explains that was made in several places."""
        found = self.closely(self._one_by_one())
        return found or (self.closely(self._at_once()) if self._pairs else [])

    def _one_by_one(self) -> Iterator[Fit]:
        """Each place in its own way, such as another missing path in each layer."""
        start, singles = self.order[self.wrong[0]], self.singles
        for first in _different(each for each in self.ones if each.reached > start):
            alike = [p for p in singles if p.slip.name == first.placed[0].slip.name]
            fit: Fit | None = first
            while fit is not None and not fit.complete and len(fit.placed) <= _PLACES:
                fit = self._farther(fit, alike)
            if fit is not None and fit.complete:
                yield fit

    def _at_once(self) -> Iterator[Fit]:
        """The same in each place, where only all of them together lead to a given number."""
        for by_layer in self.sites.every_slip.values():
            for placed in subsets(by_layer, self.problem.last):
                fit = self.fit(placed)
                if fit is not None and fit.complete:
                    yield fit

    def _farther(self, fit: Fit, alike: Iterable[Placed]) -> Fit | None:
        """The fit with one more of these slips that leads farthest; None if none leads farther."""
        joined = (self.fit(*fit.placed, placed) for placed in alike if placed not in fit.placed)
        farther = [each for each in joined if each is not None and each.reached > fit.reached]
        return max(farther, key=lambda each: (each.reached, -each.rarity), default=None)

    def two_slips(self) -> list[Fit]:
        """What two slips explain together."""
        start = self.order[self.wrong[0]]
        firsts = _different(each for each in self.ones if each.reached > start)
        pairs = (
            self.fit(*first.placed, placed)
            for first in firsts[: min(_FIRSTS, 1 + self._pairs // len(self.singles))]
            for placed in self.singles
            if placed not in first.placed
        )
        found = self.closely(both for both in pairs if both is not None and both.complete)
        return found or self.closely(self._multiplied())

    @cached_property
    def _pairs(self) -> int:
        """How many pairs are worth the time; a large network has a slip of its own kind."""
        return _PAIRS if self.problem.network.parameters.size < _LARGE else 0

    def _multiplied(self) -> Iterator[Fit]:
        """Pairs at the same place: one slip, and a factor besides."""
        factors = [p for p in self.singles if p.slip.factor is not None and p.masks is None]
        for first in self.ones:
            if first.ratio is None or first.placed[0].slip.factor is not None:
                continue
            for placed in factors:
                factor = placed.slip.factor or 1.0
                if abs(factor - first.ratio) < 1e-4 * abs(factor):
                    both = self.fit(*first.placed, placed)
                    if both is not None and both.complete:
                        yield both

    def closely(self, fits: Iterable[Fit]) -> list[Fit]:
        """Those that stand a closer look: loose ones only as far as rounding on the way goes."""
        ordered = sorted(fits, key=lambda fit: (not fit.tight, fit.rarity))
        tight = [fit for fit in ordered if fit.tight]
        if tight:
            return tight
        looked_at = (self._within_rounding(fit) for fit in ordered[:_CLOSER])
        return [fit for fit in looked_at if fit is not None]

    def _within_rounding(self, fit: Fit) -> Fit | None:
        """The fit with its misfit; None if rounding on the way does not lead so far."""
        slipped = together(*fit.placed)
        try:
            values = numbers(self.problem, self.operations, self.given, slipped)
        except DoesNotApplyError:
            return None
        given = self.judge.given
        wanted = {place: self.judge.roundings(given[place]) for place in fit.made}
        led = {
            rounding: intervals(self.problem, self.operations, rounding, values, given, slipped)
            for rounding in {each for every in wanted.values() for each in every}
        }
        misfits = [
            min(_misfit(given[place], led[rounding][place]) for rounding in every)
            for place, every in wanted.items()
        ]
        worst = max((worst for worst, _ in misfits), default=0.0)
        if worst > 1.0:
            return None
        return replace(fit, misfit=float(np.mean([mean for _, mean in misfits])))


def _misfit(written: Any, interval: Any) -> tuple[float, float]:
    """How far off the numbers are, in parts of what is allowed: the worst, and squared the mean."""
    room = interval.radius + 0.5 * written.units * (1.0 + 1e-9)
    off = np.abs(written.values - interval.centre) / np.maximum(room, 1e-300)
    known = off[~np.isnan(written.values)]
    if not np.isfinite(known).all():
        return np.inf, np.inf
    return float(known.max(initial=0.0)), float(np.mean(known**2))


def _different(fits: Iterable[Fit]) -> list[Fit]:
    """The farthest first; of one name that makes the same numbers only the most usual."""
    found: dict[Any, Fit] = {}
    for each in sorted(fits, key=lambda fit: (-fit.reached, not fit.tight, fit.rarity)):
        found.setdefault((each.names, each.signature), each)
    return list(found.values())


def _entries(quantity: str, verdict: Verdict, shape: tuple[int, ...] | None) -> Mask | None:
    """The entries of a (batch, n_out) array that the wrong numbers belong to."""
    wrong = verdict == WRONG
    if shape is None or not wrong.ndim:
        return None
    if quantity in ("dW", "step_W", "W"):
        return np.broadcast_to(wrong.any(axis=1), shape)
    return np.broadcast_to(wrong, shape)
