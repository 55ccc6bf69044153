"""Beside the walk of a training run's update: which one it is, its batch, and the way back."""

from __future__ import annotations

from html import escape

import streamlit as st

from playground import session
from playground.exercise.hyperparameters import in_words
from playground.exercise.view import View
from playground.notation import number_text
from playground.ui.buttons import button
from playground.ui.update_row import predictions

MOST_ROWS = 12  # that are listed


def update_strip(view: View) -> None:
    """The update's number, how it is made, the rows of its batch, and its predictions."""
    update = view.document["update"]
    rows = [str(row + 1) for row in update["rows"]]
    listed = ", ".join(rows[:MOST_ROWS]) + " …" * (len(rows) > MOST_ROWS)
    how = session.in_words(in_words(update["chosen"], view.trace.learning_rate))
    loss = view.symbols.word("loss")
    change = number_text.old_to_new(view.trace.gradients.loss, view.loss_after, view.digits)
    st.html(
        f"<div class='strip-head'><h2>Update {session.in_words(format(update['number'], ','))}</h2>"
        f"<span>{escape(loss)} of the batch <b>{escape(change)}</b></span></div>"
        f"<p class='update-of'>{escape(how)} · epoch {update['epoch']:,} · "
        f"rows {listed} of {update['data_set']:,}</p>"
    )
    st.html(predictions(view))
    button(
        "Training",
        key="to_training",
        icon=":material/chevron_left:",
        on_click=session.open_page,
        args=("train",),
    )
