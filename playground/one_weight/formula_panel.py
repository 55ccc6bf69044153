"""The whole network as one formula: which output, how deep, and with symbols or numbers."""

from __future__ import annotations

from typing import Any, TypedDict

import streamlit as st

from playground import session
from playground.exercise.view import View
from playground.one_weight.network_formula import depths, easy_depth, legend, nested, term_count
from playground.ui.fields import changed, choice, given, whole
from playground.ui.scrolling import scrollable_formula
from playground.ui.told import told


class Chosen(TypedDict):
    """Which output, how many layers are written out, and whether with numbers."""

    output: int
    depth: int | None
    numbers: bool


_CHOSEN: session.Remembered[Chosen] = session.Remembered(
    "formula", lambda: {"output": 0, "depth": None, "numbers": False}
)


def formula(view: View) -> None:
    """The network as one nested formula."""
    notation, last = view.symbols.notation, len(view.network.layers) - 1
    st.header("The whole network as one formula")
    st.markdown(told("one_weight/text", "formula", notation))
    held = _CHOSEN.get()
    outputs = range(view.network.sizes[-1])
    output = min(held["output"], len(outputs) - 1)
    possible = depths(view.trace, output)
    depth = held["depth"] if held["depth"] in possible else easy_depth(view.trace, output)
    with st.container(horizontal=True, vertical_alignment="bottom", key="formula_choice"):
        st.selectbox(
            "Output",
            outputs,
            key=given("formula_output", output),
            format_func=lambda k: view.symbols.neuron(last + 1, k),
            on_change=changed("formula_output", _keep),
            width=120,
        )
        if len(possible) > 1:
            st.segmented_control(
                "Layers written out",
                possible,
                key=given("formula_depth", depth),
                required=True,
                on_change=changed("formula_depth", _keep),
            )
        st.segmented_control(
            "Written with",
            [False, True],
            key=given("formula_numbers", held["numbers"]),
            required=True,
            format_func=lambda numbers: "numbers" if numbers else "symbols",
            on_change=changed("formula_numbers", _keep),
        )
    _write_formula(view, output, depth, held["numbers"])


def _keep() -> None:
    """What was chosen stays so when the page is left."""
    numbers = choice("formula_numbers", (False, True))
    _CHOSEN.set(
        {
            "output": max(0, whole("formula_output") or 0),
            "depth": whole("formula_depth"),
            "numbers": bool(numbers),
        }
    )


def _write_formula(view: View, output: int, depth: int, numbers: bool) -> None:
    layers = len(view.network.layers)
    given: dict[str, Any] = {"sample": view.sample, "numbers": numbers}
    tex = nested(view.trace, output, depth, view.symbols, view.digits, **given)
    with st.container(key="nested_formula"):
        scrollable_formula(tex, "The network as one formula")
    if depth < layers:
        details = {
            "depth": str(depth),
            "layers": str(layers),
            "terms": f"{term_count(view.trace, output, layers):,}",
            "rest": "the number that it gives" if numbers else "a symbol",
        }
        st.caption(told("one_weight/text", "deeper", view.symbols.notation, **details))
    where = legend(view.trace, depth, view.digits, view.symbols.notation)
    if where:
        st.markdown("with " + ", ".join(f"${line}$" for line in where))
