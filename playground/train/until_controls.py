"""Running up to a goal: so many epochs, a loss; and taking the weights over into the exercise."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise.document import Document, with_parameters
from playground.exercise.edits import Edited, unmoved
from playground.train import clock, training
from playground.ui.buttons import button
from playground.ui.fields import number

MOST_EPOCHS = 100_000


def until_controls() -> None:
    """Each goal has its field and its button."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("Epochs", value=10, min_value=1, key="until_epochs", width=130)
        button("Run them", key="run_epochs", on_click=_run_epochs)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Train loss at most", value=0.1, format="%g", key="until_loss", step=None, width=130
        )
        button("Run up to it", key="run_to_loss", on_click=_run_to_loss)
    button(
        "Use these weights in the exercise",
        key="use_weights",
        icon=":material/save:",
        on_click=_use_weights,
        help="The exercise gets the weights that are shown; undo brings the old ones back",
    )


def _run_epochs() -> None:
    epochs = number("until_epochs")
    if epochs is None or not 1 <= epochs <= MOST_EPOCHS:
        session.refuse(f"Epochs take a whole number from 1 to {MOST_EPOCHS:,}.")
        return
    left, whole = training.epoch_left(), training.epoch_size()
    clock.run(target=training.training()["at"] + left + (int(epochs) - 1) * whole)


def _run_to_loss() -> None:
    loss = number("until_loss")
    if loss is None:
        session.refuse("The loss takes a number.")
    else:
        clock.run(loss=loss)


def _use_weights() -> None:
    network = training.moment().network

    def trained(document: Document) -> Edited:
        return unmoved(with_parameters(document, network))

    clock.pause()
    session.edit(trained, label="trained weights")
