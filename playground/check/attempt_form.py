"""Somebody's own gradient, in tables to type in or pasted.

What has been typed is held in the session as plain rows, None for an empty cell, and compared anew
each time with the network as it is now. It is held as the engine has it, a row of dW for each
neuron that receives, and shown and pasted as the notation has it.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal, TypedDict

import numpy as np
import streamlit as st

from backprop_core import Array, BackpropError, GradientCheck
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
from playground.exercise.document import Document, LayerDocument, bias_mode, is_complete, sizes_of
from playground.notation.symbols import Symbols
from playground.ui import page_text
from playground.ui.buttons import button, submit_button
from playground.ui.fields import text
from playground.ui.number_table import NumberTable, Rows

MARKS = {SAME: "✓", ROUNDED: "✓", CLOSE: "≈", DIFFERENT: "≠", BLANK: ""}
RIGHT = "the right gradient"
WEIGHTS_AND_BIASES = [2.2, 1]  # widths of what stands side by side


class LayerAttempt(TypedDict):
    """What was typed for one layer, shaped as W, and as b in one column."""

    dW: Rows
    db: Rows


class Attempt(TypedDict):
    """The numbers typed so far for a network of these shapes, and what could not be read."""

    shapes: list[Any]
    layers: list[LayerAttempt]
    version: int
    error: str | None


Name = Literal["dW", "db"]
_ATTEMPT: session.Remembered[Attempt | None] = session.Remembered("own_gradient", lambda: None)


def _held(now: Document) -> Attempt:
    """The numbers typed so far. Another network's shapes begin an empty sheet."""
    shapes = [list(sizes_of(now)), [bias_mode(layer["b"]) for layer in now["layers"]]]
    held = _ATTEMPT.get()
    if held is None or held["shapes"] != shapes:
        held = _empty_sheet(now, shapes, 0 if held is None else held["version"] + 1)
        _ATTEMPT.set(held)
    return held


def _empty_sheet(now: Document, shapes: list[Any], version: int) -> Attempt:
    layers = [_blank(layer) for layer in now["layers"]]
    return {"shapes": shapes, "layers": layers, "version": version, "error": None}


def _blank(layer: LayerDocument) -> LayerAttempt:
    rows, columns = np.shape(layer["W"])
    count = {"each": rows, "shared": 1, "none": 0}[bias_mode(layer["b"])]
    return {"dW": [[None] * columns for _ in range(rows)], "db": [[None] for _ in range(count)]}


def _claim(held: Attempt, p: Pass) -> Claim:
    """The rows typed, as arrays in the parameters' shapes; NaN where nothing was typed."""
    claims = []
    for rows, layer in zip(held["layers"], p.network.layers, strict=True):
        db = np.array(rows["db"], dtype=float)
        b = None if layer.b is None else db.reshape(layer.b.shape)
        claims.append(LayerClaim(np.array(rows["dW"], dtype=float), b))
    return tuple(claims)


def _with_rows(held: Attempt, number: int, name: Name, rows: Rows) -> Attempt:
    """With those numbers for one array of a layer."""
    layers, old = list(held["layers"]), held["layers"][number]
    layers[number] = {**old, "dW": rows} if name == "dW" else {**old, "db": rows}
    return {**held, "layers": layers, "error": None}


def _filled(held: Attempt, number: int, name: Name, array: Array) -> Attempt:
    """The same from an array, with the tables drawn anew."""
    rows = array if name == "dW" else np.reshape(array, (-1, 1))
    return {**_with_rows(held, number, name, rows.tolist()), "version": held["version"] + 1}


def _is_turned(symbols: Symbols, name: str) -> bool:
    """Whether the notation has that array with rows and columns exchanged."""
    return name == "dW" and symbols.notation.weights == "sending"


def _turned(rows: Rows) -> Rows:
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


def _editors(held: Attempt, now: Document, number: int) -> None:
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
    held: Attempt, number: int, name: Name, rows: list[str], columns: list[str], label: str
) -> None:
    """A table that keeps what it was drawn with while somebody types in it."""
    is_turned = _is_turned(session.symbols(), name)
    take = partial(_typed, number, name, is_turned)
    title = f"own_{name}_{number}"
    table = NumberTable(title, rows, columns, label, name, take, _refuse, may_be_empty=True)
    now = held["layers"][number][name]
    version = f"{held['version']}_{session.state()['notation']}"
    table.show(_turned(now) if is_turned else now, version)


def _typed(number: int, name: Name, is_turned: bool, rows: Rows) -> None:
    """Take what was typed, unless the network has changed since and has no such table any more."""
    held, typed = _held(session.document()), _turned(rows) if is_turned else rows
    layers = held["layers"]
    if number < len(layers) and _shape(layers[number][name]) == _shape(typed):
        _ATTEMPT.set(_with_rows(held, number, name, typed))


def _shape(rows: Rows) -> list[int]:
    return [len(row) for row in rows]


def _refuse(message: str) -> None:
    """Say why, and draw the tables again with the numbers that could be read."""
    held = _held(session.document())
    _ATTEMPT.set({**held, "error": message, "version": held["version"] + 1})


def _paste(held: Attempt, now: Document, number: int) -> None:
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
        submit_button(
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
    if number >= len(now["layers"]):
        return  # pasted for a layer that has gone in the meantime
    held, layer = _held(now), now["layers"][number]
    shapes: dict[Name, tuple[int, ...]] = {
        "dW": np.shape(layer["W"]),
        "db": np.shape(layer["b"] or 0.0),
    }
    pasted = {name: text(f"paste_{name}_{number}") for name in shapes}
    if not any(map(str.strip, pasted.values())):
        _ATTEMPT.set({**held, "error": "Nothing was pasted: both fields are empty."})
        return
    try:
        for name, shape in shapes.items():
            if pasted[name].strip():
                read = _read(pasted[name], (name, number), shape)
                held = _filled(held, number, name, read)
    except BackpropError as error:
        _ATTEMPT.set({**_held(now), "error": str(error)})
    else:
        _ATTEMPT.set(held)


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
        button("Empty all", key="empty_gradient", icon=":material/ink_eraser:", on_click=_empty)


def _made_on_purpose(p: Pass) -> dict[str, Claim]:
    """By its title, what each mistake gives; where it has several forms, the first."""
    return {
        title_of(wrong, session.symbols()): wrong.claim for wrong in reversed(wrong_gradients(p))
    }


def _filled_in() -> None:
    title, now = text("example"), session.document()
    if not title or not is_complete(now):
        return
    held, (p, _) = _held(now), computed(now)
    for number, layer in enumerate(_made_on_purpose(p).get(title) or right(p)):
        held = _filled(held, number, "dW", layer.dW)
        if layer.db is not None:
            held = _filled(held, number, "db", layer.db)
    _ATTEMPT.set(held)


def _empty() -> None:
    now = session.document()
    held = _held(now)
    _ATTEMPT.set(_empty_sheet(now, held["shapes"], held["version"] + 1))
    st.session_state["example"] = None
