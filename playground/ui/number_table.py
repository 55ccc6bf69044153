"""A table to type numbers in, wherever there is one.

It keeps the numbers that it was drawn with until it is given another version, so that typing on
from cell to cell is not interrupted; what was typed comes as changes of those.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import pandas as pd
import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.typed_number import SHOWN, typed_number

Rows = list[list[float | None]]  # None for an empty cell


class Drawn(TypedDict):
    """What a table was drawn with, and under which key."""

    key: str
    rows: Rows


_DRAWN: session.Remembered[dict[str, Drawn]] = session.Remembered("tables", dict)


@dataclass(frozen=True)
class NumberTable:
    """A table by its name on the page, its headings, and what to do with what is typed.

    `typed` gets all rows as they are then; `refused` a sentence on the cell that holds no number,
    of which messages say that it is in `where`. In a table that `may_be_empty` an empty cell is
    None.
    """

    name: str
    index: Sequence[str]
    columns: Sequence[str]
    label: str
    where: str
    typed: Callable[[Rows], None]
    refused: Callable[[str], None]
    may_be_empty: bool = False

    def show(self, rows: Sequence[Sequence[float | None]], version: object) -> None:
        """Draw it with these numbers, afresh if the version is another."""
        key = f"table_{self.name}_{version}"
        drawn = _DRAWN.get()
        if key not in st.session_state or self._drawn(key) is None:
            # Streamlit has dropped what was typed
            drawn = {**drawn, self.name: {"key": key, "rows": [list(row) for row in rows]}}
            _DRAWN.set(drawn)
        cells = [[_shown(number) for number in row] for row in drawn[self.name]["rows"]]
        st.caption(self.label)
        # As text: the browser's own number cells make 1e-3 of fewer letters, and -13 of that.
        st.data_editor(
            pd.DataFrame(cells, index=list(self.index), columns=list(self.columns), dtype=str),
            key=key,
            on_change=self.take,
            args=(key,),
            column_config={
                name: st.column_config.TextColumn(alignment="right") for name in self.columns
            },
            placeholder="",
            alt=self.label,
        )

    def _drawn(self, key: str) -> Rows | None:
        """The numbers that it was drawn with under that key; None if it has been drawn anew."""
        drawn = _DRAWN.get().get(self.name)
        return drawn["rows"] if drawn is not None and drawn["key"] == key else None

    def take(self, key: str) -> None:
        """Hand on what is typed in it now. A cell that it does not have is left aside: the browser
        may still report one of an earlier table."""
        drawn, state = self._drawn(key), st.session_state.get(key)
        if drawn is None or not isinstance(state, Mapping):
            return
        rows = [list(row) for row in drawn]
        try:
            for row, column, text in self._cells(state.get("edited_rows"), len(rows)):
                rows[row][column] = self._number(row, column, text)
        except BackpropError as error:
            self.refused(str(error))
        else:
            self.typed(rows)

    def _cells(self, edited: Any, count: int) -> list[tuple[int, int, Any]]:
        """(row, column, text) of all cells that were typed in."""
        found = []
        for row, cells in edited.items() if isinstance(edited, Mapping) else ():
            if not str(row).isdecimal() or int(row) >= count or not isinstance(cells, Mapping):
                continue
            known = [name for name in cells if name in self.columns]
            found += [(int(row), self.columns.index(name), cells[name]) for name in known]
        return found

    def _number(self, row: int, column: int, text: Any) -> float | None:
        plain = "" if text is None else str(text)
        if self.may_be_empty and not plain.strip():
            return None
        where = f"{self.where} {self.index[row]}, {self.columns[column]}"
        return typed_number(plain, where, decimal_comma=session.state()["solving"]["comma"])


def _shown(number: float | None) -> str:
    return "" if number is None or math.isnan(number) else format(number, SHOWN)
