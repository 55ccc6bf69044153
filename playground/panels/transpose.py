"""Why the transpose: below the matrices, at the backward step of a hidden neuron."""

from __future__ import annotations

from typing import Any

import streamlit as st

from backprop_core import Address, Step
from playground import session
from playground.components.grid_view import grid_view
from playground.formulas.step import short_formula
from playground.lessons.told import told
from playground.panels.layout import follow_cell, form_of
from playground.panels.scrolling import scrollable_formula
from playground.understand.grid_data import line_data, shown
from playground.understand.transposed import Outgoing, hidden_neuron, outgoing
from playground.walk import Walk

MOST_TERMS = 4  # of a longer sum the middle is left out


def transpose_part(walk: Walk) -> None:
    """At the backward step of a hidden neuron the reason; elsewhere the way there."""
    notation = walk.symbols.notation
    if len(walk.network.layers) < 2:
        st.caption(told("matrices", "no hidden layer", notation))
        return
    here = hidden_neuron(walk.trace, walk.step)
    with st.container(key="transpose"):
        if here is None:
            _way_to_the_transpose(walk)
            return
        form = form_of(walk)
        leaving = outgoing(walk.trace, *here, form, walk.sample)
        lines_are = "row" if form.samples_as_columns else "column"
        details = {
            "name": walk.symbols.neuron(here[0] + 1, here[1]),
            "line": lines_are,
            "other": "column" if lines_are == "row" else "row",
        }
        backward = leaving.backward.grids[0 if form.samples_as_columns else 1].flipped
        name = "transpose backward" if backward else "transpose forward"
        step = _step_of(walk, leaving)
        text, grids = st.columns([1, 1.15], gap="medium")
        with text, st.container(key="transpose_text"):
            st.markdown(told("matrices", name, notation, **details))
            written = short_formula(step, walk.trace, walk.digits, notation, MOST_TERMS)
            scrollable_formula(written, "The same as a sum")
        with grids:
            grid_view(_turned(walk, leaving, step), key="transpose_grids", on_cell=_turned_pressed)


def _step_of(walk: Walk, leaving: Outgoing) -> Step:
    """The present step while the sum is being made; later the one that completed it."""
    if walk.step.quantity == "da":
        return walk.step
    made = walk.trace.plan.step_making(leaving.at)
    return walk.step if made is None else walk.trace[made]


def _way_to_the_transpose(walk: Walk) -> None:
    """The walk is elsewhere: a button leads to a step where there is something to see."""
    layer = len(walk.network.layers) - 2
    at = Address("da", layer, 0, sample=walk.sample)
    name = walk.symbols.neuron(layer + 1, 0)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            f"Why the transpose: see {name}",
            key="why_transpose",
            icon=":material/flip:",
            on_click=_go_to,
            args=(at,),
            width="content",
        )
        st.caption(told("matrices", "transpose elsewhere", walk.symbols.notation))


def _go_to(at: Address) -> None:
    walk = session.walk()
    if walk is None:
        return
    if session.state()["granularity"] == "layer":
        session.set_granularity("neuron")
        walk = session.walk()
        assert walk is not None
    step = walk.trace.plan.step_making(at)
    if step is not None:
        session.go_to_step(step)


def _turned(walk: Walk, leaving: Outgoing, step: Step) -> list[dict[str, Any]]:
    """The matrix as forward has it, and the product that backward makes of it."""
    forward = shown(leaving.forward, walk.symbols, walk.digits, marks={"used": leaving.lit})
    backward = line_data(leaving.backward, walk.trace, step, walk.symbols, walk.digits)
    return [
        {"parts": ["forward", forward], "shapes": ""},
        {"parts": ["backward", *backward["parts"]], "shapes": backward["shapes"]},
    ]


def _turned_pressed() -> None:
    follow_cell("transpose_grids")
