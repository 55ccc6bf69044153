"""Numbers typed into tables, for those who have them on paper: one quantity of one layer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from playground import session
from playground.check import entered
from playground.check.arrangements import (
    LOSSES,
    OF_BIASES,
    OF_WEIGHTS,
    WITHOUT_LAYER,
    Place,
    Shapes,
)
from playground.check.numbers import Rows, place_named
from playground.check.words import place_name
from playground.exercise.document import Document, network_of
from playground.notation.symbols import Symbols
from playground.ui.kept_widgets import kept_choice
from playground.ui.number_table import NumberTable

QUANTITIES = (
    *("z", "a", "loss", "da", "delta", "dW", "db"),
    *("step_W", "step_b", "W", "b", "loss_after", "dx"),
)


def table_panel(now: Document) -> None:
    """Choose what to type, and type it."""
    symbols = session.symbols()
    shapes = Shapes.of(network_of(now), len(now["x"]), sending=False)
    quantity, layer = _chosen(symbols, shapes)
    place = place_named(f"{quantity} {layer}", shapes)
    if place is None or shapes.of_place(place) is None:
        st.caption("This layer has no bias.")
        return
    _table(symbols, shapes, place)


def _chosen(symbols: Symbols, shapes: Shapes) -> Place:
    """Which quantity, and of which layer."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="typed_choice"):
        quantity = st.selectbox(
            "Quantity",
            QUANTITIES,
            format_func=lambda one: _label(symbols, one),
            width=170,
            **kept_choice("typed_quantity", "dW", QUANTITIES),
        )
        if quantity in WITHOUT_LAYER:
            return quantity, 0
        layers = range(shapes.layers)
        layer = st.selectbox(
            "Layer",
            layers,
            format_func=symbols.layer,
            width=170,
            **kept_choice("typed_layer", 0, layers),
        )
    return quantity, layer


def _table(symbols: Symbols, shapes: Shapes, place: Place) -> None:
    quantity, layer = place
    name = f"{quantity} {layer}"
    rows, columns = _headings(symbols, quantity, layer, shapes)
    turned = quantity in OF_WEIGHTS and symbols.notation.weights == "sending"
    st.caption(place_name(symbols, place))
    NumberTable(
        f"own_{quantity}_{layer}",
        columns if turned else rows,
        rows if turned else columns,
        place_name(symbols, place),
        place_name(symbols, place),
        partial(_now, name, turned, (len(rows), len(columns))),
        partial(_typed, name, turned),
        may_be_empty=True,
    ).show()


def _now(name: str, turned: bool, shape: tuple[int, int]) -> Rows:
    """What was typed so far; nothing of another drawing's shape."""
    blank: Rows = [[None] * shape[1] for _ in range(shape[0])]
    typed = entered.sheet()["typed"].get(name, blank)
    if [len(row) for row in typed] != [len(row) for row in blank]:
        typed = blank
    return _turned(typed) if turned else typed


def _label(symbols: Symbols, quantity: str) -> str:
    said = {"step_W": "step of W", "step_b": "step of b", "W": "new W", "b": "new b", "dx": "dx"}
    if quantity == "loss_after":
        return place_name(symbols, (quantity, 0))
    return said.get(quantity) or symbols.label(quantity)


def _typed(name: str, turned: bool, rows: Rows) -> None:
    entered.type_in(name, _turned(rows) if turned else rows)


def _turned(rows: Rows) -> Rows:
    return [list(row) for row in zip(*rows, strict=True)]


def _headings(
    symbols: Symbols, quantity: str, layer: int, shapes: Shapes
) -> tuple[list[str], list[str]]:
    if quantity in LOSSES:
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
