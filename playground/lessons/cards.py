"""All lessons as cards, to choose from."""

from __future__ import annotations

import streamlit as st

from playground.lessons import open_lesson
from playground.lessons.loader import LINKS, Lesson, lessons
from playground.notation.symbols import NOTATIONS
from playground.ui.buttons import button
from playground.ui.page_text import sections

IN_A_ROW = 3


def all_lessons() -> None:
    """A card for each lesson, with how far one has read, and one for the primer."""
    st.title("Lessons", anchor=False)
    st.markdown(sections("lessons/text")["about"])
    cards = [*lessons().values(), None]
    for first in range(0, len(cards), IN_A_ROW):
        row = cards[first : first + IN_A_ROW]
        for column, lesson in zip(st.columns(IN_A_ROW, gap="medium"), row, strict=False):
            name = "primer" if lesson is None else lesson.name
            with (
                column,
                st.container(border=True, height="stretch", key=f"lesson_card_{name}"),
            ):
                _card(lesson) if lesson is not None else _primer_card()


def _primer_card() -> None:
    st.subheader("New to derivatives?", anchor=False)
    st.markdown(sections("lessons/text")["primer"])
    st.page_link(f"pages/{LINKS['primer'][0]}", label="Primer", icon=":material/show_chart:")


def _card(lesson: Lesson) -> None:
    read = open_lesson.READ.get().get(lesson.name)
    count = len(lesson.paragraphs)
    notation = NOTATIONS[lesson.notation].name if lesson.notation in NOTATIONS else ""
    st.subheader(lesson.title, anchor=False)
    st.caption(f"After {lesson.author}, *{lesson.article}* ({lesson.year})")
    st.markdown(lesson.summary)
    progress = f"paragraph {read['at'] + 1} of {count}" if read else f"{count} paragraphs"
    st.caption(f"{progress} · in the notation {notation}")
    button(
        "Go on" if read else "Begin",
        key=f"open_lesson_{lesson.name}",
        icon=":material/menu_book:",
        type="secondary" if read else "primary",
        on_click=open_lesson.open_lesson,
        args=(lesson.name,),
    )
