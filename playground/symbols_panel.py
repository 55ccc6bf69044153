"""The page "Symbols and conventions": the lessons that say what is otherwise left unsaid."""

from __future__ import annotations

import streamlit as st

from playground.lesson_text import lesson

WIDTH = 900  # pixels: longer lines are hard to read


def page() -> None:
    """The lessons as tabs, each about as long as a screen."""
    st.title("Symbols and conventions")
    names = ["Symbols", "Conventions", "Keys and gestures", "In a notebook"]
    files = ["symbols", "conventions", "keys", "notebook"]
    for tab, file in zip(st.tabs(names), files, strict=True):
        with tab, st.container(key=f"lesson_{file}", width=WIDTH):
            st.markdown(lesson(file))
