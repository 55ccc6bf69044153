"""What will be printed, beside its choices: a solution's first steps, or the worksheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from playground import session
from playground.exercise.view import View
from playground.export.printed_sheet import Ordered, sheet_html
from playground.export.solution import set_by_layers, solution_html
from playground.export.solution_choice import StepChoice
from playground.views.page_preview.page_preview import page_preview

_SIDES = (1.0, 1.35)  # the choices and the paper, as columns
STEPS = 12  # of a solution that are shown
LONGEST = 400  # steps of a walk whose worksheet is made at once
Chosen = TypeVar("Chosen")


def beside_preview(
    view: View,
    is_open: bool | None,
    choices: Callable[[View], Chosen | None],
    preview: Callable[[View, Chosen], None],
) -> None:
    """The choices, and beside them what they come to, if its tab `is_open`."""
    left, paper = st.columns(_SIDES, gap="medium")
    with left:
        chosen = choices(view)
    if chosen is not None and is_open:
        with paper:
            preview(view, chosen)


def solution_preview(view: View, choice: StepChoice) -> None:
    """The first of the chosen steps; nothing while the exercise is being solved."""
    if session.solving():
        st.caption("No preview while you solve this exercise: it would show the answers.")
        return
    chosen = choice.of(set_by_layers(view).trace.plan)
    if len(chosen) > STEPS:
        st.caption(f"Preview of the first {STEPS} of {len(chosen)} steps")
        choice = replace(choice, last=chosen[STEPS - 1] + 1)
    else:
        st.caption("Preview")
    page_preview(solution_html(view, choice), "Preview of the worked solution", key="solution_page")


def sheet_preview(view: View, made: tuple[Ordered, str]) -> None:
    """The worksheet that was ordered, with its link and without its key."""
    ordered, link = made
    if len(view.trace) > LONGEST:
        st.caption("This worksheet is too long for a preview.")
        return
    st.caption("Preview")
    html = sheet_html(view, ordered, key=False, link=link)
    page_preview(html, "Preview of the worksheet", key="sheet_page")
