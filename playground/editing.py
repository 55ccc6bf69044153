"""Ordinary widgets for every edit: counts, functions, tables to type in, files and links."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from backprop_core import ACTIVATIONS, INITIALIZATIONS, LOSSES
from playground import edits, session, share
from playground.document import Document, bias_mode, connected_of, is_complete, sizes_of
from playground.functions import LOSSES as WRITTEN_LOSSES
from playground.limits import MAX_LAYERS, MAX_NEURONS, MAX_SAMPLES, MAX_SEED
from playground.names import column_names, layer_name, neuron_name
from playground.tables import step_table

BIASES = ("each", "shared", "none")
EMPTIED = None  # what an emptied number field gives; without it, that would be 0 or the least value
INITS = {
    "xavier": "Xavier/Glorot",
    "he": "He",
    "uniform": "uniform",
    "normal": "normal",
    "zeros": "zeros",
    "constant": "constant",
}


def _set(name: str, value: Any) -> str:
    """Give a widget its value from the session before it is drawn."""
    st.session_state[name] = value
    return name


def structure() -> None:
    """Columns, activations, biases and the loss."""
    now = session.document()
    sizes = sizes_of(now)
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            "Add layer",
            key="add_layer",
            icon=":material/add:",
            on_click=_add_layer,
            disabled=len(sizes) > MAX_LAYERS,
        )
        st.button(
            "Clear",
            key="clear_board",
            icon=":material/ink_eraser:",
            on_click=_clear,
            disabled=not sizes,
        )
        st.button(
            "Walk through it",
            key="go_walk",
            icon=":material/footprint:",
            type="primary",
            on_click=_walk,
            disabled=not is_complete(now),
        )
    for column in range(len(sizes)):
        _column_row(now, sizes, column)
    if is_complete(now):
        _loss_row(now)
        _first_weights_row(now)
    elif not sizes:
        st.info("Press anywhere on the board to place the first input.", icon=":material/draw:")
    else:
        st.info("Press to the right of the inputs to add a layer.", icon=":material/draw:")


def _add_layer() -> None:
    sizes = sizes_of(session.document())
    session.edit(edits.add_layer, len(sizes) - 1, label="add layer")


def _clear() -> None:
    session.open_document(edits.clear(session.document()), "empty board")


def _walk() -> None:
    session.state()["mode"] = "walk"


def _column_row(now: Document, sizes: tuple[int, ...], column: int) -> None:
    name = "inputs" if column == 0 else layer_name(sizes, column - 1)
    first = column == 0
    widths = [1.1, 1.5, 1.25, 0.42, 0.42]
    count, activation, bias, insert, remove = st.columns(
        widths, gap="xsmall", vertical_alignment="bottom"
    )
    count.number_input(
        name,
        1,
        MAX_NEURONS,
        EMPTIED,
        key=_set(f"width_{column}", sizes[column]),
        on_change=_width_changed,
        args=(column,),
        help=None if column else "Neurons in each column, 1 to 16",
    )
    if not first:
        layer = now["layers"][column - 1]
        _activation_choice(activation, layer["activation"], column - 1)
        bias.selectbox(
            "bias",
            BIASES,
            key=_set(f"bias_{column - 1}", bias_mode(layer["b"])),
            on_change=_bias_changed,
            args=(column - 1,),
        )
    insert.button(
        f"Insert a layer after: {name}",
        key=f"insert_after_column_{column}",
        icon=":material/add_column_right:",
        help=f"Insert a layer after: {name}",
        on_click=_insert_after,
        args=(column,),
        type="tertiary",
        disabled=len(sizes) > MAX_LAYERS,
    )
    remove.button(
        f"Remove the column: {name}",
        key=f"remove_column_{column}",
        icon=":material/close:",
        help=f"Remove the column: {name}",
        on_click=_remove_column,
        args=(column,),
        type="tertiary",
    )


def _activation_choice(where: Any, activation: str, layer: int) -> None:
    """The ten by name; a slope of one's own is typed, as in leaky_relu(0.2)."""
    options = list(ACTIVATIONS)
    if activation not in options:
        options.append(activation)
    where.selectbox(
        "activation",
        options,
        key=_set(f"activation_{layer}", activation),
        accept_new_options=True,
        format_func=lambda a: a.replace("_", " "),
        on_change=_activation_changed,
        args=(layer,),
        help="Type leaky_relu(0.2) or elu(0.5) for a slope of your own" if layer == 0 else None,
    )


def _width_changed(column: int) -> None:
    count = st.session_state[f"width_{column}"]
    if count is not None:
        session.edit(edits.set_width, column, count, label="neurons")


def _activation_changed(layer: int) -> None:
    activation = st.session_state[f"activation_{layer}"]
    if activation:
        plain = str(activation).strip().replace(" ", "_")
        session.edit(edits.set_activation, layer, plain, label="activation")


def _bias_changed(layer: int) -> None:
    mode = st.session_state[f"bias_{layer}"]
    session.edit(edits.set_bias_mode, layer, mode, label="bias")


def _insert_after(column: int) -> None:
    session.edit(edits.add_layer, column, label="add layer")


def _remove_column(column: int) -> None:
    session.edit(edits.remove_column, column, label="remove column")


def _loss_row(now: Document) -> None:
    loss, reduction = st.columns([1.6, 1], gap="small", vertical_alignment="bottom")
    loss.selectbox(
        "loss",
        list(LOSSES),
        key=_set("loss", now["loss"]),
        format_func=lambda name: WRITTEN_LOSSES[name].label,
        on_change=_loss_changed,
    )
    reduction.selectbox(
        "over the batch",
        ["mean", "sum"],
        key=_set("reduction", now["reduction"]),
        on_change=_field_changed,
        args=("reduction",),
        disabled=now["loss"] == "root_mean_squared_error",
        help="The root mean squared error is one root over outputs and samples, so this does not "
        "apply to it",
    )
    st.checkbox(
        "Leave the biases as they are in the update",
        key=_set("biases_frozen", now["biases_frozen"]),
        on_change=_field_changed,
        args=("biases_frozen",),
    )


def _loss_changed() -> None:
    session.edit(edits.set_loss, st.session_state["loss"], label="loss")


def _field_changed(field: str) -> None:
    session.edit(edits.set_field, field, st.session_state[field], label=field.replace("_", " "))


def _first_weights_row(now: Document) -> None:
    scheme, seed, draw = st.columns([1.7, 0.9, 0.9], gap="small", vertical_alignment="bottom")
    options = list(INITIALIZATIONS)
    if now["init"] not in options:
        options.append(now["init"])
    scheme.selectbox(
        "first weights",
        options,
        key=_set("init", now["init"]),
        format_func=lambda name: INITS.get(name, name),
        accept_new_options=True,
        on_change=_scheme_changed,
        help="Xavier/Glorot draws uniformly from ±√(6/(n_in+n_out)), He from a normal with "
        "deviation √(2/n_in), uniform from ±1, normal with deviation 1. Or type a size: "
        "uniform(0.5), normal(2), constant(0.1)",
    )
    seed.number_input(
        "seed", 0, MAX_SEED, EMPTIED, 1, key=_set("seed", now["seed"]), on_change=_seed_changed
    )
    draw.button(
        "Draw",
        key="initialize",
        icon=":material/casino:",
        on_click=_initialize,
        help="All weights anew from this scheme and seed; the same seed gives the same weights",
    )


def _scheme_changed() -> None:
    if st.session_state["init"]:
        _field_changed("init")


def _seed_changed() -> None:
    if st.session_state["seed"] is None:
        session.refuse("seed is empty. It takes a whole number from 0 up.")
    else:
        _field_changed("seed")


def _initialize() -> None:
    now = session.document()
    session.edit(edits.initialize, now["init"], now["seed"], label="first weights")


def numbers() -> None:
    """Tables to type in: the samples, then each layer's weights and biases."""
    now = session.document()
    sizes = sizes_of(now)
    if not is_complete(now):
        return
    samples, *layers = st.tabs(
        ["Samples x, y", *(f"Into the {layer_name(sizes, n)}" for n in range(len(now["layers"])))],
        key="tables",
    )
    with samples:
        _samples(now, sizes)
    for number, tab in enumerate(layers):
        with tab:
            _layer_tables(now, sizes, number)


def _samples(now: Document, sizes: tuple[int, ...]) -> None:
    st.number_input(
        "Samples in the batch",
        1,
        MAX_SAMPLES,
        EMPTIED,
        key=_set("samples", len(now["x"])),
        on_change=_samples_changed,
        width=200,
    )
    rows = [f"sample {k + 1}" for k in range(len(now["x"]))]
    left, right = st.columns([sizes[0] + 1, sizes[-1] + 1], gap="medium")
    targets = [f"target {name}" for name in column_names(sizes, len(sizes) - 1)]
    with left:
        _table("x", now["x"], rows, column_names(sizes, 0), "Inputs x")
    with right:
        _table("y", now["y"], rows, targets, "Targets y")


def _samples_changed() -> None:
    if st.session_state["samples"] is not None:
        session.edit(edits.set_samples, st.session_state["samples"], label="samples")


def _layer_tables(now: Document, sizes: tuple[int, ...], number: int) -> None:
    layer = now["layers"][number]
    rows = [f"to {name}" for name in column_names(sizes, number + 1)]
    columns = [f"from {name}" for name in column_names(sizes, number)]
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
    for row, cells in st.session_state[key]["edited_rows"].items():
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
    st.data_editor(
        pd.DataFrame(base, index=index, columns=columns, dtype=float),
        key=key,
        on_change=_table_changed,
        args=(name, key, index, columns),
        column_config={
            c: st.column_config.NumberColumn(format="%.12g", step=None) for c in columns
        },
        alt=label,
    )


def _table_changed(name: str, key: str, index: list[str], columns: list[str]) -> None:
    base = session.state()["tables"][name]
    rows = [list(row) for row in base]
    for row, cells in st.session_state[key]["edited_rows"].items():
        for column, value in cells.items():
            where = f"{name[0]} {index[int(row)]}, {column}"
            if value is None:
                session.refuse(f"{where} is empty. It takes a finite number; the old value stays.")
                return
            if (
                isinstance(value, bool)
                or not isinstance(value, (int, float))
                or not math.isfinite(value)
            ):
                session.refuse(
                    f"{where} got {value!r}. It takes a finite number; the old value stays."
                )
                return
            rows[int(row)][columns.index(column)] = float(value)
    _apply(name, rows)


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


def selected_fields(chosen: dict[str, Any]) -> None:
    """The number of the selected edge or neuron, as a field."""
    now = session.document()
    sizes = sizes_of(now)
    if chosen["kind"] == "edge":
        layer, to, source = chosen["layer"], chosen["to"], chosen["from"]
        names = neuron_name(sizes, layer, source), neuron_name(sizes, layer + 1, to)
        value = now["layers"][layer]["W"][to][source]
        _field(f"weight from {names[0]} to {names[1]}", "weight", value, _weight_typed)
        return
    column, neuron = chosen["column"], chosen["neuron"]
    name = neuron_name(sizes, column, neuron)
    sample = session.sample()
    of_sample = f", sample {sample + 1}" if len(now["x"]) > 1 else ""
    if column == 0:
        _field(f"input {name}{of_sample}", "input", now["x"][sample][neuron], _input_typed)
        return
    b = now["layers"][column - 1]["b"]
    if b is not None:
        shared = not isinstance(b, list)
        label = f"{'shared bias' if shared else 'bias'} of {name}"
        _field(label, "bias", b if shared else b[neuron], _bias_typed)
    if column == len(sizes) - 1:
        _field(f"target of {name}{of_sample}", "target", now["y"][sample][neuron], _target_typed)


def selected_edits(chosen: dict[str, Any]) -> None:
    """What the board's gestures do with the selected thing, as buttons."""
    if chosen["kind"] == "edge":
        edge = (chosen["layer"], chosen["to"], chosen["from"])
        st.button("Cut", key="cut_selected", on_click=_edit_selected, args=(edits.cut, edge))
        return
    column, neuron = chosen["column"], chosen["neuron"]
    last = sizes_of(session.document())[column] - 1
    for label, key, to in (
        ("Move up", "move_up", neuron - 1),
        ("Move down", "move_down", neuron + 1),
    ):
        st.button(
            label,
            key=key,
            on_click=_edit_selected,
            args=(edits.move_neuron, (column, neuron, to), {**chosen, "neuron": to}),
            disabled=not 0 <= to <= last,
        )
    where = (column, neuron)
    st.button(
        "Remove", key="remove_selected", on_click=_edit_selected, args=(edits.remove_neuron, where)
    )


def _edit_selected(edit: Any, where: tuple[int, ...], selected: Any = None) -> None:
    if session.edit(edit, *where, label=edit.__name__.replace("_", " ")):
        session.state()["selected"] = selected


def _field(label: str, kind: str, value: float, typed: Any) -> None:
    key = _set(f"inspect_{kind}", float(value))
    st.number_input(label, None, None, EMPTIED, None, "%.12g", key, on_change=typed, width=190)


def _typed(kind: str) -> float | None:
    value = st.session_state[f"inspect_{kind}"]
    if value is None or not math.isfinite(value):
        session.refuse(f"The {kind} is empty. It takes a finite number; the old value stays.")
        return None
    session.state()["redraw"] = True
    return float(value)


def _weight_typed() -> None:
    value, chosen = _typed("weight"), session.state()["selected"]
    if value is not None:
        new = {(chosen["to"], chosen["from"]): value}
        session.edit(edits.set_weights, chosen["layer"], new, label="weight")


def _bias_typed() -> None:
    value, chosen = _typed("bias"), session.state()["selected"]
    if value is not None:
        layer = chosen["column"] - 1
        shared = not isinstance(session.document()["layers"][layer]["b"], list)
        new = {0 if shared else chosen["neuron"]: value}
        session.edit(edits.set_biases, layer, new, label="bias")


def _input_typed() -> None:
    _cell_typed("input", "x")


def _target_typed() -> None:
    _cell_typed("target", "y")


def _cell_typed(kind: str, field: str) -> None:
    value, chosen = _typed(kind), session.state()["selected"]
    if value is not None:
        rows = [list(row) for row in session.document()[field]]
        rows[session.sample()][chosen["neuron"]] = value
        session.edit(edits.set_rows, field, rows, label=kind)


def share_panel() -> None:
    """A link, a file, and the whole walk as a table."""
    now = session.document()
    link = share.to_link(now)
    st.markdown("**Link** to this exercise, with every digit")
    if link is None:
        st.caption("This network is too large for a link: use the file.")
    else:
        st.code(f"{_address()}?net={link}", language=None, wrap_lines=False)
    st.download_button(
        "Save as a file",
        share.to_json(now),
        "network.json",
        "application/json",
        icon=":material/download:",
        key="save_file",
    )
    walk = session.walk()
    if walk is not None:
        st.download_button(
            "All steps as a table (CSV)",
            lambda: step_table(walk.trace, walk.network.sizes).to_csv(index=False),
            "steps.csv",
            "text/csv",
            icon=":material/table:",
            key="save_steps",
        )
    st.file_uploader("Open a file", "json", key="open_file", on_change=_open_file)


def _address() -> str:
    url = st.context.url or ""
    return url.split("?")[0].removesuffix("/playground")


def _open_file() -> None:
    file = st.session_state["open_file"]
    if file is None:
        return
    try:
        session.open_document(share.from_json(file.getvalue()), "open file")
    except ValueError as error:
        session.refuse(f"{file.name} could not be opened. {error}")
