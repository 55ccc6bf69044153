"""What a paragraph speaks of and the network on the screen does not have, given to a copy of it."""

from __future__ import annotations

from playground import session
from playground.exercise import history, workspaces
from playground.exercise.document import Document, sizes_of
from playground.exercise.document_check import check
from playground.exercise.edits import Edited
from playground.exercise.view import View, trace_of
from playground.lessons import bookmark, open_lesson
from playground.lessons.live import Live
from playground.lessons.missing import with_all
from playground.lessons.needs import Lack
from playground.notation.symbols import NOTATIONS, Symbols


def lacking(view: View) -> list[Lack]:
    """What the paragraph speaks of and this network does not have."""
    return bookmark.paragraph().lacks(bookmark.live(view))


def give_what_is_lacking() -> None:
    """Go on with a network that has all that the paragraph speaks of: the reader's own drawing
    stays as it is, and a copy is changed."""
    if bookmark.current() is None:
        return
    if bookmark.on() == bookmark.OWN:
        session.drop_workspace(workspaces.COPY)  # of an earlier drawing
        session.take_workspace(workspaces.COPY, session.document())
    if session.edit(_with_what_is_lacking, label=_label()):
        open_lesson.begin_paragraph()


def was_given() -> bool:
    """Whether this was the last that was done to the network."""
    return history.undoes(session.state()["history"]) == _label()


def take_back() -> None:
    """The network as it was before."""
    if bookmark.current() is None:
        return
    if bookmark.on() == bookmark.COPY:
        open_lesson.use(bookmark.OWN)
    elif was_given():
        session.undo()
        open_lesson.begin_paragraph()


def _label() -> str:
    lesson = bookmark.current()
    assert lesson is not None
    return f"what paragraph {bookmark.at() + 1} of “{lesson.title}” needs"


def _with_what_is_lacking(drawing: Document) -> Edited:
    shown, notation = bookmark.paragraph(), NOTATIONS[session.state()["notation"]]

    def lacks(now: Document) -> list[Lack]:
        symbols = Symbols(notation, sizes_of(now), len(now["x"]))
        return shown.lacks(Live(trace_of(check(now), "layer"), symbols, 4, 0))

    return with_all(drawing, lacks)
