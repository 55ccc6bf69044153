"""Why the transpose: below the matrices, at the backward step of a hidden neuron."""

from __future__ import annotations

from typing import Any

import streamlit as st

from backprop_core import Address, Step
from playground import session
from playground.exercise.view import View
from playground.matrices.transpose_numbers import Outgoing, hidden_neuron, outgoing
from playground.steps.formula import short_formula
from playground.ui.buttons import button
from playground.ui.grid_layout import follow_cell, form_of
from playground.ui.scrolling import scrollable_formula
from playground.ui.told import told
from playground.views.grid.grid import grid_view
from playground.views.grid.payload import line_data, shown

MOST_TERMS = 4  # of a longer sum the middle is left out


def transpose_part(view: View) -> None:
    """At the backward step of a hidden neuron the reason; elsewhere the way there."""
    notation = view.symbols.notation
    if len(view.network.layers) < 2:
        st.caption(told("matrices/text", "no hidden layer", notation))
        return
    here = hidden_neuron(view.trace, view.step)
    with st.container(key="transpose"):
        if here is None:
            _way_to_the_transpose(view)
            return
        form = form_of(view)
        leaving = outgoing(view.trace, *here, form, view.sample)
        lines_are = "row" if form.samples_as_columns else "column"
        details = {
            "name": view.symbols.neuron(here[0] + 1, here[1]),
            "line": lines_are,
            "other": "column" if lines_are == "row" else "row",
        }
        backward = leaving.backward.grids[0 if form.samples_as_columns else 1].flipped
        name = "transpose backward" if backward else "transpose forward"
        step = _step_of(view, leaving)
        text, grids = st.columns([1, 1.15], gap="medium")
        with text, st.container(key="transpose_text"):
            st.markdown(told("matrices/text", name, notation, **details))
            written = short_formula(step, view.trace, view.digits, notation, MOST_TERMS)
            scrollable_formula(written, "The same as a sum")
        with grids:
            grid_view(_turned(view, leaving, step), key="transpose_grids", on_cell=_turned_pressed)


def _step_of(view: View, leaving: Outgoing) -> Step:
    """The present step while the sum is being made; later the one that completed it."""
    if view.step.quantity == "da":
        return view.step
    made = view.trace.plan.step_making(leaving.at)
    return view.step if made is None else view.trace[made]


def _way_to_the_transpose(view: View) -> None:
    """The walk is elsewhere: a button leads to a step where there is something to see."""
    layer = len(view.network.layers) - 2
    at = Address("da", layer, 0, sample=view.sample)
    name = view.symbols.neuron(layer + 1, 0)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        button(
            f"Why the transpose: see {name}",
            key="why_transpose",
            icon=":material/flip:",
            on_click=_go_to,
            args=(at,),
            width="content",
        )
        st.caption(told("matrices/text", "transpose elsewhere", view.symbols.notation))


def _go_to(at: Address) -> None:
    view = session.view()
    if view is None:
        return
    if session.state()["granularity"] == "layer":
        session.set_granularity("neuron")
        view = session.view()
        assert view is not None
    step = view.trace.plan.step_making(at)
    if step is not None:
        session.go_to_step(step)


def _turned(view: View, leaving: Outgoing, step: Step) -> list[dict[str, Any]]:
    """The matrix as forward has it, and the product that backward makes of it."""
    forward = shown(leaving.forward, view.symbols, view.digits, marks={"used": leaving.lit})
    backward = line_data(leaving.backward, view.trace, step, view.symbols, view.digits)
    return [
        {"parts": ["forward", forward], "shapes": ""},
        {"parts": ["backward", *backward["parts"]], "shapes": backward["shapes"]},
    ]


def _turned_pressed() -> None:
    follow_cell("transpose_grids")
