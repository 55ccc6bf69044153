"""Markdown that may be wider than its place: it scrolls on its own, by keyboard too."""

from __future__ import annotations

from html import escape

import streamlit as st


def scrollable(markdown: str, label: str) -> None:
    """Show it in a region that can be reached with the tab key; `label` is its name."""
    region = f"<div class='scrolls' tabindex='0' role='region' aria-label='{escape(label)}'>"
    st.markdown(f"{region}\n\n{markdown}\n\n</div>", unsafe_allow_html=True)


def scrollable_formula(tex: str, label: str = "Formula") -> None:
    """The same for LaTeX on lines of its own."""
    scrollable(f"$$\n{tex}\n$$", label)
