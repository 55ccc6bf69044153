"""One column of the drawing as widgets: how many neurons, their activation, their biases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from backprop_core import ACTIVATIONS
from playground import session
from playground.exercise import edits
from playground.exercise.document import Document, bias_mode, sizes_of
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS
from playground.exercise.typed_number import Takes
from playground.functions.catalogue import as_formula
from playground.functions.meant import activation_meant
from playground.functions.typed.typed_functions import formula_in, is_typed, named
from playground.ui.buttons import button
from playground.ui.fields import CUSTOM, changed, choice, given
from playground.ui.number_field import choice_field, number_field, text_field

BIASES = ("each", "shared", "none")


def column_row(now: Document, sizes: tuple[int, ...], column: int) -> None:
    """The widgets of that column; 0 is the inputs'."""
    name = session.symbols().column(column)
    first = column == 0
    widths = [1.32, 1.43, 1.12, 0.42, 0.42]
    count, activation, bias, insert, remove = st.columns(
        widths, gap="xsmall", vertical_alignment="bottom"
    )
    with count:
        number_field(
            name,
            f"width_{column}",
            sizes[column],
            Takes("The number of neurons", 1, MAX_NEURONS, whole=True),
            partial(_width_typed, column),
            help=None if column else f"Neurons in each column, 1 to {MAX_NEURONS}",
        )
    if not first:
        layer = now["layers"][column - 1]
        with activation:
            _activation_choice(layer["activation"], column - 1, name)
        bias.selectbox(
            f"bias of the {name}",
            BIASES,
            key=given(f"bias_{column - 1}", bias_mode(layer["b"]), plain=True),
            on_change=changed(f"bias_{column - 1}", _in_layer, _bias_changed, column - 1),
        )
    with insert:
        button(
            f"Insert a layer after: {name}",
            key=f"insert_after_column_{column}",
            icon=":material/add_column_right:",
            help=f"Insert a layer after: {name}",
            on_click=_insert_after,
            args=(column,),
            type="tertiary",
            disabled=len(sizes) > MAX_LAYERS,
        )
    with remove:
        button(
            f"Remove the column: {name}",
            key=f"remove_column_{column}",
            icon=":material/close:",
            help=f"Remove the column: {name}",
            on_click=_remove_column,
            args=(column,),
            type="tertiary",
        )
    if not first and is_typed(now["layers"][column - 1]["activation"]):
        _typed_activation_field(now["layers"][column - 1]["activation"], column - 1, name)


def _activation_choice(activation: str, layer: int, name: str) -> None:
    """The engine's by name; another slope is typed, as in leaky_relu(0.2), or a formula."""
    names = {option: option.replace("_", " ") for option in [*ACTIVATIONS, activation]}
    names |= {activation: "custom"} if is_typed(activation) else {CUSTOM: CUSTOM}
    choice_field(
        f"activation of the {name}",
        f"activation_{layer}",
        activation,
        names,
        partial(_in_layer, _activation_chosen, layer),
        typed=True,
        help="Type leaky_relu(0.2) or elu(0.5) for another slope, step(0) for a unit that is off "
        "at 0, or choose custom… for any formula"
        if layer == 0
        else None,
    )


def _typed_activation_field(activation: str, layer: int, name: str) -> None:
    text_field(
        f"f(x) of the {name}",
        f"typed_activation_{layer}",
        formula_in(activation),
        partial(_in_layer, _activation_typed, layer),
        help="Any formula in x or z that has a derivative, such as x*sigmoid(x). Powers are "
        "written **; see the page Activations and losses"
        if layer == 0
        else None,
    )


def _in_layer(act: Callable[..., None], layer: int, *typed: str) -> None:
    """`act`, unless the layer is gone: a slow browser may still send its field."""
    if layer < len(session.document()["layers"]):
        act(layer, *typed)


def _activation_typed(layer: int, formula: str) -> None:
    session.edit(edits.set_activation, layer, named(formula), label="activation")


def _width_typed(column: int, count: int) -> None:
    if column < len(sizes_of(session.document())):  # a slow browser may still send its field
        session.edit(edits.set_width, column, count, label="neurons")


def _activation_chosen(layer: int, chosen: str) -> None:
    if chosen.strip():
        layers = session.document()["layers"]
        meant = activation_meant(chosen.strip(), last=layer == len(layers) - 1)
        plain = _spelled(meant, layers[layer]["activation"])
        session.edit(edits.set_activation, layer, plain, label="activation")


def _spelled(chosen: str, now: str) -> str:
    """As a document spells it; "custom…" is the present function as a formula, to be changed."""
    if chosen == CUSTOM:
        return named(as_formula(now))
    return named(formula_in(chosen)) if is_typed(chosen) else _with_underscores(chosen)


def _with_underscores(name: str) -> str:
    """ "leaky ReLU (0.2)" is spelled leaky_relu(0.2): words are joined, brackets need no space."""
    word, bracket, rest = name.partition("(")
    return "_".join(word.split()) + bracket + "".join(rest.split())


def _bias_changed(layer: int) -> None:
    mode = choice(f"bias_{layer}", BIASES)
    if mode is not None:
        session.edit(edits.set_bias_mode, layer, mode, label="bias")


def _insert_after(column: int) -> None:
    session.edit(edits.add_layer, column, label="add layer")


def _remove_column(column: int) -> None:
    session.edit(edits.remove_column, column, label="remove column")
