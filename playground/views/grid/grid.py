"""Grids of numbers that can be pressed, and walked through with the arrow keys.

A thin view: Python hands it finished lines (payload.py beside it), and it hands back
the cell that was pressed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.views.grid.payload import view_data
from playground.views.sources import script, source
from playground.views.triggers import note

_mount = st.components.v2.component(
    "grid_view",
    js=script(
        *("copy_numpy.js", "grid/number_grid.js", "grid/grid.js"),
        styles=source("copy_numpy.css", "grid/grid.css"),
    ),
    isolate_styles=False,
)


def grid_view(
    lines: Sequence[dict[str, Any]],
    *,
    key: str,
    on_cell: Callable[[], None] | None = None,
    follows: bool = False,
) -> None:
    """Show `lines`; a press on a cell calls `on_cell`, which finds the message under `key`. Grids
    that follow the walk bring the number that a step makes into sight."""
    data = {**view_data(lines), "pressable": on_cell is not None, "follows": follows}
    as_bytes = json.dumps(data, separators=(",", ":")).encode()  # of a dict that is done twice
    note(key, "cell")
    _mount(key=key, data=as_bytes, on_cell_change=on_cell or _ignore)


def _ignore() -> None:
    """Grids that do not listen."""
