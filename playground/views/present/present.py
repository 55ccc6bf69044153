"""The button that presents to a class: full screen, and Esc leaves. Only a press may ask for it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note, reported

_mount = st.components.v2.component(
    "present",
    js=script("present/present.js", styles=source("present/present.css")),
    isolate_styles=False,
)


def present_button(on: bool, *, key: str, on_change: Callable[[], None]) -> None:
    """Show the button; a press, or leaving the full screen, calls `on_change`, which reads
    `presenting_asked(key)`."""
    note(key, "presenting")
    _mount(key=key, data={"on": on}, width="content", on_presenting_change=on_change)


def presenting_asked(key: str) -> bool | None:
    """Whether to present; None when nobody asked."""
    asked = reported(key, "presenting")
    return asked if isinstance(asked, bool) else None
