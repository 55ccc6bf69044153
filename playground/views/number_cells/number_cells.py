"""A table of cells to type numbers in, or to tick.

A thin view: Python hands it the text of each cell, and it hands back what was typed or pasted, as
text. What that means is decided by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note, reported
from playground.where import is_count

_mount = st.components.v2.component(
    "number_cells",
    js=script(
        *("copy_numpy.js", "typed_here.js", "number_cells/number_cells.js"),
        styles=source("copy_numpy.css", "number_cells/number_cells.css"),
    ),
    isolate_styles=False,
)
Typed = tuple[int, int, str, bool]  # row, column, text, and whether it was pasted


class RefusedCell(TypedDict):
    """A text that was not taken, why, and what can be done: (name, words) of buttons."""

    row: int
    column: int
    text: str
    why: str
    choices: list[tuple[str, str]]


class Report(TypedDict):
    """What the browser tells: cells of a table of that `shape`, and a choice at a refused one."""

    cells: list[Typed]
    shape: tuple[int, int]
    choice: tuple[int, int, str] | None
    id: str


def cells_view(
    label: str,
    rows: Sequence[str],
    columns: Sequence[str],
    names: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    *,
    key: str,
    on_report: Callable[[], None],
    refused: Sequence[RefusedCell] = (),
    answered: str | None = None,
    ticks: bool = False,
    numpy: str = "",
) -> None:
    """Show `texts` under these headings; `names` are what screen readers call the cells. With
    `ticks` they are boxes, "1" if ticked. `answered` is the last report that was taken;
    `numpy` is what a button below copies, "" for no button."""
    data = {
        "label": label,
        "rows": list(rows),
        "columns": list(columns),
        "names": [list(row) for row in names],
        "texts": [list(row) for row in texts],
        "refused": list(refused),
        "answered": answered,
        "ticks": ticks,
        "numpy": numpy,
    }
    note(key, "cells")
    _mount(key=key, data=data, on_cells_change=on_report)


def report_in(key: str) -> Report | None:
    """What is reported just now; None for a message that makes no sense."""
    message = reported(key, "cells")
    if not isinstance(message, Mapping) or not isinstance(message.get("id"), str):
        return None
    shape, cells, choice = message.get("shape"), message.get("cells"), message.get("choice")
    if not (isinstance(shape, list) and len(shape) == 2 and all(map(is_count, shape))):
        return None
    typed = [_typed(one) for one in cells] if isinstance(cells, list) else []
    known: list[Typed] = [one for one in typed if one and one[0] < shape[0] and one[1] < shape[1]]
    return {
        "cells": known,
        "shape": (shape[0], shape[1]),
        "choice": _choice(choice),
        "id": message["id"],
    }


def _typed(cell: Any) -> Typed | None:
    if not isinstance(cell, list) or len(cell) != 4 or not isinstance(cell[2], str):
        return None
    row, column, text, pasted = cell
    return (row, column, text, pasted is True) if is_count(row) and is_count(column) else None


def _choice(choice: Any) -> tuple[int, int, str] | None:
    if not isinstance(choice, Mapping):
        return None
    row, column, name = choice.get("row"), choice.get("column"), choice.get("name")
    there = is_count(row) and is_count(column) and isinstance(name, str)
    return (row, column, name) if there else None  # type: ignore[return-value]
