"""Markdown that may be wider than its place: it scrolls on its own, by keyboard too."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

_DISPLAYED = re.compile(r"\$\$.+?\$\$", re.DOTALL)


def region(markdown: str, label: str, *, look: str = "") -> str:
    """It in a region that can be reached with the tab key, as Markdown; `label` is its name, and
    `look` the name of a style."""
    classes = f"scrolls {look}".strip()
    opening = f"<div class='{classes}' tabindex='0' role='region' aria-label='{escape(label)}'>"
    return f"{opening}\n\n{markdown}\n\n</div>"


def with_regions(prose: str) -> str:
    """The same prose, each formula on lines of its own in such a region."""
    return _DISPLAYED.sub(lambda found: f"\n\n{region(found[0], 'Formula')}\n\n", prose)


def scrollable(markdown: str, label: str) -> None:
    """Show it in such a region."""
    st.markdown(region(markdown, label), unsafe_allow_html=True)


def scrollable_formula(tex: str, label: str = "Formula") -> None:
    """The same for LaTeX on lines of its own."""
    scrollable(f"$$\n{tex}\n$$", label)
