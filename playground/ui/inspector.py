"""The selected edge or neuron: its numbers as fields, and the board's gestures as buttons."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.document import sizes_of
from playground.ui.fields import EMPTIED, changed, given


def inspector() -> None:
    """The selected neuron's or edge's own number, to be changed there and then."""
    chosen = session.state()["selected"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="inspector"):
        if chosen is None:
            if session.state()["mode"] == "draw":
                st.caption("Press a neuron or a connection on the board to change its number here.")
            return
        _fields(chosen)
        if session.state()["mode"] == "draw":
            _edits(chosen)
        st.button("Done", key="deselect", on_click=_deselect, type="tertiary")


def _deselect() -> None:
    session.state()["selected"] = None


def _fields(chosen: dict[str, Any]) -> None:
    """The number of the selected edge or neuron, as a field."""
    now = session.document()
    sizes, symbols = sizes_of(now), session.symbols()
    if chosen["kind"] == "edge":
        layer, to, source = chosen["layer"], chosen["to"], chosen["from"]
        names = symbols.neuron(layer, source), symbols.neuron(layer + 1, to)
        value = now["layers"][layer]["W"][to][source]
        _field(f"weight from {names[0]} to {names[1]}", "weight", value, _weight_typed)
        return
    column, neuron = chosen["column"], chosen["neuron"]
    name = symbols.neuron(column, neuron)
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
        _field(
            f"{symbols.word('target')} of {name}{of_sample}",
            "target",
            now["y"][sample][neuron],
            _target_typed,
        )


def _edits(chosen: dict[str, Any]) -> None:
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
    key = given(f"inspect_{kind}", float(value))
    st.number_input(
        label,
        value=EMPTIED,
        step=None,
        format="%.12g",
        key=key,
        on_change=changed(key, typed),
        width=190,
    )


def _typed(kind: str) -> tuple[float | None, dict[str, Any]]:
    """The number, and what it is of; None if it is none, or if nothing is selected any more."""
    value, chosen = st.session_state[f"inspect_{kind}"], session.state()["selected"]
    if chosen is None or (chosen["kind"] == "edge") != (kind == "weight"):
        return None, {}
    if value is None or not math.isfinite(value):
        session.refuse(f"The {kind} is empty. It takes a finite number; the old value stays.")
        return None, {}
    session.state()["redraw"] = True
    return float(value), chosen


def _weight_typed() -> None:
    value, chosen = _typed("weight")
    if value is not None:
        new = {(chosen["to"], chosen["from"]): value}
        session.edit(edits.set_weights, chosen["layer"], new, label="weight")


def _bias_typed() -> None:
    value, chosen = _typed("bias")
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
    value, chosen = _typed(kind)
    if value is not None:
        rows = [list(row) for row in session.document()[field]]
        rows[session.sample()][chosen["neuron"]] = value
        session.edit(edits.set_rows, field, rows, label=kind)
