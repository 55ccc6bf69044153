"""Opening the walk on one update of a run, and coming back from there.

The update becomes an exercise of its own: its mini-batch, the weights before it, and what the rule
had kept. It lies in a workspace beside the reader's own, which waits.
"""

from __future__ import annotations

from backprop_core import Update
from playground import session
from playground.exercise.document import Document, UpdateDocument, with_parameters
from playground.exercise.limits import MAX_SAMPLES
from playground.train.course import Course, Moment

WORKSPACE = "update"
_CAME_FROM: session.Remembered[str] = session.Remembered("walked_from", str)


def why_not(course: Course, moment: Moment) -> str | None:
    """Why the update that is shown cannot be walked; None where it can."""
    if moment.number == 0:
        return "Run an update first."
    chosen = course.leg_of(moment.number)
    size = min(chosen["batch_size"] or len(course.task.x), len(course.task.x))
    if size > MAX_SAMPLES:
        return f"This batch has {size} rows; a walk takes at most {MAX_SAMPLES}."
    return None


def open_walk(course: Course, moment: Moment) -> None:
    """Take up the update that is shown as an exercise, at the first step of its update."""
    update = moment.update or course.between(moment.number, moment.number)[0]
    made = exercise_of(session.document(), course, update)
    _CAME_FROM.set(session.state()["workspace"])
    session.drop_workspace(WORKSPACE)
    session.take_workspace(WORKSPACE, made)
    session.set_mode("walk")
    session.open_page("playground")


def exercise_of(now: Document, course: Course, update: Update) -> Document:
    """The update as an exercise."""
    task, state = course.task, update.state_before
    about: UpdateDocument = {
        "number": update.number,
        "epoch": update.epoch,
        "rows": update.rows.tolist(),
        "data_set": len(task.x),
        "chosen": course.leg_of(update.number),
        "vectors": {name: vector.tolist() for name, vector in state.vectors.items()},
    }
    made: Document = {
        **with_parameters(now, update.before),
        "title": f"Update {update.number:,} of a training run",
        "source": "",
        "note": "",
        "x": task.x[update.rows].tolist(),
        "y": task.y[update.rows].tolist(),
        "update": about,
    }
    return made


def is_open() -> bool:
    """Whether the exercise is an update that is walked."""
    return session.state()["workspace"] == WORKSPACE


def come_back() -> None:
    """Put the update away. An exercise that was opened in its place is kept."""
    if not is_open():
        return
    now = session.document()
    session.take_workspace(_CAME_FROM.get() or "own", now)
    session.drop_workspace(WORKSPACE)
    if "update" not in now:
        session.open_document(now, "exercise")
