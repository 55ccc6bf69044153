"""The page "Matrices": the present step's layer as grids, lit in step with the graph both ways."""

from __future__ import annotations

import numpy as np
import streamlit as st

from backprop_core import Address, Operation
from playground import session
from playground.exercise.view import View
from playground.latex.write import latex
from playground.matrices.softmax_panel import softmax_offer, softmax_part
from playground.matrices.transpose_numbers import hidden_neuron
from playground.matrices.transpose_panel import transpose_part
from playground.steps.array_grids import Grid
from playground.steps.displays import display_of
from playground.steps.formula import formula_of
from playground.steps.loss_slope import LossSlope
from playground.steps.loss_trees import slope_of_outputs
from playground.steps.matrix_lines import lines_of, operations_beside
from playground.ui import controls
from playground.ui.graph import HEIGHT, network_graph
from playground.ui.grid_layout import follow_cell, form_of, layout_row, undo_row
from playground.ui.inspector import inspector
from playground.ui.notices import message, unfinished
from playground.ui.page_text import text
from playground.ui.scrolling import scrollable_formula
from playground.ui.step_title import step_title
from playground.ui.transport import follow_step, transport_row
from playground.views.grid.grid import grid_view
from playground.views.grid.payload import line_data
from playground.where import Neuron, Weight


def page() -> None:
    """Graph and grids together; what changes with every step is one fragment."""
    st.title("Matrices", anchor=False)
    view = session.view()
    if view is None:
        unfinished()
        undo_row()
        return
    st.caption(text("matrices", "about", view.notation))
    layout_row(view)
    with st.container(key="matrices"):
        st.fragment(_view, run_every=controls.play_interval())()
    softmax_offer(view)


def _view() -> None:
    session.play_on()
    view = session.view()
    if view is None:
        st.rerun()
    controls.stop_at_end(view)
    if session.wants_redraw():
        st.rerun()
    message()
    if view.problem:
        st.error(view.problem, icon=":material/error:")
    left, right = st.columns([1.05, 1], gap="medium")
    with left:
        edges, neurons = _lit()
        network_graph(view, edges, neurons, place="matrices", height=HEIGHT)
        inspector()
    with right, st.container(key="step_panel"):
        _step(view)
        _grids(view)
        _formula(view)
    transpose_part(view)
    softmax_part(view.exactly)
    follow_step(transport_row(), view)


def _lit() -> tuple[tuple[Weight, ...], tuple[Neuron, ...]]:
    """The selected edge or neuron, for the graph."""
    chosen = session.selected()
    if isinstance(chosen, Weight):
        return (chosen,), ()
    return (), () if chosen is None else (chosen,)


def _step(view: View) -> None:
    """Where in the story we are. An update is of the whole batch, so no sample is chosen there."""
    if view.step.phase != "update":
        controls.sample_choice(view)
    st.markdown("\n\n".join([step_title(view), *_at_the_loss(view)]), unsafe_allow_html=True)


def _grids(view: View) -> None:
    chosen = session.selected()
    lines = lines_of(view.trace, view.step, form_of(view), view.sample)
    data = [
        line_data(line, view.trace, view.step, view.symbols, view.digits, chosen) for line in lines
    ]
    grid_view(data, key="matrix_grids", on_cell=_cell_pressed, follows=True)
    count = len(view.trace.y)
    products = (line for line in lines if line.name != "jacobian")  # that is always of one sample
    if any(_shows_one_of(grid, count) for line in products for grid in line.grids):
        st.caption(
            text(
                "matrices",
                "chosen sample",
                view.notation,
                count=str(count),
                sample=str(view.sample + 1),
            )
        )


def _shows_one_of(grid: Grid, count: int) -> bool:
    return "sample" in grid.axes and len(grid.samples) < count


def _formula(view: View) -> None:
    """The lit row and column, multiplied out; at "every layer" the grids say it already."""
    beside_the_transpose = view.step.quantity == "da" and hidden_neuron(view.trace, view.step)
    if not isinstance(view.step.value, np.ndarray) and not beside_the_transpose:
        written = formula_of(view.step, view.trace, view.digits, view.notation, coloured=True)
        scrollable_formula(written.latex, "The step's formula")


def _at_the_loss(view: View) -> list[str]:
    """What the arrow between outputs, targets and their slopes stands for, where there is one."""
    last, step = len(view.network.layers) - 1, view.step
    starts = next((one for one in operations_beside(view.trace, step) if _is_slope(one)), None)
    if starts is None:
        return []
    at = [Address(starts.quantity, last), Address("a", last), Address("y"), Address("loss")]
    made, a, y, loss = (view.symbols.tex(address) for address in at)
    return [f"$$\n{made} = {latex(slope_of_outputs(view.trace, a, y, loss))}\n$$"]


def _is_slope(operation: Operation) -> bool:
    """Whether it makes its numbers of outputs and targets."""
    return isinstance(display_of(operation), LossSlope)


def _cell_pressed() -> None:
    follow_cell("matrix_grids")
