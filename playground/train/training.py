"""The training of a session: how, on what, and how far; and its course, worked out from that.

What is kept is plain and short: the data's recipe, the hyperparameters with the updates from which
on they held, and two numbers, the updates made and the one that is shown. The rest is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground import session
from playground.data_sets.preparation import Prepared
from playground.exercise import hyperparameters
from playground.exercise.document import Document
from playground.exercise.hyperparameters import Hyperparameters
from playground.train import chosen_data, clock
from playground.train.chosen_data import ChosenData
from playground.train.course import Course, Leg, Moment
from playground.train.task import task_of
from playground.where import is_count


class Training(TypedDict):
    """`legs` are pairs (after, hyperparameters); `of` is a digest of the network and the data that
    they are about: with others, training begins anew."""

    of: str
    legs: list[tuple[int, Hyperparameters]]
    updates: int
    at: int
    speed: int
    log: bool


def _begun() -> Training:
    lr = session.document()["learning_rate"] or 0.1
    return {
        "of": "",
        "legs": [(0, session.linked_training() or hyperparameters.usual(lr))],
        "updates": 0,
        "at": 0,
        "speed": clock.FASTEST,
        "log": False,
    }


def _is_sound(held: Any) -> bool:
    if not isinstance(held, Mapping) or set(held) != set(Training.__annotations__):
        return False
    if held.get("of") and _COURSE.get():
        return True  # checked when its course was begun
    try:
        ends = [after for after, _ in held["legs"]]
        for _, chosen in held["legs"]:
            hyperparameters.read_hyperparameters(chosen)
    except (BackpropError, TypeError, ValueError):
        return False
    whole = all(is_count(number) for number in (*ends, held["updates"], held["at"]))
    rising = ends[:1] == [0] and all(a < b for a, b in pairwise(ends))
    return whole and rising and isinstance(held["of"], str) and held["speed"] in clock.SPEEDS


_TRAINING: session.Remembered[Training] = session.Remembered("training", _begun, is_sound=_is_sound)
_COURSE: session.Remembered[list[Any]] = session.Remembered("training_course", list)


def training() -> Training:
    """What the session holds."""
    return _TRAINING.get()


def chosen() -> Hyperparameters:
    """How the next update will be made."""
    return training()["legs"][-1][1]


def prepared_data() -> Prepared | None:
    """The data set that was chosen; None for the exercise's own samples."""
    return chosen_data.prepared_data()


def course() -> Course:
    """The run so far, begun again where network or data are others. After a reload it has fewer
    updates than are wanted, and `catch_up` makes them again."""
    now, held, kept = session.document(), training(), _COURSE.get()
    of = digest(now, chosen_data.chosen_data())
    if len(kept) == 2 and type(kept[1]) is Course and kept[0] == of:
        found: Course = kept[1]
        return found
    task = task_of(now, prepared_data())
    if held["of"] != of:
        held = {**held, "of": of, "legs": [(0, chosen())], "updates": 0, "at": 0}
        _TRAINING.set(held)
        clock.pause()
    made = Course(task, [Leg(*leg) for leg in held["legs"]])
    _COURSE.set([of, made])
    return made


def digest(now: Document, data: ChosenData) -> str:
    """Of all that a run begins with, beside its hyperparameters."""
    about: Any = [now["layers"], now["loss"], now["reduction"], now["biases_frozen"]]
    own = not (data["recipe"] or data["table"] or data["drawn"])
    about.append([now["x"], now["y"]] if own else data)
    text = json.dumps(about, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def take_again(held: Any) -> None:
    """A run of before, as `training` gave it; its updates are made again. One that is not sound is
    left aside."""
    if _is_sound(held):
        clock.pause()
        _COURSE.set([])
        _TRAINING.set(held)


def begin_anew(**changes: Any) -> None:
    """From the first update, with these hyperparameters changed."""
    new: Any = {**chosen(), **changes}
    clock.pause()
    _COURSE.set([])
    _TRAINING.set({**training(), "of": "", "legs": [(0, new)], "updates": 0, "at": 0})


def moment() -> Moment:
    """The run at the update that is shown."""
    return course().at(training()["at"])


def is_live() -> bool:
    """Whether the last update is shown."""
    held = training()
    return held["at"] == held["updates"]


def choose(**changes: Any) -> None:
    """Other hyperparameters from the next update on: after the one that is shown, where that is
    not the last. Those that do not fit are refused, and everything stays as it is."""
    new: Any = {**chosen(), **changes}
    try:
        hyperparameters.read_hyperparameters(new)
    except BackpropError as error:
        session.refuse(str(error))
        return
    _turn(new)


def _turn(new: Hyperparameters) -> None:
    held, run = training(), course()
    try:
        run.turn(held["at"], new)
    except BackpropError as error:
        session.refuse(str(error))
        return
    legs = [(leg.after, leg.chosen) for leg in run.legs]
    _TRAINING.set({**held, "legs": legs, "updates": held["at"]})
    session.accepted()


def advance(updates: int, seconds: float = float("inf")) -> None:
    """So many more updates from the one that is shown, or as many as there is time for. Those after
    it, made before, are left: the run branches. None while some are still to be made again."""
    if is_behind():
        return
    held, run = training(), course()
    if held["at"] < held["updates"]:
        _turn(run.leg_of(held["at"] + 1))
        held = training()
    run.go_on(updates, seconds)
    _TRAINING.set({**held, "updates": run.updates, "at": run.updates})
    if run.stopped:
        clock.pause()


def is_behind() -> bool:
    """Whether updates that were made before a reload are still to be made again."""
    run = course()
    return run.updates < training()["updates"] and run.stopped is None


def catch_up() -> None:
    """Make some of them again."""
    run, held = course(), training()
    run.go_on(held["updates"] - run.updates, clock.SLICE)
    if run.stopped:
        _TRAINING.set({**held, "updates": run.updates, "at": min(held["at"], run.updates)})


def epoch_size() -> int:
    """How many updates an epoch has."""
    samples = len(course().task.x)
    return -(-samples // (chosen()["batch_size"] or samples))


def epoch_left() -> int:
    """How many updates are left of the epoch that is shown; a whole one at its beginning."""
    samples = len(course().task.x)
    size = chosen()["batch_size"] or samples
    return -(-(samples - moment().state.place.row) // size)


def go_to(number: Any) -> None:
    """Look at the run after that many updates; it is paused."""
    held = training()
    if is_count(number) and number <= held["updates"]:
        clock.pause()
        _TRAINING.set({**held, "at": number})


def start_again() -> None:
    """From the same weights, with the present hyperparameters."""
    held = training()
    clock.pause()
    course().turn(0, chosen())
    _TRAINING.set({**held, "legs": [(0, chosen())], "updates": 0, "at": 0})


def set_speed(speed: Any) -> None:
    """So many updates a second."""
    if speed in clock.SPEEDS:
        _TRAINING.set({**training(), "speed": speed})


def set_log(on: bool) -> None:
    """Whether the loss is drawn on a logarithmic scale."""
    _TRAINING.set({**training(), "log": on})


def tick() -> None:
    """One picture: while it runs, as many updates as are due by now and one slice has time for."""
    clock.next_picture()
    if is_behind():
        catch_up()
        return
    held = training()
    due = clock.updates_due(held["at"], held["speed"])
    if due:
        advance(due, clock.SLICE)
        _stop_at_loss(held["at"])
    clock.stop_at_target(training()["at"])


def _stop_at_loss(before: int) -> None:
    """Where a loss is wanted, stay at the first update after which it was measured."""
    wanted = clock.loss_wanted()
    if wanted is None:
        return
    for mark in course().marks:
        if mark.number > before and mark.train <= wanted:
            go_to(mark.number)
            return
