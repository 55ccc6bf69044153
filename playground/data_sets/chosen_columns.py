"""The data set that the chosen columns of a table make, and what was left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backprop_core import Array, BackpropError, quoted
from playground.data_sets.csv_table import Column, Table
from playground.data_sets.data_set import DataSet, of_classes
from playground.data_sets.table_cell import how_to_write

MOST_CLASSES = 16


@dataclass(frozen=True)
class Taken:
    """A data set made of a table, and what was left out: (row, column) of each missing cell, rows
    counted from 1 as lines of the file."""

    data_set: DataSet
    missing: tuple[tuple[int, str], ...]


def taken(table: Table, inputs: Sequence[str], target: str, classes: bool) -> Taken:
    """The data set with these input columns and this target, as classes or as numbers. A column of
    texts becomes an input for each text (one-hot). Rows with a missing cell are left out.

    Raises BackpropError for what cannot be one.
    """
    if not inputs:
        raise BackpropError("The data set has no inputs. It takes at least one column.")
    used = [table.column(name) for name in (*inputs, target)]
    missing = tuple((table.lines[row], one.name) for one in used for row in one.missing)
    gone = {row for one in used for row in one.missing}
    rows = [row for row in range(table.rows) if row not in gone]
    if len(rows) < 2:
        found = "only one complete row" if rows else "no complete row"
        raise BackpropError(f"The table has {found}. It takes at least 2.")
    for column in used[:-1]:
        _require_input(table, column)
    parts = [_input(column, rows) for column in used[:-1]]
    x = np.concatenate([values for _, values in parts], axis=1)
    names = [name for some, _ in parts for name in some]
    if not classes or len(used[-1].values()) > MOST_CLASSES:
        _require_alike(table, used[-1])
    return Taken(_with_target(x, names, used[-1], rows, classes), missing)


def can_be_input(column: Column) -> bool:
    """Whether it is numbers, or few enough different texts for a network to have an input each."""
    return column.is_numbers or len(column.values()) <= MOST_CLASSES


def _require_input(table: Table, column: Column) -> None:
    _require_alike(table, column)
    if not can_be_input(column):
        raise BackpropError(
            f"{column.name} has {len(column.values()):,} different texts. An input of texts takes "
            f"at most {MOST_CLASSES}."
        )


def _require_alike(table: Table, column: Column) -> None:
    if column.mixed is not None:
        decimal = "comma" if table.comma else "point"
        cell = column.cells[column.mixed]
        raise BackpropError(
            f"{column.name} has numbers and, in line {table.lines[column.mixed]}, {quoted(cell)}. "
            f"A column takes either texts or numbers, here with a decimal {decimal}."
            f"{how_to_write(cell)}"
        )


def _input(column: Column, rows: Sequence[int]) -> tuple[list[str], Array]:
    if column.is_numbers:
        return [column.name], column.numbers(rows)[:, None]
    values = column.values()
    cells = np.array([values.index(column.cells[row]) for row in rows])
    return [f"{column.name}={value}" for value in values], np.eye(len(values))[cells]


def _with_target(
    x: Array, names: Sequence[str], column: Column, rows: Sequence[int], classes: bool
) -> DataSet:
    if not classes:
        if not column.is_numbers:
            raise BackpropError(f"{column.name} contains text. It takes numbers only.")
        y = column.numbers(rows)[:, None]
        return DataSet("Own table", x, y, tuple(names), (column.name,))
    found, labels = _classes(column, rows)
    if not 2 <= len(found) <= MOST_CLASSES:
        of = f"{len(found)} different values" if len(found) > 1 else "the same value in every row"
        raise BackpropError(
            f"{column.name} has {of}. A target of classes takes 2 to {MOST_CLASSES} values."
        )
    return of_classes("Own table", x, labels, names, found)


def _classes(column: Column, rows: Sequence[int]) -> tuple[list[str], NDArray[np.intp]]:
    """The names of the classes, and which one each row has. Equal numbers are one class however
    they are written, as 1 and 1.0, and come in their order."""
    cells = [column.cells[row] for row in rows]
    values = column.numbers(rows).tolist() if column.is_numbers else cells
    names: dict[float | str, str] = {}
    for value, cell in zip(values, cells, strict=True):
        names[value] = min(names.get(value, cell), cell, key=len)
    order = sorted(names) if column.is_numbers else list(names)
    place = {value: k for k, value in enumerate(order)}
    return [names[value] for value in order], np.array([place[value] for value in values])


def missing_in_words(missing: Sequence[tuple[int, str]], most: int = 8) -> str:
    """Which cells are missing, by line."""
    shown = ", ".join(f"line {line} ({name})" for line, name in sorted(missing)[:most])
    more = f" and {len(missing) - most} more" if len(missing) > most else ""
    return f"Left out because a cell is missing: {shown}{more}."
