"""The page "Lessons": guided walks, a paragraph at a time beside the live graph."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise.document import Document, is_complete
from playground.exercise.view import View
from playground.lessons import bookmark, open_lesson
from playground.lessons.cards import all_lessons
from playground.lessons.ending import ending
from playground.lessons.lesson import Lesson, Paragraph
from playground.lessons.lesson_controls import head, way
from playground.lessons.loader import LINKS
from playground.lessons.needs import lack_of_place
from playground.lessons.paragraph import OpenRun, prose
from playground.lessons.pointers import address_of
from playground.ui import controls
from playground.ui.exercise_tables import numbers, paste_note
from playground.ui.graph import HEIGHT, network_graph
from playground.ui.grid_layout import undo_row
from playground.ui.notices import message, unfinished
from playground.ui.step_card import conventions, step_panel
from playground.ui.structure_form import structure
from playground.ui.transport import follow_step, transport_row
from playground.ui.undo import undo_buttons
from playground.ui.update_row import training_strip
from playground.views.into_sight.into_sight import TOP, into_sight
from playground.where import Neuron, Weight, neuron_at, weight_at

_DRAWN: session.Remembered[Document | None] = session.Remembered("lesson_drawn", lambda: None)


def page(open_run: OpenRun) -> None:
    """All lessons to choose from, or the one that is open; `open_run` leads to a training run."""
    lesson = bookmark.current()
    if lesson is None:
        all_lessons()
    else:
        open_lesson.come_back()
        _lesson(lesson, open_run)


def _lesson(lesson: Lesson, open_run: OpenRun) -> None:
    with st.container(key="lesson_head"):
        head(lesson)
    message()
    if bookmark.at_end():
        open_lesson.LEAD.set(None)
        ending(lesson)
        return
    if not is_complete(session.document()):
        open_lesson.LEAD.set(None)
        unfinished()
        undo_row()
        st.page_link(f"pages/{LINKS['playground'][0]}", label="Open the drawing board")
        return
    _DRAWN.set(session.document())
    with st.container(key="lesson_page"):
        st.fragment(_beside_the_graph, run_every=controls.play_interval())(open_run)
        view = session.exact_view()
        if view is None:
            return
        with st.container(key="update_row"):  # below the graph; see the style sheet
            training_strip(view)
    _change_network()
    conventions(view)


def _beside_the_graph(open_run: OpenRun) -> None:
    """Prose and formula beside the graph; drawn again with every step and every paragraph."""
    session.play_on()
    view, lesson = session.exact_view(), bookmark.current()
    if view is None or lesson is None:
        return
    controls.stop_at_end(view)
    if session.wants_redraw() or _other_numbers() or bookmark.at_end():
        st.rerun()
    open_lesson.lead(view)
    shown = bookmark.paragraph()
    with st.container(key="lesson_columns"):
        _columns(lesson, shown, view, open_run)
    follow_step(transport_row(), view)


def _columns(lesson: Lesson, shown: Paragraph, view: View, open_run: OpenRun) -> None:
    left, right = st.columns([1, 1.7], gap="medium")
    with left:
        with st.container(key="lesson_text"):
            into_sight(TOP, bookmark.token())
            way(lesson, view)
            prose(shown, view, open_run)
        with st.container(key="step_panel"):
            step_panel(view)
    with right:
        network_graph(
            view,
            *(_lit(shown, view) if open_lesson.at_own_step(view) else ()),
            place="lessons",
            height=HEIGHT,
        )


def _other_numbers() -> bool:
    """Whether another exercise, or another pass of it, is shown now than when the whole page was
    drawn: what stands outside the fragment must follow."""
    return _DRAWN.get() != session.document()


def _lit(shown: Paragraph, view: View) -> tuple[tuple[Weight, ...], tuple[Neuron, ...]]:
    """The connections and neurons that the paragraph points at besides the step's own."""
    edges: list[Weight] = []
    neurons: list[Neuron] = []
    for place in shown.light:
        if lack_of_place(place, view.trace, view.symbols) is not None:
            continue
        at = address_of(place, view.trace, view.sample)
        weight, neuron = weight_at(at), neuron_at(at, view.network.sizes)
        if weight is not None:
            edges.append(weight)
        elif neuron is not None:
            neurons.append(neuron)
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
                paste_note()
                numbers()
