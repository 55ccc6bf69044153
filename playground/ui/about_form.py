"""What an exercise is called, where it is from and what is worth looking at, to be typed."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.limits import MAX_LETTERS
from playground.ui.fields import changed, given, text
from playground.ui.number_field import text_field

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
            label = name.capitalize()
            options: dict[str, Any] = {"max_chars": MAX_LETTERS, "help": said}
            if name == "note":
                act = changed(name, _note_typed)
                key = given(name, values[name], plain=True)
                st.text_area(label, key=key, on_change=act, **options)
            else:
                text_field(label, name, values[name], partial(_typed, name), **options)


def _note_typed() -> None:
    _typed("note", text("note"))


def _typed(name: str, value: str) -> None:
    session.edit(edits.set_text, name, value, label=name)
