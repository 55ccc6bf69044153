"""The race of a session: its runners, how far they are, and their courses."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground import session
from playground.exercise.document import network_of
from playground.exercise.edits import initialize
from playground.exercise.hyperparameters import Hyperparameters, read_hyperparameters
from playground.exercise.rule_choices import RULES
from playground.train import chosen_data, clock, training
from playground.train.course import Course, Leg
from playground.train.task import Task, task_of
from playground.where import is_count

LEAST, MOST = 2, 4
SAME = "same"  # initial weights
FIRST = ("gradient_descent", "momentum", "rmsprop", "adam")
CHUNK = 10  # updates of one runner before the next


class Runner(TypedDict):
    """How it is trained, and how its weights are drawn; "same" for those of the network."""

    chosen: Hyperparameters
    init: str


class Race(TypedDict):
    """Whether it is looked at, its runners, and the updates that each has made."""

    open: bool
    of: str
    runners: list[Runner]
    updates: int


def _begun() -> Race:
    return {"open": False, "of": "", "runners": [], "updates": 0}


def _is_sound(held: Any) -> bool:
    if not isinstance(held, Mapping) or set(held) != set(Race.__annotations__):
        return False
    if _COURSES.get():
        return True
    try:
        for runner in held["runners"]:
            read_hyperparameters(runner["chosen"])
            if not isinstance(runner["init"], str):
                return False
    except (BackpropError, TypeError, KeyError):
        return False
    return len(held["runners"]) <= MOST and is_count(held["updates"])


_RACE: session.Remembered[Race] = session.Remembered("training_race", _begun, is_sound=_is_sound)
_COURSES: session.Remembered[list[Any]] = session.Remembered("training_race_courses", list)


def race() -> Race:
    """What the session holds."""
    return _RACE.get()


def is_open() -> bool:
    """Whether the race is looked at."""
    return race()["open"]


def open_race() -> None:
    """The run at hand, and three other rules at their usual rates, all else the same; or the
    runners of before."""
    clock.pause()
    runners = race()["runners"] or _first_runners()
    _RACE.set({**race(), "open": True, "runners": runners})


def _first_runners() -> list[Runner]:
    now = training.chosen()
    rules = [name for name in FIRST if name != now["rule"]][: MOST - 1]
    others: list[Hyperparameters] = [
        {**now, "rule": name, "options": {}, "lr": RULES[name].rate} for name in rules
    ]
    return [{"chosen": one, "init": SAME} for one in (now, *others)]


def close_race() -> None:
    """Back to the single run."""
    clock.pause()
    _RACE.set({**race(), "open": False})


def add_runner() -> None:
    """One more, like the last."""
    runners = race()["runners"]
    if len(runners) < MOST:
        _set_runners([*runners, runners[-1]])


def remove_runner(place: int) -> None:
    """Without that one."""
    runners = race()["runners"]
    if len(runners) > LEAST and place < len(runners):
        _set_runners([*runners[:place], *runners[place + 1 :]])


def change_runner(place: int, init: str | None = None, **changes: Any) -> None:
    """Another rule, rate, batch, penalty or initialisation: all start again."""
    runners = race()["runners"]
    if place >= len(runners):
        return
    old = runners[place]
    new: Any = {"chosen": {**old["chosen"], **changes}, "init": init or old["init"]}
    try:
        read_hyperparameters(new["chosen"])
        _task(new)
    except BackpropError as error:
        session.refuse(str(error))
        return
    _set_runners([*runners[:place], new, *runners[place + 1 :]])


def _set_runners(runners: list[Runner]) -> None:
    _RACE.set({**race(), "runners": runners})
    session.accepted()
    start_again()


def start_again() -> None:
    """All from their first weights."""
    clock.pause()
    _COURSES.set([])
    _RACE.set({**race(), "updates": 0})


def _task(runner: Runner) -> Task:
    now = session.document()
    task = task_of(now, training.prepared_data())
    if runner["init"] == SAME:
        return task
    drawn = initialize(now, runner["init"], now["seed"]).document
    parts = (task.x, task.y, task.test_x, task.test_y, task.biases_frozen)
    return Task(network_of(drawn), *parts)


def shared_by_all() -> list[str]:
    """In words, what all runners begin with and go through alike."""
    runners = race()["runners"]
    starts = {one["init"] for one in runners}
    orders = {(one["chosen"]["batch_size"], one["chosen"]["shuffle"]) for one in runners}
    alike = {"same initial weights": len(starts) == 1, "same order of samples": len(orders) == 1}
    return [what for what, is_so in alike.items() if is_so]


def courses() -> list[Course]:
    """Of each runner, begun again where network or data are others."""
    held, kept = race(), _COURSES.get()
    of = training.digest(session.document(), chosen_data.chosen_data())
    same = len(kept) == 2 and kept[0] == of and len(kept[1]) == len(held["runners"])
    if same and all(type(one) is Course for one in kept[1]):
        found: list[Course] = kept[1]
        return found
    if held["of"] != of:
        _RACE.set({**held, "of": of, "updates": 0})
    made = [Course(_task(runner), [Leg(0, runner["chosen"])]) for runner in held["runners"]]
    _COURSES.set([of, made])
    return made


def updates() -> int:
    """How many updates each has made, or is to make again after a reload."""
    return race()["updates"]


def is_behind() -> bool:
    """Whether some are still to be made again."""
    return any(one.updates < updates() and one.stopped is None for one in courses())


def advance(count: int, seconds: float = float("inf")) -> None:
    """So many more updates of each, side by side, or as many as there is time for."""
    wanted, end = updates() + count, time.perf_counter() + seconds
    runners, number = courses(), updates()
    while number < wanted and not all(one.stopped for one in runners):
        number = min(wanted, number + CHUNK)
        for one in runners:
            one.go_on(number - one.updates)
        if time.perf_counter() > end:
            break
    _RACE.set({**race(), "updates": number})
    if all(one.stopped for one in runners):
        clock.pause()


def catch_up() -> None:
    """Make some of them again."""
    end = time.perf_counter() + clock.SLICE
    while is_behind() and time.perf_counter() < end:
        for one in courses():
            one.go_on(min(CHUNK, updates() - one.updates))


def epoch() -> int:
    """How many updates an epoch of the first runner has."""
    first = race()["runners"][0]["chosen"]
    samples = len(courses()[0].task.x)
    return -(-samples // (first["batch_size"] or samples))


def tick() -> None:
    """While it runs: as many updates of each as are due by now and as one slice has time for."""
    clock.next_picture()
    due = clock.updates_due(updates(), training.training()["speed"])
    if is_behind():
        catch_up()
    elif due:
        advance(due, clock.SLICE)
