"""The drawing board, and the same edits as ordinary widgets."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.draw.board_data import drawing_of
from playground.draw.column_places import Places, after_gesture, columns_of
from playground.draw.typed_on_board import CHOSEN, TYPED, refused, take
from playground.exercise.document import sizes_of
from playground.exercise.document_conventions import conventions_of
from playground.exercise.edits import GESTURES, by_gesture, is_late
from playground.notation.number_text import Digits
from playground.ui.about_form import about_form
from playground.ui.conventions_form import conventions_form
from playground.ui.exercise_tables import numbers
from playground.ui.graph import HEIGHT
from playground.ui.inspector import inspector
from playground.ui.presses import is_new, last_taken
from playground.ui.structure_form import structure
from playground.views.board.board import drawing_board, last_gesture
from playground.where import selection_in

BOARD = "drawing_board"
ROW = 46  # px of the board's height for each neuron of a long column, so that its name can be read
_PLACED: session.Remembered[Places] = session.Remembered("columns_at", dict, of_exercise=True)


def draw_view() -> None:
    """The board, and the same edits as ordinary widgets."""
    with st.container(key="draw_page"):
        with st.container(key="board_card"):
            _board()
        with st.container(key="form_card"):
            structure()
            conventions_form()
            about_form()
        with st.container(key="tables_card"):
            inspector(on_board=True)
            numbers()


def _board() -> None:
    now = session.document()
    chosen = conventions_of(now)
    digits = Digits(session.state()["digits"] or 4, chosen.comma, chosen.fractions)
    least = ROW * max(sizes_of(now), default=0)
    drawing_board(
        drawing_of(
            now,
            session.selected(),
            digits,
            session.symbols().notation,
            session.sample(),
            last_taken(BOARD),
            columns_of(_PLACED.get(), len(sizes_of(now))),
            refused(),
        ),
        on_gesture=_on_gesture,
        height=max(HEIGHT + 40, least),
        least=least,
    )


def _on_gesture() -> None:
    """One gesture on the board; one that nobody knows, or that comes late, changes nothing."""
    gesture = last_gesture()
    if gesture is None or not is_new(BOARD, gesture):
        return
    kind = gesture.get("kind")
    if not isinstance(kind, str) or is_late(gesture, sizes_of(session.document())):
        return
    if kind == "select":
        target = gesture.get("target")
        place = selection_in(target)
        if target is None or place is not None:
            session.select(place)
    elif kind in (TYPED, CHOSEN):
        take(gesture)
    elif kind in GESTURES:
        before = len(sizes_of(session.document()))
        session.edit(by_gesture, gesture, label=kind.replace("_", " "))
        after = len(sizes_of(session.document()))
        _PLACED.set(after_gesture(_PLACED.get(), gesture, before, after))
