"""The selected edge or neuron: its numbers as fields, and the board's gestures as buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.document import is_complete, sizes_of
from playground.exercise.typed_number import Takes
from playground.exercise.unusual_targets import unusual_target
from playground.ui.buttons import button
from playground.ui.exercise_tables import paste_note
from playground.ui.number_field import number_field
from playground.where import Neuron, Selected, Weight


def inspector(*, on_board: bool = False) -> None:
    """The selected neuron's or edge's own number, to be changed there and then. `on_board` it is
    changed where it stands, and here are the board's gestures as buttons."""
    chosen = session.selected()
    if chosen is None and not on_board:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="inspector"):
        if chosen is None:
            _board_note()
            return
        if on_board:
            _edits(chosen)
        else:
            _fields(chosen)
        button("Done", key="deselect", on_click=_deselect, type="tertiary")


def _board_note() -> None:
    """What is unusual about the targets, or what the tables below take."""
    now = session.document()
    unusual = unusual_target(now) if is_complete(now) else None
    if unusual:
        st.caption(f":orange[:material/warning:] {unusual}")
    else:
        paste_note()


def _deselect() -> None:
    session.select(None)


def _fields(chosen: Selected) -> None:
    """The number of the selected edge or neuron, as a field."""
    now, symbols = session.document(), session.symbols()
    if isinstance(chosen, Weight):
        layer, to, source = chosen
        names = symbols.neuron(layer, source), symbols.neuron(layer + 1, to)
        value = now["layers"][layer]["W"][to][source]
        _field(f"weight from {names[0]} to {names[1]}", "weight", value, _weight_typed, chosen)
        return
    column, neuron = chosen
    name = symbols.neuron(column, neuron)
    sample = session.sample()
    of_sample = f", sample {sample + 1}" if len(now["x"]) > 1 else ""
    if column == 0:
        label = f"input {name}{of_sample}"
        _field(label, "input", now["x"][sample][neuron], _input_typed, chosen)
        return
    b = now["layers"][column - 1]["b"]
    if b is not None:
        value, kind = (b[neuron], "bias") if isinstance(b, list) else (b, "shared bias")
        _field(f"{kind} of {name}", "bias", value, _bias_typed, chosen)
    if column == len(sizes_of(now)) - 1:
        label = f"{symbols.word('target')} of {name}{of_sample}"
        _field(label, "target", now["y"][sample][neuron], _target_typed, chosen)


def _edits(chosen: Selected) -> None:
    """What the board's gestures do with the selected thing, as buttons."""
    if isinstance(chosen, Weight):
        button("Cut", key="cut_selected", on_click=_edit_selected, args=(edits.cut, *chosen))
        return
    column, neuron = chosen
    last = sizes_of(session.document())[column] - 1
    for label, key, to in (
        ("Move up", "move_up", neuron - 1),
        ("Move down", "move_down", neuron + 1),
    ):
        button(
            label,
            key=key,
            on_click=_edit_selected,
            args=(edits.move_neuron, column, neuron, to),
            disabled=not 0 <= to <= last,
        )
    button(
        "Remove",
        key="remove_selected",
        on_click=_edit_selected,
        args=(edits.remove_neuron, column, neuron),
    )


def _edit_selected(edit: Any, *where: int) -> None:
    """What is selected goes along with the edit, or is gone with it."""
    session.edit(edit, *where, label=edit.__name__.replace("_", " "))


def _field(label: str, kind: str, value: float, take: Any, of: Selected) -> None:
    number_field(
        label,
        f"inspect_{kind}",
        float(value),
        Takes(f"The {kind}"),
        partial(_typed, take, of),
        of=(of, session.sample()),
        width=190,
    )


def _typed(take: Callable[[Any, float], None], of: Selected, value: float) -> None:
    """Take the number, unless what it was typed for has gone."""
    if session.has(of):
        session.draw_again()
        take(of, value)


def _weight_typed(of: Weight, value: float) -> None:
    new = {(of.to, of.source): value}
    session.edit(edits.set_weights, of.layer, new, label="weight")


def _bias_typed(of: Neuron, value: float) -> None:
    layer = of.column - 1
    shared = not isinstance(session.document()["layers"][layer]["b"], list)
    session.edit(edits.set_biases, layer, {0 if shared else of.neuron: value}, label="bias")


def _input_typed(of: Neuron, value: float) -> None:
    _cell_typed("input", "x", of, value)


def _target_typed(of: Neuron, value: float) -> None:
    _cell_typed("target", "y", of, value)


def _cell_typed(kind: str, field: Literal["x", "y"], of: Neuron, value: float) -> None:
    rows = [list(row) for row in session.document()[field]]
    sample = session.sample()
    if of.neuron < len(rows[sample]):
        rows[sample][of.neuron] = value
        session.edit(edits.set_rows, field, rows, label=kind)
