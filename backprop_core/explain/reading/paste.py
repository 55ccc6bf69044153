"""A whole paste, line by line: which lines belong together, and which label belongs to what.

Rows of numbers below each other are one table until something else comes. A line of words is
the label of what follows, or its column heads; one above another label is a heading, and stands
before that label and those that follow. Nothing that holds a number is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backprop_core.errors import BackpropError
from backprop_core.explain.reading.blocks import Block, Several, labelled
from backprop_core.explain.reading.brackets import Brackets, layers, power_of_ten
from backprop_core.explain.reading.characters import quoted
from backprop_core.explain.reading.displays import Mark, mark_of
from backprop_core.explain.reading.labels import LONGEST_LABEL, plain_label
from backprop_core.explain.reading.rows import NAME, Cell, rows_of, separator
from backprop_core.explain.reading.source import Source
from backprop_core.explain.reading.statements import Statement, statements_of
from backprop_core.explain.reading.tables import Found, Table, arrays_in, right_above, stacked_rows, wrapped_vector
from backprop_core.explain.reading.tokens import Token

_HEADING = 5  # words: a longer line is a sentence, and no part of the labels below it


@dataclass
class _Words:
    """A line of words, which may turn out to be a label, a heading or column heads."""

    text: str
    tokens: list[Token]


class Paste:
    """What has been found in the lines so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Found] = []
        self._table: Table | None = None
        self._words: _Words | None = None
        self._heading = ""
        self._scale: tuple[str, int] | None = None
        self._sizes = ""
        self._left_out: list[tuple[int, str]] = []
        self._bare_rows: list[Found] = []  # vectors in brackets, each on a line of its own

    def line(self, tokens: list[Token]) -> None:
        """Take in the next line, which may be empty."""
        if not tokens:
            self._blank()
            return
        text = self.source.between(tokens[0], tokens[-1])
        if any(token.kind == "comment" for token in tokens) and not _is_heading(self.source, tokens):
            self._leave_out("comments left out")
            tokens = [token for token in tokens if token.kind != "comment"]
            if not tokens:
                return
        mark = mark_of(text.strip())
        if mark:
            self._mark(mark, tokens)
        elif _is_scale(self.source, tokens):
            self._close()
            factor = self.source.of(tokens[0])
            self._scale = (factor, power_of_ten(self.source, tokens[0]))
        elif self._is_row(tokens):
            self._row(tokens)
        elif _is_heading(self.source, tokens):
            self._say(text, tokens)
        else:
            self._statements(tokens)

    def end(self) -> list[Found]:
        """All that was found; raises BackpropError for a label with nothing behind it."""
        self._close()
        self._require_more(":", "=")
        if self._scale:
            raise BackpropError(f"The text ends after the scale factor {self._scale[0]} *.")
        for at, note in self._left_out:
            for one in self.found[at : at + 1] or self.found[-1:]:
                one.block = replace(one.block, notes=(*one.block.notes, note))
        return self.found

    def _leave_out(self, *notes: str) -> None:
        """Say with the array that comes next what was passed over before it."""
        self._left_out += [(len(self.found) + bool(self._table), note) for note in notes]

    def _require_more(self, *signs: str) -> None:
        """Refuse words above that promise numbers, of which none came."""
        if self._words and self._words.text.rstrip().endswith(signs or "="):
            raise BackpropError(
                f"The text has nothing behind {quoted(self._words.text)}. "
                "It takes numbers behind a name."
            )

    def _blank(self) -> None:
        self._flush_bare_rows()
        if self._table and self._table.rows:
            self._table.is_closed = True

    def _close(self) -> None:
        """No further row belongs to the table."""
        self._flush_bare_rows()
        table, self._table = self._table, None
        if table and (table.rows or table.groups):
            found = arrays_in(table, self._scale)
            label = table.label if table.label is not None else self._take_label()
            for one in found:
                one.start, one.end = table.start, table.end
                one.label = labelled(label or "", one.label or "") or None
                if label and one.label != label:
                    one.label = f"{label} {one.label[len(label):].lstrip('.')}" if one.label else label
            self.found += found
            self._scale = None

    def _take_label(self) -> str | None:
        """The words above, as the label of what comes; they are used up."""
        words, self._words = self._words, None
        return self._in_full(plain_label(words.text)) if words else None

    def _in_full(self, label: str | None) -> str | None:
        return f"{self._heading} {label}" if self._heading and label else label

    def _say(self, text: str, tokens: list[Token]) -> None:
        """A line of words: a label for what comes, below the one before it."""
        self._close()
        if plain_label(text) is None:
            return
        if len(text) > LONGEST_LABEL:
            raise BackpropError(f"The text holds {quoted(text)}, too long for the name of an array.")
        self._make_heading()
        self._words = _Words(text, tokens)

    def _make_heading(self) -> None:
        if self._words:
            self._require_more()
            label = plain_label(self._words.text) or ""
            self._heading = label if len(label.split()) <= _HEADING else ""
            self._words = None

    def _mark(self, mark: Mark, tokens: list[Token]) -> None:
        if mark.kind in ("r_row", "r_vector"):
            behind = next(i for i, token in enumerate(tokens) if token.kind == "]") + 1
            self._row(tokens[behind:], is_vector=mark.kind == "r_vector")
        elif mark.kind in ("columns", "r_columns"):
            if mark.kind == "r_columns" and self._table and not self._table.rows:
                self._close()
            elif self._table and mark.kind == "r_columns" and self._table.label == "r":
                pass
            if self._table:
                self._table.next_group()
        elif mark.kind == "footer":
            if self._table:
                self._table.is_pandas = True
                self._table.label = self._in_full(mark.said) if mark.said else self._table.label
            self._close()
        elif mark.kind in ("rule", "fence"):
            self._rule()
        else:
            self._close()
            if mark.label:
                self._say(f"{mark.label} =", [])
            self._sizes = mark.said if mark.kind == "julia" else ""
            if mark.kind == "pages":
                self._page(mark.said)
            elif mark.kind == "r_item":
                self._say(self.source.between(tokens[0], tokens[-1]), tokens)

    def _page(self, number: str) -> None:
        """A page of an array of three dimensions, as Julia and R print them."""
        label = re.sub(r"\[:, :, [0-9]+\]$", "", plain_label(self._words.text) or "") if self._words else ""
        self._words = _Words(f"{label}[:, :, {number}]", [])

    def _rule(self) -> None:
        table = self._table
        if table and len(table.rows) == 1 and table.separator == "|" and not table.has_rule:
            table.header, table.rows, table.has_rule = table.rows[0], [], True
        elif not (table and table.separator == "|"):
            self._close()

    def _is_row(self, tokens: list[Token]) -> bool:
        """Whether a line is cells and nothing else: no label with = or :, no brackets."""
        kinds = {token.kind for token in tokens}
        if "|" in kinds:
            return not kinds & {"[", "{", "begin"}
        if kinds & {"=", ":", "[", "(", "{", "begin", "printed", "elision", "comment", "option", ">"}:
            return False
        if kinds <= {"run", "gap", "dash", ",", ";", "tab", "&", "break", "string"}:
            return True
        between = separator(self.source, tokens)
        if between == "tab":
            return True
        if kinds - {"run", "gap", "dash", ",", ";", "tab", "&", "string", "name"}:
            return False
        return between == "," and tokens[0].kind in ("name", "string", ",") and (
            not kinds & {"run"} or self._names_first(tokens)
        )

    def _names_first(self, tokens: list[Token]) -> bool:
        """Whether names stand only at the beginning of a row with commas."""
        kinds = [token.kind for token in tokens]
        first = next(at for at, kind in enumerate(kinds) if kind in (",", "run"))
        return "name" not in kinds[first:]

    def _row(self, tokens: list[Token], is_vector: bool = False) -> None:
        if not tokens:
            return
        self._flush_bare_rows()
        between = separator(self.source, tokens)
        rows = rows_of(self.source, tokens)
        table = self._table
        if table and (table.is_closed or (table.separator != between and not _fits(table, rows))):
            self._close()
            table = None
        if table is None:
            table = self._new_table(between, tokens, rows)
        table.is_vector |= is_vector
        if is_vector and table.rows:
            rows = wrapped_vector([*table.rows, *rows])
            table.rows = []
        table.rows += rows
        table.end = tokens[-1].end

    def _new_table(self, between: str, tokens: list[Token], rows: list[list[Cell]]) -> Table:
        table = Table(self.source, between, sizes=self._sizes, start=tokens[0].start)
        self._sizes = ""
        heads = _heads(self.source, self._words, rows) if between == "" else None
        if heads:
            table.header, self._words = heads, None
        self._table = table
        return table

    def _statements(self, tokens: list[Token]) -> None:
        statements = statements_of(Brackets(self.source, tokens))
        for place, statement in enumerate(statements):
            is_last = place == len(statements) - 1
            if statement.row:
                self._labelled_row(statement, is_last)
            elif statement.node is not None:
                self._node(statement, len(statements) == 1)
            elif statement.label is not None:
                self._leave_out(*statement.notes)
                self._say(statement.label + statement.sign, tokens)

    def _labelled_row(self, statement: Statement, is_last: bool) -> None:
        named = plain_label(statement.label)
        if named is None and statement.label is None and self._table and not self._table.is_closed:
            self._leave_out(*statement.notes)
            self._row(statement.row)
            return
        rows = rows_of(self.source, statement.row)
        if not statement.sign and named and self._joins(statement, rows):
            return
        self._close()
        label = self._label(named)
        table = self._new_table(separator(self.source, statement.row), statement.row, rows)
        table.rows, table.label, table.end = rows, label, statement.end
        block_notes = tuple(statement.notes)
        if not is_last or sum(len(row) for row in rows) < 2 or block_notes:
            self._close()
            last = self.found[-1]
            last.block = replace(last.block, notes=(*last.block.notes, *block_notes))

    def _joins(self, statement: Statement, rows: list[list[Cell]]) -> bool:
        """Whether a name and its numbers are a row of a table with column heads."""
        name = Cell(NAME, statement.label or "", 0, 0)
        is_number = [len(row) for row in rows] == [1]
        if self._table is None and (is_number or _heads(self.source, self._words, rows)):
            self._new_table("", statement.row, rows)
        table = self._table
        if table is None or table.is_closed or len(rows) != 1 or statement.notes:
            return False
        if table.header is None and not (is_number and all(len(row) == 2 and row[0].kind == NAME for row in table.rows[-1:])):
            return False
        if not table.rows:
            table.start = statement.start
        table.rows.append([name, *rows[0]])
        table.end = statement.end
        return True

    def _label(self, named: str | None) -> str | None:
        """A label on the line itself, or else the words above."""
        if named is None:
            return self._take_label()
        self._make_heading()
        return self._in_full(named)

    def _node(self, statement: Statement, is_alone: bool) -> None:
        node = statement.node
        named = plain_label(statement.label)
        if isinstance(node, Block) and _is_vector(node) and named is None and is_alone:
            self._bare_row(statement, node)
            return
        self._close()
        label = self._label(named)
        if isinstance(node, Several):
            parts = list(layers(label, node))
        else:
            parts = [("", node if isinstance(node, Block) else Block((str(node),), ()))]
        for part, block in parts:
            block = replace(block, notes=(*block.notes, *statement.notes))
            if self._scale:
                raise self.source.refusal(statement_token(statement), "below a scale factor")
            for name, piece in _up_to_three_dimensions(part, block):
                found = Found(labelled(label or "", name) or None, piece)
                found.start, found.end = statement.start, statement.end
                self.found.append(found)

    def _bare_row(self, statement: Statement, block: Block) -> None:
        """A vector in brackets on a line of its own, which may be a row of a matrix."""
        if self._table:
            self._close()
        if self._bare_rows and self._bare_rows[-1].block.shape != block.shape:
            self._flush_bare_rows()
        label = self._take_label() if not self._bare_rows or self._words else None
        if label is not None:
            self._flush_bare_rows()
        block = replace(block, notes=(*block.notes, *statement.notes))
        self._bare_rows.append(Found(label, block, start=statement.start, end=statement.end))

    def _flush_bare_rows(self) -> None:
        rows, self._bare_rows = self._bare_rows, []
        if len(rows) > 1:
            block = stacked_rows([row.block for row in rows])
            rows = [Found(rows[0].label, block, start=rows[0].start, end=rows[-1].end)]
        self.found += rows


def _is_vector(block: Block) -> bool:
    return len(block.shape) == 1 and not block.is_whole


def statement_token(statement: Statement) -> Token:
    """The place of a statement's value."""
    return Token("value", statement.start, statement.end)


def _is_scale(source: Source, tokens: list[Token]) -> bool:
    """Whether a line is a scale factor by itself: 1.0e-03 *"""
    return len(tokens) == 2 and tokens[0].kind == "run" and source.of(tokens[1]) in ("*", "×")


def _is_heading(source: Source, tokens: list[Token]) -> bool:
    """Whether a line is a comment of words, as in '# dW1' above an array."""
    if len(tokens) != 1 or tokens[0].kind != "comment":
        return False
    return not re.search(r"[0-9][.,][0-9]|\.[0-9]|[\[=]", source.of(tokens[0]))


def _fits(table: Table, rows: list[list[Cell]]) -> bool:
    """Whether rows have the width of a table, though another sign stands between their cells."""
    return bool(table.rows) and bool(rows) and len(rows[0]) == len(table.rows[-1])


def _heads(source: Source, words: _Words | None, rows: list[list[Cell]]) -> list[Cell] | None:
    """The words as column heads, if they stand right above numbers as in a print; else None."""
    if not words or not rows or not words.tokens:
        return None
    heads = [Cell(NAME, source.of(token), token.start, token.end) for token in words.tokens]
    cells = [cell for cell in rows[0] if cell.kind != NAME]
    if not 0 <= len(cells) - len(heads) <= 1 or len(cells) < 2:
        return None
    return heads if right_above(source, heads, cells[len(cells) - len(heads) :]) else None


def _up_to_three_dimensions(label: str, block: Block) -> list[tuple[str, Block]]:
    """The block itself; one of four dimensions as a list of blocks, as for several layers."""
    if len(block.shape) <= 3:
        return [(label, block)]
    if len(block.shape) > 4:
        raise BackpropError(
            f"The text has an array of {len(block.shape)} dimensions. It takes up to three."
        )
    size = len(block.cells) // block.shape[0]
    return [
        (f"{label}[{at}]", replace(block, cells=block.cells[at * size : (at + 1) * size], shape=block.shape[1:]))
        for at in range(block.shape[0])
    ]
