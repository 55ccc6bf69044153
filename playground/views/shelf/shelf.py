"""The reader's own exercises in the browser's store: asked for, put, removed, and told back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.views.sources import script
from playground.views.triggers import note, reported

_mount = st.components.v2.component(
    "shelf", js=script("once_idle.js", "browser_store.js", "shelf/shelf.js"), isolate_styles=False
)


def shelf(
    *,
    key: str,
    turn: str,
    put: Sequence[Any],
    remove: Sequence[str],
    on_told: Callable[[], None],
) -> None:
    """Put and remove these, once for each `turn`; `on_told` is called when the browser has told
    what it then has, and reads `told(key)`."""
    note(key, "kept")
    data = {"turn": turn, "put": list(put), "remove": list(remove)}
    _mount(key=key, data=json.dumps(data).encode(), on_kept_change=on_told, height=1)


def told(key: str) -> tuple[str, Any] | None:
    """The turn and what the browser has; None for its list where it cannot keep anything."""
    answer: Any = reported(key, "kept")
    if not isinstance(answer, dict) or not isinstance(answer.get("turn"), str):
        return None
    return answer["turn"], answer.get("all")
