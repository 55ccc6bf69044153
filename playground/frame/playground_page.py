"""The playground itself: draw a network, walk through one pass of it."""

from __future__ import annotations

from playground import session
from playground.draw.page import draw_view
from playground.ui.header import header
from playground.walk.page import walk_view


def page() -> None:
    """The whole page."""
    header()
    if session.state()["mode"] == "draw":
        draw_view()
    else:
        walk_view()
