"""Running by itself: how many updates are due with each picture, and where it stops.

The browser asks for the next picture once it has painted the last, so a slow one is never behind;
each time one slice of work is done, short enough that the page and other sessions stay quick.
"""

from __future__ import annotations

import time
from typing import TypedDict

from playground import session

SLICE = 0.025  # seconds of work in one go
TICK = 0.08  # seconds between two pictures, at least
FASTEST = 0  # as fast as it goes
SPEEDS = {1: "1 / s", 5: "5 / s", 20: "20 / s", 100: "100 / s", FASTEST: "full speed"}


class Clock(TypedDict):
    """Whether it runs, when it last did, the update and the loss that it stops at by itself, where
    there are any, and the number of the picture."""

    running: bool
    ticked: float
    target: int | None
    loss: float | None
    beat: int


def _begun() -> Clock:
    return {"running": False, "ticked": 0.0, "target": None, "loss": None, "beat": 0}


_CLOCK: session.Remembered[Clock] = session.Remembered("training_clock", _begun)


def is_running() -> bool:
    """Whether it goes on by itself."""
    return _CLOCK.get()["running"]


def run(target: int | None = None, loss: float | None = None) -> None:
    """Go on by itself; up to update number `target`, or to that loss, where they are given."""
    beat = _CLOCK.get()["beat"]
    now = time.monotonic()
    _CLOCK.set({"running": True, "ticked": now, "target": target, "loss": loss, "beat": beat})


def pause() -> None:
    """Stay at the update that is shown."""
    _CLOCK.set({**_begun(), "beat": _CLOCK.get()["beat"]})


def loss_wanted() -> float | None:
    """The loss that it stops at; None while there is none."""
    return _CLOCK.get()["loss"]


def next_picture() -> None:
    """One more is being drawn."""
    _CLOCK.set({**_CLOCK.get(), "beat": _CLOCK.get()["beat"] + 1})


def picture() -> int:
    """The number of the picture that is drawn."""
    return _CLOCK.get()["beat"]


def beat(behind: bool) -> int | None:
    """Another number with every picture while there is more to come, as where updates are still to
    be made again; None while there is not."""
    return _CLOCK.get()["beat"] if is_running() or behind else None


def updates_due(made: int, speed: int) -> int:
    """How many updates are due by now after so many made; 0 while it does not run."""
    clock = _CLOCK.get()
    if not clock["running"]:
        return 0
    now, due = time.monotonic(), 10**9
    if speed != FASTEST:
        due = int((now - clock["ticked"]) * speed)
    if clock["target"] is not None:
        due = min(due, clock["target"] - made)
    if due > 0:
        _CLOCK.set({**clock, "ticked": now})
    return max(0, due)


def stop_at_target(made: int) -> None:
    """Pause where it was to run so far."""
    target = _CLOCK.get()["target"]
    if target is not None and made >= target:
        pause()
