"""The playground itself: draw a network, walk through one pass of it."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.draw.page import draw_view
from playground.notation.symbols import NOTATIONS
from playground.ui.buttons import button
from playground.ui.page_text import as_typed
from playground.ui.top_bar import top_bar
from playground.walk.page import walk_view


def page() -> None:
    """The whole page."""
    top_bar()
    if session.state()["mode"] == "draw":
        draw_view()
    else:
        walk_view()
    _about()


def _about() -> None:
    """What the exercise is called, unless it is a preset, which stands above; where it is from,
    what is worth looking at, and its author's notation."""
    now = session.document()
    title = [now["title"]] if session.preset() is None else []
    first, *rest = [text for text in (*title, now["source"]) if text] or [""]
    said = [f"**{as_typed(first)}**" if first else "", *map(as_typed, [*rest, now["note"]])]
    if any(said):
        st.caption(" ".join(text for text in said if text))
    offered = session.offered_notation()
    if offered is not None:
        button(
            f"Show in {NOTATIONS[offered].name}'s notation",
            key="offered_notation",
            icon=":material/match_case:",
            type="tertiary",
            on_click=session.set_notation,
            args=(offered,),
        )
