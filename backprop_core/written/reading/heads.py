"""Heads of columns, and columns that only count the rows."""

from __future__ import annotations

from itertools import pairwise

from backprop_core.written.reading.rows import GAP, GIVEN, NAME, Cell
from backprop_core.written.reading.source import Source

Row = list[Cell]
_COUNTING = frozenset(("", "index", "(index)", "#", "no", "no.", "nr", "row", "unnamed: 0"))


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell.kind == GAP and not cell.text


def is_header(source: Source, separator: str, is_first: bool, rows: list[Row]) -> bool:
    """Whether the first row of a column group, `is_first` or not, names or counts the columns."""
    if len(rows) < 2:
        return False
    first, second = rows[0], rows[1]
    behind = first[1:] if len(first) == len(second) else first
    if any(cell.kind == GIVEN and not cell.text.isdigit() for cell in first):
        return False  # a number is never taken for the name of a column
    if any(cell.kind == NAME for cell in behind):
        names_at = 2 if counts_before_name(second) and len(first) == len(second) else 1
        return all(cell.kind != NAME for cell in second[names_at:])
    if separator == "":
        return (
            len(first) == len(second) - 1
            and (_counts(first) or (not is_first and _are_consecutive(first)))
            and right_above(source, first, second[1:])
        )
    return is_empty(first[0]) and len(first) > 1 and _counts(first[1:])


def right_above(source: Source, heads: Row, cells: Row) -> bool:
    """Whether each head begins where its cell does, or ends there or one place before."""
    pairs = list(zip(heads, cells, strict=True))
    short = [source.column(cell.end) - source.column(head.end) for head, cell in pairs]
    late = [source.column(head.start) - source.column(cell.start) for head, cell in pairs]
    return not any(late) or all(0 <= by <= 1 for by in short)


def holds_numbers(header: Row) -> bool:
    """Whether a Markdown table begins with numbers, not with heads."""
    given = [cell for cell in header if cell.kind == GIVEN]
    return any(not cell.text.isdigit() for cell in given) or (
        len(given) == len(header) and not _counts(header[1:])
    )


def _counts(cells: Row) -> bool:
    """Whether cells count 0, 1, 2, … or 1, 2, 3, …"""
    texts = [cell.text for cell in cells]
    return any(texts == [str(at + first) for at in range(len(texts))] for first in (0, 1))


def _are_consecutive(cells: Row) -> bool:
    return all(cell.text.isdigit() and len(cell.text) < 10 for cell in cells) and all(
        int(one.text) + 1 == int(other.text) for one, other in pairwise(cells)
    )


def counts_before_name(row: Row) -> bool:
    """Whether a row begins with its number and then its name, as in '3 | z of h1 | 0.3775'."""
    return len(row) > 2 and row[0].text.rstrip(".)").isdigit() and row[1].kind == NAME


def has_index(is_pandas: bool, head: list[str], rows: list[Row]) -> bool:
    """Whether the first column counts the rows: it has no name of its own, and the others do."""
    if not rows or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return False
    if not _counts([row[0] for row in rows]):
        return False
    if is_pandas and not head:
        return len(rows[0]) == 2
    named = len(head) == len(rows[0]) and head[0].strip().lower() in _COUNTING
    return bool(head) and (named or len(head) == len(rows[0]) - 1)
