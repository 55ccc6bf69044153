"""What a candidate is held against: one given array, and how near it has to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.given import Written
from backprop_core.explanation.intervals import Interval
from backprop_core.explanation.problem import Place
from backprop_core.explanation.verdicts import Chain, Judge

_RELATIVE = 2e-9  # of the largest number of an array: as good as equal
_LARGE = 20_000  # numbers: too many to look for a factor in every candidate
_LEAST, _MORE, _MOST = 0.02, 12.0, 0.3  # a slip may widen what rounding does, up to so much


@dataclass(frozen=True, eq=False, slots=True)
class Claim:
    """One given array (NaN for a blank), and how far off each number may be.

    `tight` is what the digits as written leave open. `loose` adds what rounding on the way may do,
    at first sight; it is `tight` where nothing was rounded.
    """

    values: Array
    tight: Array
    loose: Array
    size: float

    def fits(self, made: Any) -> bool:
        """Whether no number contradicts what was made, at first sight."""
        return not (np.abs(made - self.values) > self.loose).any()

    def fits_tightly(self, made: Any) -> bool:
        """The same to all the digits that were written."""
        return not (np.abs(made - self.values) > self.tight).any()

    def ratio(self, made: Any) -> float | None:
        """The one factor between what is given and what was made; None if there is none."""
        if self.values.size > _LARGE:
            return None
        known = ~np.isnan(self.values)
        given, values = self.values[known], np.asarray(made)[known]
        below = float(values @ values)
        if not 0.0 < below < np.inf:
            return None
        ratio = float(given @ values) / below
        return ratio if self.fits_tightly(ratio * np.asarray(made)) else None


def claims_of(judge: Judge, chain: Chain) -> dict[Place, Claim]:
    """Every given array as a claim."""
    return {
        place: _claim(written, judge.noise[place], chain.reach[place])
        for place, written in judge.given.items()
    }


def _claim(written: Written, noise: Interval, reach: Sequence[Interval]) -> Claim:
    size = float(np.nanmax(np.abs(written.values)))
    tight = 0.5 * written.units * (1.0 + 1e-9) + noise.radius + _RELATIVE * size
    if written.full:
        return Claim(written.values, tight, tight, size)
    radius = np.maximum.reduce([np.broadcast_to(each.radius, tight.shape) for each in reach])
    widest = max(float(np.max(each.radius)) / _size(each) for each in reach)
    room = np.maximum(3.0 * radius, min(_LEAST + _MORE * widest, _MOST) * size)
    return Claim(written.values, tight, tight + room, size)


def _size(interval: Interval) -> float:
    return max(float(np.abs(interval.centre).max(initial=0.0)), 1e-300)


Claims = Mapping[Place, Claim]
