"""A page of HTML in a frame of its own, in which no script runs, as it will print."""

from __future__ import annotations

import json

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note

_mount = st.components.v2.component(
    "page_preview",
    js=script("page_preview/page_preview.js", styles=source("page_preview/page_preview.css")),
    isolate_styles=False,
)


def page_preview(html: str, title: str, *, key: str) -> None:
    """The whole document `html`; `title` is what a screen reader calls the frame."""
    _mount(key=note(key), data=json.dumps({"html": html, "title": title}).encode())
