"""All lessons as cards, to choose from."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.lessons import bookmark, open_lesson
from playground.lessons.lesson import Lesson
from playground.lessons.loader import LINKS, lessons
from playground.notation.symbols import NOTATIONS
from playground.ui.buttons import button
from playground.ui.page_text import text

IN_A_ROW = 3


def all_lessons() -> None:
    """A card for each lesson, with how far one has read, and one for the primer."""
    st.title("Lessons", anchor=False)
    st.markdown(text("lessons", "about", session.symbols().notation))
    cards = [*lessons().values(), None]
    for first in range(0, len(cards), IN_A_ROW):
        row = cards[first : first + IN_A_ROW]
        for column, lesson in zip(st.columns(IN_A_ROW, gap="medium"), row, strict=False):
            name = "primer" if lesson is None else lesson.name
            with (
                column,
                st.container(
                    border=True,
                    height="stretch",
                    vertical_alignment="distribute",
                    key=f"lesson_card_{name}",
                ),
            ):
                _card(lesson) if lesson is not None else _primer_card()


def _primer_card() -> None:
    with st.container():
        st.caption("Before you begin")
        st.subheader("New to derivatives?", anchor=False)
        st.markdown(text("lessons", "primer", session.symbols().notation))
    st.page_link(f"pages/{LINKS['primer'][0]}", label="Primer", icon=":material/show_chart:")


def _card(lesson: Lesson) -> None:
    read = bookmark.READ.get().get(lesson.name)
    notation = NOTATIONS[lesson.notation].name if lesson.notation in NOTATIONS else ""
    with st.container():
        st.caption(f"Lesson {list(lessons()).index(lesson.name) + 1} · {lesson.level}")
        st.subheader(lesson.title, anchor=False)
        st.caption(f"After {lesson.author}, *{lesson.article}* ({lesson.year})")
        st.markdown(lesson.summary)
    with st.container():
        st.caption(f"{_progress(lesson)} · {notation}'s notation")
        button(
            "Begin" if read is None else "Read again" if _is_read(lesson) else "Continue",
            key=f"open_lesson_{lesson.name}",
            icon=":material/menu_book:",
            type="primary" if lesson.name == _next_to_read() else "secondary",
            on_click=open_lesson.open_lesson,
            args=(lesson.name,),
        )


def _progress(lesson: Lesson) -> str:
    read, count = bookmark.READ.get().get(lesson.name), len(lesson.paragraphs)
    if read is None:
        return f"{count} paragraphs"
    return "read to the end" if _is_read(lesson) else f"paragraph {read['at'] + 1} of {count}"


def _is_read(lesson: Lesson) -> bool:
    read = bookmark.READ.get().get(lesson.name)
    return read is not None and read["at"] >= len(lesson.paragraphs)


def _next_to_read() -> str | None:
    """The first lesson that has not been read to its end."""
    return next((name for name, lesson in lessons().items() if not _is_read(lesson)), None)
