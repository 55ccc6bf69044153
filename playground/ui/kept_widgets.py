"""Choices that are about no exercise, as on the Primer: what is chosen outlasts a reload.

Each gives a widget its key, its value and what is to happen when it changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from playground import session
from playground.ui.fields import changed, given

_CHOSEN: session.Remembered[dict[str, Any]] = session.Remembered("chosen_on_pages", dict)


def kept_choice(key: str, first: Any, options: Collection[Any]) -> dict[str, Any]:
    """For a list or buttons with these options."""
    chosen = _CHOSEN.get().get(key, first)
    known = any(type(one) is type(chosen) and one == chosen for one in options)
    return _widget(key, chosen if known else first)


def kept_number(key: str, first: float, low: float, high: float) -> dict[str, Any]:
    """For a slider from `low` to `high`."""
    chosen = _CHOSEN.get().get(key, first)
    known = isinstance(chosen, float) and low <= chosen <= high
    return _widget(key, chosen if known else first)


def kept_tabs(labels: list[str], key: str) -> Sequence[TabContainer]:
    """Tabs of which the one that was opened last is open."""
    return st.tabs(labels, **kept_choice(key, labels[0], labels))


def _widget(key: str, value: Any) -> dict[str, Any]:
    return {"key": given(key, value), "on_change": changed(key, _keep, key)}


def _keep(key: str) -> None:
    _CHOSEN.set({**_CHOSEN.get(), key: st.session_state.get(key)})
