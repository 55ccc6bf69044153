"""What an exercise is called, where it is from and what is worth looking at, to be typed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.limits import MAX_LETTERS
from playground.ui.fields import changed, given, text

FIELDS = {
    "title": "Shown above the network on every page; saved in files and links",
    "source": "Where it is from: a book, an article, a course",
    "note": "What is worth looking at",
}


def about_form() -> None:
    """Title, source and note of the exercise as it is now."""
    now = session.document()
    values = {"title": now["title"], "source": now["source"], "note": now["note"]}
    with st.expander("Title, source and note", icon=":material/edit_note:", key="about_form"):
        for name, said in FIELDS.items():
            field = st.text_area if name == "note" else st.text_input
            field(
                name.capitalize(),
                key=given(name, values[name]),
                on_change=changed(name, partial(_typed, name)),
                max_chars=MAX_LETTERS,
                help=said,
            )


def _typed(name: str) -> None:
    session.edit(edits.set_text, name, text(name), label=name)
