"""The controls of the walk: they change the session and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from backprop_core import GRANULARITIES
from playground import session
from playground.exercise.view import View
from playground.ui.buttons import button
from playground.ui.fields import changed, given, whole
from playground.views.triggers import any_pressed

MOST_BUTTONS = 6  # options in a row; more are a list to choose from
SIZES = {"term": "every product", "neuron": "every number", "layer": "every layer"}
LAST = 10**9  # past the end of every walk, which stops at its last step
RECENT, BEHIND = 4, 1.0  # steps, and seconds, that a browser may be behind while the walk plays


def step_buttons(view: View) -> None:
    """First, back, play, next, last; at the end the next pass, by a press of its own: an arrow key
    that is held down stops there."""
    last = len(view.trace) - 1
    playing = session.state()["playing"]
    at_start, at_end = view.position == 0, view.position == last
    _step_button("first_step", "first_page", "First", "Home", at_start)
    _step_button("previous_step", "chevron_left", "Previous", "Left", at_start)
    button(
        "Pause" if playing else "Play",
        key="play",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        shortcut="Space",
        on_click=session.toggle_play,
        disabled=at_end and not playing,
    )
    _step_button("next_step", "chevron_right", "Next", "Right", at_end)
    if at_end and _has_next_pass(view):
        button(
            "Next pass",
            key="pass_on",
            type="primary",
            on_click=_pass_on,
            help="Go on with the new weights",
        )
    _step_button("last_step", "last_page", "Last", "End", at_end)


def _has_next_pass(view: View) -> bool:
    """Where training stands beside the walk, which shows it."""
    return (
        session.state()["page"] == "playground"
        and session.shows("training")
        and not session.solving()
        and session.why_no_pass() is None
        and "update" not in view.document
    )


def _pass_on() -> None:
    session.advance()
    session.draw_again()


def step_size() -> None:
    """What one step is: a product, a number, a layer."""
    st.selectbox(
        "Step size",
        GRANULARITIES[:2] if session.solving() else GRANULARITIES,
        key=given("granularity", session.state()["granularity"], plain=True),
        required=True,
        format_func=SIZES.__getitem__,
        on_change=changed("granularity", _granularity_chosen),
        label_visibility="collapsed",
        width=150,
    )


def _granularity_chosen() -> None:
    session.set_granularity(st.session_state["granularity"])


def _step_button(key: str, icon: str, label: str, shortcut: str, disabled: bool) -> None:
    button(
        label,
        key=key,
        icon=f":material/{icon}:",
        shortcut=shortcut,
        type="primary" if key == "next_step" and not session.solving() else "secondary",
        on_click=_step_to,
        args=(key,),
        disabled=disabled,
    )


def _step_to(key: str) -> None:
    """Read the position now: the button may have been drawn some presses ago."""
    position = session.state()["step"]
    targets = {
        "first_step": 0,
        "previous_step": position - 1,
        "next_step": position + 1,
        "last_step": LAST,
    }
    session.press_to_step(targets[key])


def _only_an_echo(value: Any, shown_at: Callable[[int], Any]) -> bool:
    """Whether a widget that follows the walk seems changed only because the browser, which had not
    yet heard of the last step, sent its old value along with something else.

    `shown_at` tells what the widget shows at a step, counted from 0.
    """
    if any_pressed():
        return True
    held = session.state()
    played = held["playing"] or time.monotonic() - held["advanced_at"] < BEHIND
    recent = range(max(0, held["step"] - RECENT), held["step"] + 1)
    return played and any(shown_at(k) == value for k in recent)


def play_interval() -> float | None:
    """Seconds between steps while playing; None while not."""
    held = session.state()
    return 1.0 / held["speed"] if held["playing"] else None


def stop_at_end(view: View) -> None:
    """Playing ends at the last step; only a run of the whole page stops its clock."""
    if session.state()["playing"] and view.position == len(view.trace) - 1:
        session.stop()
        session.draw_again()


def sample_choice(view: View) -> None:
    """Which row of the batch the graph shows, where the step is not about one."""
    count = len(view.trace.y)
    if count < 2:
        return
    st.session_state["sample"] = view.sample
    choice: Any = st.segmented_control if count <= MOST_BUTTONS else st.selectbox
    choice(
        "Sample shown",
        list(range(count)),
        key="sample",
        required=True,
        format_func=lambda s: f"sample {s + 1}",
        on_change=_show_sample,
        label_visibility="collapsed",
    )


def _show_sample() -> None:
    """Another sample; a step about one sample becomes the same step about the other."""
    view, chosen = session.view(), whole("sample")
    if view is not None and not _only_an_echo(chosen, lambda k: view.trace[k].sample):
        session.show_sample(chosen, with_step=True)
