"""The page "Lessons": guided walks, a paragraph at a time beside the live graph."""

from __future__ import annotations

import streamlit as st

from playground import reading, session
from playground.document import is_complete
from playground.figures.scene import Edge, Neuron
from playground.lessons.files import LINKS, Lesson, Paragraph
from playground.lessons.needs import lack_of_place
from playground.lessons.places import address_of
from playground.lessons.prose import Live, rendered
from playground.panels import controls
from playground.panels.fields import changed, given
from playground.panels.graph import network_graph
from playground.panels.layout import undo_row
from playground.panels.lesson_cards import all_lessons
from playground.panels.lesson_text import prose
from playground.panels.notices import message, unfinished
from playground.panels.numbers import numbers
from playground.panels.settings import notation_choice
from playground.panels.structure import structure
from playground.panels.undo import undo_buttons
from playground.panels.update import update_row
from playground.panels.walk import conventions, step_panel
from playground.walk import Walk

USES = {
    reading.EXAMPLE: "The lesson's example",
    reading.OWN: "My drawing",
    reading.COPY: "Its changed copy",
}


def page() -> None:
    """All lessons to choose from, or the one that is open."""
    lesson = reading.current()
    if lesson is None:
        all_lessons()
    else:
        _lesson(lesson)


def _lesson(lesson: Lesson) -> None:
    with st.container(key="lesson_head"):
        _head(lesson)
    message()
    if not is_complete(session.document()):
        session.state()["lead"] = None
        unfinished()
        undo_row()
        st.page_link(f"pages/{LINKS['playground'][0]}", label="Open the drawing board")
        return
    session.state()["lesson_drawn"] = session.document()
    with st.container(key="lesson_page"):
        st.fragment(_beside_the_graph, run_every=controls.play_interval())()
        walk = session.walk()
        if walk is None:
            return
        with st.container(key="update_row"):  # below the graph; see the style sheet
            update_row(walk)
    _change_network()
    conventions(walk)


def _head(lesson: Lesson) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(lesson.title, anchor=False, width="content")
        st.button(
            "All lessons",
            key="lesson_close",
            icon=":material/arrow_back:",
            on_click=reading.close,
            help="Your own drawing and notation come back"
            + ("; the changed copy goes" if reading.on() == reading.COPY else ""),
        )
        st.segmented_control(
            "The lesson runs on",
            reading.uses(),
            key=given("lesson_on", reading.on()),
            required=True,
            format_func=USES.__getitem__,
            on_change=changed("lesson_on", _use),
            label_visibility="collapsed",
        )
        notation_choice(width=230)
        if reading.changed():
            st.button(
                "Start over",
                key="lesson_example_again",
                icon=":material/restart_alt:",
                on_click=reading.begin_example_again,
                type="tertiary",
                help="The example as it was at first; an undo takes that back",
            )


def _use() -> None:
    reading.use(st.session_state["lesson_on"])


def _beside_the_graph() -> None:
    """Prose and formula beside the graph; drawn again with every step and every paragraph."""
    controls.play_on()
    walk, lesson = session.walk(), reading.current()
    if walk is None or lesson is None:
        return
    controls.stop_at_end(walk)
    if session.state().pop("redraw", False) or _other_numbers():
        st.rerun()
    reading.lead(walk)
    shown = reading.paragraph()
    left, right = st.columns([1, 1.7], gap="medium")
    with left:
        with st.container(key="lesson_text"):
            _way(lesson, walk)
            prose(shown, walk)
        with st.container(key="step_panel"):
            step_panel(walk)
    with right:
        network_graph(walk, *(_lit(shown, walk) if reading.at_own_step(walk) else ()))
        controls.step_controls(walk)


def _other_numbers() -> bool:
    """Whether another exercise, or another pass of it, is shown now than when the whole page was
    drawn: what stands outside the fragment must follow."""
    return session.state()["lesson_drawn"] is not session.document()


def _way(lesson: Lesson, walk: Walk) -> None:
    """Back, where one is, and on."""
    number, count = reading.at(), len(lesson.paragraphs)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="lesson_way"):
        st.button(
            "Back",
            key="lesson_back",
            icon=":material/arrow_back:",
            on_click=_turn,
            args=(-1,),
            disabled=number == 0,
        )
        st.button(
            "Read on",
            key="lesson_next",
            icon=":material/arrow_forward:",
            type="primary",
            on_click=_turn,
            args=(1,),
            disabled=number == count - 1,
        )
        st.markdown(f"<span role='status'>{number + 1} of {count}</span>", unsafe_allow_html=True)
        with st.popover(
            "Contents", icon=":material/toc:", key="contents", on_change="rerun"
        ) as box:
            if box.open:
                with st.container(gap=None):
                    _contents(lesson, reading.live(walk))


def _turn(by: int) -> None:
    """Read the place now: the button may have been drawn some presses ago."""
    reading.go_to(reading.at() + by)


def _contents(lesson: Lesson, live: Live) -> None:
    done = session.state()["lessons_read"][lesson.name]["done"]
    for number, one in enumerate(lesson.paragraphs):
        st.button(
            f"{number + 1}. {rendered(one.heading, live)}"
            + (" :material/check:" if number in done else ""),
            key=f"lesson_go_{number}",
            type="tertiary",
            on_click=_chosen,
            args=(number,),
        )


def _chosen(number: int) -> None:
    reading.go_to(number)
    st.session_state["contents"] = False  # the list has served its turn


def _lit(shown: Paragraph, walk: Walk) -> tuple[tuple[Edge, ...], tuple[Neuron, ...]]:
    """The connections and neurons that the paragraph points at besides the step's own."""
    edges: list[Edge] = []
    neurons: list[Neuron] = []
    for place in shown.light:
        if lack_of_place(place, walk.trace, walk.symbols) is not None:
            continue
        at = address_of(place, walk.trace, walk.sample)
        if at.neuron is None:
            continue
        if at.source is not None and at.quantity in ("W", "dW") and at.layer is not None:
            edges.append((at.layer, at.neuron, at.source))
        elif at.quantity == "x":
            neurons.append((0, at.neuron))
        else:
            column = len(walk.network.sizes) - 1 if at.layer is None else at.layer + 1
            neurons.append((column, at.neuron))
    return tuple(edges), tuple(neurons)


def _change_network() -> None:
    """The same edits as on the drawing board, for what a paragraph asks one to try."""
    box = st.expander(
        "Change this network",
        icon=":material/tune:",
        key="lesson_change",
        on_change="rerun",
    )
    with box:
        if box.open:
            left, right = st.columns([1, 1.6], gap="medium")
            with left:
                structure(leads_to_walk=False)
            with right:
                with st.container(horizontal=True, gap="xsmall"):
                    undo_buttons()
                numbers()


def reminder() -> None:
    """On every other page: which lesson is open, and the two ways back."""
    lesson = reading.current()
    if lesson is None:
        return
    place = f"paragraph {reading.at() + 1} of {len(lesson.paragraphs)}"
    what = {
        reading.EXAMPLE: "on its example",
        reading.OWN: "on your own drawing",
        reading.COPY: "on a changed copy of your drawing",
    }[reading.on()]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="reminder"):
        st.markdown(f":material/menu_book: Lesson **{lesson.title}**, {place}, {what}.")
        st.page_link("pages/learn/lessons.py", label="Back to the lesson")
        st.button(
            "Close it",
            key="lesson_close",
            type="tertiary",
            on_click=reading.close,
            help="Your own drawing and notation come back",
        )
