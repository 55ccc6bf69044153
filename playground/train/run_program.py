"""The run that is shown, made again as what a program of it is written from.

It touches no run of the session, so it can be made while that goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from backprop_core import Array, Network, forward
from playground.data_sets.data_set import are_classes
from playground.exercise.document import Document
from playground.export.training_program import Points, TrainingRun
from playground.train.course import Course, Leg
from playground.train.measures import loss_on
from playground.train.numbers import Outlook
from playground.train.task import Task

ROUND = (1, 2, 5)  # and ten times, a hundred times as many updates
COMPARED = 1e-11  # to which a run agrees with its twin where a program compares to 1e-9


def run_of(now: Document, task: Task, legs: Sequence[Leg], updates: int) -> TrainingRun:
    """Its first `updates` updates, made again.

    A twin whose weights begin one unit in the last place away tells what can be compared: where
    rounding errors grow, two computers come to different numbers, and neither is wrong.
    """
    legs = [leg for leg in legs if leg.after < updates]
    run, twin = (
        Course(replace(task, network=network), legs)
        for network in (task.network, _nudged(task.network))
    )
    run.go_on(updates)
    twin.go_on(updates)
    losses, others = [*_losses(run, updates)], dict(_losses(twin, updates))
    agreeing = dict(takewhile(lambda pair: _agree(pair[1], others.get(pair[0])), losses))
    after, beside = (course.at(updates).network for course in (run, twin))
    return TrainingRun(
        document=now,
        before=task.network,
        after=after,
        train=_points(task, after, test=False),
        test=_points(task, after, test=True) if len(task.test_x) else None,
        biases_frozen=task.biases_frozen,
        legs=legs,
        updates=updates,
        losses=agreeing,
        comparable=len(agreeing) == len(losses) and _agree(after.parameters, beside.parameters),
    )


def _losses(course: Course, updates: int) -> Iterator[tuple[int, float]]:
    """Of the mini-batches of update 1, 2, 5, 10 and so on, and of the last."""
    numbers = {k * 10**n for n in range(len(str(updates))) for k in ROUND if k * 10**n < updates}
    for number in (*sorted(numbers), updates):
        for update in course.between(number, number):
            yield number, update.data_loss


def _agree(one: Array | float, other: Array | float | None) -> bool:
    return other is not None and np.allclose(one, other, rtol=COMPARED, atol=COMPARED / 1e3)


def _nudged(network: Network) -> Network:
    """Each weight that is not 0 to the next number, up and down by turns."""
    old = network.parameters
    ends = np.where(np.arange(old.size) % 2, np.inf, -np.inf)
    return network.with_parameters(np.where(old == 0, old, np.nextafter(old, ends)))


def _points(task: Task, network: Network, test: bool) -> Points:
    x, y = (task.test_x, task.test_y) if test else (task.x, task.y)
    outlook = Outlook(network, task, are_classes(task.y))
    accuracy = outlook.accuracy(test=test) if _is_clear(forward(network, x).output) else None
    return Points(x, y, loss_on(network, x, y), accuracy)


def _is_clear(output: Array) -> bool:
    """Whether a rounding error puts no sample into another class."""
    if output.shape[1] == 1:
        return bool((np.abs(output - 0.5) > COMPARED).all())
    second, first = np.sort(output, axis=1)[:, -2:].T
    return bool((first - second > COMPARED).all())
