"""Draws a fragment again after a while: the browser asks for it, so that it is never behind."""

from __future__ import annotations

import streamlit as st

from playground.views.sources import script
from playground.views.triggers import note

_mount = st.components.v2.component(
    "beat", js=script("space_key.js", "main_stop.js", "beat/beat.js"), isolate_styles=False
)


def beat_view(beat: int | None, pause: float, *, key: str) -> None:
    """Ask for the fragment that this stands in `pause` seconds after it was drawn, once for each
    `beat`; not at all where that is None."""
    note(key, "press")  # of which it reports none: that it is due is nobody's doing
    _mount(key=key, data={"beat": beat, "pause": 1000 * pause}, on_due_change=_ignore)


def _ignore() -> None:
    """The request is answered by drawing the fragment."""
