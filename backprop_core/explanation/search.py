"""The search for what made wrong numbers: which slips lead to exactly these?

Each candidate is carried on to all that follows and compared, array by array, until one of the
given numbers contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.candidates import Mask, Placed, Sites, masked, together
from backprop_core.explanation.claims import Claims, claims_of
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.operations import Operation
from backprop_core.explanation.passes import AGAIN, DoesNotApplyError, Slipped, made_anew
from backprop_core.explanation.problem import LOSS_AFTER, TOTALS, Place, Problem
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.verdicts import WRONG, Chain, Judge, Verdict

_UPDATES = {"dW": ("step_W", "W"), "db": ("step_b", "b")}


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

    @cached_property
    def eagerly(self) -> tuple[Operation, ...]:
        """The same with each update right after its gradient: what is given of it can contradict a
        slip before the pass goes on."""
        updates = {o.makes: o for o in self.operations if o.name == "update"}
        order: list[Operation] = []
        for operation in self.operations:
            if operation.name != "update":
                order.append(operation)
            for after in _UPDATES.get(operation.makes[0], ()):
                order += [updates[at] for at in [(after, operation.layer)] if at in updates]
        return tuple(order)

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

    def whole_fit(self, *placed: Placed) -> Fit | None:
        """What these slips explain, if that is all; None otherwise."""
        if not self.reached_by(*placed).issuperset(self.wrong):
            return None
        made: dict[Place, Any] = {}
        slipped = together(*placed)
        try:
            for place, value in made_anew(
                self.problem, self.eagerly, self.chain.values, slipped, self.given
            ):
                claim = self.claims.get(place)
                if claim is not None:
                    if not claim.fits(value) or not np.isfinite(value).all():
                        return None
                    made[place] = value
        except DoesNotApplyError:
            return None
        if not made.keys() >= set(self.wrong):
            return None
        tight = all(self.claims[place].fits_tightly(value) for place, value in made.items())
        return Fit(placed, self.in_order(made), len(self.order), complete=True, tight=tight)

    def in_order(self, made: dict[Place, Any]) -> dict[Place, Any]:
        """The same in the order of the work."""
        return {place: made[place] for place in sorted(made, key=self.order.__getitem__)}

    def made_anew(self, slipped: Slipped) -> Iterator[tuple[Place, Any]]:
        """What slips make of each array that they reach, in the order of the work."""
        return made_anew(self.problem, self.operations, self.chain.values, slipped, self.given)

    @cached_property
    def reach(self) -> dict[tuple[str, int], frozenset[Place]]:
        """For each operation the places that a slip in it changes; what is given whole is carried
        on as it is."""
        whole = {place for place, values in self.given.items() if not np.isnan(values).any()}
        found: dict[tuple[str, int], frozenset[Place]] = {}
        after: dict[Place, frozenset[Place]] = {}
        for operation in reversed(self.operations):
            place, at = operation.makes, (operation.name, operation.layer)
            on = frozenset[Place]() if place in whole else after.get(place, frozenset())
            on |= {place}
            if operation.name in AGAIN and LOSS_AFTER in self.order:
                on |= {LOSS_AFTER}
            found[at] = found.get(at, frozenset()) | on
            for need in operation.needs:
                after[need] = after.get(need, frozenset()) | on
        return found

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
            if quantity in TOTALS or layer in found:
                continue
            verdict = self.chain.verdicts[quantity, layer]
            mask = _entries(quantity, verdict, self.problem.shape(("z", layer)))
            if mask is not None and not mask.all():
                found[layer] = mask
        return found

    @cached_property
    def ones(self) -> list[Fit]:
        """Everything that one slip explains, wholly or up to some place, of those that reach the
        first wrong array."""
        reaching = (placed for placed in self.singles if self.wrong[0] in self.reached_by(placed))
        found = (self.fit(placed) for placed in reaching)
        return [each for each in found if each is not None]

    def reached_by(self, *placed: Placed) -> frozenset[Place]:
        """The places that these slips change."""
        none = frozenset[Place]()
        at_all = (at for each in placed for at in each.operations())
        return none.union(*(self.reach.get(at, none) for at in at_all))


def _entries(quantity: str, verdict: Verdict, shape: tuple[int, ...] | None) -> Mask | None:
    """The entries of a (batch, n_out) array that the wrong numbers belong to."""
    wrong = verdict == WRONG
    if shape is None or not wrong.ndim:
        return None
    if quantity in ("dW", "step_W", "W"):
        return np.broadcast_to(wrong.any(axis=1), shape)
    return np.broadcast_to(wrong, shape)
