"""A reminder, on every other page, of the lesson that is open."""

from __future__ import annotations

import streamlit as st

from playground.lessons import bookmark, open_lesson
from playground.ui.buttons import button
from playground.views.into_sight.into_sight import into_sight


def reminder() -> None:
    """On every other page: which lesson is open, and the two ways back."""
    lesson = bookmark.current()
    if lesson is None:
        return
    count = len(lesson.paragraphs)
    place = "at its end" if bookmark.at_end() else f"paragraph {bookmark.at() + 1} of {count}"
    what = {
        bookmark.EXAMPLE: "on its example",
        bookmark.OWN: "on your own network",
        bookmark.COPY: "on a changed copy of your network",
    }[bookmark.on()]
    part = None if bookmark.at_end() else bookmark.paragraph().part
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="reminder"):
        if part is not None:
            into_sight(part, bookmark.token())
        st.markdown(f":material/menu_book: Lesson **{lesson.title}**, {place}, {what}.")
        st.page_link("pages/learn/lessons.py", label="Back to the lesson")
        button(
            "Close",
            key="lesson_close",
            type="tertiary",
            on_click=open_lesson.close,
            help="Restores your own network and notation",
        )
