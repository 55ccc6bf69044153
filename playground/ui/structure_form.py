"""The drawing as ordinary widgets: its columns, the loss, the initial weights."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.document import is_complete, sizes_of
from playground.exercise.limits import MAX_LAYERS
from playground.ui.buttons import button
from playground.ui.column_form import column_row
from playground.ui.initial_weights_form import initial_weights_row
from playground.ui.loss_form import loss_row


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
        column_row(now, sizes, column)
    if is_complete(now):
        loss_row(now)
        initial_weights_row(now)
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
    session.select(None)  # its number was changed on the board; here it would take the arrays' room
