"""The playground itself: draw a network, walk through one pass of it."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.draw.page import draw_view
from playground.practice.asked_before import ASKED
from playground.ui.header import header
from playground.ui.notices import message, task
from playground.walk.page import walk_view


def page() -> None:
    """The whole page. The header is fixed at its top and comes last in the order of the tab key, so
    that Next is a few keys away."""
    ASKED.follow()
    st.html("<h1 class='unseen'>Backprop Playground</h1>")
    said, body = st.container(), st.container(key="body")
    header()
    with said:
        message()
        task()
    if session.state()["mode"] == "draw":
        with body:
            draw_view()
    else:
        walk_view(body)
