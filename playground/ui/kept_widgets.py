"""Choices that belong to no exercise, as on the Primer: what is chosen outlasts a reload.

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
    return _widget(key, chosen if _is_among(chosen, options) else first)


def kept_choices(key: str, first: Sequence[Any], options: Collection[Any]) -> dict[str, Any]:
    """For buttons of which several can be chosen."""
    chosen = _CHOSEN.get().get(key, first)
    known = isinstance(chosen, list | tuple) and all(_is_among(one, options) for one in chosen)
    return _widget(key, list(chosen if known else first))


def kept_switch(key: str) -> dict[str, Any]:
    """For a switch that is off at first."""
    return kept_choice(key, False, (False, True))


def kept_number(key: str, first: float, low: float, high: float) -> dict[str, Any]:
    """For a slider from `low` to `high`."""
    chosen = _CHOSEN.get().get(key, first)
    known = isinstance(chosen, float) and low <= chosen <= high
    return _widget(key, chosen if known else first, plain=True)


def kept_range(key: str, low: int, high: int) -> dict[str, Any]:
    """For a slider with two ends, which begin as far apart as they can be."""
    chosen = _CHOSEN.get().get(key)
    ends = chosen if isinstance(chosen, list | tuple) and len(chosen) == 2 else (low, high)
    whole = all(type(end) is int for end in ends)
    known = whole and low <= ends[0] <= ends[1] <= high
    return _widget(key, tuple(ends) if known else (low, high))


def kept_tabs(labels: list[str], key: str) -> Sequence[TabContainer]:
    """Tabs of which the one that was opened last is open."""
    return st.tabs(labels, **kept_choice(key, labels[0], labels))


def _is_among(chosen: Any, options: Collection[Any]) -> bool:
    return any(type(one) is type(chosen) and one == chosen for one in options)


def _widget(key: str, value: Any, *, plain: bool = False) -> dict[str, Any]:
    return {"key": given(key, value, plain=plain), "on_change": changed(key, _keep, key)}


def _keep(key: str) -> None:
    _CHOSEN.set({**_CHOSEN.get(), key: st.session_state.get(key)})
