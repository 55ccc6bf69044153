"""Reading a lesson: which one is open, at which paragraph, on the example or on one's own drawing.

An open lesson stays open on every page until it is closed, so that one can go to the Matrices and
come back. Opening one puts the reader's own drawing aside; closing brings it and the reader's
notation back.
"""

from __future__ import annotations

import math
from typing import Any

from playground import desks, session
from playground.lessons.files import Lesson, Paragraph, lessons
from playground.lessons.goals import reached
from playground.lessons.places import Place, step_at
from playground.lessons.prose import Live
from playground.notations.symbols import NOTATIONS
from playground.presets import presets
from playground.walk import Walk

EXAMPLE, OWN = "example", "own"


def current() -> Lesson | None:
    """The lesson that is open."""
    opened = session.state()["lesson"]
    return None if opened is None else lessons().get(opened["name"])


def at() -> int:
    """Which paragraph is shown, counted from 0."""
    place: int = session.state()["lesson"]["at"]
    return place


def paragraph() -> Paragraph:
    """The paragraph that is shown."""
    lesson = current()
    assert lesson is not None
    return lesson.paragraphs[at()]


def on() -> str:
    """Whether the lesson runs on its example or on the reader's own drawing."""
    return OWN if session.state()["desk"] == desks.OWN else EXAMPLE


def open_lesson(name: str) -> None:
    """Begin a lesson on its example, or go on where it was left."""
    if current() is not None:
        close()
    held = session.state()
    read = held["lessons_read"].get(name, {"at": 0, "done": []})
    held["lessons_read"][name] = read
    held["lesson"] = {"name": name, "at": read["at"], "notation": held["notation"]}
    lesson = lessons()[name]
    if lesson.notation in NOTATIONS:
        session.set_notation(lesson.notation)
    use(EXAMPLE)


def close() -> None:
    """Back to the reader's own drawing and notation."""
    held = session.state()
    session.take_desk(desks.OWN)
    session.set_notation(held["lesson"]["notation"])
    held["lesson"] = None


def use(which: str) -> None:
    """Run the lesson on its example or on the reader's own drawing."""
    lesson = current()
    assert lesson is not None
    if which == OWN:
        session.take_desk(desks.OWN)
    else:
        session.take_desk(f"lesson {lesson.name}", presets()[lesson.preset])
    go_to_own_step()


def begin_example_again() -> None:
    """The example as it was at first: on its desk, and an undo takes that back."""
    lesson = current()
    assert lesson is not None
    session.open_document(presets()[lesson.preset], "the lesson's example")
    go_to_own_step()


def go_to(number: int) -> None:
    """Another paragraph, with the walk at its step."""
    lesson, held = current(), session.state()
    assert lesson is not None
    place = max(0, min(number, len(lesson.paragraphs) - 1))
    held["lesson"]["at"] = place
    held["lessons_read"][lesson.name]["at"] = place
    session.stop()
    go_to_own_step()


def go_to_own_step() -> None:
    """The step that the paragraph speaks of."""
    shown = paragraph()
    session.state()["granularity"] = shown.granularity
    go_to_place(shown.place)


def go_to_place(place: Place) -> None:
    """The step that makes the number at that place, or the nearest."""
    walk = session.walk()
    session.stop()
    if walk is not None:
        session.go_to_step(step_of(place, walk))


def step_of(place: Place, walk: Walk) -> int:
    """The step that makes the number at that place, for the sample that the reader has chosen."""
    return step_at(place, walk.trace, min(walk.chosen_sample, len(walk.trace.y) - 1))


def at_own_step(walk: Walk) -> bool:
    """Whether the walk stands where the paragraph put it."""
    shown = paragraph()
    same_size = session.state()["granularity"] == shown.granularity
    return same_size and walk.position == step_of(shown.place, walk)


def untouched() -> bool:
    """Whether the example has the numbers it began with."""
    lesson, now = current(), session.document()
    assert lesson is not None
    return on() == EXAMPLE and now == presets()[lesson.preset]


def changed() -> bool:
    """Whether the example is another exercise now, or at a later pass."""
    lesson, now = current(), session.document()
    assert lesson is not None
    same = {**presets()[lesson.preset], "learning_rate": now["learning_rate"]} == now
    return on() == EXAMPLE and not same


def live(walk: Walk) -> Live:
    """What prose is filled from."""
    run = session.run()
    losses = tuple(float(loss) for loss in run["losses"] if loss is not None)
    return Live(
        walk.trace, walk.symbols, walk.digits, walk.sample, losses, walk.loss_after, run["at"]
    )


def note_goal(walk: Walk) -> bool:
    """Whether what the paragraph asks for has been done, now or before."""
    lesson, shown = current(), paragraph()
    assert lesson is not None
    done: list[int] = session.state()["lessons_read"][lesson.name]["done"]
    if at() not in done and reached(
        shown.goal, facts(walk), walk.trace, walk.position, walk.sample
    ):
        done.append(at())
    return at() in done


def facts(walk: Walk) -> dict[str, Any]:
    """What goals may name."""
    run, network = session.run(), walk.network
    first = run["losses"][0]
    return {
        "learning_rate": walk.trace.learning_rate,
        "loss": walk.trace.gradients.loss,
        "loss_after": walk.loss_after,
        "first_loss": math.nan if first is None else first,
        "pass": run["at"] + 1,
        "samples": len(walk.trace.y),
        "granularity": session.state()["granularity"],
        "loss_function": network.loss_function.name,
        "reduction": network.reduction,
        "output_activation": network.layers[-1].f.name,
        "notation": session.state()["notation"],
    }
