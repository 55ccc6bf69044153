"""The box for everything: paste, or open a file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from backprop_core import BackpropError, read_file
from playground import session
from playground.check import entered
from playground.check.example import example_text
from playground.check.numbers import LONGEST, as_text
from playground.exercise.document import Document, is_complete
from playground.ui.buttons import button
from playground.ui.fields import text
from playground.ui.page_text import as_typed

KINDS = ["npz", "npy", "json", "csv", "txt"]

EXAMPLE = "dW1 = [[0.0085, 0], [0.0064, 0]]\ndb1 = [0.0085, 0.0064]"
EXAMPLE_WITH_COMMAS = "dW1 = [[0,0085; 0]; [0,0064; 0]]\ndb1 = [0,0085; 0,0064]"


def paste_panel(now: Document) -> None:
    """The box and its buttons."""
    held = entered.sheet()
    key = "paste"
    known = st.session_state.get("paste_version") == held["version"] and key in st.session_state
    if not known or session.is_turned():
        st.session_state[key] = held["text"]
        st.session_state["paste_version"] = held["version"]
    st.text_area(
        "Your numbers",
        key=key,
        height=230,
        on_change=_pasted,
        placeholder=EXAMPLE_WITH_COMMAS if session.writes_comma() else EXAMPLE,
        help="Any quantity in any form: output of NumPy, PyTorch, MATLAB or R, tables, "
        "LaTeX, single numbers. Nothing you paste is run.",
    )
    with st.container(horizontal=True, vertical_alignment="center", key="paste_buttons"):
        # The field hands its text on when it is left, and with Ctrl Enter; a press that did so as
        # well could come with an older text and undo it.
        button("Check", key="use_paste", type="primary", icon=":material/fact_check:")
        _file()
        if entered.is_cleared():
            button(
                "Undo clear",
                key="bring_back",
                icon=":material/undo:",
                on_click=entered.bring_back,
                help="Bring back the numbers that were cleared",
            )
        else:
            button("Clear", key="clear_paste", icon=":material/ink_eraser:", on_click=entered.clear)
        if not held["text"]:
            button("Load example", key="example", on_click=partial(_example, now))
    if held["message"]:
        st.error(as_typed(held["message"]), icon=":material/error:")


def _pasted() -> None:
    """Take the text as it is in the field."""
    pasted = text("paste")
    if len(pasted) > LONGEST:
        entered.refuse(f"The text has {len(pasted):,} characters. It takes up to {LONGEST:,}.")
    else:
        entered.write(pasted)


def _example(now: Document) -> None:
    if is_complete(now):
        entered.write(example_text(now), renew=True)


def _file() -> None:
    with st.popover("Open a file", icon=":material/upload_file:", key="open_numbers"):
        st.file_uploader(
            "Your numbers as a file: .npz, .npy, .json, .csv",
            type=KINDS,
            key="numbers_file",
            on_change=_opened,
        )


def _opened() -> None:
    """What the file holds, in the box, where it can be seen and changed."""
    file = st.session_state.get("numbers_file")
    if file is None:
        return
    try:
        found = as_text(read_file(str(file.name), file.getvalue()))
        if len(found) > LONGEST:
            raise BackpropError(
                f"The file holds more than {LONGEST:,} characters of numbers. Use a smaller one."
            )
    except BackpropError as error:
        entered.refuse(str(error))
    else:
        entered.write(found, renew=True)
