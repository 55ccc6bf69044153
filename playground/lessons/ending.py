"""The end of a lesson: what was learned, what is left to try, and where to go on."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.lessons import bookmark, open_lesson
from playground.lessons.lesson import Lesson
from playground.lessons.loader import LINKS
from playground.notation.vocabulary import vocabulary
from playground.templates import filled
from playground.ui.buttons import button
from playground.ui.page_text import text

WIDTH = 720  # pixels: longer lines are hard to read


def ending(lesson: Lesson) -> None:
    """Instead of a paragraph, once the last one has been read."""
    notation = session.symbols().notation
    done = bookmark.READ.get()[lesson.name]["done"]
    with st.container(key="lesson_end", width=WIDTH):
        st.subheader("What you have learned", anchor=False)
        learned = (filled(line, vocabulary(notation)) for line in lesson.learned)
        st.markdown("\n".join(f"- {line}" for line in learned))
        counts = {"done": len(done), "count": len(lesson.paragraphs)}
        section = "all done" if counts["done"] == counts["count"] else "some done"
        st.markdown(text("lessons", section, notation, **counts))
        _ways_on()


def _ways_on() -> None:
    following = bookmark.following()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        button(
            "Back",
            key="lesson_back",
            icon=":material/arrow_back:",
            on_click=lambda: open_lesson.go_to(bookmark.at() - 1),
        )
        if following is not None:
            button(
                f"Next lesson: {following.title}",
                key="lesson_onward",
                icon=":material/arrow_forward:",
                type="primary",
                on_click=open_lesson.open_lesson,
                args=(following.name,),
            )
        else:
            st.page_link(
                f"pages/{LINKS['check'][0]}",
                label="Check a gradient of your own",
                icon=":material/fact_check:",
            )
