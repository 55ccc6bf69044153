"""A table of numbers as HTML, and below it a button that copies them as NumPy, with every digit."""

from __future__ import annotations

import streamlit as st

from playground.views.copy_button.copy_button import copy_button


def copied_table(table: str, numpy: str, *, key: str) -> None:
    """Show `table`, an HTML text; the button copies `numpy`."""
    with st.container(key=f"{key}_table", gap=None):
        st.html(table)
        copy_button(numpy, key=f"{key}_numpy")
