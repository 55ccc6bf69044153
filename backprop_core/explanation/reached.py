"""Where the numbers before it lead an operation: by intervals, and by whole passes on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.explanation.given import Written
from backprop_core.explanation.here import Values
from backprop_core.explanation.intervals import Interval, intervals, is_cut_off, within
from backprop_core.explanation.on_paper import Range, over, passes
from backprop_core.explanation.operations import Operation
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.rounding import Rounding
from backprop_core.explanation.shown_digits import FULL

_BESIDE, _MANY = 0.8, 2.0  # of a range that has more units, as not all passes are looked at
_LESS = 0.4  # of what it has beyond one unit, where these are few
_SLACK = 2.5  # units that a number may be off which was made from others that are given
_FLOATS = 1e-9  # of a unit: what floats lose in a sum
_LARGE = 20_000  # parameters: so many numbers nobody works on paper


@dataclass(frozen=True, eq=False)
class Reached:
    """`values` is the pass with what is `given` carried on, and `roundings` are those of each array
    that is `judged`. What is near may be led to by `looser` rounding."""

    problem: Problem
    operations: Sequence[Operation]
    values: Values
    given: Mapping[Place, Written]
    judged: Mapping[Place, Written]
    roundings: Mapping[Place, tuple[Rounding, ...]]
    looser: Reached | None = None

    @cached_property
    def intervals(self) -> dict[Place, tuple[Interval, ...]]:
        """For each judged array the intervals that its own roundings lead to."""
        led = {
            each: dict(intervals(self.problem, self.operations, each, self.values, self.given))
            for each in self._every
        }
        return {place: tuple(led[r][place] for r in own) for place, own in self.roundings.items()}

    @cached_property
    def _every(self) -> tuple[Rounding, ...]:
        return tuple(sorted({each for own in self.roundings.values() for each in own}, key=str))

    @cached_property
    def passes(self) -> dict[Rounding, list[Values]]:
        """Whole passes on paper, by how they are rounded; none where nobody works so."""
        by_hand = [each for each in self._every if each.is_by_hand]
        if not by_hand or self.problem.network.parameters.size > _LARGE:
            return {}
        return passes(self.problem, self.operations, by_hand, self.given)

    @property
    def worked(self) -> list[Values]:
        """The same, whatever they are rounded to."""
        return [made for some in self.passes.values() for made in some]

    @cached_property
    def _ranges(self) -> dict[Rounding, dict[Place, Range]]:
        return {rounding: over(worked) for rounding, worked in self.passes.items()}

    def leads_to(self, place: Place) -> NDArray[np.bool_]:
        """Which of the numbers there are led to."""
        led = self._leads_to(place)
        if self.looser is None:
            return led
        near = self.is_near(place, self.judged[place].finest)
        if not (near & ~led).any():
            return led
        result: NDArray[np.bool_] = led | (near & self.looser.leads_to(place))
        return result

    def is_near(self, place: Place, units: Array) -> NDArray[np.bool_]:
        """Which of them are off by a slip of rounding at most."""
        written, reach = self.judged[place], self.intervals[place]
        radius = np.maximum.reduce([np.broadcast_to(r.radius, written.values.shape) for r in reach])
        off = np.abs(written.values - reach[0].centre)
        near: NDArray[np.bool_] = off <= radius + _SLACK * units
        return near

    def _leads_to(self, place: Place) -> NDArray[np.bool_]:
        written, roundings = self.judged[place], self.roundings[place]
        led = within(written, self.intervals[place], max(each.part for each in roundings))
        centre = self.intervals[place][0].centre
        off = np.abs(written.values - centre) > written.units * (1.0 - _FLOATS)
        if not (led & off).any() or not all(each.is_by_hand for each in roundings):
            return led
        if not self.passes:
            return led
        near = np.logical_or.reduce([*self._near(place, written, roundings)])
        result: NDArray[np.bool_] = led & (~off | near | is_cut_off(written, centre))
        return result if (result == led).all() else result | (led & self._from_unrounded(place))

    @cached_property
    def _unrounded(self) -> dict[Place, Interval]:
        """Where the given numbers lead, as they were before they were rounded."""
        not_at_all = Rounding("digits", FULL)
        led = intervals(self.problem, self.operations, not_at_all, self.values, self.given)
        return dict(led)

    def _from_unrounded(self, place: Place) -> NDArray[np.bool_]:
        return within(self.judged[place], (self._unrounded[place],))

    def _near(self, place: Place, written: Written, roundings: Sequence[Rounding]) -> Iterator[Any]:
        for rounding in roundings:
            least, most = self._ranges[rounding][place]
            spread = most - least
            # 14.0 may be what two digits left of 14.3
            units = np.maximum(written.units, rounding.unit(written.values))
            few = _LESS * np.maximum(spread - units, 0.0)
            beside = np.where(spread > _MANY * units, _BESIDE * spread, few)
            down, up = (units * part for part in _parts(written, rounding))
            too_small = written.values < least - down - beside
            too_large = written.values > most + up + beside
            yield ~(too_small | too_large)


def _parts(written: Written, rounding: Rounding) -> tuple[Any, Any]:
    """How much of a unit a number may lie below and above what was rounded to it; where digits are
    cut off, it lies towards 0."""
    half, whole = 0.5 * (1.0 + _FLOATS), 1.0 - _FLOATS  # what is short enough loses no digit
    if not rounding.cut:
        return half, half
    return np.where(written.values < 0, half, whole), np.where(written.values > 0, half, whole)
