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
from playground.lessons.told import told
from playground.panels import controls
from playground.panels.graph import network_graph
from playground.panels.layout import follow_cell, form_of, layout_row, undo_row
from playground.panels.notices import message, unfinished
from playground.panels.scrolling import scrollable_formula
from playground.panels.selection import inspector
from playground.panels.softmax import softmax_offer, softmax_part
from playground.panels.step_title import step_title
from playground.panels.transpose import transpose_part
from playground.understand.grid_data import line_data
from playground.understand.grids import Grid
from playground.understand.matrices import lines_of
from playground.understand.transposed import hidden_neuron
from playground.walk import Walk


def page() -> None:
    """Graph and grids together; what changes with every step is one fragment."""
    st.title("Matrices", anchor=False)
    walk = session.walk()
    if walk is None:
        unfinished()
        undo_row()
        return
    st.caption(_told(walk, "about"))
    layout_row(walk)
    with st.container(key="matrices"):
        st.fragment(_view, run_every=controls.play_interval())()
    softmax_offer(walk)


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


def _told(walk: Walk, section: str, **details: str) -> str:
    return told("matrices", section, walk.symbols.notation, **details)


def _step(walk: Walk) -> None:
    """Where in the story we are. An update is of the whole batch, so no sample is chosen there."""
    controls.phase_markers(walk)
    if walk.step.phase != "update":
        controls.sample_choice(walk)
    st.markdown("\n\n".join([step_title(walk), *_at_the_loss(walk)]), unsafe_allow_html=True)


def _grids(walk: Walk) -> None:
    chosen = session.state()["selected"]
    lines = lines_of(walk.trace, walk.step, form_of(walk), walk.sample)
    data = [
        line_data(line, walk.trace, walk.step, walk.symbols, walk.digits, chosen) for line in lines
    ]
    grid_view(data, key="matrix_grids", on_cell=_cell_pressed, follows=True)
    count = len(walk.trace.y)
    products = (line for line in lines if line.name != "jacobian")  # that is always of one sample
    if any(_shows_one_of(grid, count) for line in products for grid in line.grids):
        st.caption(_told(walk, "chosen sample", count=str(count), sample=str(walk.sample + 1)))


def _shows_one_of(grid: Grid, count: int) -> bool:
    return "sample" in grid.axes and len(grid.samples) < count


def _formula(walk: Walk) -> None:
    """The lit row and column, multiplied out; at "every layer" the grids say it already."""
    beside_the_transpose = walk.step.quantity == "da" and hidden_neuron(walk.trace, walk.step)
    if not isinstance(walk.step.value, np.ndarray) and not beside_the_transpose:
        written = formula(walk.step, walk.trace, walk.digits, walk.symbols.notation)
        scrollable_formula(written, "The step's formula")


def _at_the_loss(walk: Walk) -> list[str]:
    """What the arrow between outputs, targets and their slopes stands for, where there is one."""
    last, step = len(walk.network.layers) - 1, walk.step
    if step.quantity not in ("da", "delta") or step.layer != last:
        return []
    slope = "delta" if walk.network.fused else "da"
    at = [Address(slope, last), Address("a", last), Address("y"), Address("loss")]
    made, a, y, loss = (walk.symbols.tex(address) for address in at)
    return [f"$$\n{made} = {slope_of_outputs(walk.trace, a, y, loss)}\n$$"]


def _cell_pressed() -> None:
    follow_cell("matrix_grids")
