"""The whole network as one formula: which output, how deep, and with symbols or numbers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.formulas.nested import depths, easy_depth, legend, nested, term_count
from playground.lessons.told import told
from playground.panels.scrolling import scrollable_formula
from playground.walk import Walk


def formula(walk: Walk) -> None:
    """The network as one nested formula."""
    notation, last = walk.symbols.notation, len(walk.network.layers) - 1
    st.header("The whole network as one formula")
    st.markdown(told("weight", "formula", notation))
    outputs = range(walk.network.sizes[-1])
    with st.container(horizontal=True, vertical_alignment="bottom", key="formula_choice"):
        output = st.selectbox(
            "Output",
            outputs,
            key="formula_output",
            format_func=lambda k: walk.symbols.neuron(last + 1, k),
            width=120,
        )
        output = min(output or 0, len(outputs) - 1)
        possible = depths(walk.trace, output)
        depth = possible[-1]
        if len(possible) > 1:
            depth = st.segmented_control(
                "Layers written out",
                possible,
                default=easy_depth(walk.trace, output),
                required=True,
                key=f"formula_depth_{len(possible)}",
            )
        with_numbers = st.segmented_control(
            "Written with",
            [False, True],
            default=False,
            required=True,
            key="formula_numbers",
            format_func=lambda numbers: "numbers" if numbers else "symbols",
        )
    _write_formula(walk, output, int(depth or possible[-1]), bool(with_numbers))


def _write_formula(walk: Walk, output: int, depth: int, numbers: bool) -> None:
    layers = len(walk.network.layers)
    given: dict[str, Any] = {"sample": walk.sample, "numbers": numbers}
    tex = nested(walk.trace, output, depth, walk.symbols, walk.digits, **given)
    with st.container(key="nested_formula"):
        scrollable_formula(tex, "The network as one formula")
    if depth < layers:
        details = {
            "depth": str(depth),
            "layers": str(layers),
            "terms": f"{term_count(walk.trace, output, layers):,}",
            "rest": "the number that it gives" if numbers else "a symbol",
        }
        st.caption(told("weight", "deeper", walk.symbols.notation, **details))
    where = legend(walk.trace, depth, walk.digits, walk.symbols.notation)
    if where:
        st.markdown("with " + ", ".join(f"${line}$" for line in where))
