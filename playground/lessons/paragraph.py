"""A paragraph of a lesson: what it says, its lines, and what it asks one to try."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from playground import session
from playground.exercise.view import View
from playground.lessons import bookmark, open_lesson, provide, tasks
from playground.lessons.goals import size_asked
from playground.lessons.lesson import LineOfRun, Paragraph, Task
from playground.lessons.live import Live
from playground.lessons.live_text import rendered
from playground.lessons.loader import LINKS
from playground.lessons.pointers import address_of
from playground.ui.buttons import button
from playground.ui.controls import SIZES
from playground.ui.scrolling import with_regions

OpenRun = Callable[..., None]  # with a set piece, and the number of an update to be walked
KINDS = {"da": "delta", "db": "dW", "b": "W"}  # told in the same line of an algorithm
MARKS = {
    tasks.OPEN: ":material/experiment: **Try.**",
    tasks.DONE: ":material/check_circle: **Done.**",
    tasks.SO_ALREADY: ":material/check: **Already true of this network.**",
}


def prose(shown: Paragraph, view: View, open_run: OpenRun) -> None:
    """What is said is true of this network, or else it is told of the lesson's example; `open_run`
    leads to the training that it speaks of."""
    lacking = provide.lacking(view)
    live = bookmark.live_example(view) if lacking else bookmark.live(view)
    st.subheader(rendered(shown.heading, live), anchor=False)
    if lacking:
        _banner([lack.words for lack in lacking])
    elif provide.was_given():
        _was_given()
    st.markdown(with_regions(rendered(shown.prose, live)), unsafe_allow_html=True)
    if shown.example and (lacking or bookmark.untouched()):
        st.markdown(with_regions(rendered(shown.example, live)), unsafe_allow_html=True)
    if lacking:
        st.markdown("\n".join(f"1. {rendered(line.text, live)}" for line in shown.lines))
    else:
        _lines(shown, view, live)
    if shown.training is not None:
        _updates(shown.training, shown.updates, live, open_run)
    _task(None if lacking else tasks.asked_for(view), view, live)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="lesson_ways"):
        button(
            "To this paragraph's step",
            key="lesson_step",
            icon=":material/my_location:",
            type="tertiary",
            on_click=open_lesson.go_to_own_step,
            disabled=open_lesson.at_own_step(view),
            help="Back to the step that this paragraph is about",
        )
        if shown.link is not None:
            file, label = LINKS[shown.link]
            label = rendered(label, live)
            st.page_link(f"pages/{file}", label=label, icon=":material/arrow_outward:")


def _banner(lacking: list[str]) -> None:
    """Which network the text is about, and the way to it."""
    st.info(
        f"This paragraph needs {_listed(lacking)}, which this network lacks. Text and numbers "
        "below are from the lesson's example.",
        icon=":material/info:",
    )
    with st.container(horizontal=True, gap="small", key="lesson_lacks"):
        button(
            "Add it to a copy" if bookmark.on() == bookmark.OWN else "Add it",
            key="lesson_give",
            icon=":material/build:",
            on_click=provide.give_what_is_lacking,
            help="Adds what the paragraph needs. Your own network stays as it is",
        )
        if bookmark.on() != bookmark.EXAMPLE:
            button(
                "Go to the example",
                key="lesson_to_example",
                on_click=open_lesson.use,
                args=(bookmark.EXAMPLE,),
            )
        elif bookmark.changed():
            button(
                "Restore the example",
                key="lesson_to_example",
                on_click=open_lesson.begin_example_again,
            )


def _was_given() -> None:
    """What was changed, and the way back."""
    copied = bookmark.on() == bookmark.COPY
    what = "A copy of your network was" if copied else "The example was"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="lesson_was"):
        st.markdown(f":material/build: {what} changed for this paragraph.")
        button(
            "Restore my network" if copied else "Change it back",
            key="lesson_take_back",
            type="tertiary",
            on_click=provide.take_back,
        )


def _listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _lines(shown: Paragraph, view: View, live: Live) -> None:
    """The lines of an algorithm; a press on one goes to its steps."""
    here = _line_at(shown, view)
    with st.container(key="lesson_lines", gap="xxsmall"):
        for number, line in enumerate(shown.lines):
            button(
                f"{number + 1}. {rendered(line.text, live)}",
                key=f"lesson_line_{number + 1}",
                type="secondary" if number == here else "tertiary",
                icon=":material/arrow_right:" if number == here else None,
                on_click=open_lesson.go_to_place,
                args=(line.place,),
                width="stretch",
            )


def _updates(training: str, updates: Sequence[LineOfRun], live: Live, open_run: OpenRun) -> None:
    """The lines of a training loop; a press on one opens the walk of its update."""
    with st.container(key="lesson_updates", gap="xxsmall"):
        for number, line in enumerate(updates, start=1):
            button(
                rendered(line.text, live),
                key=f"lesson_update_{number}",
                type="tertiary",
                icon=":material/footprint:",
                on_click=open_run,
                args=(training, line.update),
                width="stretch",
            )
        button(
            "Train it from the start",
            key="lesson_train",
            type="tertiary",
            icon=":material/arrow_outward:",
            on_click=open_run,
            args=(training,),
        )


def _line_at(shown: Paragraph, view: View) -> int | None:
    """The line that this step belongs to: the one of its layer, else the last of its kind."""
    kind = KINDS.get(view.step.quantity, view.step.quantity)
    alike = [n for n, line in enumerate(shown.lines) if line.place.quantity == kind]
    layers = {n: address_of(shown.lines[n].place, view.trace).layer for n in alike}
    own = [n for n in alike if layers[n] == view.step.layer]
    return next(iter([*own, *alike[-1:]]), None)


def _task(asked: Task | None, view: View, live: Live) -> None:
    if asked is None:
        st.caption("To try this, use a network like the example's.")
        return
    mark = MARKS[tasks.state(asked, view)]
    with st.container(border=True, key="lesson_task"):
        st.markdown(f"{mark} {rendered(asked.text, live)}")
        size = size_asked(asked.goal, session.state()["granularity"])
        if size is not None:
            button(
                f"First set the step size to *{SIZES[size]}*",
                key="lesson_size",
                icon=":material/straighten:",
                type="tertiary",
                on_click=open_lesson.step_by,
                args=(size,),
            )
