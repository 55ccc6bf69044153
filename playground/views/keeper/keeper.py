"""The browser's own store: it gives back what it keeps of the work, and keeps what it is handed.

Nothing is kept on the server. Each tab has a place of its own in the store, so that two tabs never
overwrite each other; a new tab begins with what was kept last.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from playground.views.sources import source
from playground.views.triggers import note, reported

COOKIE = (
    "work_kept"  # tells the server, before anything is drawn, that there is something to ask for
)
MOST = 4_000_000  # characters of one tab's work

_mount = st.components.v2.component(
    "keeper",
    js=source("keeper/keeper.js"),
    isolate_styles=False,
)


class Kept(NamedTuple):
    """What a browser had: two texts, either "" where it had none. `place` changes with every step
    and is short; `work` changes with every edit."""

    work: str
    place: str


def something_kept() -> bool:
    """Whether this browser says that it keeps something."""
    return st.context.cookies.get(COOKIE) == "1"


def has_walked() -> bool:
    """Whether a first step was ever taken in this browser."""
    return st.context.cookies.get("walked") == "1"


def ask_for_kept(*, key: str, on_answer: Callable[[], None]) -> None:
    """Ask the browser; `on_answer` is called when it has answered, and reads `answered(key)`."""
    note(key, "kept")
    _mount(key=key, data=json.dumps({"ask": True}).encode(), on_kept_change=on_answer, height=1)


def answered(key: str) -> Kept | None:
    """What the browser had; None where its answer is not one."""
    answer: Any = reported(key, "kept")
    if not isinstance(answer, dict):
        return None
    work, place = answer.get("work", ""), answer.get("place", "")
    texts = all(isinstance(text, str) and len(text) <= MOST for text in (work, place))
    return Kept(work, place) if texts else None


def keep(
    *,
    key: str,
    work: str | None = None,
    place: str | None = None,
    apart: bool = False,
    walked: bool = False,
) -> None:
    """Hand the browser what to keep; None leaves what it has. What is to be kept `apart` gets a new
    place in the store, and what the tab had stays. `walked`: a first step was taken in it."""
    parts = (("work", work), ("place", place), ("apart", apart or None), ("walked", walked or None))
    data = {name: part for name, part in parts if part is not None}
    note(key, "kept")
    _mount(key=key, data=json.dumps(data).encode(), on_kept_change=_nothing, height=1)


def _nothing() -> None:
    """A browser that is only handed something has no answer."""
