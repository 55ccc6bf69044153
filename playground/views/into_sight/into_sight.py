"""Brings a part of the page into sight; see into_sight.js."""

from __future__ import annotations

import streamlit as st

from playground.views.sources import script

TOP = ""  # the part that is the page's beginning
_mount = st.components.v2.component("into_sight", js=script("into_sight/into_sight.js"))


def into_sight(part: str, token: str) -> None:
    """Scroll to what has this key, or to the page's top; once for each `token`."""
    _mount(key="into_sight", data={"part": part, "token": token})
