"""In which notation, with how many digits and how fast: how the walk is shown."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.notation.symbols import NOTATIONS
from playground.ui.fields import changed, given

SPEEDS = {1: "1 step/s", 2: "2 steps/s", 5: "5 steps/s", 10: "10 steps/s"}
AS_NEEDED = 0


def notation_choice(width: int = 180) -> None:
    """In which author's symbols, indices and names everything is written."""
    st.selectbox(
        "Notation",
        list(NOTATIONS),
        key=given("notation", session.state()["notation"], plain=True),
        required=True,
        format_func=_notation_name,
        on_change=changed("notation", _notation_chosen),
        label_visibility="collapsed",
        width=width,
    )


def _notation_chosen() -> None:
    session.set_notation(st.session_state["notation"])


def _notation_name(key: str) -> str:
    return "Own notation" if key == "own" else f"{NOTATIONS[key].name}'s notation"


def speed_choice() -> None:
    """How fast the walk plays."""
    st.selectbox(
        "Playback speed",
        list(SPEEDS),
        key=given("speed", session.state()["speed"], plain=True),
        required=True,
        format_func=SPEEDS.__getitem__,
        on_change=_speed_chosen,
        label_visibility="collapsed",
        width=104,
    )


def view_settings() -> None:
    """How many digits numbers are shown with."""
    held = session.state()
    st.selectbox(
        "Digits",
        [AS_NEEDED, *range(3, 18)],
        key=given("digits", held["digits"] or AS_NEEDED, plain=True),
        format_func=lambda d: f"{d} significant" if d else "automatic",
        on_change=_digits_chosen,
        required=True,
    )


def _digits_chosen() -> None:
    session.set_digits(st.session_state["digits"])


def _speed_chosen() -> None:
    session.set_speed(st.session_state["speed"])
