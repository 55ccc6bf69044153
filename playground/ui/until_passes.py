"""Training beside the walk up to a goal: so many passes, or until the loss is low enough."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise.runs import MOST_PASSES
from playground.exercise.typed_number import Takes
from playground.ui.buttons import button
from playground.ui.number_field import number_of_room

_GOALS: session.Remembered[dict[str, float]] = session.Remembered(
    "pass_goals", lambda: {"passes": 100, "pass_loss": 0.05}
)


def until_passes(disabled: bool) -> None:
    """A menu with each goal's field and its button."""
    with st.popover("Until…", key="until_passes", disabled=disabled):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number_of_room(_GOALS, "passes", Takes("Passes", 1, MOST_PASSES, whole=True))
            button("Run passes", key="run_passes", on_click=_run_passes)
        loss = session.symbols().word("loss")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number_of_room(_GOALS, "pass_loss", Takes(f"{loss.capitalize()} at most", 0.0))
            button(f"Run to {loss}", key="run_to_pass_loss", on_click=_run_to_loss)
        at_most = f"At most {MOST_PASSES:,} passes at a time; one undo takes them all back."
        st.caption(session.in_words(at_most))


def _run_passes() -> None:
    session.advance(int(_GOALS.get()["passes"]))


def _run_to_loss() -> None:
    session.advance(MOST_PASSES, _GOALS.get()["pass_loss"])
