"""The page "Matrices": the present step's layer as grids, lit in step with the graph both ways."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from playground import session
from playground.components.grid_view import grid_view
from playground.formulas.losses import slope_of_outputs
from playground.formulas.step import formula
from playground.lessons.text import filled, sections
from playground.panels import controls
from playground.panels.graph import network_graph
from playground.panels.layout import follow_cell, form_of, layout_choice, undo_row
from playground.panels.notices import message, unfinished
from playground.panels.selection import inspector
from playground.panels.softmax import softmax_part
from playground.panels.transpose import transpose_part
from playground.understand.grid_data import line_data
from playground.understand.grid_maker import MOST_SAMPLES
from playground.understand.matrices import Line, lines_of
from playground.understand.transposed import hidden_neuron
from playground.walk import Walk


def page() -> None:
    """Graph and grids together; what changes with every step is one fragment."""
    st.title("Matrices")
    walk = session.walk()
    if walk is None:
        unfinished()
        undo_row()
        return
    st.caption(sections("matrices")["about"])
    with st.container(horizontal=True, gap="small"):
        layout_choice(walk)
        undo_row()
    with st.container(key="matrices"):
        st.fragment(_view, run_every=controls.play_interval())()


def _view() -> None:
    controls.play_on()
    walk = session.walk()
    if walk is None:
        st.rerun()
    controls.stop_at_end(walk)
    if session.state().pop("redraw", False):
        st.rerun()
    message()
    if walk.problem:
        st.error(walk.problem, icon=":material/error:")
    left, right = st.columns([1.05, 1], gap="medium")
    with left:
        edges, neurons = _lit()
        network_graph(walk, edges, neurons)
        controls.step_controls(walk)
        inspector()
    with right, st.container(key="step_panel"):
        _step(walk)
        _grids(walk)
        _formula(walk)
    transpose_part(walk)
    softmax_part(walk)


def _lit() -> tuple[Any, Any]:
    """The selected edge or neuron, for the graph."""
    chosen = session.state()["selected"]
    if chosen is None:
        return (), ()
    if chosen["kind"] == "edge":
        return ((chosen["layer"], chosen["to"], chosen["from"]),), ()
    return (), ((chosen["column"], chosen["neuron"]),)


def _step(walk: Walk) -> None:
    step = walk.step
    controls.phase_markers(walk)
    controls.sample_choice(walk)
    st.markdown(
        f"<p class='step-title' role='status'>{walk.symbols.name(step.address)}</p>"
        f"<p class='step-count'>{step.phase} · pass {session.run()['at'] + 1} · "
        f"step {walk.position + 1} of {len(walk.trace)}</p>",
        unsafe_allow_html=True,
    )


def _grids(walk: Walk) -> None:
    chosen = session.state()["selected"]
    lines = lines_of(walk.trace, walk.step, form_of(walk), walk.sample)
    data = [
        line_data(line, walk.trace, walk.step, walk.symbols, walk.digits, chosen) for line in lines
    ]
    if lines[0].name.endswith("at the loss"):
        st.markdown(f"$$\n{_at_the_loss(walk, lines[0])}\n$$")
    grid_view(data, key="matrix_grids", on_cell=_cell_pressed)
    count = len(walk.trace.y)
    if count > MOST_SAMPLES:
        details = {"count": str(count), "sample": str(walk.sample + 1)}
        st.caption(filled(sections("matrices")["chosen sample"], details))


def _formula(walk: Walk) -> None:
    """The lit row and column, multiplied out; at "every layer" the grids say it already."""
    beside_the_transpose = walk.step.quantity == "da" and hidden_neuron(walk.trace, walk.step)
    if not isinstance(walk.step.value, np.ndarray) and not beside_the_transpose:
        written = formula(walk.step, walk.trace, walk.digits, walk.symbols.notation)
        st.markdown(f"$$\n{written}\n$$")


def _at_the_loss(walk: Walk, line: Line) -> str:
    """What the arrow between outputs, targets and their slopes stands for."""
    last = len(walk.network.layers) - 1
    at = [Address(line.grids[-1].quantity, last), Address("a", last), Address("y")]
    made, a, y, loss = (walk.symbols.tex(address) for address in (*at, Address("loss")))
    return f"{made} = {slope_of_outputs(walk.trace, a, y, loss)}"


def _cell_pressed() -> None:
    follow_cell("matrix_grids")
