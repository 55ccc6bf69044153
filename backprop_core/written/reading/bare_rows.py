"""Vectors in brackets on lines of their own: the rows of a matrix, as a loop prints them."""

from __future__ import annotations

from dataclasses import replace

from backprop_core.written.reading.blocks import Block, joined
from backprop_core.written.reading.tables import Found


class BareRows:
    """Vectors of one length that came one right after the other, without a name between."""

    def __init__(self) -> None:
        self._rows: list[Found] = []
        self._is_named = False  # the name stands on the line of the first

    def fit(self, block: Block, column: int) -> bool:
        """Whether a further vector is as long as those so far; below a name, set further in."""
        if not self._rows:
            return True
        return (column > 1 or not self._is_named) and self._rows[-1].block.shape == block.shape

    def add(self, row: Found, *, is_named: bool) -> None:
        """One more vector, which may have its name on its own line."""
        self._is_named |= is_named
        self._rows.append(row)

    def take(self) -> list[Found]:
        """One array of all vectors so far, or none; they are used up."""
        rows, self._rows, self._is_named = self._rows, [], False
        if len(rows) < 2:
            return rows
        block = joined([row.block for row in rows], (len(rows), len(rows[0].block.cells)))
        notes = (*block.notes, "rows on lines of their own read as one array")
        return [
            Found(rows[0].label, replace(block, notes=notes), start=rows[0].start, end=rows[-1].end)
        ]
