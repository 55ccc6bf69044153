"""The playground itself: draw a network, walk through one pass of it."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.draw.page import draw_view
from playground.notation.symbols import NOTATIONS
from playground.ui.header import header
from playground.ui.page_text import as_typed
from playground.walk.page import walk_view


def page() -> None:
    """The whole page."""
    header()
    if session.state()["mode"] == "draw":
        draw_view()
    else:
        walk_view()
    _about()


def _about() -> None:
    """Where the exercise is from, what is worth looking at, and its author's notation."""
    now = session.document()
    source = f"**{as_typed(now['source'])}** " if now["source"] else ""
    if source or now["note"]:
        st.caption(source + as_typed(now["note"]))
    offered = session.offered_notation()
    if offered is not None:
        st.button(
            f"Show in {NOTATIONS[offered].name}'s notation",
            key="offered_notation",
            icon=":material/match_case:",
            type="tertiary",
            on_click=session.set_notation,
            args=(offered,),
        )
