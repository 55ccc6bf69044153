"""The walk: the stage with the network, the step card, the layer's arrays, training, transport."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground import session
from playground.exercise.view import View
from playground.ui import controls
from playground.ui.graph import network_graph
from playground.ui.notices import first_visit, unfinished
from playground.ui.solve_question import question
from playground.ui.solved_panel import solved_panel
from playground.ui.step_card import step_panel
from playground.ui.transport import Transport, follow_step, transport_row
from playground.ui.update_row import training_strip
from playground.walk.arrays_panel import array_beside, arrays_panel
from playground.walk.update_strip import update_strip

# A sheet that comes and goes, and not rules that look for a mark with :has(): those a browser would
# look at again with everything that a graph draws.
_PRESENTING = (Path(__file__).parent / "presenting.css").read_text(encoding="utf-8")
_OF_SAMPLES = ".st-key-walk_page { --samples: 2.9rem; }"  # the band is higher by the row of them


def walk_view(body: DeltaGenerator) -> None:
    """What changes with every step is one fragment, drawn again on its own; training, which
    depends on the numbers and the rate alone, stays. Streamlit copies what is entered around a
    fragment each time it is drawn, so `body` is not."""
    session.step_by_numbers()
    view = session.view()
    if view is None:
        with body:
            unfinished()
        return
    presenting = session.state()["presenting"]
    with body.container(key="walk_page"):
        if presenting:
            of_samples = _OF_SAMPLES if len(view.trace.y) > 1 else ""
            st.html(f"<span class='presenting'></span><style>{_PRESENTING}{of_samples}</style>")
        row = transport_row()
        st.fragment(steps, run_every=controls.play_interval())(row)
        if not session.solving() and session.shows("training"):
            with st.container(key="training"):
                if "update" in view.document:
                    update_strip(view.exactly)
                else:
                    training_strip(view)


def steps(row: Transport) -> None:
    """The step, and what follows the walk in the transport, which the tab key reaches first though
    it is drawn last. A step that cannot be drawn can be left by it."""
    session.play_on()
    view = session.view()
    if view is None:
        return
    controls.stop_at_end(view)
    if session.wants_redraw():
        st.rerun()
    try:
        _step(view)
    finally:
        follow_step(row, view)
    first_visit()


def _step(view: View) -> None:
    """The stage, the step card and the layer's arrays."""
    with st.container(key="stage"):
        network_graph(view)
    sheet = session.sheet(view)
    with st.container(key="step_panel"):
        if sheet is None:
            step_panel(view)
        else:
            question(view, sheet)
    if sheet is not None:
        with st.container(key="solved"):
            solved_panel(view, sheet)
    elif session.shows("arrays"):
        beside = session.state()["presenting"]
        with st.container(key="array_beside" if beside else "arrays"):
            (array_beside if beside else arrays_panel)(view)
