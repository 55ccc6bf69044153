"""The exercise as tables to type in: samples, and each layer's weights, biases, connections."""

from __future__ import annotations

from functools import partial

import streamlit as st

from backprop_core import BackpropError, WrittenArray
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
from playground.exercise.pasted_block import NETWORK, AsksError
from playground.exercise.pasted_layers import layers_in
from playground.exercise.pasted_network import document_with, network_in
from playground.exercise.pasted_samples import left_out, samples_in
from playground.exercise.typed_number import Takes
from playground.exercise.unusual_targets import unusual_target
from playground.notation.column_names import as_heading
from playground.ui.kept_widgets import kept_tabs
from playground.ui.number_field import number_field
from playground.ui.number_table import NumberTable, Rows
from playground.ui.presses import is_new, last_taken
from playground.views.number_cells.number_cells import cells_view, report_in
from playground.views.numpy_text import array_line

BIAS = "bias"  # the one column of such a table


def paste_note() -> None:
    """What the cells take beside a typed number, or what is missing for there to be any."""
    st.caption(
        "Type, or paste into any cell: an array from NumPy, PyTorch, MATLAB or a spreadsheet, or a "
        "whole network as W1, b1, W2, b2, x, y."
        if is_complete(session.document())
        else "Tables for samples, weights and biases appear once there is a layer after the inputs."
    )


def numbers() -> None:
    """Tables to type in: the samples, then each layer's weights and biases."""
    now = session.document()
    sizes = sizes_of(now)
    if not is_complete(now):
        return
    symbols = session.symbols()
    x, y = symbols.label("x"), symbols.label("y")
    into = [f"{as_heading(symbols.layer(n))}: W, b" for n in range(len(now["layers"]))]
    samples, *layers = kept_tabs([f"Samples {x}, {y}", *into], "tables")
    with samples:
        _samples(now, sizes)
    for number, tab in enumerate(layers):
        with tab:
            _layer_tables(now, sizes, number)


def _samples(now: Document, sizes: tuple[int, ...]) -> None:
    count, left, right = st.columns([1.3, sizes[0] + 1, sizes[-1] + 1], gap="small")
    with count:
        number_field(
            "Samples in the batch",
            "samples",
            len(now["x"]),
            Takes("The number of samples", 1, MAX_SAMPLES, whole=True),
            _samples_typed,
            help=f"1 to {MAX_SAMPLES}",
        )
    symbols = session.symbols()
    with left:
        _show("x", f"Inputs {symbols.label('x')}")
    with right:
        _show("y", f"{symbols.word('target').capitalize()}s {symbols.label('y')}")
    unusual = unusual_target(now)
    if unusual:
        st.caption(f":orange[:material/warning:] {unusual}")


def _samples_typed(count: int) -> None:
    session.edit(edits.set_samples, count, label="samples")


def _layer_tables(now: Document, sizes: tuple[int, ...], number: int) -> None:
    layer = now["layers"][number]
    wide = sizes[number] + 1
    left, middle, right = st.columns([wide, 1.8, 0.75 * wide], gap="small")
    with left:
        _show(f"W{number}", "Weights W: a row for each neuron")
    with middle:
        if layer["b"] is None:
            st.caption("This layer has no bias.")
        else:
            shared = not isinstance(layer["b"], list)
            _show(f"b{number}", "Bias b of the layer" if shared else "Biases b")
    with right:
        _connections_table(layer, number)


def _connections_table(layer: LayerDocument, number: int) -> None:
    """Which edges there are: a box cleared cuts one, a box ticked draws it again."""
    index, columns = _headings(f"W{number}")
    st.caption("Connections: untick to cut")
    key = f"connections_{number}"
    cells_view(
        "Which neurons are connected",
        index,
        columns,
        [[f"connected: {row}, {column}" for column in columns] for row in index],
        [["1" if there else "0" for there in row] for row in connected_of(layer)],
        key=key,
        on_report=partial(_connections_changed, number),
        answered=last_taken(key),
        ticks=True,
    )


def _connections_changed(number: int) -> None:
    key = f"connections_{number}"
    report, layers = report_in(key), session.document()["layers"]
    if report is None or not is_new(key, {**report}) or number >= len(layers):
        return
    if report["shape"] == connected_of(layers[number]).shape:
        for row, column, ticked, _ in report["cells"]:
            edit = edits.connect if ticked == "1" else edits.cut
            session.edit(edit, number, row, column, label=edit.__name__)


def table(name: str, label: str = "") -> NumberTable:
    """The table of x, of y, or of W or b of a layer, as in "W0"."""
    index, columns = _headings(name)
    return NumberTable(
        name,
        index,
        columns,
        label,
        BIAS if name[0] == "b" else name[0],
        partial(_rows_now, name),
        partial(_typed, name),
        most_rows=MAX_SAMPLES if name in ("x", "y") else None,
        several=_several_pasted,
        numpy=partial(_as_numpy, name),
    )


def _as_numpy(name: str) -> str:
    """The array of that table; layers are counted from 1, and b is as the engine has it."""
    rows = _rows_now(name)
    values = [row[0] for row in rows] if name[0] == "b" else rows
    if name in ("x", "y"):
        return array_line(name, values)
    shared = name[0] == "b" and not isinstance(
        session.document()["layers"][int(name[1:])]["b"], list
    )
    return array_line(f"{name[0]}{int(name[1:]) + 1}", values[0] if shared else values)


def _headings(name: str) -> tuple[list[str], list[str]]:
    """What the rows and columns of the table of that name are called; none of one that has gone."""
    now, symbols = session.document(), session.symbols()
    if not _rows_now(name):
        return [], []
    if name in ("x", "y"):
        rows = [f"sample {k + 1}" for k in range(len(now["x"]))]
        targets = symbols.neurons(len(symbols.sizes) - 1)
        given = [f"{symbols.word('target')} {one}" for one in targets]
        return rows, list(symbols.neurons(0)) if name == "x" else given
    number = int(name[1:])
    rows = [f"to {one}" for one in symbols.neurons(number + 1)]
    if name[0] == "W":
        return rows, [f"from {one}" for one in symbols.neurons(number)]
    if not isinstance(now["layers"][number]["b"], list):
        return ["of the layer"], [BIAS]
    return [f"of {one}" for one in symbols.neurons(number + 1)], [BIAS]


def _show(name: str, label: str) -> None:
    st.caption(label)
    table(name, label).show()


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


def _typed(name: str, typed: Rows) -> None:
    """Take what was typed."""
    rows = [[float(number or 0) for number in row] for row in typed]
    if name == "x" or name == "y":
        session.edit(edits.set_rows, name, rows, label=f"type in {name}")
        return
    number, old = int(name[1:]), _rows_now(name)
    changed = {
        (j, i): value
        for j, row in enumerate(rows)
        for i, value in enumerate(row)
        if value != old[j][i]
    }
    if name[0] == "W":
        session.edit(edits.set_weights, number, changed, label="type in W")
    else:
        b = {j: value for (j, _), value in changed.items()}
        session.edit(edits.set_biases, number, b, label="type in b")


def _several_pasted(arrays: tuple[WrittenArray, ...], choice: str | None) -> None:
    """All samples at once, or weights and biases of some or all layers, if that is what was
    pasted."""
    now = session.document()
    sizes = sizes_of(now)
    samples = samples_in(arrays, sizes[0], sizes[-1])
    if samples is not None:
        session.edit(edits.replace_samples, *samples, label="paste samples")
        return
    found = layers_in(arrays, now) or network_in(arrays, now)
    if found is None:
        raise BackpropError(
            f"You pasted {len(arrays)} arrays that are not the weights and biases of a "
            "network. Paste one array, or name them W1, b1, W2, b2, or x and y."
        )
    if found.sizes == sizes:
        session.edit(edits.set_parameters, found, label="paste a network")
    elif choice == NETWORK:
        session.open_document(document_with(found, now), "use a pasted network")
    else:
        pasted, present = ("-".join(map(str, one)) for one in (found.sizes, sizes))
        raise AsksError(f"What you pasted is a {pasted} network; yours is {present}.", NETWORK)
    if said := left_out(arrays, found, now):
        st.toast(said, icon=":material/info:")
