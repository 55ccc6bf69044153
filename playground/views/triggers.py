"""What has been drawn that can be pressed: buttons, and views that report what was done on them.

Each notes its own key as it is drawn. So it can be told whether one of them was pressed, which the
fields beside it must know: with every press a browser sends the values of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

_KEY = "triggers"  # key of a button or view: what the view reports, None for a button


def note(key: str, reports: str | None = None) -> str:
    """Note that this button is drawn, or this view, which `reports` under that name. The key."""
    known: dict[str, str | None] = st.session_state.setdefault(_KEY, {})
    known[key] = reports
    return key


def any_pressed() -> bool:
    """Whether the browser has sent a press of one of them; inside a callback."""
    return any(_pressed(key, reports) for key, reports in st.session_state.get(_KEY, {}).items())


def _pressed(key: str, reports: str | None) -> bool:
    value = st.session_state.get(key)
    if reports is None:
        return bool(value)
    return isinstance(value, Mapping) and bool(value.get(reports))
