"""The course of a training run: its updates so far, each of which can be gone back to.

Not all of them are kept. Of every so many a checkpoint is kept, the run's numbers and its place in
the data, and what lies between is made again from the one before, by the same updates: the same
numbers, to the last bit. Where the checkpoints grow too many, every second is dropped.

A course is worked out from plain data: the task, and the legs, which say from which update on which
hyperparameters hold.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from backprop_core import Array, Network, Update, train
from backprop_core.rules import Place, State
from playground.exercise.hyperparameters import Hyperparameters, arguments, keep_the_same, rule_of
from playground.train.measures import Mark, measured
from playground.train.task import Task

MOST_KEPT = 6_000_000  # bytes of checkpoints
MOST_MARKS = 400
FIRST_GAP = 16  # updates between two checkpoints at first


class Leg(NamedTuple):
    """From update number `after` + 1 on, the run is trained like that."""

    after: int
    chosen: Hyperparameters


class _Checkpoint(NamedTuple):
    number: int
    numbers: Array  # parameters, and the vectors that the rule keeps
    names: tuple[str, ...]  # of those
    place: Place


class Moment(NamedTuple):
    """A run after so many updates. `update` is the last of them, None before the first."""

    number: int
    network: Network
    state: State
    update: Update | None


class Course:
    """A run that can be gone on with. Only `go_on` and `turn` change it."""

    def __init__(self, task: Task, legs: Sequence[Leg]) -> None:
        self.task = task
        self.legs = list(legs)  # the first begins at 0; one that is not reached yet begins there
        self.gap, self.mark_gap = FIRST_GAP, 1
        self.updates = 0
        self.stopped: str | None = None  # why there is no next update
        self.marks: list[Mark] = [measured(self.task, 0, task.network, None)]
        self.marks_before: list[Mark] = []  # of a branch that was left
        state = rule_of(self.legs[0].chosen).start(task.network)
        self._kept = [_checkpoint(0, task.network, state)]
        self._begun = self._looked_at = Moment(0, task.network, state, None)
        self._last: Update | None = None  # since `_begun`
        self._coming: Iterator[Update] | None = None

    def go_on(self, updates: int, seconds: float = float("inf")) -> int:
        """So many more updates, or as many as that time allows, but at least one; how many it
        were. At a number that is not finite it stops, and says which."""
        end, done = time.perf_counter() + seconds, 0
        while done < updates and self.stopped is None:
            if self._coming is None or any(leg.after == self.updates for leg in self.legs[1:]):
                self._begin(self.leg_of(self.updates + 1))
            assert self._coming is not None
            self._take(next(self._coming))
            done += self.stopped is None
            if time.perf_counter() > end:
                break
        return done

    def turn(self, after: int, chosen: Hyperparameters) -> None:
        """From update `after` on, train like that; what was made after it is left, and its loss
        remembered as that of another branch. An update that is still to be made is waited for."""
        if after > self.updates:
            self.legs = [*(leg for leg in self.legs if leg.after < after), Leg(after, chosen)]
            return
        if after < self.updates:
            self.marks_before = self.marks
        self._begun, self._last = self.at(after), None
        self.marks = [mark for mark in self.marks if mark.number <= after]
        self._kept = [one for one in self._kept if one.number <= after]
        self.legs = [*(leg for leg in self.legs if leg.after < after), Leg(after, chosen)]
        self.updates, self.stopped = after, None
        self._begin(chosen)

    def _begin(self, chosen: Hyperparameters) -> None:
        """Go on from here like that, with what the rule has kept so far."""
        moment = self._latest()
        before = self.leg_of(max(1, moment.number))
        state = _carried_over(moment, before, chosen)
        if self._kept[-1].number == moment.number:
            self._kept.pop()
        self._kept.append(_checkpoint(moment.number, moment.network, state))
        self._begun, self._last = moment._replace(state=state), None
        self._looked_at = self._begun
        self._coming = self._from(self._begun, chosen)

    def at(self, number: int) -> Moment:
        """The run after that many updates."""
        number = max(0, min(number, self.updates))
        if number == self.updates:
            return self._latest()
        if number != self._looked_at.number:
            self._looked_at = self._recomputed(number)
        return self._looked_at

    def leg_of(self, number: int) -> Hyperparameters:
        """How that update, counted from 1, was made."""
        after = [leg.after for leg in self.legs]
        return self.legs[max(0, bisect_right(after, number - 1) - 1)].chosen

    def batch_size(self, number: int) -> int:
        """Of the batch of that update; the last one of an epoch may be shorter."""
        return self.leg_of(number)["batch_size"] or len(self.task.x)

    def begin_of_epoch(self, number: int) -> int:
        """The first update of the epoch that update `number`, from 1 on, belongs to."""
        update = self.at(number).update
        assert update is not None
        row, epoch = update.place_before.row, update.place_before.epoch
        while row:
            after = max(leg.after for leg in self.legs if leg.after < number)
            begun = self._start_of(after).state.place
            if begun.epoch < epoch or begun.row == 0:
                return number - row // self.batch_size(number)
            number, row = after, begun.row - self.batch_size(after)
        return number

    def between(self, first: int, last: int) -> list[Update]:
        """The updates of these numbers, counted from 1."""
        return list(self.replay(first, last)())

    def replay(self, first: int, last: int) -> Callable[[], Iterator[Update]]:
        """A function that gives the same one by one, as they were when this was asked, whatever
        happens to the run since."""
        parts = []
        while first <= min(last, self.updates):
            start, leg = self._start_of(first - 1), self.leg_of(first)
            end = min([last, self.updates, *(one.after for one in self.legs if one.after >= first)])
            parts.append((start, leg, first - 1 - start.number, end - start.number))
            first = end + 1
        return lambda: chain.from_iterable(
            islice(self._from(start, leg), skip, stop) for start, leg, skip, stop in parts
        )

    def kept_before(self, number: int) -> tuple[int, Array]:
        """The last checkpoint up to that update, and its parameters."""
        place = bisect_right([one.number for one in self._kept], max(0, number)) - 1
        return self._kept[place].number, self._kept[place].numbers[0]

    def _recomputed(self, number: int) -> Moment:
        if number == 0:
            start = self._moment_of(self._kept[0])
            return start
        update = self.between(number, number)[0]
        return Moment(number, update.network, update.state, update)

    def _start_of(self, number: int) -> Moment:
        """The last checkpoint up to that update."""
        place = bisect_right([one.number for one in self._kept], number) - 1
        return self._moment_of(self._kept[place])

    def _moment_of(self, kept: _Checkpoint) -> Moment:
        network = self.task.network.with_parameters(kept.numbers[0])
        vectors = dict(zip(kept.names, kept.numbers[1:], strict=True))
        return Moment(kept.number, network, State(kept.number, vectors, kept.place), None)

    def _from(self, moment: Moment, chosen: Hyperparameters) -> Iterator[Update]:
        task = self.task
        return train(
            moment.network,
            task.x,
            task.y,
            epochs=None,
            state=moment.state,
            biases_frozen=task.biases_frozen,
            **arguments(chosen),
        )

    def _take(self, update: Update) -> None:
        if update.stopped is not None and update.stopped.error is not None:
            self.stopped, self._coming = str(update.stopped.error), None
            return
        self.updates, self._last = update.number, update
        if update.number % self.gap == 0:
            self._keep(update)
        if update.number % self.mark_gap == 0:
            self._mark(update)

    def _latest(self) -> Moment:
        last = self._last
        if last is None:
            return self._begun
        if self._looked_at.number != last.number:
            self._looked_at = Moment(last.number, last.network, last.state, last)
        return self._looked_at

    def _keep(self, update: Update) -> None:
        names = tuple(update.recipe.kept)
        self._kept.append(_Checkpoint(update.number, update.numbers, names, update.place))
        if len(self._kept) * self._kept[-1].numbers.nbytes > MOST_KEPT:
            self.gap *= 2
            begins = {leg.after for leg in self.legs}
            self._kept = [
                one for one in self._kept if one.number % self.gap == 0 or one.number in begins
            ]

    def _mark(self, update: Update) -> None:
        self.marks.append(measured(self.task, update.number, update.network, update))
        if len(self.marks) > MOST_MARKS:
            self.mark_gap *= 2
            self.marks = [one for one in self.marks if one.number % self.mark_gap == 0]


def _checkpoint(number: int, network: Network, state: State) -> _Checkpoint:
    numbers = np.array([network.parameters, *state.vectors.values()])
    return _Checkpoint(number, numbers, tuple(state.vectors), state.place)


def _carried_over(moment: Moment, before: Hyperparameters, now: Hyperparameters) -> State:
    """The state to go on from: what the same rule kept before, and where it is another rule, or
    its velocity is written otherwise, what that begins with."""
    fresh = rule_of(now).start(moment.network).vectors
    kept = moment.state.vectors if keep_the_same(before, now) else {}
    vectors = {name: kept.get(name, start) for name, start in fresh.items()}
    return State(moment.state.updates, vectors, moment.state.place)
