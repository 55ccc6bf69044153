"""How arrays are laid out, and where a press on their cells leads: for every page with grids."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from playground import session
from playground.exercise.view import View
from playground.steps.pass_grids import Form
from playground.ui.fields import changed, choice, given
from playground.ui.presses import cell_pressed
from playground.ui.settings import notation_choice
from playground.ui.undo import undo_buttons
from playground.views.grid.cell_targets import lead_of

SAMPLES = {"columns": "columns are samples", "rows": "rows are samples"}
WEIGHTS = {"receiving": "W: one row per receiver", "sending": "W: one row per sender"}


class Layout(TypedDict):
    """How the reader wants arrays laid out, as long as this notation is chosen."""

    notation: str
    samples: str
    weights: str


_LAYOUT: session.Remembered[Layout | None] = session.Remembered("layout", lambda: None)


def undo_row() -> None:
    """What is edited here can be taken back here."""
    with st.container(horizontal=True, gap="xsmall", key="undo_row"):
        undo_buttons()


def form_of(view: View) -> Form:
    """As the notation lays its arrays out, until the reader chooses otherwise."""
    samples, weights = _layout(view)
    return Form(samples == "columns", weights == "receiving")


def _layout(view: View) -> tuple[str, str]:
    notation = view.symbols.notation
    chosen = _LAYOUT.get()
    if chosen is not None and chosen["notation"] == notation.key:
        return chosen["samples"], chosen["weights"]
    return notation.samples, notation.weights


def layout_row(view: View) -> None:
    """The notation, how its arrays are laid out, and undo."""
    choices = zip(("samples", "weights"), (SAMPLES, WEIGHTS), _layout(view), strict=True)
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
    view = session.view()
    samples, weights = choice("layout_samples", SAMPLES), choice("layout_weights", WEIGHTS)
    if view is not None and samples is not None and weights is not None:
        _LAYOUT.set({"notation": view.symbols.notation.key, "samples": samples, "weights": weights})


def follow_cell(key: str) -> None:
    """A press on a cell goes to the step that made its number, or selects what is given."""
    found, view = cell_pressed(key), session.view()
    if found is None or view is None:
        return
    at, given = found
    session.stop()
    lead = lead_of(view.trace, at, given)
    session.show_sample(at.sample)
    if lead.step is not None:
        session.go_to_step(lead.step)
    session.select(lead.selected)
