"""The drawing as ordinary widgets: columns, activations, biases, the loss, the initial weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from backprop_core import ACTIVATIONS, INITIALIZATIONS, LOSSES, loss_named
from playground import session
from playground.exercise import edits
from playground.exercise.document import Document, bias_mode, is_complete, sizes_of
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS, MAX_SEED
from playground.exercise.typed_number import Takes
from playground.functions.catalogue import as_formula, written_loss
from playground.functions.meant import activation_meant
from playground.functions.typed.typed_functions import formula_in, is_typed, loss_of, named
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given, text
from playground.ui.number_field import number_field

CUSTOM = "custom…"
BIASES = ("each", "shared", "none")
REDUCTIONS = ("mean", "sum")
INITS = {
    "xavier": "Xavier/Glorot",
    "he": "He",
    "uniform": "uniform",
    "normal": "normal",
    "zeros": "zeros",
    "constant": "constant",
}


def structure(leads_to_walk: bool = True) -> None:
    """Columns, activations, biases, the loss; and a button to the walk, unless it is in sight."""
    now = session.document()
    sizes = sizes_of(now)
    with st.container(horizontal=True, gap="xsmall"):
        button(
            "Add layer",
            key="add_layer",
            icon=":material/add:",
            on_click=_add_layer,
            disabled=len(sizes) > MAX_LAYERS,
        )
        button(
            "Clear",
            key="clear_board",
            icon=":material/ink_eraser:",
            on_click=_clear,
            disabled=not sizes,
        )
        if leads_to_walk:
            button(
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
        st.info("Click anywhere on the board to place the first input.", icon=":material/draw:")
    else:
        st.info("Click to the right of the inputs to add a layer.", icon=":material/draw:")


def _add_layer() -> None:
    sizes = sizes_of(session.document())
    session.edit(edits.add_layer, len(sizes) - 1, label="add layer")


def _clear() -> None:
    session.open_document(edits.clear(session.document()).document, "empty board")


def _walk() -> None:
    session.walk_through()


def _column_row(now: Document, sizes: tuple[int, ...], column: int) -> None:
    name = session.symbols().column(column)
    first = column == 0
    widths = [1.1, 1.5, 1.25, 0.42, 0.42]
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
        _activation_choice(activation, layer["activation"], column - 1, name)
        bias.selectbox(
            f"bias of the {name}",
            BIASES,
            key=given(f"bias_{column - 1}", bias_mode(layer["b"])),
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


def _activation_choice(where: Any, activation: str, layer: int, name: str) -> None:
    """The engine's by name; another slope is typed, as in leaky_relu(0.2), or a formula."""
    options = [*ACTIVATIONS]
    if activation not in options:
        options.append(activation)
    if not is_typed(activation):
        options.append(CUSTOM)
    where.selectbox(
        f"activation of the {name}",
        options,
        key=given(f"activation_{layer}", activation),
        accept_new_options=True,
        format_func=lambda a: "custom" if is_typed(a) else a.replace("_", " "),
        on_change=changed(f"activation_{layer}", _in_layer, _activation_changed, layer),
        help="Type leaky_relu(0.2) or elu(0.5) for another slope, step(0) for a unit that is off "
        "at 0, or choose custom… for any formula"
        if layer == 0
        else None,
    )


def _typed_activation_field(activation: str, layer: int, name: str) -> None:
    st.text_input(
        f"f(x) of the {name}",
        key=given(f"typed_activation_{layer}", formula_in(activation)),
        on_change=changed(f"typed_activation_{layer}", _in_layer, _activation_typed, layer),
        help="Any formula in x or z that has a derivative, such as x*sigmoid(x). Powers are "
        "written **; see the page Activations and losses"
        if layer == 0
        else None,
    )


def _in_layer(act: Callable[[int], None], layer: int) -> None:
    """`act`, unless the layer is gone: a slow browser may still send its field."""
    if layer < len(session.document()["layers"]):
        act(layer)


def _activation_typed(layer: int) -> None:
    formula = named(text(f"typed_activation_{layer}"))
    session.edit(edits.set_activation, layer, formula, label="activation")


def _width_typed(column: int, count: int) -> None:
    if column < len(sizes_of(session.document())):  # a slow browser may still send its field
        session.edit(edits.set_width, column, count, label="neurons")


def _activation_changed(layer: int) -> None:
    activation = text(f"activation_{layer}").strip()
    if activation:
        layers = session.document()["layers"]
        meant = activation_meant(activation, last=layer == len(layers) - 1)
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


def _loss_row(now: Document) -> None:
    loss, reduction = st.columns([1.6, 1], gap="small", vertical_alignment="bottom")
    options = [*LOSSES, now["loss"] if is_typed(now["loss"]) else CUSTOM]
    loss.selectbox(
        "Loss",
        options,
        key=given("loss", now["loss"]),
        format_func=_loss_label,
        on_change=changed("loss", _loss_changed),
    )
    reduction.selectbox(
        "Over the batch",
        REDUCTIONS,
        key=given("reduction", now["reduction"]),
        on_change=changed("reduction", _reduction_changed),
        disabled=not loss_named(loss_of(now["loss"])).separable,
        help="The root mean squared error is one root over outputs and samples, so this does not "
        "apply to it",
    )
    if is_typed(now["loss"]):
        _typed_loss_field(now["loss"])
    st.checkbox(
        "Freeze the biases",
        key=given("biases_frozen", now["biases_frozen"]),
        help="The update leaves biases unchanged",
        on_change=changed("biases_frozen", _frozen_changed),
    )


def _loss_label(name: str) -> str:
    """A typed one is told in a field below."""
    if is_typed(name):
        return "custom"
    return name if name == CUSTOM else written_loss(name).label


def _typed_loss_field(loss: str) -> None:
    st.text_input(
        "L(a, y) of one output",
        key=given("typed_loss", formula_in(loss)),
        on_change=changed("typed_loss", _loss_typed),
        help="Any formula in the output a and the target y that has a derivative, such as "
        "(a-y)**4. It is added up over the outputs, then reduced over the batch",
    )


def _loss_typed() -> None:
    session.edit(edits.set_loss, named(text("typed_loss")), label="loss")


def _loss_changed() -> None:
    chosen, now = text("loss"), session.document()
    if not chosen or not now["layers"]:  # as with the field of a layer
        return
    if chosen == CUSTOM:
        chosen = named(as_formula(now["loss"], len(now["y"][0])))
    before = now["layers"][-1]["activation"]
    session.edit(edits.set_loss, chosen, label="loss")
    after = session.document()["layers"][-1]["activation"]
    if after != before:
        st.toast(f"The output layer now uses {after}, as this loss needs.", icon=":material/info:")


def _field_changed(field: str, value: object) -> None:
    if value is not None:
        session.edit(edits.set_field, field, value, label=field.replace("_", " "))


def _reduction_changed() -> None:
    _field_changed("reduction", choice("reduction", REDUCTIONS))


def _frozen_changed() -> None:
    _field_changed("biases_frozen", choice("biases_frozen", (False, True)))


def _first_weights_row(now: Document) -> None:
    scheme, seed, draw = st.columns([1.5, 0.8, 1.3], gap="small", vertical_alignment="bottom")
    options = list(INITIALIZATIONS)
    if now["init"] not in options:
        options.append(now["init"])
    scheme.selectbox(
        "Initial weights",
        options,
        key=given("init", now["init"]),
        format_func=lambda name: INITS.get(name, name),
        accept_new_options=True,
        on_change=changed("init", _scheme_changed),
        help="Xavier/Glorot draws uniformly from ±√(6/(n_in+n_out)), He from a normal with "
        "standard deviation √(2/n_in), uniform from ±1, normal with standard deviation 1. Or type "
        "a size: uniform(0.5), normal(2), constant(0.1)",
    )
    with seed:
        number_field(
            "Seed", "seed", now["seed"], Takes("The seed", 0, MAX_SEED, whole=True), _seed_typed
        )
    with draw:
        button(
            "Randomise",
            key="initialize",
            on_click=_initialize,
            help="All weights from this scheme and seed; the same seed gives the same weights",
        )


def _scheme_changed() -> None:
    _field_changed("init", text("init") or None)


def _seed_typed(seed: int) -> None:
    _field_changed("seed", seed)


def _initialize() -> None:
    now = session.document()
    session.edit(edits.initialize, now["init"], now["seed"], label="randomise weights")
