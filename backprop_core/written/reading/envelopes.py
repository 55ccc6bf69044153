"""What stands around an array as a whole: LaTeX's environments, TensorFlow's variables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core.written.reading.blocks import Block, Node, Several, matrix
from backprop_core.written.reading.heads import is_empty
from backprop_core.written.reading.rows import NAME, rows_of
from backprop_core.written.reading.tables import with_names
from backprop_core.written.reading.tokens import OPENING

if TYPE_CHECKING:
    from backprop_core.written.reading.brackets import Brackets

_VARIABLE = re.compile(r"Variable '([^']{1,200})'|\bpath=([^,]{1,200}),|\bname=([\w/:.]{1,200}),")


def environment(brackets: Brackets, at: int) -> tuple[Node, int]:
    """LaTeX's bmatrix, pmatrix, array and the like: & between columns, \\\\ between rows."""
    end = next(
        i for i in range(at, len(brackets.tokens)) if brackets.tokens[i].kind in ("end", "}")
    )
    inner = [token for token in brackets.tokens[at + 1 : end] if token.kind != "newline"]
    if odd := next((token for token in inner if token.kind in OPENING), None):
        raise brackets.source.refusal(odd, "which is not a number")
    rows = rows_of(brackets.source, inner)
    if not any(rows):
        raise brackets.source.refusal(brackets.tokens[at], "with no number in it")
    has_corner = len(rows) > 2 and is_empty(rows[0][0])  # above the names of rows
    if has_corner or any(cell.kind == NAME for row in rows for cell in row):
        return with_names(brackets.source, rows), end + 1
    block = matrix([[cell.number(brackets.source) for cell in row] for row in rows])
    return replace(block, is_matlab=True), end + 1


def printed(brackets: Brackets, at: int) -> tuple[Node, int]:
    """TensorFlow's <tf.Variable 'name' shape=… numpy=…> and Keras's <Variable … value=…>."""
    name = _VARIABLE.search(brackets.source.of(brackets.tokens[at]))
    node, behind = brackets.value(brackets.after_newlines(at + 1))
    while brackets.tokens[behind].kind in (",", "option", "newline"):
        behind += 1
    if brackets.tokens[behind].kind != ">":
        raise brackets.unreadable(behind)
    if isinstance(node, Block):
        node = replace(node, is_whole=True)
    if name and not isinstance(node, Several):
        block = Block((node,), ()) if isinstance(node, str) else node
        label = next(part for part in name.groups() if part)
        return Several(((label, block),), is_pair=True), behind + 1
    return node, behind + 1
