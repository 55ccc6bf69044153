"""What is handed in of the exercise at hand, and the time that was spent on it."""

from __future__ import annotations

import time

from playground.session.remembered import Remembered
from playground.session.shown import document, run
from playground.session.store import state
from playground.sharing.restrictions import none
from playground.solve.handed_in import NO_TIME, HandedIn, WorkTime, after_work, name_in, time_in

_TIME: Remembered[WorkTime] = Remembered("work_time", lambda: NO_TIME, of_exercise=True)


def is_set() -> bool:
    """Whether a teacher's link has set the exercise, be it with a task alone."""
    return state()["restricted"] != none()


def begin_work() -> None:
    """The question is shown: from now on the time counts, unless it does already."""
    if not time_in(_TIME.get())["begun"]:
        note_work()


def note_work() -> None:
    """Something was done just now."""
    _TIME.set(after_work(time_in(_TIME.get()), int(time.time())))


def work_done(name: str) -> HandedIn:
    """The answers to the pass that is shown, with what was asked."""
    held, now, given = state(), document(), run()
    size = "neuron" if held["granularity"] == "layer" else held["granularity"]
    prefix = f"{given['at']}:"
    answers = {key: one for key, one in given["answers"].items() if key.startswith(prefix)}
    spent = time_in(_TIME.get())
    return HandedIn(name_in(name), now, size, held["solving"], given["at"], answers, spent)
