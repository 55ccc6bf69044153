"""The page "What if": the loss against one weight, or two, and where the update leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground import session
from playground.exercise.parameters import is_frozen
from playground.sharing import link_parameters
from playground.ui import parameter_chooser
from playground.ui.fields import changed, choice, given
from playground.ui.keeping import kept_fragment
from playground.ui.page_text import text
from playground.what_if.curve_panel import one_weight
from playground.what_if.numbers import what_if
from playground.what_if.surface_panel import two_weights

RANGES = tuple(link_parameters.RANGES.values())
ONE, TWO = "one", "two"
_HOW_MANY: session.Remembered[str] = session.Remembered("how_many", lambda: ONE)
_RANGE: session.Remembered[str | float] = session.Remembered("range", lambda: "fit")


def page() -> None:
    """What to look at, and the look itself: each a fragment, so that a press changes little."""
    parameter_chooser.heading("What if this weight were different?")
    kept_fragment(_views, "views")


def _views() -> None:
    view = session.exact_view()
    if view is None or parameter_chooser.chosen(view) is None:
        parameter_chooser.nothing(view)
        return
    two = _HOW_MANY.get() == TWO
    st.markdown(text("what_if", "intro of two" if two else "intro", view.notation))
    with st.container(horizontal=True, vertical_alignment="bottom", key="what_if_view"):
        _how_many()
        _range()
    kept_fragment(_explorer, "explorer")


def _explorer() -> None:
    """Of the weight or the two that are chosen; drawn again when others are, or other numbers."""
    view = session.exact_view()
    place = None if view is None else parameter_chooser.chosen(view)
    if view is None or place is None:
        st.rerun()
    at, choice = parameter_chooser.chosen_row(view, place), _RANGE.get()
    one = what_if(view.trace, at, is_frozen(view.document, at))
    if _HOW_MANY.get() == TWO:
        two_weights(view, place, one, choice)
    else:
        one_weight(view, one, choice)


def _how_many() -> None:
    st.segmented_control(
        "How many change",
        [ONE, TWO],
        key=given("how_many", _HOW_MANY.get()),
        required=True,
        format_func={ONE: "One weight: a curve", TWO: "Two weights: a surface"}.__getitem__,
        on_change=changed("how_many", _keep, _HOW_MANY, (ONE, TWO)),
        label_visibility="collapsed",
    )


def _keep(remembered: session.Remembered[Any], options: Sequence[Any]) -> None:
    """What was chosen stays so when the page is left."""
    chosen = choice(remembered.name, options)
    if chosen is not None:
        remembered.set(chosen)


def _range() -> None:
    """How far to look."""
    written = session.writes(6)
    st.segmented_control(
        "Range",
        RANGES,
        key=given("range", _RANGE.get()),
        required=True,
        format_func=lambda r: "Range: fit" if r == "fit" else f"± {written(r)}",
        on_change=changed("range", _keep, _RANGE, RANGES),
        label_visibility="collapsed",
    )
