"""Running up to a goal: so many epochs, a loss; and taking the weights over into the exercise."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise.document import Document, with_parameters
from playground.exercise.edits import Edited, unmoved
from playground.exercise.typed_number import Takes
from playground.train import clock, training
from playground.ui.buttons import button
from playground.ui.number_field import number_of_room

MOST_EPOCHS = 100_000
_GOALS: session.Remembered[dict[str, float]] = session.Remembered(
    "training_goals", lambda: {"until_epochs": 10, "until_loss": 0.1}
)


def until_controls() -> None:
    """Each goal has its field and its button."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number_of_room(_GOALS, "until_epochs", Takes("Epochs", 1, MOST_EPOCHS, whole=True))
        button("Run epochs", key="run_epochs", on_click=_run_epochs)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number_of_room(_GOALS, "until_loss", Takes("Train loss at most"))
        button("Run to loss", key="run_to_loss", on_click=_run_to_loss)
    button(
        "Use these weights in the exercise",
        key="use_weights",
        icon=":material/save:",
        on_click=_use_weights,
        help="Copies the weights shown into the exercise; undo restores the old ones",
    )


def _run_epochs() -> None:
    left, whole = training.epoch_left(), training.epoch_size()
    epochs = int(_GOALS.get()["until_epochs"])
    clock.run(target=training.training()["at"] + left + (epochs - 1) * whole)
    _close()


def _run_to_loss() -> None:
    clock.run(loss=_GOALS.get()["until_loss"])
    _close()


def _close() -> None:
    st.session_state["until"] = False  # what runs is in sight


def _use_weights() -> None:
    network = training.moment().network

    def trained(document: Document) -> Edited:
        return unmoved(with_parameters(document, network))

    clock.pause()
    session.edit(trained, label="trained weights")
    session.draw_again()
