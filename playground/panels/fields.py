"""What the fields of all panels share: their value comes from the session each time."""

from __future__ import annotations

from typing import Any

import streamlit as st

EMPTIED = None  # what an emptied number field gives; without it, that would be 0 or the least value


def given(name: str, value: Any) -> str:
    """Give a widget its value from the session before it is drawn; its key, for the widget."""
    st.session_state[name] = value
    return name
