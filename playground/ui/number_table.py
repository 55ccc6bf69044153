"""A table to type numbers in, wherever there is one.

Each cell is read like every number that is typed. A text that is none stays in its cell with what
is wrong with it beside it, and the old number is kept, until another is taken or the number
changes elsewhere. An array that is pasted fills as many cells as it has numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from backprop_core import BackpropError, WrittenArray
from playground import session
from playground.exercise.pasted_block import (
    COMMA_BETWEEN,
    DECIMAL_COMMA,
    NETWORK,
    TRANSPOSE,
    AsksError,
    arrays_in,
    block_of,
    is_array,
)
from playground.exercise.typed_number import Takes, shown
from playground.ui.presses import is_new, last_taken
from playground.views.number_cells.number_cells import RefusedCell, Typed, cells_view, report_in

Rows = list[list[float | None]]  # None for an empty cell
WORDS = {
    TRANSPOSE: "Transpose",
    DECIMAL_COMMA: "It is a decimal comma",
    COMMA_BETWEEN: "It separates two numbers",
    NETWORK: "Use it as a new network",
}
KEEP, USE = "keep", "use "
LONGEST_KEPT = 10_000  # characters of a refused text
Several = Callable[[tuple[WrittenArray, ...], str | None], None]


class Refused(TypedDict):
    """A refused cell, and the number that it kept."""

    cell: RefusedCell
    kept: float | None


_REFUSED: session.Remembered[dict[str, list[Refused]]] = session.Remembered(
    "refused_cells", dict, of_exercise=True
)


@dataclass(frozen=True)
class NumberTable:
    """A table by its name on the page, its headings, and what to do with what is typed.

    `now` gives the numbers as they are, none if there is no such table any more; `typed` gets all
    rows as they are then. Messages say that a cell is in `where`. In a table that `may_be_empty`
    an empty cell is None. A pasted array may add rows up to `most_rows`. `several` takes more than
    one pasted array, with the choice that was made about it; it raises BackpropError for what it
    cannot take. `numpy` gives the line that is copied as NumPy.
    """

    name: str
    index: Sequence[str]
    columns: Sequence[str]
    label: str
    where: str
    now: Callable[[], Sequence[Sequence[float | None]]]
    typed: Callable[[Rows], None]
    may_be_empty: bool = False
    most_rows: int | None = None
    several: Several | None = None
    numpy: Callable[[], str] | None = None

    @property
    def key(self) -> str:
        """Of its view."""
        return f"table_{self.name}".replace(" ", "_")

    def show(self) -> None:
        """Draw it with the numbers as they are."""
        rows = self.now()
        cells_view(
            self.label,
            self.index,
            self.columns,
            [[self._cell(row, column) for column in self.columns] for row in self.index],
            [[_shown(number) for number in row] for row in rows],
            key=self.key,
            on_report=self.take,
            refused=self.refusals(),
            answered=last_taken(self.key),
            numpy=self.numpy() if self.numpy else "",
        )

    def take(self) -> None:
        """Take what is reported, each cell on its own. A report on a table of another shape comes
        late, and is left aside."""
        report = report_in(self.key)
        rows = self._rows()
        if report is None or not is_new(self.key, {**report}):
            return
        if rows and report["shape"] == (len(rows), len(rows[0])):
            self._take(report["cells"], report["choice"])

    def put(self, row: int, column: int, text: str, *, pasted: bool = False) -> None:
        """Take what was typed for a cell somewhere else."""
        self._take([(row, column, text, pasted)])

    def choose(self, row: int, column: int, name: str) -> None:
        """The same with what was pressed beside a refused number."""
        self._take([], (row, column, name))

    def refusals(self) -> list[RefusedCell]:
        """The cells with a text that was not taken."""
        return [one["cell"] for one in self._still_refused(self.now())]

    def _rows(self) -> Rows:
        return [list(row) for row in self.now()]

    def _take(self, cells: Sequence[Typed], choice: tuple[int, int, str] | None = None) -> None:
        rows = before = self._rows()
        for row, column, text, pasted in cells:
            rows = self._read(rows, row, column, text, pasted=pasted)
        if choice is not None:
            rows = self._chosen(rows, *choice)
        if rows != before:
            self.typed(rows)

    def _chosen(self, rows: Rows, row: int, column: int, choice: str) -> Rows:
        """What was pressed beside a refused cell."""
        refused = next((one for one in self._refused() if _at(one) == (row, column)), None)
        if refused is None:
            return rows
        if choice == KEEP:
            self._forget(row, column)
            return rows
        text = refused["cell"]["text"]
        if choice.startswith(USE):
            return self._read(rows, row, column, choice.removeprefix(USE))
        return self._read(rows, row, column, text, pasted=True, choice=choice)

    def _read(
        self,
        rows: Rows,
        row: int,
        column: int,
        text: str,
        *,
        pasted: bool = False,
        choice: str | None = None,
    ) -> Rows:
        """The rows with that text in that cell, or as they were if it is refused."""
        self._forget(row, column)
        try:
            if is_array(text, pasted):
                return self._filled(rows, row, column, text, choice)
            return _with(rows, row, column, self._number(row, column, text))
        except BackpropError as error:
            self._refuse(rows, row, column, text, error)
            return rows

    def _number(self, row: int, column: int, text: str) -> float | None:
        if self.may_be_empty and not text.strip():
            return None
        where = Takes(self._cell(self.index[row], self.columns[column]))
        return where.read(
            text, decimal_comma=session.decimal_comma(), fractions=session.fractions()
        )

    def _filled(self, rows: Rows, row: int, column: int, text: str, choice: str | None) -> Rows:
        """With the array in the text from that cell on; several are handed on as they are."""
        arrays = arrays_in(text, choice, comma=session.decimal_comma())
        if len(arrays) > 1:
            if self.several is None:
                raise BackpropError(f"You pasted {len(arrays)} arrays. It takes one.")
            self.several(arrays, choice)
            return rows
        block = block_of(
            arrays[0],
            (len(rows), len(rows[0])),
            (row, column),
            transposed=choice == TRANSPOSE,
            most_rows=self.most_rows,
        )
        return block.into(rows)

    def _cell(self, row: str, column: str) -> str:
        """What a cell is called; a table of one kind of number alone names it once."""
        return f"{column} {row}" if self.where == column else f"{self.where} {row}, {column}"

    # What was refused.

    def _refuse(self, rows: Rows, row: int, column: int, text: str, error: BackpropError) -> None:
        asked = error.choices if isinstance(error, AsksError) else ()
        readings = Takes("").readings(text) if len(text) < 100 and not asked else ()
        kept = rows[row][column]
        choices = [(name, WORDS.get(name, name)) for name in asked]
        choices += [(f"{USE}{value!r}", f"Use {_shown(value)}") for value in readings]
        choices.append((KEEP, f"Keep {_shown(kept)}" if kept is not None else "Leave it empty"))
        cell: RefusedCell = {
            "row": row,
            "column": column,
            "text": text[:LONGEST_KEPT],
            "why": str(error),
            "choices": choices,
        }
        self._remember([*self._refused(), {"cell": cell, "kept": kept}])

    def _refused(self) -> list[Refused]:
        return _REFUSED.get().get(self.name, [])

    def _forget(self, row: int, column: int) -> None:
        self._remember([one for one in self._refused() if _at(one) != (row, column)])

    def _remember(self, refused: list[Refused]) -> None:
        _REFUSED.set({**_REFUSED.get(), self.name: refused})

    def _still_refused(self, rows: Sequence[Sequence[float | None]]) -> list[Refused]:
        """Those whose cell has kept its number since."""
        kept = [one for one in self._refused() if _has_kept(one, rows)]
        self._remember(kept)
        return kept


def _at(one: Refused) -> tuple[int, int]:
    return one["cell"]["row"], one["cell"]["column"]


def _has_kept(one: Refused, rows: Sequence[Sequence[float | None]]) -> bool:
    row, column = _at(one)
    return row < len(rows) and column < len(rows[row]) and rows[row][column] == one["kept"]


def _with(rows: Rows, row: int, column: int, number: float | None) -> Rows:
    new = [list(one) for one in rows]
    new[row][column] = number
    return new


def _shown(number: float | None) -> str:
    if number is None or math.isnan(number):
        return ""
    return shown(float(number), decimal_comma=session.decimal_comma())
