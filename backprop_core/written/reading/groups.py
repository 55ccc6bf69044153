"""What stands in one pair of brackets, and what shape it gives the numbers.

Python's lists nest; MATLAB's rows end with a semicolon or at the end of a line; a dict names its
arrays. Rows of different lengths may be the layers of a network, and then the label says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.reading.blocks import (
    Block,
    Node,
    Several,
    labelled,
    matrix,
    noted,
    stacked,
    up_to_three_dimensions,
)
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.tokens import Token

# What tells how large an array is, or a layer, and is none itself.
SIZES = re.compile(r"(?:^|[ ._])(?:shape|size|dims?|strides?|offset|numel|(?:in|out)_features)$")
LINE = 74  # characters: NumPy breaks a row of numbers where no further one fits into its line


@dataclass
class Group:
    """What has been read of one pair of brackets."""

    opening: Token
    is_nested: bool = False  # in another list, where the end of a line does not end a row
    items: list[Node] = field(default_factory=list)
    named: list[tuple[str, Node]] = field(default_factory=list)
    pair: str = ""  # the name in ('fc1.weight', tensor(…))
    options: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # how many items stand before each ;
    lines: list[int] = field(default_factory=list)  # how many stand before each end of a line
    has_comma: bool = False


def finished(source: Source, group: Group) -> Node:
    """What the brackets hold, as numbers in a shape; raises BackpropError where it has none."""
    if group.pair and len(group.items) == 1 and not group.named:
        group.named, group.items = [(group.pair, group.items[0])], []
    elif group.pair:
        raise source.refusal(group.opening, f"with {quoted(group.pair, 40)}, which is not a number")
    if group.named and group.items:
        raise source.refusal(group.opening, "with named and unnamed numbers in one bracket")
    if group.named:
        only = group.named[0][1] if [name for name, _ in group.named] == ["value"] else None
        if isinstance(only, Block):  # Param(value=…)
            return noted(replace(only, is_whole=True), group.notes)
        return noted(replace(_dictionary(group.named), is_pair=bool(group.pair)), group.notes)
    if group.items:
        return noted(_shaped(source, group), group.notes)
    if group.notes:
        return Several(())
    raise source.refusal(group.opening, "with no number in it")


def _shaped(source: Source, group: Group) -> Node:
    if group.rows:
        return _with_rows(source, group)
    only = group.items[0] if len(group.items) == 1 and not group.has_comma else None
    if only is not None and group.opening.kind == "(":
        return only
    if isinstance(only, Block) and only.is_matlab:
        return only
    is_flat = all(isinstance(item, str) for item in group.items)
    if group.lines and is_flat and not group.is_nested:
        return _with_lines(source, group)
    return stacked(group.items)


def _pieces(items: Sequence[Node], ends: list[int]) -> list[list[Node]]:
    """The items cut at each of the ends."""
    cuts = [*ends, len(items)]
    return [list(items[a:b]) for a, b in zip([0, *cuts], cuts, strict=False)]


def _with_rows(source: Source, group: Group) -> Node:
    """MATLAB's rows, with semicolons between: of numbers, or of brackets."""
    rows = _pieces(group.items, group.rows)
    if not rows[-1]:
        rows.pop()
    if not all(rows):
        raise source.refusal(group.opening, "with a row that has no number")
    texts = [[item for item in row if isinstance(item, str)] for row in rows]
    if sum(map(len, texts)) < len(group.items):
        return replace(matrix(_rows_of_brackets(source, group, rows)), is_matlab=True)
    if source.decimal_comma and all(len(row) == 1 for row in rows):
        return stacked([row[0] for row in rows])
    return replace(matrix(texts), is_matlab=True)


def _rows_of_brackets(
    source: Source, group: Group, rows: list[list[Node]]
) -> list[tuple[str, ...]]:
    """The rows in [[1 2]; [3 4]], where each bracket is one or several."""
    blocks = [row[0] for row in rows if len(row) == 1 and isinstance(row[0], Block)]
    flat = [block for block in blocks if isinstance(block, Block) and 0 < len(block.shape) < 3]
    if len(flat) != len(rows):
        raise source.refusal(group.opening, "with numbers and brackets side by side")
    return [
        block.cells[start : start + block.shape[-1]]
        for block in flat
        for start in range(0, len(block.cells), block.shape[-1])
    ]


def _with_lines(source: Source, group: Group) -> Node:
    """Numbers on several lines in one bracket: MATLAB's rows, or one row that was wrapped."""
    texts = [
        [item for item in row if isinstance(item, str)]
        for row in _pieces(group.items, group.lines)
        if row
    ]
    if len({len(row) for row in texts}) > 1:
        return stacked(group.items)
    end = source.text.find("\n", group.opening.end)
    first_line = source.text[group.opening.end : end]
    places = [number.span() for number in re.finditer(r"\S+", first_line)]
    widths = [other[0] - one[0] for one, other in pairwise(places)]
    widths += [end + 1 for _, end in places[:1]]  # of a cell, with the space behind it
    if (len(places) + 1) * max(widths, default=LINE) > LINE:
        return noted(stacked(group.items), ["lines read as one row that was wrapped"])
    return matrix(texts)


def _dictionary(named: list[tuple[str, Node]]) -> Several:
    """A dict's entries; those of a dict in the dict have both names."""
    parts: list[tuple[str, Block]] = []
    seen: set[str] = set()
    for name, node in named:
        if name in seen:
            raise BackpropError(f"The text has the name {quoted(name, 40)} twice in one bracket.")
        seen.add(name)
        if SIZES.search(name) and not isinstance(node, Several) and len(named) > 1:
            continue
        if isinstance(node, Several):
            parts += [(labelled(name, part), block) for part, block in layers(name, node)]
        else:
            parts.append((name, node if isinstance(node, Block) else Block((node,), ())))
    return Several(tuple(parts))


def layers(label: str | None, node: Several) -> tuple[tuple[str, Block], ...]:
    """The parts of a list of unequal rows, if they can be one array for each layer.

    dW, db or delta of all layers can; dW1, which is of one layer, and what has no label cannot.
    """
    if node.uneven and (not label or re.search(r"[0-9]\W*$", label)):
        raise BackpropError(f"The text has rows of different lengths ({node.uneven}).")
    return node.parts


def named_blocks(label: str | None, node: Node) -> list[tuple[str | None, Block]]:
    """Every array that a node holds, each with its whole label."""
    if isinstance(node, Several):
        parts = layers(label, node)
    else:
        parts = (("", node if isinstance(node, Block) else Block((node,), ())),)
    return [
        (labelled(label or "", name) or None, piece)
        for part, block in parts
        for name, piece in up_to_three_dimensions(part, block)
    ]
