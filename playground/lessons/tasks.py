"""What a paragraph of a lesson asks one to try, and how it stands with that."""

from __future__ import annotations

import math
from typing import Any

from playground import session
from playground.exercise.runs import first_loss
from playground.exercise.view import View
from playground.lessons import bookmark, open_lesson
from playground.lessons.bookmark import Entry
from playground.lessons.goals import reached
from playground.lessons.lesson import Task

OPEN, DONE, SO_ALREADY = "open", "done", "so already"


def asked_for(view: View) -> Task | None:
    """What the paragraph asks for on this network, which has all that it speaks of; None where the
    network has no place for any of it."""
    live = bookmark.live(view)
    return next((one for one in bookmark.paragraph().tasks if not one.lacks(live)), None)


def state(asked: Task, view: View) -> str:
    """How it stands with what the paragraph asks for, as it has been done now or before. Nothing is
    asked for that the network is without the reader's doing."""
    entry = _entry(asked, view)
    if bookmark.is_done():
        return DONE
    if _so_from_the_start(asked, view, entry):
        return SO_ALREADY
    stage = asked.goal[entry["stage"]]
    if reached(stage, facts(view), view.trace, view.position, view.sample):
        entry = {**entry, "stage": entry["stage"] + 1}
        bookmark.note(entry)
        if entry["stage"] == len(asked.goal):
            bookmark.note_done()
    return DONE if bookmark.is_done() else OPEN


def _entry(asked: Task, view: View) -> Entry:
    """How things were when this was first asked for: noted when it is first drawn."""
    entry = bookmark.opened()["entry"]
    number = bookmark.paragraph().tasks.index(asked)
    if entry is None or entry["task"] != number:
        entry = {"task": number, "stage": 0, "facts": facts(view)}
        bookmark.note(entry)
    return entry


def _so_from_the_start(asked: Task, view: View, entry: Entry) -> bool:
    """Whether the goal is reached without doing anything: with things as they were at first, at the
    step at which the paragraph begins."""
    first = open_lesson.step_of(bookmark.paragraph().place, view)
    sample = min(view.chosen_sample, len(view.trace.y) - 1)
    return len(asked.goal) == 1 and reached(
        asked.goal[0], entry["facts"], view.trace, first, sample
    )


def facts(view: View) -> dict[str, Any]:
    """What goals may name."""
    run, begun = session.run(), bookmark.opened()["begun"]
    first = first_loss(run)
    return {
        "learning_rate": view.trace.learning_rate,
        "loss_now": view.trace.gradients.loss,
        "loss_after": view.loss_after,
        "first_loss": math.nan if first is None else first,
        "passes": run["at"] - begun,
        "samples": len(view.trace.y),
        "right": _right(view),
        "granularity": session.state()["granularity"],
        "phase": view.step.phase,
        "loss_function": view.network.loss_function.name,
    }


def _right(view: View) -> int:
    """In how many samples the output with the largest target is the largest."""
    a, y = view.trace.forward.output, view.trace.y
    return int((a.argmax(axis=1) == y.argmax(axis=1)).sum())
