"""The page "Symbols and conventions": the lessons that say what is otherwise left unsaid."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.symbol_reference.notation_table import (
    arrays_table,
    notes,
    symbol_details,
    symbols_table,
)
from playground.ui.kept_widgets import kept_tabs
from playground.ui.page_text import WHOLE, text
from playground.ui.scrolling import scrollable
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
    symbols, side_by_side, *others = kept_tabs(names, "symbol_tabs")
    for tab, file in zip((symbols, *others), FILES, strict=True):
        with tab, st.container(key=f"lesson_{file}", width=WIDTH):
            st.markdown(_in_chosen_notation(file))
    with side_by_side, st.container(key="lesson_notations"):
        _notations()


def _in_chosen_notation(file: str) -> str:
    notation = session.symbols().notation
    return text(file, WHOLE, notation, **symbol_details(notation))


def _notations() -> None:
    notation = session.symbols().notation
    st.markdown(text("symbol_reference/notations", "numbers", notation))
    scrollable(symbols_table(), "Symbols by notation")
    st.markdown(text("symbol_reference/notations", "arrays", notation))
    scrollable(arrays_table(), "Arrays by notation")
    st.markdown(text("symbol_reference/notations", "notes", notation))
    for title, note in notes():
        st.markdown(f"**{title}.** {note}")
