"""Hand in what was done in an exercise that a link has set: as a file, or as a code."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.export.escapes import file_name
from playground.session.offered_files import OfferedFile
from playground.solve.handed_in import MOST_NAME, to_code, to_json
from playground.solve.sheet import Sheet
from playground.ui.fields import changed, given, text
from playground.ui.file_button import Offer, offer_files
from playground.views.copy_button.copy_button import copy_button

FIELD = "hand_in_name"
_NAME: session.Remembered[str] = session.Remembered("hand_in", str)


def hand_in() -> None:
    """The popover, where a link has set the exercise: a name, the file and the code."""
    sheet = session.sheet()
    if sheet is None or not session.is_set():
        return
    opened = st.popover(
        "Hand in", icon=":material/assignment_turned_in:", key="hand_in", on_change="rerun"
    )
    with opened:
        if opened.open:
            _panel(sheet)


def _panel(sheet: Sheet) -> None:
    st.text_input(
        "Your name or number",
        key=given(FIELD, _NAME.get(), plain=True),
        on_change=changed(FIELD, _named),
        max_chars=MOST_NAME,
        autocomplete="off",
    )
    left = len(sheet.blanks)
    if left:
        st.caption(f"{left} of {len(sheet.asks)} numbers are still blank.")
    work = session.work_done(_NAME.get())
    name = file_name(work.name or work.exercise["title"], "-handed-in.json")
    file = OfferedFile(name, "application/json", lambda: to_json(work))
    offer = Offer("hand_in_file", "Save as a file", file, "download", main=True)
    offer_files([offer], key="hand_in_file")
    st.markdown("**Or copy this code**")
    code = to_code(work)
    st.code(code, language=None, wrap_lines=True, height=120)
    copy_button(code, key="copy_code", label="Copy the code")
    st.caption(
        "Give the file or the code to whoever set this exercise. It contains your answers, the "
        "hints you took and your time. Nothing is sent from here."
    )


def _named() -> None:
    _NAME.set(text(FIELD))
