"""Rows of numbers without brackets: cells between spaces, commas, tabs, semicolons, | or &.

A cell is a number, a place where none is given, or a name. Which sign stands between cells is
seen from the row itself; a sign that stands twice with nothing between leaves a cell empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from backprop_core.written.number import is_number
from backprop_core.written.reading.blocks import is_gap
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.tokens import Token

GIVEN, GAP, NAME = "given", "gap", "name"
_IN_ROWS = frozenset(["run", "gap", "dash", ",", ";", "tab", "&", "break", "string"])
_NOT_IN_ROWS = frozenset(["=", ":", "[", "(", "{", "begin", "printed", "elision", "option", ">"])
_BREAKS = ("|", "tab", "&", ";", ",")
_INDEXED = re.compile(r"[^\W\d]\w*(?:\[[0-9]{1,3}(?:, ?[0-9]{1,3})?\]){1,2}")


class Cell(NamedTuple):
    """One cell of a row: what it is, its text, and where it ends."""

    kind: str
    text: str
    start: int
    end: int

    def number(self, source: Source) -> str:
        """The cell's text if it is a number or a gap; raises BackpropError for a name."""
        if self.kind == NAME:
            token = Token("name", self.start, self.end)
            raise source.refusal(token, "which is not a number")
        return self.text


def separator(source: Source, tokens: list[Token]) -> str:
    """What stands between the cells of a row: one of | tab & ; , or "" for spaces."""
    kinds = {token.kind for token in tokens}
    for kind in _BREAKS:
        if kind in kinds:
            return kind
    has_comma = not source.decimal_comma and any(
        "," in source.of(t) for t in tokens if t.kind == "run"
    )
    return "," if has_comma else ""


def without_end(source: Source, tokens: list[Token]) -> list[Token]:
    """Without the semicolon that ends a line of numbers with commas between."""
    kinds = [token.kind for token in tokens]
    is_end = kinds[-1] == ";" and kinds.count(";") == 1 and kinds[0] == "run"
    return tokens[:-1] if is_end and "," in source.of(tokens[0]) else tokens


def is_row(source: Source, tokens: list[Token]) -> bool:
    """Whether a line is cells and nothing else: no label with = or :, no brackets.

    Words may stand in it between tabs and |, and before the first comma or semicolon.
    """
    kinds = _kinds(source, tokens)
    if "|" in kinds:
        return not {"[", "{", "begin"} & set(kinds)
    if _NOT_IN_ROWS & set(kinds):
        return False
    if set(kinds) <= _IN_ROWS:
        return True
    between = separator(source, tokens)
    if between == "tab":
        return True
    if between not in (",", ";") or set(kinds) - _IN_ROWS - {"name"}:
        return False
    first = next(at for at, kind in enumerate(kinds) if kind in (",", ";", "run"))
    return "run" not in kinds or "name" not in kinds[first:]


def _is_indexed(source: Source, piece: list[Token]) -> bool:
    """Whether a cell is the name of an entry, as in W2[2][0]."""
    named = len(piece) > 3 and piece[0].kind == "name"
    return named and bool(_INDEXED.fullmatch(source.between(piece[0], piece[-1])))


def _kinds(source: Source, tokens: list[Token]) -> list[str]:
    """The kinds of a row's tokens; in a table the name of an entry, with its indices, is one."""
    kinds, between = [token.kind for token in tokens], separator(source, tokens)
    if between not in ("|", "tab") or "[" not in kinds:
        return kinds
    kinds = []
    for piece in _split(tokens, between):
        kinds += ["name"] if _is_indexed(source, piece) else [token.kind for token in piece]
        kinds.append(between)
    return kinds[:-1]


def without_bars(source: Source, tokens: list[Token]) -> list[Token]:
    """A line of a log, iter 1 | loss 0.25 | w1 = 0.3, as one with commas; others as they are."""
    between = separator(source, tokens)
    if between not in ("|", "tab"):
        return tokens
    pieces = [piece for piece in _split(tokens, between) if piece]
    if len(pieces) < 2 or not all(_is_named(piece) for piece in pieces):
        return tokens
    if all(source.of(piece[-1]).isdigit() for piece in pieces):
        return tokens  # neuron 1 | neuron 2, the heads of columns
    first, *rest = pieces
    return [
        *first,
        *(t for piece in rest for t in (Token(",", piece[0].start, piece[0].start), *piece)),
    ]


def _is_named(piece: list[Token]) -> bool:
    kinds = [token.kind for token in piece]
    return len(piece) > 1 and kinds[0] == "name" and kinds[-1] == "run" and "[" not in kinds


def rows_of(source: Source, tokens: list[Token]) -> list[list[Cell]]:
    """The cells of one line. It may hold several rows, with ; or \\\\ between them."""
    if negative := _spaced_minus(source, tokens):
        return [[negative]]
    lines = [line for line in _split(tokens, "break") if line]
    if len(lines) > 1:
        return [row for line in lines for row in rows_of(source, line)]
    tokens = lines[0] if lines else []
    between = separator(source, tokens)
    if between in ("|", "tab", "&"):
        return [_delimited(source, tokens, between)]
    if between == ";":
        return _with_semicolons(source, tokens)
    if between == ",":
        return [_with_commas(source, tokens)]
    cells = list(_elements(source, tokens))
    if len(cells) > 1 and (dash := next((t for t in tokens if source.of(t) in ("-", "—")), None)):
        raise source.refusal(
            dash,
            "between spaces; write ? where no number is given, and a minus sign without a space",
        )
    return [cells]


def _spaced_minus(source: Source, tokens: list[Token]) -> Cell | None:
    """A minus sign, a space and one number: - 0.5"""
    if [token.kind for token in tokens] != ["dash", "run"]:
        return None
    text = source.between(*tokens)
    if len(source.numbers(tokens[1])) > 1 or not is_number(text):
        return None
    return Cell(GIVEN, text, tokens[0].start, tokens[1].end)


def _split(tokens: list[Token], kind: str) -> Iterator[list[Token]]:
    piece: list[Token] = []
    for token in tokens:
        if token.kind == kind:
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def _delimited(source: Source, tokens: list[Token], between: str) -> list[Cell]:
    pieces = list(_split(tokens, between))
    if between == "|":
        pieces = [[token for token in piece if token.kind != "tab"] for piece in pieces]
        pieces = pieces[not pieces[0] : len(pieces) - (not pieces[-1])]
    if between == "|" and len(pieces) == 1:  # | 0.1 0.2 |, with lines for brackets
        return rows_of(source, pieces[0])[0]
    return [_one(source, piece) for piece in pieces]


def _with_semicolons(source: Source, tokens: list[Token]) -> list[list[Cell]]:
    pieces = list(_split(tokens, ";"))
    if not pieces[-1]:
        pieces.pop()
    if all(len(piece) < 2 and _is_one(source, piece) for piece in pieces):
        return [[_one(source, piece) for piece in pieces]]
    return [rows_of(source, piece)[0] for piece in pieces]


def _is_one(source: Source, piece: list[Token]) -> bool:
    return not piece or piece[0].kind != "run" or len(source.numbers(piece[0])) == 1


def _with_commas(source: Source, tokens: list[Token]) -> list[Cell]:
    """Cells between commas, of which most stand inside a run of numbers."""
    cells: list[Cell] = []
    for piece in _split(tokens, ","):
        if len(piece) == 1 and piece[0].kind == "run":
            cells += _elements(source, piece)
        else:
            cells.append(_one(source, piece))
    return cells


def _one(source: Source, piece: list[Token]) -> Cell:
    """The one cell that a piece between two signs is."""
    if not piece:
        return Cell(GAP, "", 0, 0)
    if len(piece) == 1 and piece[0].kind == "run" and _is_one(source, piece):
        return Cell(GIVEN, source.of(piece[0]), piece[0].start, piece[0].end)
    if _is_indexed(source, piece):
        return Cell(NAME, source.between(piece[0], piece[-1]), piece[0].start, piece[-1].end)
    cells = list(_elements(source, piece))
    if len(cells) == 1 or (negative := _spaced_minus(source, piece)):
        return cells[0] if len(cells) == 1 else negative or cells[0]
    if all(cell.kind != NAME for cell in cells) or any(
        cell.kind == GIVEN and not cell.text.isdigit() for cell in cells
    ):
        raise source.refusal(piece[0], "which is more than one number or name in a cell", piece[-1])
    return Cell(NAME, source.between(piece[0], piece[-1]), piece[0].start, piece[-1].end)


def _elements(source: Source, tokens: list[Token]) -> Iterator[Cell]:
    """Each number and each word by itself."""
    for token in tokens:
        text = source.of(token)
        if token.kind == "run":
            numbers = source.numbers(token)
            if len(numbers) == 1:
                yield Cell(GIVEN, text, token.start, token.end)
                continue
            place = token.start
            for number in numbers:
                place = source.text.index(number, place)
                yield Cell(GIVEN, number, place, place + len(number))
                place += len(number)
        elif token.kind in ("gap", "dash"):
            yield Cell(GAP, text, token.start, token.end)
        elif token.kind == "string":
            is_name = not is_gap(text[1:-1]) and not is_number(text[1:-1])
            kind = NAME if is_name else GAP if is_gap(text[1:-1]) else GIVEN
            inner = text[1:-1] if is_name else source.quoted_number(token)
            yield Cell(kind, inner, token.start, token.end)
        elif token.kind == "elision":
            raise source.elision(token)
        elif token.kind == "word" and re.search(r"[0-9].*[.,*/+^-]|[.].*[0-9]", text):
            raise source.refusal(token, "which is not a number; nothing in a text is evaluated")
        else:
            yield Cell(NAME, text, token.start, token.end)
