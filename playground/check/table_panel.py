"""Numbers typed into tables, for those who have them on paper: one quantity of one layer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from playground import session
from playground.check import sheet
from playground.check.arrangements import OF_BIASES, OF_WEIGHTS, Shapes
from playground.check.numbers import Rows, place_named
from playground.check.words import place_name
from playground.exercise.document import Document, network_of
from playground.notation.symbols import Symbols
from playground.ui.number_table import NumberTable

QUANTITIES = (
    *("z", "a", "loss", "da", "delta", "dW", "db"),
    *("step_W", "step_b", "W", "b", "dx"),
)


def table_panel(now: Document) -> None:
    """Choose what to type, and type it."""
    symbols = session.symbols()
    shapes = Shapes.of(network_of(now), len(now["x"]), sending=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="typed_choice"):
        quantity = st.selectbox(
            "Quantity",
            QUANTITIES,
            index=QUANTITIES.index("dW"),
            key="typed_quantity",
            format_func=lambda one: _label(symbols, one),
            width=170,
        )
        layer = 0
        if quantity not in ("loss", "dx"):
            layer = st.selectbox(
                "Layer",
                range(shapes.layers),
                key="typed_layer",
                format_func=symbols.layer,
                width=170,
            )
    name = f"{quantity} {layer}"
    place = place_named(name, shapes)
    shape = None if place is None else shapes.of_place(place)
    if place is None or shape is None:
        st.caption("This layer has no bias.")
        return
    rows, columns = _headings(symbols, quantity, layer, shapes)
    turned = quantity in OF_WEIGHTS and symbols.notation.weights == "sending"
    held = sheet.sheet()
    blank: Rows = [[None] * len(columns) for _ in rows]
    now_typed = held["typed"].get(name, blank)
    if [len(row) for row in now_typed] != [len(row) for row in blank]:
        now_typed = blank
    table = NumberTable(
        f"own_{quantity}_{layer}",
        columns if turned else rows,
        rows if turned else columns,
        place_name(symbols, place),
        place_name(symbols, place),
        partial(_typed, name, turned),
        sheet.refuse,
        may_be_empty=True,
    )
    version = f"{held['version']}_{session.state()['notation']}_{len(rows)}x{len(columns)}"
    table.show(_turned(now_typed) if turned else now_typed, version)


def _label(symbols: Symbols, quantity: str) -> str:
    said = {"step_W": "step of W", "step_b": "step of b", "W": "new W", "b": "new b"}
    return said.get(quantity) or ("dx" if quantity == "dx" else symbols.label(quantity))


def _typed(name: str, turned: bool, rows: Rows) -> None:
    sheet.type_in(name, _turned(rows) if turned else rows)


def _turned(rows: Rows) -> Rows:
    return [list(row) for row in zip(*rows, strict=True)]


def _headings(
    symbols: Symbols, quantity: str, layer: int, shapes: Shapes
) -> tuple[list[str], list[str]]:
    if quantity == "loss":
        return ["all samples"], ["loss"]
    samples = [f"sample {number + 1}" for number in range(shapes.batch)]
    if quantity == "dx":
        return samples, list(symbols.neurons(0))
    to = list(symbols.neurons(layer + 1))
    if quantity in OF_WEIGHTS:
        rows = [f"to {one}" for one in to]
        return rows, [f"from {one}" for one in symbols.neurons(layer)]
    if quantity in OF_BIASES:
        return ["shared"] if shapes.biases[layer] == "shared" else to, ["bias"]
    return samples, to
