"""Quick questions: one at a time, answered by a press, with the reason."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.view import View
from playground.practice.quick_questions import Question, question
from playground.ui.buttons import button
from playground.ui.page_text import as_typed


class Quick(TypedDict):
    """The question's seed, the option that was pressed, and how many were right so far."""

    seed: int
    chosen: str | None
    right: int
    asked: int


_QUICK: session.Remembered[Quick] = session.Remembered(
    "quick", lambda: {"seed": 0, "chosen": None, "right": 0, "asked": 0}
)


def quick_panel(view: View) -> None:
    """The question, its options, and once one was pressed, why."""
    quick = _QUICK.get()
    try:
        asked = question(view, quick["seed"])
    except BackpropError as error:
        st.info(str(error), icon=":material/info:")
        return
    with st.container(key="quick_question", border=True):
        st.markdown(f"#### {as_typed(asked.text)}")
        chosen = quick["chosen"] if quick["chosen"] in asked.options else None
        for place, option in enumerate(asked.options):
            _option(asked, place, option, chosen)
        if chosen is not None:
            _verdict(asked, chosen)
    if quick["asked"]:
        st.caption(f"{quick['right']} of {quick['asked']} right so far")


def _option(asked: Question, place: int, option: str, chosen: str | None) -> None:
    icon = None
    if chosen is not None and option == asked.right:
        icon = ":material/check:"
    elif option == chosen:
        icon = ":material/close:"
    button(
        as_typed(option),
        key=f"quick_{place}",
        icon=icon,
        disabled=chosen is not None,
        on_click=_press,
        args=(option, asked.right),
    )


def _press(option: str, right: str) -> None:
    quick = _QUICK.get()
    if quick["chosen"] is None:
        score = quick["right"] + (option == right)
        _QUICK.set({**quick, "chosen": option, "right": score, "asked": quick["asked"] + 1})


def _verdict(asked: Question, chosen: str) -> None:
    is_right = chosen == asked.right
    lead = "Right. " if is_right else "No. "
    (st.success if is_right else st.warning)(as_typed(lead + asked.why))
    button("Next question", key="next_question", type="primary", on_click=_following)


def _following() -> None:
    quick = _QUICK.get()
    _QUICK.set({**quick, "seed": quick["seed"] + 1, "chosen": None})
