"""The browser's own store: it gives back what it keeps of the work, and keeps what it is handed.

Nothing is kept on the server. Each tab has a place of its own in the store, so that two tabs never
overwrite each other; a new tab begins with what was kept last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note, reported

COOKIE = (
    "work_kept"  # tells the server, before anything is drawn, that there is something to ask for
)
MOST = 4_000_000  # characters of one tab's work

_mount = st.components.v2.component(
    "keeper",
    js=script(
        *("kept_focus.js", "browser_store.js", "typed_here.js"),
        *("keeper/drafts.js", "keeper/said.js", "keeper/stopped.js", "keeper/keeper.js"),
        styles=source("keeper/keeper.css"),
    ),
    isolate_styles=False,
)


class Kept(NamedTuple):
    """What a browser had: texts, each "" where it had none. `place` changes with every step
    and is short; `work` changes with every edit; `table` is somebody's own, and may be long."""

    work: str
    place: str
    table: str = ""


def something_kept() -> bool:
    """Whether this browser says that it keeps something."""
    return st.context.cookies.get(COOKIE) == "1"


def has_walked() -> bool:
    """Whether a first step was ever taken in this browser."""
    return st.context.cookies.get("walked") == "1"


def ask_for_kept(*, key: str, on_answer: Callable[[], None]) -> None:
    """Ask the browser; `on_answer` is called when it has answered, and reads `answered(key)`."""
    _shown({"ask": True}, key, on_answer)


def answered(key: str) -> Kept | None:
    """What the browser had; None where its answer is not one."""
    answer: Any = reported(key, "kept")
    if not isinstance(answer, dict):
        return None
    kept = Kept(*(answer.get(name, "") for name in Kept._fields))
    return kept if all(isinstance(text, str) and len(text) <= MOST for text in kept) else None


def to_keep(
    parts: Mapping[str, str], *, apart: bool = False, walked: bool = False
) -> dict[str, Any]:
    """What to hand the browser: parts by the names of `Kept`; of all else it keeps what it has.
    What is to be kept `apart` gets a new place in the store, and what the tab had stays. `walked`:
    a first step was taken in it. Another view may take it along, which calls `backpropKeeper`."""
    marks = {"apart": apart, "walked": walked}
    return {**parts, **{name: True for name, on in marks.items() if on}}


def keep(parts: Mapping[str, Any], *, key: str) -> None:
    """Hand the browser what `to_keep` made."""
    _shown(parts, key, _nothing)


def _shown(parts: Mapping[str, Any], key: str, on_kept: Callable[[], None]) -> None:
    note(key, "kept")
    data = json.dumps(parts).encode()
    _mount(key=key, data=data, on_kept_change=on_kept, on_again_change=_nothing, height=1)


def _nothing() -> None:
    """A browser that is only handed something has no answer; one that was cut off asks for a
    run."""
