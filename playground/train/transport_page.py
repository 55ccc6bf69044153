"""The transport of the Train page: run and pause, single updates, the time machine, the walk."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.train import clock, training, walked_update
from playground.train.course import Course, Moment
from playground.train.transport_buttons import run_button, step_button
from playground.train.until_controls import until_controls
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given, whole

ROUND = (1, 2, 5)
FEW = 50  # updates, which are made at once


def transport(course: Course, moment: Moment) -> None:
    """One row, at the foot of the page."""
    running, behind = clock.is_running(), training.is_behind()
    with st.container(key="train_buttons", horizontal=True, gap="xsmall"):
        run_button(behind or (course.stopped is not None and training.is_live()))
        step_button("previous_update", "Back", "undo", "Left", _back, moment.number == 0 or running)
        stopped = behind or running or (course.stopped is not None and training.is_live())
        step_button("one_update", "+1 update", "", "Right", _one_update, stopped)
        step_button("one_epoch", "+1 epoch", "", "Shift+Right", _one_epoch, stopped)
        with st.popover("Until…", key="until", disabled=stopped, on_change="rerun") as box:
            if box.open:
                until_controls()
        step_button(
            "train_reset", "Reset", "replay", None, training.start_again, course.updates == 0
        )
    st.selectbox(
        "Speed",
        list(clock.SPEEDS),
        key=given("train_speed", training.training()["speed"]),
        required=True,
        format_func=clock.SPEEDS.__getitem__,
        on_change=changed("train_speed", _speed_chosen),
        label_visibility="collapsed",
        width=112,
    )
    with st.container(key="time_machine_place"):
        st.html(_where(course, moment))
        off = running or behind
        _time_machine(moment.number, off)
    _walk_button(course, moment, running or behind)


def _one_update() -> None:
    training.advance(1)


def _one_epoch() -> None:
    """At once where that takes little; else by the clock, in slices, up to its end."""
    left = training.epoch_left()
    training.advance(left, clock.SLICE if left > FEW else float("inf"))
    if training.moment().state.place.row and training.course().stopped is None:
        clock.run(training.training()["updates"] + training.epoch_left())


def _back() -> None:
    training.go_to(training.training()["at"] - 1)


def _speed_chosen() -> None:
    training.set_speed(choice("train_speed", clock.SPEEDS))


def where_in_words(course: Course, moment: Moment) -> dict[str, str]:
    """Which update is shown, of which epoch, and whether it is the last one, by the names of their
    places on the page."""
    task, held = course.task, training.training()
    size = course.leg_of(max(1, moment.number))["batch_size"] or len(task.x)
    batches = -(-len(task.x) // size)
    place = " "  # a text that can be replaced
    if moment.update is not None:
        row = moment.update.place_before.row
        place = f" · epoch {moment.update.epoch:,} · batch {row // size + 1:,} of {batches:,}"
    if training.is_behind():
        live = f"recomputing {course.updates:,} of {held['updates']:,}"
    else:
        live = "live" if training.is_live() else f"of {held['updates']:,}"
    said = {"update": f"Update {moment.number:,}", "place": place, "live": live}
    return {name: session.in_words(text) for name, text in said.items()}


def _where(course: Course, moment: Moment) -> str:
    """The same as HTML; the pictures bring it newer words."""
    words = where_in_words(course, moment)
    is_live = "live" if words["live"] == "live" else ""
    spoken = "" if clock.is_running() else " role='status'"  # or it would never be silent
    return (
        f"<div class='train-where' data-beat='{clock.picture()}'{spoken}>"
        f"<b data-live='update'>{words['update']}</b><span data-live='place'>{words['place']}"
        f"</span><em class='{is_live}' data-live='live'>{words['live']}</em></div>"
    )


def _time_machine(shown: int, off: bool) -> None:
    """All updates so far. While it runs its end is a round number, and it cannot be moved."""
    last = training.training()["updates"]
    end = _rounded_up(last) if off else max(1, last)
    st.slider(
        "Time machine",
        0,
        end,
        key=given("time_machine", min(shown, end)),
        on_change=changed("time_machine", _travelled),
        disabled=off or last == 0,
        label_visibility="collapsed",
        format="update %d",
    )


def _rounded_up(number: int) -> int:
    tens = 10
    while True:
        for one in ROUND:
            if one * tens >= number:
                return one * tens
        tens *= 10


def _travelled() -> None:
    number = whole("time_machine")
    if number is not None and not clock.is_running() and not training.is_behind():
        training.go_to(number)


def _walk_button(course: Course, moment: Moment, off: bool) -> None:
    why_not = None if off else walked_update.why_not(course, moment)
    button(
        "Walk through this update",
        key="walk_update",
        icon=":material/footprint:",
        disabled=off or why_not is not None,
        help=why_not or "Opens the walk on this mini-batch, weights and optimiser state",
        on_click=walked_update.open_walk,
        args=(course, moment),
    )
