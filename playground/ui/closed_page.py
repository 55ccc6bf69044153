"""Pages that an exercise set by a link keeps closed, since they would show or change too much."""

from __future__ import annotations

import streamlit as st

from playground import session

WITHOUT_ANSWERS = ("playground", "primer", "functions", "symbols")
OTHER_EXERCISES = ("lessons", "practice")


def may_show(page: str) -> bool:
    """Whether that page can be opened now."""
    if session.answers_hidden():
        return page in WITHOUT_ANSWERS
    return not (session.is_fixed() and page in OTHER_EXERCISES)


def not_here() -> None:
    """Why the page is closed, and the ways on."""
    st.title("Not in this exercise", anchor=False)
    why = (
        "This page would show the answers, which this exercise hides."
        if session.answers_hidden()
        else "This page opens other exercises, and this one was set by a link."
    )
    st.info(why, icon=":material/lock:")
    st.page_link("pages/play/playground.py", label="Back to the exercise", icon=":material/hub:")
