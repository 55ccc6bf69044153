"""The walk: the graph, the formula of the step, the controls and the values so far."""

from __future__ import annotations

import time

import streamlit as st

from playground import session
from playground.ui import controls
from playground.ui.graph import network_graph
from playground.ui.notices import unfinished
from playground.ui.step_card import conventions, step_panel
from playground.ui.update_row import update_row
from playground.walk.value_table import values_so_far

HEAD_START = 0.004  # seconds in which the graph is sent, so that the browser draws it first


def walk_view() -> None:
    """What changes with every step is one fragment, drawn again on its own; the update, which
    depends on the numbers and the rate alone, stands above it and stays."""
    view = session.view()
    if view is None:
        unfinished()
        return
    with st.container(key="walk_page"):
        with st.container(key="update_row"):
            update_row(view)
        with st.container(key="steps"):
            st.fragment(steps, run_every=controls.play_interval())()
    conventions(view)


def steps() -> None:
    """The walk itself: graph, formula and controls together, and all values so far."""
    session.play_on()
    view = session.view()
    if view is None:
        return
    controls.stop_at_end(view)
    if session.wants_redraw():
        st.rerun()
    left, right = st.columns([2.15, 1], gap="medium")
    with left:
        network_graph(view)
        time.sleep(HEAD_START)
        controls.step_controls(view)
    with right, st.container(key="step_panel"):
        step_panel(view)
    values_so_far(view)
