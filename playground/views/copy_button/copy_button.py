"""A button that copies a text, also where the page has no leave to use the clipboard, as in a frame
of another site or over plain http."""

from __future__ import annotations

import json

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note

NUMPY = "Copy as NumPy"
_mount = st.components.v2.component(
    "copy_button",
    js=script("copy_numpy.js", "copy_button/copy_button.js", styles=source("copy_numpy.css")),
    isolate_styles=False,
)


def copy_button(text: str, *, key: str, label: str = NUMPY) -> None:
    """The button, which copies `text`. What is not NumPy has a border, like the buttons beside."""
    data = {"copied": text, "label": label, "look": "" if label == NUMPY else "copy-framed"}
    _mount(key=note(key), data=json.dumps(data).encode(), width="content")
