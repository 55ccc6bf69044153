"""Rows of numbers below each other, as one array: prints, spreadsheets, Markdown, pandas, R.

Names above the columns and before the rows are kept beside the numbers. A column that only
counts the rows is left out, and that is said. Names with one number each are no array: each
number is one by itself, with its name for a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.reading.blocks import (
    Block,
    Node,
    Several,
    matrix,
    times_power_of_ten,
)
from backprop_core.written.reading.heads import (
    Row,
    counts_before_name,
    has_index,
    holds_numbers,
    is_empty,
    is_header,
)
from backprop_core.written.reading.rows import NAME
from backprop_core.written.reading.source import Source

_DIGIT = re.compile(r"[0-9₀-₉¹²³]")


@dataclass
class Found:
    """An array that was found, with the names of its rows and columns, and what stands in the
    corner above the one and before the other, such as dW1."""

    label: str | None
    block: Block
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    corner: str = ""
    start: int = 0
    end: int = 0


@dataclass
class Table:
    """Rows that belong together. `groups` are the column groups that stand to the left of them."""

    source: Source
    separator: str = ""
    rows: list[Row] = field(default_factory=list)
    header: Row | None = None
    groups: list[tuple[Row | None, list[Row]]] = field(default_factory=list)
    is_vector: bool = False
    is_pandas: bool = False
    has_rule: bool = False
    is_closed: bool = False  # an empty line came: only another column group can follow
    wraps: bool = False  # pandas breaks a wide table into column groups, with \\ at the first line
    sizes: str = ""  # Julia's, such as 2×3 or 3-element
    label: str | None = None
    start: int = 0
    end: int = 0

    def next_group(self) -> None:
        """The rows that follow stand to the right of those so far."""
        if self.rows:
            self.groups.append((self.header, self.rows))
        self.header, self.rows = None, []
        self.is_closed = self.wraps = False

    def rule(self) -> bool:
        """A drawn line comes: in a Markdown table the row above it has the heads."""
        if self.separator == "|" and len(self.rows) == 1 and not self.has_rule:
            self.header, self.rows, self.has_rule = self.rows[0], [], True
        return self.separator == "|"

    def takes(self, rows: list[Row], separator: str) -> bool:
        """Whether further rows belong to the table."""
        fits = bool(self.rows and rows) and len(rows[0]) == len(self.rows[-1])
        return not self.is_closed and (self.separator == separator or fits)

    def takes_named(self, is_number: bool) -> bool:
        """Whether a name and its numbers are a row: below column heads, or a number each."""
        is_list = all(len(row) == 2 and row[0].kind == NAME for row in self.rows[-1:])
        return not self.is_closed and (self.header is not None or (is_number and is_list))


def _by_name(table: Table) -> list[Table]:
    """The tables whose name stands before or above their first row; [] where there are none."""
    rows = table.rows
    is_plain = bool(table.separator) and not (table.groups or table.header)
    names = [at for at, row in enumerate(rows) if row and row[0].kind == NAME]
    if not is_plain or names[:1] != [0] or len(names) == len(rows):
        return []
    found = []
    for first, end in pairwise([*names, len(rows)]):
        head, below = rows[first], rows[first + 1 : end]
        is_above = all(is_empty(cell) for cell in head[1:])
        if any(is_empty(row[0]) == is_above for row in below if row) or (is_above and not below):
            return []
        parts = below if is_above else [row[1:] for row in rows[first:end]]
        found.append(replace(table, rows=parts, groups=[], label=head[0].text))
    return found


def arrays_in(table: Table, scale: tuple[str, int] | None) -> list[Found]:
    """What a table holds: one array, or a number for each name.

    Raises BackpropError for rows of different lengths and for words among the numbers.
    """
    if apart := _by_name(table):
        return [replace(found, label=one.label) for one in apart for found in arrays_in(one, scale)]
    table.next_group()
    if not table.groups:
        return []
    parts = [
        _part(table, header, rows, is_first=at == 0)
        for at, (header, rows) in enumerate(table.groups)
    ]
    named = len(parts) == 1 and len(parts[0].names) == 1 and not parts[0].columns
    if len(parts) == 1 and _names_numbers(table, parts[0]):
        numbers = [Block((row[0],), (), tuple(parts[0].notes)) for row in parts[0].cells]
        numbers = [times_power_of_ten(number, *scale) for number in numbers] if scale else numbers
        head = parts[0].columns
        pairs = zip(parts[0].names, numbers, strict=True)
        return [Found(name, number, columns=head) for name, number in pairs]
    block = _side_by_side([part.cells for part in parts])
    if not block.cells:
        shown = quoted(table.source.text[table.start : table.end])
        raise BackpropError(f"The text holds {shown}, which has no number in it.")
    block = _in_julias_shape(table, _as_vector(table, block))
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    if notes:
        block = replace(block, notes=(*block.notes, *notes))
    if scale:
        block = times_power_of_ten(block, *scale)
    columns = tuple(name for part in parts for name in part.columns)
    label = parts[0].names[0] if named else None
    return [Found(label, block, parts[0].names, columns, parts[0].corner)]


def with_names(source: Source, rows: list[Row]) -> Node:
    """Rows among which there are names, as a LaTeX table has them."""
    found = arrays_in(Table(source, "&", rows), None)
    if len(found) == 1 and not found[0].label:
        one = found[0]
        if one.rows and len(one.rows) * len(one.columns) == len(one.block.cells):
            return _by_both_names(one)
        return one.block
    return Several(tuple((one.label or "", one.block) for one in found))


def _by_both_names(table: Found) -> Several:
    """Each number of a table by itself, named by its row and its column."""
    names = [f"{column} of {row}" for row in table.rows for column in table.columns]
    numbers = [replace(table.block, cells=(cell,), shape=()) for cell in table.block.cells]
    return Several(tuple(zip(names, numbers, strict=True)))


@dataclass
class _Part:
    """The numbers of one column group, with what names them."""

    cells: list[list[str]]
    names: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    corner: str = ""
    notes: list[str] = field(default_factory=list)


def _names_numbers(table: Table, part: _Part) -> bool:
    """Whether each row is a name and one number, as in 'z_h1 | 0.3775'."""
    return bool(part.names) and all(len(row) == 1 for row in part.cells) and not table.is_vector


def _part(table: Table, header: Row | None, rows: list[Row], is_first: bool) -> _Part:
    rows = _without_empty_ends(rows)
    if table.is_vector:
        rows = [[cell for row in rows for cell in row]]
    if header is None and is_header(table.source, table.separator, is_first, rows):
        header, rows = rows[0], rows[1:]
    elif header is not None and table.has_rule and holds_numbers(header):
        rows = [header, *rows]
        header = None
    notes = []
    if rows and all(map(counts_before_name, rows)):
        rows = [row[1:] for row in rows]
        notes.append("the column that counts the rows was left out")
    names: tuple[str, ...] = ()
    if rows and all(row and row[0].kind == NAME for row in rows):
        names, rows = _row_names(rows)
    head = [cell.text for cell in header or ()]
    if not names and has_index(table.is_pandas, head, rows):
        rows = [row[1:] for row in rows]
        notes.append("the column that counts the rows was left out")
    width = max((len(row) for row in rows), default=0)
    cells = [[cell.number(table.source) for cell in row] for row in rows]
    corner = head[0] if names and len(head) == width + 1 and _DIGIT.search(head[0]) else ""
    return _Part(cells, names, tuple(head[len(head) - width :]) if width else (), corner, notes)


def _without_empty_ends(rows: list[Row]) -> list[Row]:
    """Without the empty cell behind a comma or tab at the end of rows, if no other is empty."""
    rows = [row for row in rows if any(cell.text for cell in row)]
    while rows and all(row and is_empty(row[-1]) for row in rows):
        rows = [row[:-1] for row in rows]
    sizes = {len(row) - is_empty(row[-1]) for row in rows}
    if len(sizes) == 1 and len({len(row) for row in rows}) > 1:
        rows = [row[: sizes.copy().pop()] for row in rows]
    while rows and all(len(row) > 1 and is_empty(row[0]) for row in rows):
        rows = [row[1:] for row in rows]
    return rows


def _row_names(rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """The names at the beginning of rows; a name may have several words."""
    names, rest = [], []
    for row in rows:
        count = next((i for i, cell in enumerate(row) if cell.kind != NAME), len(row))
        names.append(" ".join(cell.text for cell in row[:count]))
        rest.append(row[count:])
    return tuple(names), rest


def _side_by_side(parts: list[list[list[str]]]) -> Block:
    if len({len(part) for part in parts}) > 1:
        raise BackpropError("The text has groups of columns with different numbers of rows.")
    rows = [[cell for row in rows for cell in row] for rows in zip(*parts, strict=True)]
    return matrix(rows)


def _as_vector(table: Table, block: Block) -> Block:
    """One line of numbers is a vector, and one number is a number."""
    is_flat = len(table.groups) == 1 and block.shape[0] == 1
    if table.is_vector or is_flat or (table.is_pandas and block.shape[1] == 1):
        return replace(block, shape=(len(block.cells),) if len(block.cells) > 1 else ())
    return block


def _in_julias_shape(table: Table, block: Block) -> Block:
    if not table.sizes:
        return block
    said = [int(size) for size in table.sizes.replace("-element", "").replace("x", "×").split("×")]
    count = 1
    for size in said:
        count *= size
    if count != len(block.cells):
        raise BackpropError(
            f"The text says {table.sizes} and has {len(block.cells)} numbers below it."
        )
    return replace(block, shape=tuple(said))
