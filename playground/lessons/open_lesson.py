"""Opening a lesson and turning its pages.

Opening one puts the reader's own drawing aside; closing brings it and the reader's notation back.
"""

from __future__ import annotations

from typing import Any

from backprop_core import Granularity
from playground import session
from playground.exercise import workspaces
from playground.exercise.document import Document, network_of, sizes_of, with_parameters
from playground.exercise.presets import presets
from playground.exercise.view import View
from playground.lessons import bookmark
from playground.lessons.lesson import Lesson
from playground.lessons.loader import lessons
from playground.lessons.pointers import Place, address_of, step_at
from playground.notation.symbols import NOTATIONS
from playground.sharing.beyond import last_is_shown
from playground.where import Plain, parameter_at, plain, selected_by, selection_in

LEAD: session.Remembered[Plain | None] = session.Remembered("lead", lambda: None, of_exercise=True)

LEFT: session.Remembered[str] = session.Remembered("lesson_left", str)  # the workspace it ran on


def open_lesson(name: str) -> None:
    """Begin a lesson on its example, or go on where it was left."""
    if bookmark.current() is not None:
        close()
    lesson = lessons()[name]
    read = bookmark.READ.get().get(name, bookmark.Read(at=0, done=[]))
    if read["at"] >= len(lesson.paragraphs):
        read = {**read, "at": 0}  # once more from the start
    bookmark.READ.set({**bookmark.READ.get(), name: read})
    before = session.state()["notation"]
    bookmark.OPENED.set(
        {"name": name, "at": read["at"], "notation": before, "entry": None, "begun": 0}
    )
    if lesson.notation in NOTATIONS:
        session.set_notation(lesson.notation)
    use(bookmark.EXAMPLE)
    _on_its_own_weights()
    begin_paragraph()


def open_from_link(asked: session.LinkedLesson) -> None:
    """A lesson as somebody else had it on screen, on the numbers that the link holds. What it does
    not say is as the lesson has it."""
    name, paragraph, shown = asked.name, asked.paragraph, asked.shown
    if session.is_fixed():
        return
    if name not in lessons():
        session.refuse(f"The link names an unknown lesson: {name[:40]}.")
        return
    linked, problems = session.document(), [session.state()["message"]]
    open_lesson(name)
    go_to(paragraph)
    count = len(lessons()[name].paragraphs)
    if paragraph > count:
        problems.append(
            f"The link says paragraph={paragraph + 1}, but the lesson has only {count}. Its end is "
            "shown."
        )
    if asked.has_exercise and linked["layers"] and linked != session.document():
        if _is_a_pass_of(session.document(), linked):
            session.open_document(linked, "the link's numbers")
        else:  # the example would be back at the next paragraph
            use(bookmark.OWN)
    if asked.names("notation"):
        session.set_notation(shown.notation)
    if asked.names("granularity"):
        session.set_granularity(shown.granularity)
    if asked.names("step"):
        session.go_to_step(shown.step)
    else:
        go_to_own_step()
    view = session.view()
    if view is not None and shown.step >= len(view.trace):
        problems.append(last_is_shown("step", shown.step, len(view.trace)))
    said = " ".join(filter(None, problems))
    if said:  # what was done since has taken an earlier message back
        session.refuse(said)


def _is_a_pass_of(example: Document, linked: Document) -> bool:
    """Whether the link's exercise differs from the lesson's only in numbers that training makes."""
    if sizes_of(linked) != sizes_of(example):
        return False
    same = ("x", "y", "loss", "reduction", "biases_frozen")
    now: Any = with_parameters(example, network_of(linked))
    held: Any = linked
    return all(now[name] == held[name] for name in (*same, "layers"))


def close() -> None:
    """Back to the reader's own drawing and notation; a copy that was changed goes."""
    if bookmark.OPENED.get() is None:
        return
    session.take_workspace(workspaces.OWN)
    session.drop_workspace(workspaces.COPY)
    session.set_notation(bookmark.opened()["notation"])
    bookmark.OPENED.set(None)


def come_back() -> None:
    """From a training run, or one of its updates, which lie in workspaces of their own: to the one
    that the lesson runs on."""
    lesson = bookmark.current()
    assert lesson is not None
    places = (workspaces.OWN, workspaces.COPY, _place_of(lesson))
    here = session.state()["workspace"]
    if here in places:
        LEFT.set(here)
    elif LEFT.get() in places:
        session.take_workspace(LEFT.get())
    else:
        use(bookmark.EXAMPLE)


def _place_of(lesson: Lesson) -> str:
    return f"lesson {lesson.name}"


def use(which: str) -> None:
    """Run the lesson on its example, on the reader's own drawing, or on the copy of that."""
    lesson = bookmark.current()
    if lesson is None or (which != bookmark.EXAMPLE and which not in bookmark.uses()):
        return
    if which in (bookmark.OWN, bookmark.COPY):
        session.take_workspace(workspaces.OWN if which == bookmark.OWN else workspaces.COPY)
    else:
        session.take_workspace(_place_of(lesson), presets()[lesson.preset])
    begin_paragraph()


def begin_example_again() -> None:
    """The example as it was at first: in its workspace, and an undo takes that back."""
    lesson = bookmark.current()
    if lesson is None or bookmark.on() != bookmark.EXAMPLE:
        return
    session.open_document(presets()[lesson.preset], "the lesson's example")
    begin_paragraph()


def go_to(number: int) -> None:
    """Another paragraph on the weights it speaks of, with the walk at its step; or the end."""
    lesson = bookmark.current()
    if lesson is None:
        return
    place = max(0, min(number, len(lesson.paragraphs)))
    bookmark.OPENED.set({**bookmark.opened(), "at": place})
    bookmark.READ.set(
        {**bookmark.READ.get(), lesson.name: {**bookmark.READ.get()[lesson.name], "at": place}}
    )
    session.stop()
    _on_its_own_weights()
    begin_paragraph()


def _on_its_own_weights() -> None:
    """What was trained or changed in one paragraph is not carried into the next: there the example
    is as it was at first, and a drawing of the reader's own is at the pass it was at."""
    lesson = bookmark.current()
    assert lesson is not None
    if bookmark.on() == bookmark.EXAMPLE and not bookmark.untouched():
        session.open_document(presets()[lesson.preset], "the lesson's example")
    elif bookmark.on() != bookmark.EXAMPLE and session.run()["at"] > bookmark.opened()["begun"]:
        session.go_to_pass(bookmark.opened()["begun"])


def begin_paragraph() -> None:
    """At its step, and with nothing done yet of what it asks for."""
    bookmark.OPENED.set({**bookmark.opened(), "entry": None, "begun": session.run()["at"]})
    bookmark.TURNS.set(bookmark.TURNS.get() + 1)
    if not bookmark.at_end():
        go_to_own_step()


def go_to_own_step() -> None:
    """The step that the paragraph speaks of."""
    if bookmark.current() is not None and not bookmark.at_end():
        go_to_place(bookmark.paragraph().place)


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
    at = address_of(bookmark.paragraph().place, view.trace, view.sample)
    meant = parameter_at(at)
    LEAD.set(None if meant is None else plain(selected_by(meant)))


def follow_lead() -> None:
    """Choose the weight that the open lesson has led to, if the drawing has it."""
    lead = selection_in(LEAD.get())
    LEAD.set(None)
    if bookmark.current() is not None and lead is not None:
        session.select(lead)


def at_own_step(view: View) -> bool:
    """Whether the walk stands where the paragraph put it."""
    return view.position == step_of(bookmark.paragraph().place, view)
