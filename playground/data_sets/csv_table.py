"""Somebody's own table, pasted or from a file: what parts its cells, and what its columns are.

The cells are read as text. Which separator and which decimal sign are used is
found from the lines themselves; a number is read only where the whole cell is one. Nothing is
guessed for a missing cell: its row is left out, and named.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backprop_core import Array, BackpropError
from playground.data_sets.table_cell import DASHES, is_missing, is_number, like_a_number, number_of

MOST_ROWS, MOST_BYTES = 10_000, 20_000_000
FEW_VALUES = 10  # whole numbers up to so many different ones are taken for classes at first
SEPARATORS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "bars", " ": "spaces"}
MOST_COLUMNS, LONGEST_LINE = 200, 100_000  # more of either is no table of measurements
_TOLD = re.compile(r'"?sep=([;,|\t])"?\s*?(?:\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: its name and its cells, as text. `comma` says that numbers have a decimal one."""

    name: str
    cells: tuple[str, ...]
    comma: bool

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The rows without a value, counted from 0."""
        return tuple(k for k, cell in enumerate(self.cells) if self._lacks(cell))

    @cached_property
    def _has_signs(self) -> bool:
        return "+" in self.cells

    def _lacks(self, cell: str) -> bool:
        """Whether that is no value here: beside a plus, a minus is one."""
        return is_missing(cell) and not (cell in DASHES and self._has_signs)

    @cached_property
    def is_numbers(self) -> bool:
        """Whether every cell that is there is a number."""
        known = [cell for cell in self.cells if not self._lacks(cell)]
        return bool(known) and all(is_number(cell, self.comma) for cell in known)

    @cached_property
    def mixed(self) -> int | None:
        """The first row whose cell is no number, in a column that has some; or one that could be
        read in two ways, or not at all. None where all are numbers, or all are texts."""
        if self.is_numbers or not any(map(like_a_number, self.cells)):
            return None
        known = [k for k in range(len(self.cells)) if k not in set(self.missing)]
        return next((k for k in known if not is_number(self.cells[k], self.comma)), None)

    def numbers(self, rows: Sequence[int]) -> Array:
        """The numbers of these rows."""
        return np.array([number_of(self.cells[row], self.comma) for row in rows])

    def values(self) -> list[str]:
        """The different texts, in the order in which they come."""
        return list(dict.fromkeys(c for c in self.cells if not self._lacks(c)))

    @property
    def seems_classes(self) -> bool:
        """Whether it is text, or few whole numbers."""
        if not self.is_numbers:
            return True
        values = {number_of(value, self.comma) for value in self.values()}
        return all(map(float.is_integer, values)) and len(values) <= FEW_VALUES


@dataclass(frozen=True)
class Table:
    """Columns of the same length; how they were read, and the line that each row began in."""

    columns: tuple[Column, ...]
    separator: str
    comma: bool
    header: bool
    lines: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.columns[0].cells)

    def column(self, name: str) -> Column:
        """The column of that name. Raises BackpropError where there is none."""
        for one in self.columns:
            if one.name == name:
                return one
        raise BackpropError(f"The table has no column {name[:60]!r}.")

    def in_words(self) -> str:
        """How it was read."""
        decimal = "decimal comma" if self.comma else "decimal point"
        head = "names in the first line" if self.header else "no names"
        return f"{self.rows:,} rows, separated by {SEPARATORS[self.separator]}, {decimal}, {head}"


def read_table(text: str, header: bool | None = None) -> Table:
    """The table in a text; `header` says whether its first line has names, None to find out.

    Raises BackpropError for a text without rows, for too many, and for rows of different lengths.
    """
    if len(text.encode()) > MOST_BYTES:
        raise BackpropError(f"The table is too large. It takes at most {MOST_BYTES // 10**6} MB.")
    if "\0" in text:
        raise BackpropError("The file is not text. Choose a CSV file.")
    told = _TOLD.match(text := text.lstrip("\ufeff"))  # a first line that spreadsheets write
    separator = told[1] if told else _separator_of(text)
    lines, rows = _rows(text[told.end() :] if told else text, separator, 2 if told else 1)
    comma = separator != "," and _has_decimal_commas(rows)
    named = _has_names(rows, comma) if header is None else header
    names, cells = (rows[0], rows[1:]) if named else ([], rows)
    if not cells:
        raise BackpropError("The table has no rows. It takes a line for each sample.")
    if len(cells) > MOST_ROWS:
        raise BackpropError(f"The table has {len(cells):,} rows. It takes at most {MOST_ROWS:,}.")
    unique = _unique_names(names or [f"column {k + 1}" for k in range(len(rows[0]))])
    columns = zip(unique, zip(*cells, strict=True), strict=True)
    made = tuple(Column(name, tuple(column), comma) for name, column in columns)
    return Table(made, separator, comma, named, tuple(lines[-len(cells) :]))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-16 where it says so, UTF-8, or else what Windows writes in western
    Europe."""
    if len(data) > MOST_BYTES:
        raise BackpropError(f"The file is too large. It takes at most {MOST_BYTES // 10**6} MB.")
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BackpropError("The file is not text. Choose a CSV file.")


def _separator_of(text: str) -> str:
    """The sign that parts the first lines into the same number of cells, and the most of them;
    spaces only where no other does."""
    lines = [line for line in text.splitlines() if line.strip()][:50]
    if any(len(line) > LONGEST_LINE for line in lines):
        raise BackpropError(
            f"The table has a line of {max(map(len, lines)):,} characters. It takes at most "
            f"{LONGEST_LINE:,}. Choose a CSV file."
        )
    best, most = ",", 1
    signs = [sign for sign in SEPARATORS if sign != " "]
    for sign in signs:
        counts = {len(row) for row in csv.reader(lines, delimiter=sign)}
        if len(counts) == 1 and counts.copy().pop() > most:
            best, most = sign, counts.pop()
    if most > 1 or not lines:
        return best
    if len({len(line.split()) for line in lines}) == 1 and len(lines[0].split()) > 1:
        return " "
    return max(signs, key=lambda sign: sum(line.count(sign) for line in lines))


def _rows(text: str, separator: str, line: int) -> tuple[list[int], list[list[str]]]:
    """The lines that rows begin in, the text's first one being `line`; and all cells as text,
    without the spaces around them. A row that ends early has empty cells."""
    read = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    before = line - 1
    lines: list[int] = []
    rows: list[list[str]] = []
    try:
        for row in read:
            begun, before = before + 1, line - 1 + read.line_num
            if not any(map(str.strip, row)):  # as a sheet's lines below its last one
                continue
            _require_length(row, rows, begun, separator)
            lines.append(begun)
            rows.append([cell.strip() for cell in row])
    except csv.Error:
        raise BackpropError(
            f"Line {before + 1} has a quotation mark that is not closed, or that no separator "
            f"follows. Cells are separated by {SEPARATORS[separator]}."
        ) from None
    if not rows:
        raise BackpropError("The table is empty. It takes a line for each sample.")
    wanted = len(rows[0])
    whole = [row + [""] * (wanted - len(row)) for row in rows]
    kept = [k for k in range(wanted) if any(row[k] for row in whole)] or [0]  # lines may end in ";"
    return lines, [[row[k] for k in kept] for row in whole]


def _require_length(row: list[str], rows: list[list[str]], line: int, separator: str) -> None:
    if len(row) > MOST_COLUMNS:
        raise BackpropError(f"The table has {len(row):,} columns. It takes at most {MOST_COLUMNS}.")
    if rows and len(row) > len(rows[0]):
        raise BackpropError(
            f"Line {line} has {len(row)} cells, the lines before it {len(rows[0])}. "
            f"All rows must have the same length, separated by {SEPARATORS[separator]}."
        )


def _has_decimal_commas(rows: list[list[str]]) -> bool:
    """Whether there are numbers with a comma, and none with a point."""
    cells = [cell for row in rows[:200] for cell in row]
    commas = sum("," in cell and is_number(cell, True) for cell in cells)
    points = sum("." in cell and is_number(cell, False) for cell in cells)
    return commas > points


def _has_names(rows: list[list[str]], comma: bool) -> bool:
    """Whether the first line has names: no numbers, but some below it; or only texts that do not
    come again."""
    first, rest = rows[0], rows[1:]
    if any(is_number(cell, comma) or is_missing(cell) for cell in first):
        return False
    if any(is_number(cell, comma) for row in rest for cell in row):
        return True
    return all(first[k] not in {row[k] for row in rest} for k in range(len(first)))  # or no rest


def _unique_names(names: Sequence[str]) -> list[str]:
    """Each name once: a second one of the same name gets a number, and an empty one its place."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        name = " ".join(name.split())[:40] or f"column {place}"
        tried, count = name, 2
        while tried in found:
            tried, count = f"{name} {count}", count + 1
        found.append(tried)
    return found
