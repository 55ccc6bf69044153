"""A race: the same network on the same data in the same order, trained in two to four ways.

It says who leads, who first got below a mark, and what is worth looking at, all from the numbers;
and it lays their ways through the space of weights on the plane in which they differ most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from backprop_core import Array
from playground.train.course import Course
from playground.train.measures import Mark, loss_on

ROOM, SIDE, STOPS = 0.25, 25, 30
FAR = 1e300  # ways end there: the width of a picture has to be a number, too


class Standing(NamedTuple):
    """How a runner stands: its place from 1, losses, and the update after which its loss was first
    below the mark, None while it never was."""

    place: int
    train: float
    test: float | None
    below: int | None


def judged(mark: Mark) -> float:
    """The loss by which runners are compared: of the test points, where there are any."""
    return mark.train if mark.test is None else mark.test


def mark_of(courses: Sequence[Course]) -> float:
    """A round loss between the first and the lowest of those that are finite."""
    losses = [judged(mark) for course in courses for mark in course.marks]
    finite = [max(loss, 1e-9) for loss in losses if np.isfinite(loss)] or [1.0]
    middle = float(np.sqrt(min(finite)) * np.sqrt(finite[0]))
    digits = 10.0 ** np.floor(np.log10(middle))
    return float(min((1, 2, 5, 10), key=lambda one: abs(np.log(one * digits / middle))) * digits)


def standings(courses: Sequence[Course], mark: float) -> list[Standing]:
    """Of each runner, in their order."""
    latest = [course.marks[-1] for course in courses]
    losses = [judged(one) if np.isfinite(judged(one)) else np.inf for one in latest]
    places = [1 + sum(other < loss for other in losses) for loss in losses]
    return [
        Standing(place, one.train, one.test, _first_below(course.marks, mark))
        for place, one, course in zip(places, latest, courses, strict=True)
    ]


def _first_below(marks: Sequence[Mark], mark: float) -> int | None:
    return next((one.number for one in marks if judged(one) < mark), None)


def what_to_see(names: Sequence[str], found: Sequence[Standing], mark: float) -> list[str]:
    """Who passed the mark first, who is lowest, and who has not reached it."""
    said = []
    passed = [(one.below, name) for one, name in zip(found, names, strict=True) if one.below]
    if passed:
        number, name = min(passed)
        said.append(f"{name} drops below {mark:g} first, after {number:,} updates.")
    losses = [one.train if one.test is None else one.test for one in found]
    if not np.isfinite(losses).any():
        return [*said, "No loss is finite any more."]
    best = int(np.argmin([loss if np.isfinite(loss) else np.inf for loss in losses]))
    level = all(loss == losses[best] for loss in losses)
    ahead = "All are tied" if level else f"{names[best]} is lowest now"
    said.append(f"{ahead}, at {losses[best]:.3g}.")
    behind = [name for one, name in zip(found, names, strict=True) if one.below is None]
    if behind and passed:
        verb = "has" if len(behind) == 1 else "have"
        listed = " and ".join(filter(None, (", ".join(behind[:-1]), behind[-1])))
        said.append(f"{listed} {verb} not reached it yet.")
    return said


@dataclass(frozen=True, eq=False)
class Ways:
    """Their ways over the plane: `paths` are (stops, 2) for each runner, and `losses` the training
    loss at each of `across` × `up`, (up, across)."""

    paths: tuple[Array, ...]
    across: Array
    up: Array
    losses: Array


def ways(courses: Sequence[Course]) -> Ways:
    """On the two directions in which the weights of all of them spread most (the principal
    components), through the middle of where they have been."""
    stops = [np.unique(np.linspace(0, c.updates, STOPS).astype(int)) for c in courses]
    been = [
        np.array([course.at(int(k)).network.parameters for k in some]).clip(-FAR, FAR)
        for course, some in zip(courses, stops, strict=True)
    ]
    every = np.concatenate(been)
    middle = every.mean(axis=0)
    directions = _directions(every - middle)
    paths = tuple((one - middle) @ directions.T for one in been)
    across, up = (_axis(np.concatenate(paths)[:, k]) for k in (0, 1))
    task = courses[0].task
    losses = [
        [
            loss_on(task.network.with_parameters(middle + [a, b] @ directions), task.x, task.y)
            for a in across
        ]
        for b in up
    ]
    return Ways(paths, across, up, np.array(losses))


def _directions(spread: Array) -> Array:
    """The first two right singular vectors, (2, count); where all lie on a line, a second one
    across it."""
    _, sizes, found = np.linalg.svd(spread, full_matrices=False)
    if len(found) >= 2 and sizes[1] > 1e-12:
        two: Array = found[:2]
        return two
    other = np.zeros(spread.shape[1])
    other[int(np.argmin(np.abs(found[0])))] = 1.0
    other -= found[0] * (found[0] @ other)
    size = np.linalg.norm(other)
    return np.array([found[0], other / size if size else other])


def _axis(values: Array) -> Array:
    low, high = float(values.min()), float(values.max())
    room = ROOM * (high - low) or 1.0
    return np.linspace(low - room, high + room, SIDE)
