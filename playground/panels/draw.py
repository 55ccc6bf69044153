"""The drawing board, and the same edits as ordinary widgets."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.components.board import drawing_board, last_gesture
from playground.edits import GESTURES, by_gesture
from playground.figures.drawing import drawing_of
from playground.panels.graph import HEIGHT
from playground.panels.numbers import numbers
from playground.panels.selection import inspector
from playground.panels.structure import structure


def draw_view() -> None:
    """The board, and the same edits as ordinary widgets."""
    left, right = st.columns([2.15, 1], gap="medium")
    with left:
        digits = session.state()["digits"] or 4
        drawing_board(
            drawing_of(
                session.document(),
                session.state()["selected"],
                digits,
                session.symbols().notation,
                session.sample(),
            ),
            on_gesture=_on_gesture,
            height=HEIGHT + 40,
        )
        inspector()
    with right:
        structure()
    numbers()


def _on_gesture() -> None:
    gesture = last_gesture()
    if gesture is None:
        return
    if gesture.get("kind") == "select":
        session.state()["selected"] = gesture.get("target")
    elif gesture.get("kind") in GESTURES:
        session.edit(by_gesture, gesture, label=gesture["kind"].replace("_", " "))
