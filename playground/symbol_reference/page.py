"""The page "Symbols and conventions": the lessons that say what is otherwise left unsaid."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.notation.bare_symbols import in_notation
from playground.symbol_reference.notation_table import (
    arrays_table,
    notes,
    symbol_details,
    symbols_table,
)
from playground.ui.page_text import filled, lesson, sections
from playground.ui.settings import notation_choice

FILES = (
    "symbol_reference/text",
    "symbol_reference/conventions",
    "symbol_reference/keys",
    "symbol_reference/notebook",
)
WIDTH = 900  # pixels: longer lines are hard to read


def page() -> None:
    """The lessons as tabs, each about as long as a screen."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Symbols and conventions", anchor=False, width="stretch")
        notation_choice()
    names = ["Symbols", "Notations", "Conventions", "Keys and gestures", "In a notebook"]
    symbols, side_by_side, *others = st.tabs(names)
    for tab, file in zip((symbols, *others), FILES, strict=True):
        with tab, st.container(key=f"lesson_{file}", width=WIDTH):
            st.markdown(_in_chosen_notation(file))
    with side_by_side, st.container(key="lesson_notations"):
        _notations()


def _in_chosen_notation(file: str) -> str:
    notation = session.symbols().notation
    return in_notation(filled(lesson(file), symbol_details(notation)), notation)


def _notations() -> None:
    told = sections("symbol_reference/notations")
    st.markdown(told["numbers"])
    st.markdown(symbols_table())
    st.markdown(told["arrays"])
    st.markdown(arrays_table())
    st.markdown(told["notes"])
    for title, note in notes():
        st.markdown(f"**{title}.** {note}")
