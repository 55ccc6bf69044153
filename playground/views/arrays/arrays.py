"""Arrays as matrices in brackets, the cells that a step makes and reads lit, to copy as NumPy.

A thin view: Python hands it finished texts, and it hands back the layer whose tab was pressed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note, reported


class Matrix(TypedDict):
    """Its name as HTML, the kind that colours it, rows of texts ("" where not known yet), and the
    places that are lit or read."""

    name: str
    kind: str
    rows: list[list[str]]
    lit: list[tuple[int, int]]
    used: list[tuple[int, int]]


_mount = st.components.v2.component(
    "arrays",
    js=script(
        *("copy_numpy.js", "arrays/arrays.js"),
        styles=source("copy_numpy.css", "arrays/arrays.css"),
    ),
    isolate_styles=False,
)


def arrays_data(
    rows: Sequence[Sequence[Matrix]], *, tabs: Sequence[str], tab: int, other: str, numpy: str
) -> bytes:
    """What the view is handed: the rows of matrices below `tabs`, of which `tab` is the present
    one; without any, nothing can be pressed. `other` names the card that is a tab of this one where
    the screen is too low for both."""
    data: dict[str, Any] = {
        "rows": [list(row) for row in rows],
        "tabs": list(tabs),
        "tab": tab,
        "numpy": numpy,
        "other": other,
    }
    return json.dumps(data, separators=(",", ":")).encode()


def arrays(data: bytes, *, key: str, on_tab: Callable[[], None] = lambda: None) -> None:
    """Show what `arrays_data` made. A press on a tab calls `on_tab`, which reads
    `tab_asked(key)`."""
    note(key, "tab")
    _mount(key=key, data=data, on_tab_change=on_tab)


def tab_asked(key: str) -> int | None:
    """The tab that was pressed; only inside `on_tab` is there one."""
    asked = reported(key, "tab")
    return asked if isinstance(asked, int) and not isinstance(asked, bool) else None
