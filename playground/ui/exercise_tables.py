"""The exercise as tables to type in: samples, and each layer's weights, biases, connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.document import (
    Document,
    LayerDocument,
    connected_of,
    is_complete,
    sizes_of,
)
from playground.exercise.limits import MAX_SAMPLES
from playground.exercise.typed_number import Takes
from playground.ui.number_field import number_field
from playground.ui.number_table import NumberTable, Rows


def numbers() -> None:
    """Tables to type in: the samples, then each layer's weights and biases."""
    now = session.document()
    sizes = sizes_of(now)
    if not is_complete(now):
        return
    symbols = session.symbols()
    x, y = symbols.label("x"), symbols.label("y")
    into = [f"Into {symbols.the_layer(n)}" for n in range(len(now["layers"]))]
    samples, *layers = st.tabs([f"Samples {x}, {y}", *into], key="tables")
    with samples:
        _samples(now, sizes)
    for number, tab in enumerate(layers):
        with tab:
            _layer_tables(now, sizes, number)


def _samples(now: Document, sizes: tuple[int, ...]) -> None:
    number_field(
        "Samples in the batch",
        "samples",
        len(now["x"]),
        Takes("The number of samples", 1, MAX_SAMPLES, whole=True),
        _samples_typed,
        help=f"1 to {MAX_SAMPLES}",
        width=200,
    )
    rows = [f"sample {k + 1}" for k in range(len(now["x"]))]
    left, right = st.columns([sizes[0] + 1, sizes[-1] + 1], gap="medium")
    symbols = session.symbols()
    target, last = symbols.word("target"), len(sizes) - 1
    targets = [f"{target} {name}" for name in symbols.neurons(last)]
    with left:
        _table("x", now["x"], rows, list(symbols.neurons(0)), f"Inputs {symbols.label('x')}")
    with right:
        _table("y", now["y"], rows, targets, f"{target.capitalize()}s {symbols.label('y')}")


def _samples_typed(count: int) -> None:
    session.edit(edits.set_samples, count, label="samples")


def _layer_tables(now: Document, sizes: tuple[int, ...], number: int) -> None:
    layer = now["layers"][number]
    symbols = session.symbols()
    rows = [f"to {name}" for name in symbols.neurons(number + 1)]
    columns = [f"from {name}" for name in symbols.neurons(number)]
    left, right = st.columns([sizes[number] + 1, 2], gap="medium")
    with left:
        label = "Weights W: a row holds the weights into a neuron"
        _table(f"W{number}", layer["W"], rows, columns, label)
    with right:
        if isinstance(layer["b"], list):
            _table(f"b{number}", [[b] for b in layer["b"]], rows, ["bias"], "Biases b")
        elif layer["b"] is not None:
            _table(f"b{number}", [[layer["b"]]], ["shared"], ["bias"], "Bias b of the layer")
        else:
            st.caption("This layer has no bias.")
    _connections_table(layer, rows, columns, number)


def _connections_table(
    layer: LayerDocument, index: list[str], columns: list[str], number: int
) -> None:
    """Which edges there are: a box cleared cuts one, a box ticked draws it again."""
    st.caption("Connections: clear a box to cut the edge")
    key = f"connections_{number}_{session.state()['version']}"
    st.data_editor(
        pd.DataFrame(connected_of(layer), index=index, columns=columns),
        key=key,
        on_change=_connections_changed,
        args=(number, key, columns),
        alt="Which neurons are connected",
    )


def _connections_changed(number: int, key: str, columns: list[str]) -> None:
    state = st.session_state.get(key)  # nothing, if the table is gone
    edited = state.get("edited_rows") if isinstance(state, Mapping) else None
    for row, cells in edited.items() if isinstance(edited, Mapping) else ():
        for column, there in cells.items() if isinstance(cells, Mapping) else ():
            if str(row).isdecimal() and column in columns and isinstance(there, bool):
                edit = edits.connect if there else edits.cut
                source = columns.index(column)
                session.edit(edit, number, int(row), source, label=edit.__name__)


def table(name: str, index: Sequence[str], columns: Sequence[str], label: str) -> NumberTable:
    """The table of x, of y, or of W or b of a layer, as in "W0"."""
    typed = partial(_typed, name)
    return NumberTable(name, index, columns, label, name[0], typed, session.refuse)


def _table(
    name: str, rows: list[list[float]], index: list[str], columns: list[str], label: str
) -> None:
    table(name, index, columns, label).show(rows, session.state()["version"])


def _typed(name: str, rows: Rows) -> None:
    """Take what was typed, unless the drawing has changed since and has no such table any more."""
    new, now = [[float(number or 0) for number in row] for row in rows], _rows_now(name)
    if [len(row) for row in new] == [len(row) for row in now]:
        _apply(name, new)


def _rows_now(name: str) -> list[list[float]]:
    """What the table of that name would show now; no rows if there is no such table any more."""
    now = session.document()
    if name in ("x", "y"):
        return now["x"] if name == "x" else now["y"]
    number = int(name[1:])
    if number >= len(now["layers"]):
        return []
    layer = now["layers"][number]
    if name[0] == "W":
        return layer["W"]
    b = layer["b"]
    return [] if b is None else [[each] for each in b] if isinstance(b, list) else [[b]]


def _apply(name: str, rows: list[list[float]]) -> None:
    if name == "x" or name == "y":
        session.edit(edits.set_rows, name, rows, label=f"type in {name}", keep_editors=True)
        return
    number, old = int(name[1:]), _rows_now(name)
    changed = {
        (j, i): value
        for j, row in enumerate(rows)
        for i, value in enumerate(row)
        if value != old[j][i]
    }
    if name[0] == "W":
        whole = "connected" not in session.document()["layers"][number]
        session.edit(edits.set_weights, number, changed, label="type in W", keep_editors=whole)
    else:
        b = {j: value for (j, _), value in changed.items()}
        session.edit(edits.set_biases, number, b, label="type in b", keep_editors=True)
