"""Somebody's own gradient, in tables to type in or pasted.

What has been typed is held in the session as plain rows, None for an empty cell, and compared anew
each time with the network as it is now. It is held as the engine has it, a row of dW for each
neuron that receives, and shown and pasted as the notation has it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from backprop_core import BackpropError, GradientCheck
from backprop_core.checks import Array
from playground import session
from playground.check.attempt import Claim, LayerClaim, Pass, right
from playground.check.diagnosis import (
    BLANK,
    CLOSE,
    DIFFERENT,
    ROUNDED,
    SAME,
    Parameter,
    diagnose,
    gradient_name,
    layer_verdicts,
)
from playground.check.findings import diagnosis_view, title_of
from playground.check.gradient_table import entry_table
from playground.check.gradient_text import numbers_in
from playground.check.reference_gradient import computed
from playground.check.wrong_gradients import wrong_gradients
from playground.exercise.document import Document, bias_mode, sizes_of
from playground.exercise.typed_number import SHOWN, typed_number
from playground.notation.symbols import Symbols
from playground.ui import page_text

MARKS = {SAME: "✓", ROUNDED: "✓", CLOSE: "≈", DIFFERENT: "≠", BLANK: ""}
RIGHT = "the right gradient"
WEIGHTS_AND_BIASES = [2.2, 1]  # widths of what stands side by side


def _held(now: Document) -> dict[str, Any]:
    """The numbers typed so far. Another network's shapes begin an empty sheet."""
    shapes = [list(sizes_of(now)), [bias_mode(layer["b"]) for layer in now["layers"]]]
    held = session.state().get("own_gradient")
    if held is None or held["shapes"] != shapes:
        version = 0 if held is None else held["version"] + 1
        layers = [_blank(layer) for layer in now["layers"]]
        held = {"shapes": shapes, "layers": layers, "version": version, "drawn": {}, "error": None}
        session.state()["own_gradient"] = held
    return held


def _blank(layer: dict[str, Any]) -> dict[str, Any]:
    rows, columns = np.shape(layer["W"])
    count = {"each": rows, "shared": 1, "none": 0}[bias_mode(layer["b"])]
    return {"dW": [[None] * columns for _ in range(rows)], "db": [[None] for _ in range(count)]}


def _claim(held: dict[str, Any], p: Pass) -> Claim:
    """The rows typed, as arrays in the parameters' shapes; NaN where nothing was typed."""
    claims = []
    for rows, layer in zip(held["layers"], p.network.layers, strict=True):
        db = np.array(rows["db"], dtype=float)
        b = None if layer.b is None else db.reshape(layer.b.shape)
        claims.append(LayerClaim(np.array(rows["dW"], dtype=float), b))
    return tuple(claims)


def _fill(held: dict[str, Any], number: int, name: str, array: np.ndarray) -> None:
    rows = array if name == "dW" else np.reshape(array, (-1, 1))
    held["layers"][number] = {**held["layers"][number], name: rows.tolist()}
    held["version"] += 1
    held["drawn"] = {}


def _is_turned(symbols: Symbols, name: str) -> bool:
    """Whether the notation has that array with rows and columns exchanged."""
    return name == "dW" and symbols.notation.weights == "sending"


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    return [list(row) for row in zip(*rows, strict=True)]


# The reader's side.


def own(now: Document, p: Pass, check: GradientCheck) -> None:
    """Tables to type in, a box to paste in, and what is found."""
    st.subheader("Your gradient")
    held, symbols = _held(now), session.symbols()
    st.caption(page_text.text("check", "yours", symbols.notation))
    claim = _claim(held, p)
    diagnosis = diagnose(p, claim)
    number = _layer_choice(symbols, layer_verdicts(p.network, diagnosis))
    left, right_side = st.columns([1.3, 1], gap="medium")
    with left:
        _editors(held, now, number)
        _paste(held, now, number)
    with right_side, st.container(key="diagnosis"):
        _examples(p)
        diagnosis_view(diagnosis, p, claim, symbols)
    checks = [each for each in check.parameters if each.layer == number]
    given = {"dW": claim[number].dW, "db": claim[number].db}
    own_numbers = {
        each.name: (given[each.name], diagnosis.agreement[each.name, number]) for each in checks
    }
    st.html(entry_table(checks, own_numbers, symbols))  # type: ignore[arg-type]


def _layer_choice(symbols: Symbols, verdicts: list[str]) -> int:
    chosen = st.segmented_control(
        "Layer",
        list(range(len(symbols.sizes) - 1)),
        default=0,
        required=True,
        key=f"check_layer_{len(symbols.sizes)}",
        format_func=lambda n: f"Into {symbols.the_layer(n)} {MARKS[verdicts[n]]}".strip(),
        label_visibility="collapsed",
    )
    return int(chosen or 0)


def _editors(held: dict[str, Any], now: Document, number: int) -> None:
    symbols = session.symbols()
    to = [f"to {name}" for name in symbols.neurons(number + 1)]
    source = [f"from {name}" for name in symbols.neurons(number)]
    rows, columns = (source, to) if _is_turned(symbols, "dW") else (to, source)
    mode = bias_mode(now["layers"][number]["b"])
    weights, biases = st.columns(WEIGHTS_AND_BIASES, gap="medium")
    with weights:
        _editor(held, number, "dW", rows, columns, _heading(symbols, number))
    with biases:
        if mode == "none":
            st.caption("This layer has no bias.")
        else:
            index = to if mode == "each" else ["shared"]
            _editor(held, number, "db", index, ["bias"], gradient_name(symbols, ("db", number)))


def _heading(symbols: Symbols, number: int) -> str:
    """What the table is, and which way round."""
    return f"{gradient_name(symbols, ('dW', number))}: {_axes(symbols)}"


def _axes(symbols: Symbols) -> str:
    """What rows and columns of a weight matrix are."""
    neuron = symbols.word("neuron")
    row, column = "receives", "sends"
    if _is_turned(symbols, "dW"):
        row, column = column, row
    return f"a row for each {neuron} that {row}, a column for each that {column}"


def _editor(
    held: dict[str, Any], number: int, name: str, rows: list[str], columns: list[str], label: str
) -> None:
    """A table that keeps what it was drawn with while somebody types in it."""
    key = f"own_{name}_{number}_{held['version']}_{session.state()['notation']}"
    is_turned = _is_turned(session.symbols(), name)
    if key not in st.session_state:
        now = held["layers"][number][name]
        held["drawn"][key] = _turned(now) if is_turned else now
    st.caption(label)
    cells = [[_shown(entry) for entry in row] for row in held["drawn"][key]]
    st.data_editor(
        pd.DataFrame(cells, index=rows, columns=columns, dtype=str),  # as text: see numbers
        key=key,
        on_change=_typed,
        args=(key, number, name, columns, is_turned),
        column_config={c: st.column_config.TextColumn(alignment="right") for c in columns},
        placeholder="",
        alt=label,
    )


def _shown(entry: float | None) -> str:
    return "" if entry is None or math.isnan(entry) else format(entry, SHOWN)


def _typed(key: str, number: int, name: str, columns: list[str], is_turned: bool) -> None:
    """What the table was drawn with, and all cells typed since."""
    held = session.state()["own_gradient"]
    if key not in held["drawn"]:
        return  # a table that has been drawn anew in the meantime
    rows = [list(row) for row in held["drawn"][key]]
    for row, cells in st.session_state[key]["edited_rows"].items():
        for column, value in cells.items():
            where = f"{name}, row {int(row) + 1}, {column}"
            try:
                entry = typed_number(value, where) if (value or "").strip() else None
            except BackpropError as error:
                held |= {"error": str(error), "version": held["version"] + 1, "drawn": {}}
                return
            rows[int(row)][columns.index(column)] = entry
    typed = _turned(rows) if is_turned else rows
    held["layers"][number] = {**held["layers"][number], name: typed}
    held["error"] = None


def _paste(held: dict[str, Any], now: Document, number: int) -> None:
    symbols = session.symbols()
    has_bias = now["layers"][number]["b"] is not None
    with st.form(f"paste_{number}", border=False, enter_to_submit=False):
        weights, biases = st.columns(WEIGHTS_AND_BIASES, gap="medium")
        weights.text_area(
            f"Or paste {gradient_name(symbols, ('dW', number))}",
            key=f"paste_dW_{number}",
            placeholder="[[0.1, -0.2], [3e-4, 0]]",
            height=96,
            help=page_text.text("check", "paste", symbols.notation),
        )
        if has_bias:
            biases.text_area(
                f"and {symbols.label('db')}",
                key=f"paste_db_{number}",
                placeholder="[0.1, -0.2]",
                height=96,
            )
        st.form_submit_button(
            "Use what I pasted",
            key=f"use_paste_{number}",
            icon=":material/content_paste:",
            on_click=_pasted,
            args=(number,),
        )
    if held["error"]:
        st.error(page_text.as_typed(held["error"]), icon=":material/error:")


def _pasted(number: int) -> None:
    """Take what was pasted, all of it or nothing."""
    now = session.document()
    held, layer = _held(now), now["layers"][number]
    read = {}
    try:
        for name, field in (("dW", "W"), ("db", "b")):
            text = st.session_state.get(f"paste_{name}_{number}") or ""
            if text.strip():
                read[name] = _read(text, (name, number), np.shape(layer[field]))
    except BackpropError as error:
        held["error"] = str(error)
        return
    held["error"] = None if read else "Nothing was pasted: both fields are empty."
    for name, array in read.items():
        _fill(held, number, name, array)


def _read(text: str, parameter: Parameter, shape: tuple[int, ...]) -> Array:
    """The numbers pasted, laid out as the notation has them, as the engine has them: `shape`."""
    symbols = session.symbols()
    where = gradient_name(symbols, parameter)
    axes = f"Here it has {_axes(symbols)}."
    if _is_turned(symbols, parameter[0]):
        return numbers_in(text, where, shape[::-1], axes).T
    return numbers_in(text, where, shape, axes)


def _examples(p: Pass) -> None:
    """A gradient with a usual mistake in it, to see what is said about it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Try it: fill in",
            [RIGHT, *_made_on_purpose(p)],
            index=None,
            key="example",
            placeholder="a gradient with a mistake",
            on_change=_filled_in,
        )
        st.button("Empty all", key="empty_gradient", icon=":material/ink_eraser:", on_click=_empty)


def _made_on_purpose(p: Pass) -> dict[str, Claim]:
    """By its title, what each mistake gives; where it has several forms, the first."""
    return {
        title_of(wrong, session.symbols()): wrong.claim for wrong in reversed(wrong_gradients(p))
    }


def _filled_in() -> None:
    title, now = st.session_state["example"], session.document()
    if title is None:
        return
    held, (p, _) = _held(now), computed(now)
    for number, layer in enumerate(_made_on_purpose(p).get(title) or right(p)):
        _fill(held, number, "dW", layer.dW)
        if layer.db is not None:
            _fill(held, number, "db", layer.db)
    held["error"] = None


def _empty() -> None:
    held = session.state()["own_gradient"]
    session.state()["own_gradient"] = {**held, "shapes": None}
    st.session_state["example"] = None
