"""A pass whose every operation can carry a slip.

A slip puts other arithmetic in the place of an operation, in one layer or in several, and what it
makes is carried on to all that follows, as a person would. Only what a slip reaches is made anew,
so that hundreds of slips can be tried on one exercise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import Arithmetic, Given, Here, Values
from backprop_core.explanation.operations import Operation, of_pass_after
from backprop_core.explanation.problem import LOSS_AFTER, Place, Problem
from backprop_core.network import joined

Slipped = Mapping[tuple[str, int], Sequence[Arithmetic]]
"""For an operation and a layer, what is done in place of it, one after the other."""

AGAIN = ("weighted_sum", "activation")  # done once more on the way to the loss after the update

_NOTHING: Given = {}
_NO_SLIPS: Slipped = {}


def numbers(
    problem: Problem,
    operations: Sequence[Operation],
    given: Given = _NOTHING,
    slipped: Slipped | None = None,
) -> Values:
    """The whole pass. Where a number is given it is carried on, instead of the one made here."""
    values: Values = {}
    for operation in operations:
        value = made_by(problem, values, operation, slipped or {})
        values[operation.makes] = _carried_on(value, given.get(operation.makes))
    return values


def made_anew(
    problem: Problem,
    operations: Sequence[Operation],
    base: Values,
    slipped: Slipped,
    given: Given = _NOTHING,
    fresh: Collection[tuple[str, int]] | None = None,
) -> Iterator[tuple[Place, Any]]:
    """What slips make of each array that they reach, in the order of the work.

    `base` are the numbers of the pass without them, with `given` carried on; with `fresh`, without
    those of them that befall these operations. Raises DoesNotApplyError where a slip makes no
    sense.
    """
    begins = slipped if fresh is None else fresh
    values, changed = dict(base), set[Place]()
    for operation in operations:
        is_hit = (operation.name, operation.layer) in begins or (
            operation.makes == LOSS_AFTER and any(name in AGAIN for name, _ in begins)
        )
        if not is_hit and changed.isdisjoint(operation.needs):
            continue
        place = operation.makes
        value = made_by(problem, values, operation, slipped)
        yield place, value
        claimed = given.get(place)
        if claimed is not None and not np.isnan(claimed).any():
            continue  # it is carried on as it is
        values[place] = _carried_on(value, claimed)
        changed.add(place)


class DoesNotApplyError(Exception):
    """A slip that cannot be made here: the shapes do not fit, or there is nothing to forget."""


def made_by(problem: Problem, values: Values, operation: Operation, slipped: Slipped) -> Any:
    """What an operation makes of these numbers, with the slips that befall it."""
    if operation.makes == LOSS_AFTER and problem.has_after:
        return pass_after(problem, values, slipped)[1][LOSS_AFTER]
    here = Here(problem, values, operation.makes[0], operation.layer)
    value = operation.right(here)
    for slip in slipped.get((operation.name, operation.layer), ()):
        here.right = value
        made = slip(here)
        if made is None or np.shape(made) != np.shape(value):
            raise DoesNotApplyError
        value = made
    return value


def pass_after(
    problem: Problem, values: Values, slipped: Slipped = _NO_SLIPS
) -> tuple[Problem, Values]:
    """The exercise and the forward pass after the update that `values` have; who slips in a forward
    pass does so again."""
    new = [(values["W", layer], values.get(("b", layer))) for layer in range(problem.last + 1)]
    network = problem.network.with_parameters(joined(new))
    after = replace(problem, network=network, has_after=False)
    return after, numbers(after, of_pass_after(after.last), slipped=slipped)


def _carried_on(value: Any, given: Array | None) -> Any:
    return value if given is None else np.where(np.isnan(given), value, given)
