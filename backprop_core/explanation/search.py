"""The search for what made wrong numbers: which slips lead to exactly these?

Each candidate is carried on to all that follows and compared, number by number, until one of the
given numbers contradicts it. One slip is tried first, then two: of those that explain the first
wrong array each is joined by a second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.candidates import Mask, Placed, Sites, masked, together
from backprop_core.explanation.given import Written
from backprop_core.explanation.intervals import Interval
from backprop_core.explanation.passes import DoesNotApplyError, Slipped, made_anew
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.verdicts import WRONG, Chain, Judge

_FIRSTS = 10  # so many different starts are joined by a second slip
_FULL, _SINGLE = 2e-9, 3e-6  # of the largest number of an array: as good as equal


@dataclass(frozen=True, eq=False)
class Claim:
    """One given array, and how near a candidate has to come to each of its numbers.

    `tight` is what the digits as written leave open, `loose` what rounding on the way adds.
    """

    values: Array
    blank: Any
    tight: Array
    loose: Array
    relative: float

    def off(self, made: Any, width: Array) -> Any:
        """Where what was made is not what is given."""
        size = float(np.abs(made).max(initial=0.0))
        return ~((np.abs(made - self.values) <= width + self.relative * size) | self.blank)

    def fits(self, made: Any) -> bool:
        """Whether no number contradicts what was made."""
        return not self.off(made, self._room(made)).any()

    def fits_tightly(self, made: Any) -> bool:
        """The same to all the digits that were written."""
        return not self.off(made, self.tight).any()

    def _room(self, made: Any) -> Array:
        size = float(np.abs(made).max(initial=0.0))
        room: Array = np.minimum(self.loose, 0.03 * size) + self.tight
        return room


def claim_of(written: Written, noise: Interval, reach: Sequence[Interval]) -> Claim:
    """What a candidate is held against."""
    if written.full or written.single:
        tight = 0.5 * written.units + noise.radius
        relative = _FULL if written.full else _SINGLE
        return Claim(written.values, written.blank, tight, np.zeros_like(tight), relative)
    tight = 0.5 * written.units * (1.0 + 1e-9) + noise.radius
    loose = np.minimum.reduce([np.broadcast_to(each.radius, tight.shape) for each in reach])
    return Claim(written.values, written.blank, tight, np.asarray(loose), _FULL)


@dataclass(frozen=True, eq=False)
class Fit:
    """Slips that explain what is wrong, and the numbers that they make where some are given.

    `reached` counts how far in the order of the work nothing contradicts them.
    """

    placed: tuple[Placed, ...]
    made: Mapping[Place, Any]
    reached: int
    complete: bool
    tight: bool = True
    ratio: float | None = None

    @cached_property
    def rarity(self) -> float:
        """What is more usual comes first: one slip before two, everywhere before somewhere."""
        by_name = {each.slip.name: each.slip.rarity for each in self.placed}
        masks = sum(0.6 for each in self.placed if each.masks)
        free = sum(0.3 * each.slip.free for each in self.placed)
        more = 1.8 * (len(by_name) - 1) + 0.7 * (len(self.placed) - len(by_name))
        return sum(by_name.values()) + masks + free + more + (0.0 if self.tight else 1.0)

    @cached_property
    def signature(self) -> tuple[Any, ...]:
        """Fits with equal signatures make the same numbers wherever one is given."""
        return tuple((place, _rounded(value)) for place, value in self.made.items())


def _rounded(value: Any) -> bytes:
    array = np.asarray(value, dtype=np.float64)
    size = float(np.abs(array).max(initial=0.0)) or 1.0
    return (np.round(array / size, 7) + 0.0).tobytes() + f"{size:.6g}".encode()


@dataclass(frozen=True, eq=False)
class Search:
    """What there is to explain, and everything that is tried for it."""

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
    def claims(self) -> dict[Place, Claim]:
        """What candidates are held against."""
        return {
            place: claim_of(written, self.judge.noise[place], self.chain.reach[place])
            for place, written in self.judge.given.items()
        }

    @cached_property
    def given(self) -> dict[Place, Array]:
        """The given numbers alone."""
        return {place: written.values for place, written in self.judge.given.items()}

    @cached_property
    def wrong(self) -> tuple[Place, ...]:
        """The places with a wrong number."""
        return self.chain.wrong

    @cached_property
    def operations(self) -> tuple[Any, ...]:
        """Only what can show in a given number."""
        needed = set(self.judge.given)
        kept = []
        for operation in reversed(self.chain.operations):
            if operation.makes in needed:
                needed |= operation.needs
                kept.append(operation)
            elif operation.makes[0] in ("dW", "delta"):
                kept.append(operation)
        return tuple(reversed(kept))

    def fit(self, *placed: Placed) -> Fit | None:
        """What these slips explain; None where they cannot be made."""
        return self.fit_of(together(*placed), placed)

    def fit_of(self, slipped: Slipped, placed: tuple[Placed, ...]) -> Fit | None:
        """The same for slips that are put together already."""
        made: dict[Place, Any] = {}
        steps = made_anew(self.problem, self.operations, self.chain.values, slipped, self.given)
        failed, ratio, tight = len(self.order), None, True
        try:
            for place, value in steps:
                claim = self.claims.get(place)
                if claim is None:
                    continue
                if not claim.fits(value):
                    failed = self.order[place]
                    ratio = _ratio(claim, value)
                    break
                tight = tight and claim.fits_tightly(value)
                made[place] = value
        except DoesNotApplyError:
            return None
        left = [self.order[p] for p in self.wrong if p not in made and self.order[p] < failed]
        reached = min([failed, *left])
        return Fit(placed, made, reached, reached == len(self.order), tight, ratio)

    @cached_property
    def sites(self) -> Sites:
        """Where slips can be made."""
        return Sites(self.problem, self.operations, self.chain.values, self.given)

    def possible(self, slip: Slip) -> int:
        """In how many layers that slip could be made."""
        return len(self.sites.every_slip.get(slip.key, ()))

    @cached_property
    def singles(self) -> list[Placed]:
        """Every slip in every place."""
        found = []
        for placed in self.sites.placed():
            found.append(placed)
            some = masked(placed, self.suspects)
            if some is not None:
                found.append(some)
        return found

    @cached_property
    def suspects(self) -> dict[int, Mask]:
        """Where only some neurons of a layer have wrong numbers: which entries those are."""
        found: dict[int, Mask] = {}
        for quantity, layer in self.wrong:
            verdict = self.chain.verdicts[quantity, layer]
            if quantity in ("loss", "dx") or layer in found:
                continue
            mask = _neurons(quantity, verdict == WRONG, self.problem.shape(("z", layer)))
            if mask is not None and not mask.all():
                found[layer] = mask
        return found

    @cached_property
    def ones(self) -> list[Fit]:
        """Everything that one slip explains, wholly or up to some place."""
        found = (self.fit(placed) for placed in self.singles)
        return [each for each in found if each is not None]

    def all_fits(self) -> list[Fit]:
        """What one slip explains wholly."""
        return [each for each in self.ones if each.complete]

    def two_slips(self) -> list[Fit]:
        """What two slips explain together."""
        start, ones = self.order[self.wrong[0]], self.ones
        firsts = _different(each for each in ones if each.reached > start)
        found = []
        for first in firsts[:_FIRSTS]:
            for placed in self.singles:
                both = self._joined(first, placed)
                if both is not None and both.complete:
                    found.append(both)
        return found or list(self._multiplied(ones))

    def _joined(self, first: Fit, placed: Placed) -> Fit | None:
        if placed in first.placed:
            return None
        return self.fit(*first.placed, placed)

    def _multiplied(self, ones: Sequence[Fit]) -> Iterator[Fit]:
        """Pairs at the same place: one slip, and a factor besides."""
        factors = [p for p in self.singles if p.slip.factor is not None and p.masks is None]
        for first in ones:
            if first.ratio is None or first.placed[0].slip.factor is not None:
                continue
            for placed in factors:
                factor = placed.slip.factor or 1.0
                if abs(factor - first.ratio) < 1e-4 * abs(factor):
                    both = self._joined(first, placed)
                    if both is not None and both.complete:
                        yield both


def _ratio(claim: Claim, made: Any) -> float | None:
    """The one factor between what is given and what was made; None if there is none."""
    size = float(np.abs(made).max(initial=0.0))
    telling = ~claim.blank & (np.abs(made) > 1e-6 * size)
    if not telling.any() or not np.isfinite(size):
        return None
    given, values = claim.values[telling], np.asarray(made)[telling]
    ratio = float(given @ values / (values @ values))
    if claim.off(ratio * np.asarray(made), claim.tight * 1.01).any():
        return None
    return ratio


def _different(fits: Iterable[Fit]) -> list[Fit]:
    """The farthest first, and of those that make the same numbers only the most usual."""
    found: dict[Any, Fit] = {}
    for each in sorted(fits, key=lambda fit: (-fit.reached, fit.rarity)):
        found.setdefault(each.signature, each)
    return list(found.values())


def _neurons(quantity: str, wrong: Mask, shape: tuple[int, ...] | None) -> Mask | None:
    """The entries of a (batch, n_out) array that the wrong numbers belong to."""
    if shape is None or not wrong.ndim:
        return None
    if quantity in ("dW", "step_W", "W"):
        return np.broadcast_to(wrong.any(axis=1), shape)
    return np.broadcast_to(wrong, shape)

