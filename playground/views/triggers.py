"""What has been drawn that can be pressed: buttons, and views that report what was done on them.

Each notes its own key as it is drawn. So it can be told whether one of them was pressed, which the
fields beside it must know: with every press a browser sends the values of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

_KEY = "triggers"  # key of a button or view: what the view reports, () for a button


def note(key: str, *reports: str) -> str:
    """Note that this button is drawn, or this view, which `reports` under those names. The key."""
    known: dict[str, tuple[str, ...]] = st.session_state.setdefault(_KEY, {})
    known[key] = reports
    return key


def reported(key: str, name: str) -> Any:
    """What the view reports under that name; None where it reports nothing, which is always so
    outside of the callback for it."""
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def any_pressed() -> bool:
    """Whether the browser has sent a press of one of them; inside a callback."""
    drawn = list(st.session_state.get(_KEY, {}).items())  # a run that is given up may add to it
    return any(_pressed(key, reports) for key, reports in drawn)


def _pressed(key: str, reports: tuple[str, ...]) -> bool:
    if not reports:
        return bool(st.session_state.get(key))
    return any(reported(key, name) is not None for name in reports)  # 0 and False are reports too
