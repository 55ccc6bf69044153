"""Above a lesson and beside its heading: the network it runs on, back and on, and its contents."""

from __future__ import annotations

import streamlit as st

from playground.exercise.view import View
from playground.lessons import bookmark, open_lesson
from playground.lessons.lesson import Lesson
from playground.lessons.live import Live
from playground.lessons.live_text import rendered
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given
from playground.ui.settings import notation_choice

USES = {
    bookmark.EXAMPLE: "Example",
    bookmark.OWN: "My network",
    bookmark.COPY: "Changed copy",
}


def head(lesson: Lesson) -> None:
    """Its title, the way out, and which network and notation it is read with."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(lesson.title, anchor=False, width="content")
        button(
            "All lessons",
            key="lesson_close",
            icon=":material/arrow_back:",
            on_click=open_lesson.close,
            help="Restores your own network and notation"
            + (" and discards the changed copy" if bookmark.on() == bookmark.COPY else ""),
        )
        st.segmented_control(
            "The lesson runs on",
            bookmark.uses(),
            key=given("lesson_on", bookmark.on()),
            required=True,
            format_func=USES.__getitem__,
            on_change=changed("lesson_on", _use),
            label_visibility="collapsed",
        )
        notation_choice(width=230)
        if bookmark.changed():
            button(
                "Start over",
                key="lesson_example_again",
                icon=":material/restart_alt:",
                on_click=open_lesson.begin_example_again,
                type="tertiary",
                help="Restores the example; undo brings your changes back",
            )


def _use() -> None:
    which = choice("lesson_on", bookmark.uses())
    if which is not None and bookmark.current() is not None:
        open_lesson.use(which)


def way(lesson: Lesson, view: View) -> None:
    """Back, where one is, and on."""
    number, count = bookmark.at(), len(lesson.paragraphs)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="lesson_way"):
        button(
            "Back",
            key="lesson_back",
            icon=":material/arrow_back:",
            on_click=_turn,
            args=(-1,),
            disabled=number == 0,
        )
        button(
            "Read on" if number + 1 < count else "Finish",
            key="lesson_next",
            icon=":material/arrow_forward:",
            type="primary",
            on_click=_turn,
            args=(1,),
        )
        st.markdown(f"<span role='status'>{number + 1} of {count}</span>", unsafe_allow_html=True)
        with st.popover(
            "Contents", icon=":material/toc:", key="contents", on_change="rerun"
        ) as box:
            if box.open:
                with st.container(gap=None):
                    _contents(lesson, bookmark.live(view))


def _turn(by: int) -> None:
    """Read the place now: the button may have been drawn some presses ago."""
    if bookmark.current() is not None:
        open_lesson.go_to(bookmark.at() + by)


def _contents(lesson: Lesson, live: Live) -> None:
    done = bookmark.READ.get()[lesson.name]["done"]
    for number, one in enumerate(lesson.paragraphs):
        button(
            f"{number + 1}. {rendered(one.heading, live)}"
            + (" :material/check:" if number in done else ""),
            key=f"lesson_go_{number}",
            type="tertiary",
            on_click=_chosen,
            args=(number,),
        )


def _chosen(number: int) -> None:
    open_lesson.go_to(number)
    st.session_state["contents"] = False  # the list has served its turn
