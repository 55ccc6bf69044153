"""The page "Primer": what a derivative is, the rules, the chain rule, and partial derivatives."""

from __future__ import annotations

import streamlit as st


def page() -> None:
    """Four tabs, each drawn again on its own."""
    st.title("Primer: derivatives")
