"""What stands around an array as a whole: LaTeX's environments, TensorFlow's variables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backprop_core.written.reading.blocks import Block, Node, Several, matrix
from backprop_core.written.reading.heads import is_empty
from backprop_core.written.reading.rows import NAME, rows_of
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.tables import with_names
from backprop_core.written.reading.tokens import OPENING, Token

_VARIABLE = re.compile(r"Variable '([^']{1,200})'|\bpath=([^,]{1,200}),|\bname=([\w/:.]{1,200}),")


def environment(source: Source, tokens: Sequence[Token], at: int) -> tuple[Node, int]:
    """LaTeX's bmatrix, pmatrix, array and the like: & between columns, \\\\ between rows."""
    end = next(i for i in range(at, len(tokens)) if tokens[i].kind in ("end", "}"))
    inner = [token for token in tokens[at + 1 : end] if token.kind != "newline"]
    if odd := next((token for token in inner if token.kind in OPENING), None):
        raise source.refusal(odd, "which is not a number")
    rows = rows_of(source, inner)
    if not any(rows):
        raise source.refusal(tokens[at], "with no number in it")
    has_corner = len(rows) > 2 and is_empty(rows[0][0])  # above the names of rows
    if has_corner or any(cell.kind == NAME for row in rows for cell in row):
        return with_names(source, rows), end + 1
    block = matrix([[cell.number(source) for cell in row] for row in rows])
    return replace(block, is_matlab=True), end + 1


def variable(opening: str, node: Node) -> Node:
    """What TensorFlow's <tf.Variable 'name' shape=… numpy=…> holds, with the name that its
    `opening` says; Keras's <Variable path=… value=…> as well."""
    name = _VARIABLE.search(opening)
    if isinstance(node, Block):
        node = replace(node, is_whole=True)
    if not name or isinstance(node, Several):
        return node
    block = Block((node,), ()) if isinstance(node, str) else node
    label = next(part for part in name.groups() if part)
    return Several(((label, block),), is_pair=True)
