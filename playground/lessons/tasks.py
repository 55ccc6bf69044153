"""What a paragraph of a lesson asks one to try, and how it stands with that."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from playground import session
from playground.exercise.runs import first_loss, losses_since
from playground.exercise.view import View, trace_of
from playground.lessons import open_lesson
from playground.lessons.goals import reached, without_steps
from playground.lessons.loader import Task
from playground.lessons.open_lesson import Entry
from playground.lessons.pointers import step_at

OPEN, DONE, SO_ALREADY = "open", "done", "so already"


def asked_for(view: View) -> Task | None:
    """What the paragraph asks for on this network, which has all that it speaks of; None where the
    network has no place for any of it."""
    tasks = (
        one for one in open_lesson.paragraph().tasks if not one.lacks(view.trace, view.symbols)
    )
    return next(tasks, None)


def state(asked: Task, view: View) -> str:
    """How it stands with what the paragraph asks for, as it has been done now or before. Nothing is
    asked for that the network is without the reader's doing."""
    entry, now = _entry(asked, view), facts(view)
    if open_lesson.is_done():
        return DONE
    if _so_from_the_start(asked, view, entry):
        return SO_ALREADY
    stage = asked.goal[entry["stage"] :][:1]
    if stage and reached(stage[0], now, view.trace, view.position, view.sample):
        entry = {**entry, "stage": entry["stage"] + 1}
        open_lesson.note(entry)
        if entry["stage"] == len(asked.goal):
            open_lesson.note_done()
    return DONE if open_lesson.is_done() else OPEN


def _entry(asked: Task, view: View) -> Entry:
    """How things were when this was first asked for: noted when it is first drawn."""
    goal, entry = asked.goal, open_lesson.opened()["entry"]
    number = open_lesson.paragraph().tasks.index(asked)
    if entry is None or entry["task"] != number:
        entry = {"task": number, "begun": session.run()["at"], "stage": 0, "so": False}
        open_lesson.note(entry)
        settled = without_steps(goal[0]) if len(goal) == 1 else ()
        so = reached(settled, facts(view), view.trace, view.position, view.sample)
        entry = {**entry, "so": so}
        open_lesson.note(entry)
    return entry


def _so_from_the_start(asked: Task, view: View, entry: Entry) -> bool:
    """Whether the goal is reached without doing anything: by the network as it was at first, and at
    the step at which the paragraph begins."""
    shown = open_lesson.paragraph()
    if len(asked.goal) != 1 or (without_steps(asked.goal[0]) and not entry["so"]):
        return False
    steps = tuple(clause for clause in asked.goal[0] if clause.sign == "is")
    begun = trace_of(view.document, shown.granularity)  # type: ignore[arg-type]
    sample = min(view.chosen_sample, len(view.trace.y) - 1)
    first = step_at(shown.place, begun, sample)
    return not steps or reached(steps, facts(view), begun, first, sample)


def facts(view: View) -> dict[str, Any]:
    """What goals may name."""
    run, network, entry = session.run(), view.network, open_lesson.opened()["entry"]
    first, begun = first_loss(run), run["at"] if entry is None else entry["begun"]
    return {
        "learning_rate": view.trace.learning_rate,
        "loss": view.trace.gradients.loss,
        "loss_after": view.loss_after,
        "first_loss": math.nan if first is None else first,
        "passes": run["at"] - begun,
        "rise": _greatest_rise([*losses_since(run, begun), view.loss_after]),
        "samples": len(view.trace.y),
        "right": _right(view),
        "granularity": session.state()["granularity"],
        "loss_function": network.loss_function.name,
        "reduction": network.reduction,
        "output_activation": network.layers[-1].f.name,
        "notation": session.state()["notation"],
    }


def _right(view: View) -> int:
    """In how many samples the output with the largest target is the largest."""
    a, y = view.trace.forward.output, view.trace.y
    return int((a.argmax(axis=1) == y.argmax(axis=1)).sum())


def _greatest_rise(losses: list[float | None]) -> float:
    """By how much the loss grew at most from one pass to the next; below 0 where it always fell."""
    rises = [b - a for a, b in pairwise(losses) if a is not None and b is not None]
    return max(rises, default=-math.inf)
