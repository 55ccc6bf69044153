"""A button that copies arrays as NumPy, for a table that is plain HTML."""

from __future__ import annotations

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note

_mount = st.components.v2.component(
    "numpy_button",
    js=script("copy_numpy.js", "numpy_button/numpy_button.js", styles=source("copy_numpy.css")),
    isolate_styles=False,
)


def numpy_button(text: str, *, key: str) -> None:
    """The button, which copies `text`."""
    _mount(key=note(key), data=text.encode(), width="content")
