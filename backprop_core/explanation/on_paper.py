"""Where whole passes lead that are worked on paper, each in another way of rounding.

Interval arithmetic says how far rounding can lead at worst, as if every number were off by all of
its half unit and all in the same direction. Of short numbers that is nearly anywhere. People round
one number after the other; so some dozens of them are imagined here, and only what lies about where
they arrive is right as rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from backprop_core.explanation.given import Written
from backprop_core.explanation.hand import HAND, Habit, Hand
from backprop_core.explanation.here import Values, form_in_a
from backprop_core.explanation.operations import Operation, of_pass_after
from backprop_core.explanation.passes import pass_after
from backprop_core.explanation.problem import LOSS_AFTER, Place, Problem
from backprop_core.explanation.rounding import Rounding

_BOTH = (True, False)
_OFTEN = 0.6  # where not all is written down
_IN_PASSING = ("error", "step_W", "step_b")
_MIXED = 12  # passes in which the two directions are rounded in different ways


class Range(NamedTuple):
    """The least and the greatest that an operation gave, before it was rounded."""

    least: Any
    most: Any


def passes(
    problem: Problem,
    operations: Sequence[Operation],
    roundings: Sequence[Rounding],
    given: Mapping[Place, Written],
) -> dict[Rounding, list[Values]]:
    """For each rounding what the operations give, pass by pass. What is `given` is carried on as it
    was written, or as it was before it was rounded."""
    rng = np.random.default_rng(0)
    has_form = any(form_in_a(layer.f) is not None for layer in problem.layers)
    flags = [*product(_BOTH, _BOTH, _BOTH, _BOTH[not has_form :])]
    worked = partial(_worked, problem, operations, given, rng)
    finest = {each.kind: each for each in sorted(roundings, key=attrgetter("count"))}.values()
    any_of = [finer for each in finest for finer in (each, replace(each, count=each.count + 1))]
    mixed = [
        worked(Habit(any_of[first], *flags[n]), Habit(any_of[then], *flags[n]), n % 2 > 0)
        for n in rng.integers(len(flags), size=_MIXED)
        for first, then in [rng.integers(len(any_of), size=2)]
    ]
    return {
        rounding: [
            *(
                worked(Habit(first, *each), Habit(then, *each), True)
                for each in flags
                for first, then in _pairs(rounding)
            ),
            *mixed,
        ]
        for rounding in roundings
    }


def _pairs(rounding: Rounding) -> Iterator[tuple[Rounding, Rounding]]:
    """How the two directions are rounded: alike, with a digit more on the way back, and halves of
    decimals the other way."""
    yield rounding, rounding
    yield rounding, replace(rounding, count=rounding.count + 1)
    if rounding.kind == "decimals" and not rounding.cut:
        down = replace(rounding, down=True)
        yield down, down


def over(worked: Sequence[Values]) -> dict[Place, Range]:
    """Between which numbers the passes arrive."""
    return {
        place: Range(
            np.minimum.reduce([one[place] for one in worked]),
            np.maximum.reduce([one[place] for one in worked]),
        )
        for place, value in worked[0].items()
        if value is not None
    }


def _worked(
    problem: Problem,
    operations: Sequence[Operation],
    given: Mapping[Place, Written],
    rng: Any,
    first: Habit,
    then: Habit,
    whole: bool,
) -> Values:
    """What each operation gave; `whole`: all was written down and rounded before it was carried on,
    otherwise now and then a number was kept on the calculator."""
    made: Values = {}
    values: Values = {}
    for operation in operations:
        place = operation.makes
        habit = first if place[0] in ("z", "a") else then
        if place == LOSS_AFTER and problem.has_after:
            after, _ = pass_after(problem, values)
            again = _worked(after, of_pass_after(after.last), {}, rng, first, then, whole)
            made[place] = values[place] = again[place]
            continue
        o = Hand(problem, values, place, operation.layer, habit, rng)
        value = HAND.get(operation.name, operation.right)(o)
        made[place] = value
        if value is not None:
            written = _is_written(place[0], habit) and (whole or rng.random() < _OFTEN)
            carried = habit.rounding(value) if written else value
            if place in given:
                carried = _given(value, carried, given[place], as_written=whole)
            value = carried
        values[place] = value
    return made


def _is_written(quantity: str, habit: Habit) -> bool:
    """Whether a number is written down at all before it is used."""
    if quantity == "slope":
        return habit.slopes
    return habit.parts or quantity not in _IN_PASSING


def _given(value: Any, carried: Any, given: Written, *, as_written: bool) -> Any:
    """What is carried on of a number that is given: that, or what was rounded to it."""
    near = np.abs(given.values - value) <= given.units
    kept = np.where(near & (not as_written), value, given.values)
    return np.where(given.blank, carried, kept)
