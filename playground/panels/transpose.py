"""Why the transpose: below the matrices, at the backward step of a hidden neuron."""

from __future__ import annotations

from typing import Any

import streamlit as st

from backprop_core import Address
from playground import digits as number_text
from playground import session
from playground.components.grid_view import grid_view
from playground.lessons.text import filled, sections
from playground.panels.layout import follow_cell, form_of
from playground.understand.grid_data import line_data, shown
from playground.understand.transposed import Outgoing, hidden_neuron, outgoing
from playground.walk import Walk

LONG_SUM = 4


def transpose_part(walk: Walk) -> None:
    """At the backward step of a hidden neuron the reason; elsewhere the way there."""
    told = sections("matrices")
    if len(walk.network.layers) < 2:
        st.caption(told["no hidden layer"])
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
            "neuron": walk.symbols.neuron(here[0] + 1, here[1]),
            "line": lines_are,
            "other": "column" if lines_are == "row" else "row",
        }
        backward = leaving.backward.grids[0 if form.samples_as_columns else 1].flipped
        text, grids = st.columns([1, 1.15], gap="medium")
        with text:
            name = "transpose backward" if backward else "transpose forward"
            st.markdown(filled(told[name], details))
            st.markdown(_sum(walk, leaving))
        with grids:
            grid_view(_turned(walk, leaving), key="transpose_grids", on_cell=_turned_pressed)


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
        st.caption(sections("matrices")["transpose elsewhere"])


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


def _sum(walk: Walk, leaving: Outgoing) -> str:
    """The same numbers as a weighted sum, in symbols and with the numbers."""
    symbols, digits = walk.symbols, walk.digits
    written = [r" \cdot ".join(symbols.tex(n.address) for n in t.factors) for t in leaving.terms]
    numbers = [
        r" \cdot ".join(number_text.factor(float(n.value), digits) for n in t.factors)
        for t in leaving.terms
    ]
    result = number_text.latex(float(walk.trace.value(leaving.at)), digits)
    lines = [_long_sum(written), _long_sum(numbers), rf"\mathbf{{{result}}}"]
    body = r" \\ ".join(f"&= {line}" for line in lines)
    return f"$$\n\\begin{{aligned}} {symbols.tex(leaving.at)} {body} \\end{{aligned}}\n$$"


def _long_sum(parts: list[str]) -> str:
    if not parts:
        return "0"
    few = parts if len(parts) <= LONG_SUM else [*parts[: LONG_SUM - 2], r"\cdots", parts[-1]]
    return " + ".join(few)


def _turned(walk: Walk, leaving: Outgoing) -> list[dict[str, Any]]:
    """The matrix as forward has it, and the product that backward makes of it."""
    forward = shown(leaving.forward, walk.symbols, walk.digits, marks={"used": leaving.lit})
    at_da = walk.trace[walk.trace.plan.step_making(leaving.at) or walk.position]
    backward = line_data(leaving.backward, walk.trace, at_da, walk.symbols, walk.digits)
    return [
        {"parts": ["forward", forward], "shapes": ""},
        {"parts": ["backward", *backward["parts"]], "shapes": backward["shapes"]},
    ]


def _turned_pressed() -> None:
    follow_cell("transpose_grids")
