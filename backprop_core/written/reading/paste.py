"""A whole paste, line by line: which lines belong together, and which label belongs to what.

Rows of numbers below each other are one table until something else comes. Whatever holds a
number is either taken in or refused; what is passed over, such as comments, is said in a note.
"""

from __future__ import annotations

from dataclasses import replace

from backprop_core.errors import BackpropError
from backprop_core.written.reading.bare_rows import BareRows
from backprop_core.written.reading.blocks import (
    Block,
    noted,
)
from backprop_core.written.reading.brackets import Brackets
from backprop_core.written.reading.displays import Mark, mark_of
from backprop_core.written.reading.groups import SIZES, named_blocks
from backprop_core.written.reading.labels import plain_label
from backprop_core.written.reading.naming import Names, is_heading_comment
from backprop_core.written.reading.rows import (
    NAME,
    Cell,
    is_row,
    rows_of,
    separator,
    without_bars,
    without_end,
)
from backprop_core.written.reading.scale import scale_power
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.statement import Statement
from backprop_core.written.reading.statements import statements_of
from backprop_core.written.reading.tables import Found, Table, arrays_in
from backprop_core.written.reading.tokens import Token

MOST_ARRAYS = 5_000


class Paste:
    """What has been found in the lines so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Found] = []
        self._names = Names(source)
        self._table: Table | None = None
        self._scale: tuple[str, int] | None = None
        self._sizes = ""
        self._wraps = False
        self._left_out: list[tuple[int, str]] = []  # what was passed over, before which array
        self._bare_rows = BareRows()

    def line(self, tokens: list[Token], following: list[Token]) -> None:
        """Take in the next line, which may be empty; `following` is the one below it."""
        if len(tokens) == 1 and tokens[0].kind == "run":
            self._row(tokens)
            return
        is_heading = is_heading_comment(self.source, tokens)
        if not is_heading and any(token.kind == "comment" for token in tokens):
            self._leave_out("comments left out")
            tokens = [token for token in tokens if token.kind != "comment"]
        elif not tokens:
            self._blank()
        if tokens and self.source.of(tokens[-1]) == "\\":
            tokens, self._wraps = tokens[:-1], True
        if not tokens:
            return
        tokens = without_bars(self.source, without_end(self.source, tokens))
        text = self.source.between(tokens[0], tokens[-1])
        if mark := mark_of(
            text, self.source.between(following[0], following[-1]) if following else ""
        ):
            self._mark(mark, text, tokens)
        elif len(tokens) == 2 and tokens[0].kind == "run" and self.source.of(tokens[1]) in "*×":
            self._close()
            factor = self.source.of(tokens[0])
            self._scale = (factor, scale_power(factor))
        elif is_row(self.source, tokens):
            self._row(tokens)
        elif is_heading:
            self._say(text, tokens)
        else:
            self._statements(tokens)

    def end(self) -> list[Found]:
        """All that was found; raises BackpropError for a label with nothing behind it."""
        self._close()
        self._names.require_numbers(":", "=")
        if self._scale:
            raise BackpropError(f"The text ends after the scale factor {self._scale[0]} *.")
        for at, note in self._left_out:
            for one in self.found[at : at + 1] or self.found[-1:]:
                one.block = replace(one.block, notes=(*one.block.notes, note))
        return self.found

    def _leave_out(self, *notes: str) -> None:
        """Say with the array that comes next what was passed over before it."""
        self._left_out += [(len(self.found) + bool(self._table), note) for note in notes]

    def _blank(self) -> None:
        self.found += self._bare_rows.take()
        if self._table and self._table.wraps:
            self._table.next_group()
        elif self._table and self._table.rows:
            self._table.is_closed = True

    def _say(self, text: str, tokens: list[Token]) -> None:
        if self._table and self._table.groups and not self._table.rows:
            heads = [Cell(NAME, self.source.of(t), t.start, t.end) for t in tokens]
            self._table.header, self._table.wraps = heads, self._take_wraps()
            return
        self._close()
        self._names.say(text, tokens)

    # Tables

    def _close(self) -> None:
        """No further row belongs to the table."""
        self.found += self._bare_rows.take()
        table, self._table = self._table, None
        if not table or not (table.rows or table.groups):
            return
        found = arrays_in(table, self._scale)
        self._scale = None
        label = table.label if table.label is not None else self._names.take()
        for one in found:
            one.start, one.end = table.start, table.end
            one.label = " ".join(filter(None, (label, one.label))) or one.corner or None
        self.found += found
        if len(self.found) > MOST_ARRAYS:
            raise BackpropError(f"The text has more than {MOST_ARRAYS:,} arrays and numbers.")

    def _mark(self, mark: Mark, text: str, tokens: list[Token]) -> None:
        table = self._table
        if mark.kind == "r_vector" and text.startswith("[1]"):
            self._close()  # what stands above is another vector
        if mark.kind in ("r_row", "r_vector"):
            behind = next(i for i, token in enumerate(tokens) if token.kind == "]") + 1
            self._row(tokens[behind:], is_vector=mark.kind == "r_vector")
        elif mark.kind in ("columns", "r_columns"):
            if table:
                table.next_group()
        elif mark.kind == "types" and table:
            return  # below the heads of Polars' columns
        elif mark.kind == "rule":
            if not (table and table.rule()):
                self._close()
        elif mark.kind == "footer":
            if table:
                table.is_pandas = True
                table.label = mark.said or table.label
            self._close()
        else:
            self._close()
            self._announce(mark, text, tokens)

    def _announce(self, mark: Mark, text: str, tokens: list[Token]) -> None:
        """A line that says what comes: Julia's sizes, the page of an array, an item of R's list."""
        if mark.kind == "progress":
            self._leave_out(f"{text[:60]} left out")
        elif mark.kind in ("keras", "series") and mark.label:
            self._names.say(f"{mark.label} =", [])
        elif mark.kind == "julia":
            self._sizes = mark.said
            if mark.label:
                self._names.say(f"{mark.label} =", [])
        elif mark.kind == "pages":
            self._names.say_page(mark.said)
        elif mark.kind == "r_item":
            self._names.say(text, tokens)

    def _row(self, tokens: list[Token], is_vector: bool = False) -> None:
        self.found += self._bare_rows.take()
        if not tokens:
            return
        between = separator(self.source, tokens)
        rows = rows_of(self.source, tokens)
        if self._table and not self._table.takes(rows, between):
            self._close()
        table = self._table or self._new_table(between, tokens, rows)
        table.wraps |= self._take_wraps()
        table.is_vector |= is_vector
        table.rows += rows
        table.end = tokens[-1].end

    def _take_wraps(self) -> bool:
        """Whether pandas breaks the table into column groups, which it says once, at the heads."""
        wraps, self._wraps = self._wraps, False
        return wraps

    def _new_table(self, between: str, tokens: list[Token], rows: list[list[Cell]]) -> Table:
        table = Table(self.source, between, sizes=self._sizes, start=tokens[0].start)
        self._sizes = ""
        if between == "" and (heads := self._names.take_heads(rows)):
            table.header, table.wraps = heads, self._take_wraps()
        self._table = table
        return table

    # Labels and what stands behind them

    def _statements(self, tokens: list[Token]) -> None:
        statements = statements_of(Brackets(self.source, tokens))
        for place, statement in enumerate(statements):
            named = plain_label(statement.label)
            if not statement.row and statement.node is None:
                self._leave_out(*statement.notes)
                self._say((statement.label or "") + statement.sign, tokens)
            elif named and SIZES.search(named):
                self._leave_out(f"{named} left out")
            elif statement.node is not None:
                self._node(statement, named, len(statements) == 1)
            else:
                self._labelled_row(statement, named, place == len(statements) - 1)

    def _labelled_row(self, statement: Statement, named: str | None, is_last: bool) -> None:
        rows = rows_of(self.source, statement.row)
        is_bare = named is None and statement.label is None
        if is_bare and self._table and not self._table.is_closed:
            self._leave_out(*statement.notes)
            self._row(statement.row)
            return
        if not statement.sign and named and self._joins(statement, rows):
            return
        self._close()
        label = self._names.label(named)
        table = self._new_table(separator(self.source, statement.row), statement.row, rows)
        table.rows, table.label, table.end = rows, label, statement.end
        if not is_last or sum(len(row) for row in rows) < 2 or statement.notes:
            self._close()
        if statement.notes:
            last = self.found[-1]
            last.block = replace(last.block, notes=(*last.block.notes, *statement.notes))

    def _joins(self, statement: Statement, rows: list[list[Cell]]) -> bool:
        """Whether a name and its numbers are a row of a table, which then has them."""
        is_number = [len(row) for row in rows] == [1]
        if statement.notes or len(rows) != 1:
            return False
        if self._table is None:
            self._table = self._new_table("", statement.row, rows)
            self._table.start = statement.start
            if self._table.header is None and not is_number:
                self._table = None
        table = self._table
        if not table or not table.takes_named(is_number):
            return False
        if len(table.rows) >= MOST_ARRAYS:
            raise BackpropError(f"The text has more than {MOST_ARRAYS:,} arrays and numbers.")
        name = Cell(NAME, statement.label or "", statement.start, statement.start)
        table.rows.append([name, *rows[0]])
        table.end = statement.end
        return True

    def _node(self, statement: Statement, named: str | None, is_alone: bool) -> None:
        node = noted(statement.node or "", statement.notes)
        is_vector = isinstance(node, Block) and len(node.shape) == 1 and not node.is_whole
        if isinstance(node, Block) and is_vector and is_alone:
            fits = self._bare_rows.fit(node, self.source.column(statement.start))
            if self._table or self._names.text is not None or named is not None or not fits:
                self._close()
            label = self._names.label(named)
            row = Found(label, node, start=statement.start, end=statement.end)
            self._bare_rows.add(row, is_named=named is not None)
            return
        self._close()
        if self._scale:
            token = Token("value", statement.start, statement.end)
            raise self.source.refusal(token, "below a scale factor")
        for label, block in named_blocks(self._names.label(named), node):
            self.found.append(Found(label, block, start=statement.start, end=statement.end))
