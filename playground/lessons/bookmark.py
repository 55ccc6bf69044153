"""Reading a lesson: which one is open, at which paragraph, and on what it runs.

An open lesson stays open on every page until it is closed, so that one can go to the Matrices and
come back.
"""

from __future__ import annotations

from typing import Any, TypedDict

from playground import session
from playground.exercise import workspaces
from playground.exercise.presets import presets
from playground.exercise.runs import losses_since
from playground.exercise.view import View, trace_of
from playground.lessons.lesson import Lesson, Paragraph
from playground.lessons.live import Live
from playground.lessons.loader import lessons

EXAMPLE, OWN, COPY = "example", "own", "copy"


class Entry(TypedDict):
    """How things were when a paragraph first asked for something."""

    task: int
    stage: int
    facts: dict[str, Any]  # what goals may name


class Opened(TypedDict):
    """The open lesson, its paragraph, in which notation the reader was before, and the pass that
    the paragraph began at."""

    name: str
    at: int
    notation: str
    entry: Entry | None
    begun: int


class Read(TypedDict):
    """How far a lesson has been read, and what was done of what it asks for."""

    at: int
    done: list[int]


OPENED: session.Remembered[Opened | None] = session.Remembered("lesson", lambda: None)
READ: session.Remembered[dict[str, Read]] = session.Remembered("lessons_read", dict)
TURNS: session.Remembered[int] = session.Remembered("lesson_turns", lambda: 0)


def opened() -> Opened:
    """The lesson that is open, where one is."""
    lesson = OPENED.get()
    assert lesson is not None
    return lesson


def note(entry: Entry) -> None:
    """How things were when the paragraph first asked for something."""
    OPENED.set({**opened(), "entry": entry})


def is_done() -> bool:
    """Whether what the paragraph asks for was done, now or before."""
    return at() in READ.get()[opened()["name"]]["done"]


def note_done() -> None:
    """What the paragraph asks for was done."""
    name = opened()["name"]
    read = READ.get()[name]
    READ.set({**READ.get(), name: {**read, "done": [*read["done"], at()]}})


def current() -> Lesson | None:
    """The lesson that is open."""
    lesson = OPENED.get()
    return None if lesson is None else lessons().get(lesson["name"])


def at() -> int:
    """Which paragraph is shown, counted from 0."""
    return opened()["at"]


def token() -> str:
    """Another one each time that a paragraph is begun."""
    return str(TURNS.get())


def at_end() -> bool:
    """Whether the last paragraph has been turned over."""
    lesson = current()
    return lesson is not None and at() >= len(lesson.paragraphs)


def following() -> Lesson | None:
    """The lesson that comes after the open one."""
    lesson, every = current(), list(lessons().values())
    assert lesson is not None
    return next(iter(every[every.index(lesson) + 1 :]), None)


def paragraph() -> Paragraph:
    """The paragraph that is shown."""
    lesson = current()
    assert lesson is not None
    return lesson.paragraphs[at()]


def on() -> str:
    """Whether the lesson runs on its example, on the reader's own drawing, or on a copy of that
    which was given what a paragraph takes."""
    return {workspaces.OWN: OWN, workspaces.COPY: COPY}.get(session.state()["workspace"], EXAMPLE)


def uses() -> list[str]:
    """What it can run on."""
    has_copy = on() == COPY or workspaces.COPY in session.state()["workspaces"]
    return [EXAMPLE, OWN, COPY] if has_copy else [EXAMPLE, OWN]


def place() -> tuple[str, int]:
    """The lesson that is open, and the paragraph; no name where none is."""
    return ("", 0) if current() is None else (opened()["name"], at())


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


def live(view: View) -> Live:
    """What prose is filled from."""
    losses = tuple(loss for loss in losses_since(session.run(), 0) if loss is not None)
    return Live(view.trace, view.symbols, view.digits, view.sample, losses, view.loss_after)


def live_example(view: View) -> Live:
    """The lesson's example as it is at first: prose that would not be true of the network that is
    shown is filled from this."""
    lesson = current()
    assert lesson is not None
    document = presets()[lesson.preset]
    made = trace_of(document, "neuron")
    first = View(document, made, 0, view.chosen_digits, 0, view.chosen_notation)
    loss = made.gradients.loss
    return Live(made, first.symbols, first.digits, 0, (loss,), first.loss_after)
