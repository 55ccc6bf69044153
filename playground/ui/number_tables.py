"""Tables to type in: the samples, then each layer's weights, biases and connections."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise import edits
from playground.exercise.document import Document, connected_of, is_complete, sizes_of
from playground.exercise.limits import MAX_SAMPLES
from playground.exercise.typed_number import SHOWN, typed_number
from playground.ui.fields import EMPTIED, changed, given


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
    st.number_input(
        "Samples in the batch",
        value=EMPTIED,
        step=1,
        key=given("samples", len(now["x"])),
        on_change=changed("samples", _samples_changed),
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


def _samples_changed() -> None:
    if st.session_state["samples"] is not None:
        session.edit(edits.set_samples, st.session_state["samples"], label="samples")


def _layer_tables(now: Document, sizes: tuple[int, ...], number: int) -> None:
    layer = now["layers"][number]
    symbols = session.symbols()
    rows = [f"to {name}" for name in symbols.neurons(number + 1)]
    columns = [f"from {name}" for name in symbols.neurons(number)]
    left, right = st.columns([sizes[number] + 1, 2], gap="medium")
    with left:
        _table(
            f"W{number}",
            layer["W"],
            rows,
            columns,
            "Weights W: a row holds the weights into a neuron",
        )
    with right:
        if isinstance(layer["b"], list):
            _table(f"b{number}", [[b] for b in layer["b"]], rows, ["bias"], "Biases b")
        elif layer["b"] is not None:
            _table(f"b{number}", [[layer["b"]]], ["shared"], ["bias"], "Bias b of the layer")
        else:
            st.caption("This layer has no bias.")
    _connections_table(layer, rows, columns, number)


def _connections_table(
    layer: dict[str, Any], index: list[str], columns: list[str], number: int
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
    typed = st.session_state.get(key, {"edited_rows": {}})  # nothing, if the table is gone
    for row, cells in typed["edited_rows"].items():
        for column, there in cells.items():
            edit = edits.connect if there else edits.cut
            session.edit(edit, number, int(row), columns.index(column), label=edit.__name__)


def _table(
    name: str, rows: list[list[float]], index: list[str], columns: list[str], label: str
) -> None:
    """An editable table. It keeps the numbers it was drawn with until somebody else changes them,
    so that typing on from cell to cell is not interrupted."""
    version = session.state()["version"]
    key = f"table_{name}_{version}"
    held = session.state().setdefault("tables", {})
    if held.get("version") != version:
        held.clear()
        held["version"] = version
    if key not in st.session_state or name not in held:  # Streamlit has dropped what was typed
        held[name] = [list(map(float, row)) for row in rows]
    base = held[name]
    st.caption(label)
    # As text: the browser's own number cells make 1e-3 of fewer letters, and -13 of that.
    cells = [[format(number, SHOWN) for number in row] for row in base]
    st.data_editor(
        pd.DataFrame(cells, index=index, columns=columns, dtype=str),
        key=key,
        on_change=_table_changed,
        args=(name, key, index, columns),
        column_config={c: st.column_config.TextColumn(alignment="right") for c in columns},
        alt=label,
    )


def _table_changed(name: str, key: str, index: list[str], columns: list[str]) -> None:
    base, now = session.state().get("tables", {}).get(name), _rows_now(name)
    typed = st.session_state.get(key)
    if base is None or typed is None or len(base) != len(now) or len(base[0]) != len(now[0]):
        return  # the drawing has changed since, and this table is gone
    rows = [list(row) for row in base]
    for row, cells in typed["edited_rows"].items():
        for column, value in cells.items():
            if int(row) >= len(rows) or column not in columns:
                continue  # a cell of the table as it was before
            where = f"{name[0]} {index[int(row)]}, {column}"
            try:
                rows[int(row)][columns.index(column)] = typed_number(value, where)
            except BackpropError as error:
                session.refuse(str(error))
                return
    _apply(name, rows)


def _rows_now(name: str) -> list[list[float]]:
    """What the table of that name would show now; no rows if there is no such table any more."""
    now = session.document()
    if name in ("x", "y"):
        rows: list[list[float]] = now[name]
        return rows
    number = int(name[1:])
    if number >= len(now["layers"]):
        return [[]]
    layer = now["layers"][number]
    if name[0] == "W":
        weights: list[list[float]] = layer["W"]
        return weights
    b = layer["b"]
    return [[]] if b is None else [[each] for each in b] if isinstance(b, list) else [[b]]


def _apply(name: str, rows: list[list[float]]) -> None:
    if name in ("x", "y"):
        session.edit(edits.set_rows, name, rows, label=f"type in {name}", keep_editors=True)
        return
    number = int(name[1:])
    layer = session.document()["layers"][number]
    if name[0] == "W":
        new = {
            (j, i): weight
            for j, row in enumerate(rows)
            for i, weight in enumerate(row)
            if weight != layer["W"][j][i]
        }
        whole = "connected" not in layer
        session.edit(edits.set_weights, number, new, label="type in W", keep_editors=whole)
    else:
        old = layer["b"] if isinstance(layer["b"], list) else [layer["b"]]
        b = {j: row[0] for j, row in enumerate(rows) if row[0] != old[j]}
        session.edit(edits.set_biases, number, b, label="type in b", keep_editors=True)
