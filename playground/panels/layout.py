"""How arrays are laid out, and where a press on their cells leads: for every page with grids."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.components.grid_view import cell_pressed
from playground.panels.fields import changed, given
from playground.panels.settings import notation_choice
from playground.panels.undo import undo_buttons
from playground.understand.grid_maker import Form
from playground.understand.leads import lead_of
from playground.walk import Walk

SAMPLES = {"columns": "columns are samples", "rows": "rows are samples"}
WEIGHTS = {"receiving": "W: a row per receiver", "sending": "W: a row per sender"}


def undo_row() -> None:
    """What is edited here can be taken back here."""
    with st.container(horizontal=True, gap="xsmall", key="undo_row"):
        undo_buttons()


def form_of(walk: Walk) -> Form:
    """As the notation lays its arrays out, until the reader chooses otherwise."""
    samples, weights = _layout(walk)
    return Form(samples == "columns", weights == "receiving")


def _layout(walk: Walk) -> tuple[str, str]:
    notation = walk.symbols.notation
    chosen = session.state().get("layout")
    if chosen is not None and chosen["notation"] == notation.key:
        return chosen["samples"], chosen["weights"]
    return notation.samples, notation.weights


def layout_row(walk: Walk) -> None:
    """The notation, how its arrays are laid out, and undo."""
    choices = zip(("samples", "weights"), (SAMPLES, WEIGHTS), _layout(walk), strict=True)
    with st.container(horizontal=True, gap="xsmall", key="layout"):
        notation_choice()
        for name, options, now in choices:
            key = given(f"layout_{name}", now)
            st.selectbox(
                f"Layout of {name}",
                list(options),
                key=key,
                required=True,
                format_func=options.__getitem__,
                on_change=changed(key, _laid_out),
                label_visibility="collapsed",
                width=190 if name == "weights" else 175,
            )
        undo_buttons()


def _laid_out() -> None:
    walk = session.walk()
    if walk is not None:
        session.state()["layout"] = {
            "notation": walk.symbols.notation.key,
            "samples": st.session_state["layout_samples"],
            "weights": st.session_state["layout_weights"],
        }


def follow_cell(key: str) -> None:
    """A press on a cell goes to the step that made its number, or selects what is given."""
    found, walk = cell_pressed(key), session.walk()
    if found is None or walk is None:
        return
    at, given = found
    held = session.state()
    held["playing"] = False
    lead = lead_of(walk.trace, at, given)
    if at.sample is not None:
        held["sample"] = at.sample
    if lead.step is not None:
        session.go_to_step(lead.step)
    held["selected"] = lead.selected
