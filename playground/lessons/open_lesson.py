"""Reading a lesson: which one is open, at which paragraph, on the example or on one's own drawing.

An open lesson stays open on every page until it is closed, so that one can go to the Matrices and
come back. Opening one puts the reader's own drawing aside; closing brings it and the reader's
notation back.
"""

from __future__ import annotations

from typing import Any, TypedDict

from backprop_core import Granularity
from playground import session
from playground.exercise import history, workspaces
from playground.exercise.document import Document, check, sizes_of
from playground.exercise.edits import Edited
from playground.exercise.presets import presets
from playground.exercise.runs import losses_since
from playground.exercise.view import View, trace_of
from playground.lessons.live import Live
from playground.lessons.loader import Lesson, Paragraph, lessons
from playground.lessons.missing import with_all
from playground.lessons.needs import Lack
from playground.lessons.pointers import Place, address_of, step_at
from playground.notation.symbols import NOTATIONS, Symbols
from playground.sharing.on_screen import Shown
from playground.where import Plain, parameter_at, plain, selected_by, selection_in

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
LEAD: session.Remembered[Plain | None] = session.Remembered("lead", lambda: None, of_exercise=True)


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


def open_lesson(name: str) -> None:
    """Begin a lesson on its example, or go on where it was left."""
    if current() is not None:
        close()
    lesson = lessons()[name]
    read = READ.get().get(name, Read(at=0, done=[]))
    if read["at"] >= len(lesson.paragraphs):
        read = {**read, "at": 0}  # once more from the start
    READ.set({**READ.get(), name: read})
    before = session.state()["notation"]
    OPENED.set({"name": name, "at": read["at"], "notation": before, "entry": None, "begun": 0})
    if lesson.notation in NOTATIONS:
        session.set_notation(lesson.notation)
    use(EXAMPLE)
    _on_its_own_weights()
    _begin_paragraph()


def open_from_link(name: str, paragraph: int, shown: Shown) -> None:
    """A lesson as somebody else had it on screen, on the numbers that the link holds."""
    if session.is_fixed():
        return
    if name not in lessons():
        session.refuse(f"The link names an unknown lesson: {name[:40]}.")
        return
    linked = session.document()
    open_lesson(name)
    go_to(paragraph)
    if linked["layers"] and linked != session.document():
        session.open_document(linked, "the link's numbers")
    session.set_notation(shown.notation)
    session.set_granularity(shown.granularity)
    session.go_to_step(shown.step)


def place() -> tuple[str, int]:
    """The lesson that is open, and the paragraph; no name where none is."""
    return ("", 0) if current() is None else (opened()["name"], at())


def close() -> None:
    """Back to the reader's own drawing and notation; a copy that was changed goes."""
    if OPENED.get() is None:
        return
    session.take_workspace(workspaces.OWN)
    session.drop_workspace(workspaces.COPY)
    session.set_notation(opened()["notation"])
    OPENED.set(None)


def use(which: str) -> None:
    """Run the lesson on its example, on the reader's own drawing, or on the copy of that."""
    lesson = current()
    if lesson is None or (which != EXAMPLE and which not in uses()):
        return
    if which in (OWN, COPY):
        session.take_workspace(workspaces.OWN if which == OWN else workspaces.COPY)
    else:
        session.take_workspace(f"lesson {lesson.name}", presets()[lesson.preset])
    _begin_paragraph()


def begin_example_again() -> None:
    """The example as it was at first: in its workspace, and an undo takes that back."""
    lesson = current()
    if lesson is None or on() != EXAMPLE:
        return
    session.open_document(presets()[lesson.preset], "the lesson's example")
    _begin_paragraph()


def go_to(number: int) -> None:
    """Another paragraph on the weights it speaks of, with the walk at its step; or the end."""
    lesson = current()
    if lesson is None:
        return
    place = max(0, min(number, len(lesson.paragraphs)))
    OPENED.set({**opened(), "at": place})
    READ.set({**READ.get(), lesson.name: {**READ.get()[lesson.name], "at": place}})
    session.stop()
    _on_its_own_weights()
    _begin_paragraph()


def _on_its_own_weights() -> None:
    """What was trained or changed in one paragraph is not carried into the next: there the example
    is as it was at first, and a drawing of the reader's own is at the pass it was at."""
    lesson = current()
    assert lesson is not None
    if on() == EXAMPLE and not untouched():
        session.open_document(presets()[lesson.preset], "the lesson's example")
    elif on() != EXAMPLE and session.run()["at"] > opened()["begun"]:
        session.go_to_pass(opened()["begun"])


def _begin_paragraph() -> None:
    """At its step, and with nothing done yet of what it asks for."""
    OPENED.set({**opened(), "entry": None, "begun": session.run()["at"]})
    TURNS.set(TURNS.get() + 1)
    if not at_end():
        go_to_own_step()


def go_to_own_step() -> None:
    """The step that the paragraph speaks of."""
    if current() is not None and not at_end():
        go_to_place(paragraph().place)


def step_by(size: Granularity) -> None:
    """Another size of step, from the paragraph's own step on."""
    session.set_granularity(size)
    go_to_own_step()


def go_to_place(place: Place) -> None:
    """The step that makes the number at that place, or the nearest."""
    view = session.exact_view()
    session.stop()
    if view is not None:
        session.go_to_step(step_of(place, view))


def step_of(place: Place, view: View) -> int:
    """The step that makes the number at that place, for the sample that the reader has chosen."""
    return step_at(place, view.trace, min(view.chosen_sample, len(view.trace.y) - 1))


def lead(view: View) -> None:
    """Note the weight or bias that the paragraph speaks of, which is then chosen on other pages."""
    at = address_of(paragraph().place, view.trace, view.sample)
    meant = parameter_at(at)
    LEAD.set(None if meant is None else plain(selected_by(meant)))


def follow_lead() -> None:
    """Choose the weight that the open lesson has led to, if the drawing has it."""
    lead = selection_in(LEAD.get())
    LEAD.set(None)
    if current() is not None and lead is not None:
        session.select(lead)


def at_own_step(view: View) -> bool:
    """Whether the walk stands where the paragraph put it."""
    return view.position == step_of(paragraph().place, view)


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


def lacking(view: View) -> list[Lack]:
    """What the paragraph speaks of and this network does not have."""
    return paragraph().lacks(live(view))


def give_what_is_lacking() -> None:
    """Go on with a network that has all that the paragraph speaks of: the reader's own drawing
    stays as it is, and a copy is changed."""
    if current() is None:
        return
    if on() == OWN:
        session.drop_workspace(workspaces.COPY)  # of an earlier drawing
        session.take_workspace(workspaces.COPY, session.document())
    if session.edit(_with_what_is_lacking, label=_label()):
        _begin_paragraph()


def was_given() -> bool:
    """Whether this was the last that was done to the network."""
    return history.undoes(session.state()["history"]) == _label()


def take_back() -> None:
    """The network as it was before."""
    if current() is None:
        return
    if on() == COPY:
        use(OWN)
    elif was_given():
        session.undo()
        _begin_paragraph()


def _label() -> str:
    lesson = current()
    assert lesson is not None
    return f"what paragraph {at() + 1} of “{lesson.title}” needs"


def _with_what_is_lacking(drawing: Document) -> Edited:
    shown, notation = paragraph(), NOTATIONS[session.state()["notation"]]

    def lacks(now: Document) -> list[Lack]:
        symbols = Symbols(notation, sizes_of(now), len(now["x"]))
        return shown.lacks(Live(trace_of(check(now), "layer"), symbols, 4, 0))

    return with_all(drawing, lacks)


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
