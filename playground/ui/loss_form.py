"""The loss as widgets: which one, how samples are put together, whether the biases learn."""

from __future__ import annotations

import streamlit as st

from backprop_core import LOSSES, loss_named
from playground import session
from playground.exercise import edits
from playground.exercise.document import Document
from playground.functions.catalogue import as_formula, written_loss
from playground.functions.typed.typed_functions import formula_in, is_typed, loss_of, named
from playground.ui.fields import CUSTOM, changed, choice, given, set_field
from playground.ui.number_field import choice_field, text_field

REDUCTIONS = ("mean", "sum")


def loss_row(now: Document) -> None:
    """The loss, its reduction over the batch, and whether the biases are frozen."""
    loss, reduction = st.columns([1.6, 1], gap="small", vertical_alignment="bottom")
    options = [*LOSSES, now["loss"] if is_typed(now["loss"]) else CUSTOM]
    with loss:
        names = {option: _loss_label(option) for option in options}
        choice_field("Loss", "loss", now["loss"], names, _loss_chosen)
    reduction.selectbox(
        "Over the batch",
        REDUCTIONS,
        key=given("reduction", now["reduction"], plain=True),
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
    text_field(
        "L(a, y) of one output",
        "typed_loss",
        formula_in(loss),
        _loss_typed,
        help="Any formula in the output a and the target y that has a derivative, such as "
        "(a-y)**4. It is added up over the outputs, then reduced over the batch",
    )


def _loss_typed(formula: str) -> None:
    session.edit(edits.set_loss, named(formula), label="loss")


def _loss_chosen(chosen: str) -> None:
    now = session.document()
    if not chosen or not now["layers"]:  # as with the field of a layer
        return
    if chosen == CUSTOM:
        chosen = named(as_formula(now["loss"], len(now["y"][0])))
    before = now["layers"][-1]["activation"]
    session.edit(edits.set_loss, chosen, label="loss")
    after = session.document()["layers"][-1]["activation"]
    if after != before:
        st.toast(f"The output layer now uses {after}, as this loss needs.", icon=":material/info:")


def _reduction_changed() -> None:
    set_field("reduction", choice("reduction", REDUCTIONS))


def _frozen_changed() -> None:
    set_field("biases_frozen", choice("biases_frozen", (False, True)))
