"""What has been read so far: numbers as written, in a shape.

A `Block` is an array: its cells in reading order and its shape. What holds several arrays, a
dict or a list of layers, is `Several`. Lists of equal blocks become a block of one dimension
more; lists of unequal ones stay several, and whoever knows their label decides what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backprop_core.errors import BackpropError
from backprop_core.written.reading.scale import scaled

_GAP = re.compile(
    r"\s*(?:[+-]?(?:[a-z]+\.)?nan|NA|N/A|#N/A|None|null|missing|Indeterminate|\?+|-{1,3}|—|_+)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """Numbers as written, row by row, and their shape."""

    cells: tuple[str, ...]
    shape: tuple[int, ...]
    notes: tuple[str, ...] = ()
    is_whole: bool = False  # made by array(…) or tensor(…): an array by itself
    is_matlab: bool = False  # with semicolons between its rows
    is_column_major: bool = False  # made by R's c(…), which matrix(…) fills in column by column


@dataclass(frozen=True)
class Several:
    """Arrays with the labels they have inside a dict or list."""

    parts: tuple[tuple[str, Block], ...]
    uneven: str = ""  # how rows of different lengths differ; "" where they are no rows
    is_pair: bool = False  # one array with its name, as in ('fc1.weight', tensor(…))


Node = str | Block | Several


def is_gap(text: str) -> bool:
    """Whether a cell says that no number is given: empty, nan, None, ?, - and the like."""
    return bool(_GAP.fullmatch(text))


def stacked(items: Sequence[Node]) -> Block | Several:
    """A list of what has been read: one dimension more, or several arrays."""
    if all(isinstance(item, str) for item in items):
        return Block(tuple(item for item in items if isinstance(item, str)), (len(items),))
    blocks = [item for item in items if isinstance(item, Block)]
    if len(blocks) == len(items):
        shapes = {block.shape for block in blocks}
        if len(shapes) == 1 and not (blocks[0].is_whole and blocks[0].shape):
            return joined(blocks, (len(blocks), *blocks[0].shape))
    return _several(items)


def joined(blocks: Sequence[Block], shape: tuple[int, ...]) -> Block:
    """The cells of all blocks, one after the other, in a shape."""
    cells = tuple(cell for block in blocks for cell in block.cells)
    notes = tuple(dict.fromkeys(note for block in blocks for note in block.notes))
    return Block(cells, shape, notes)


def _several(items: Sequence[Node]) -> Several:
    parts: list[tuple[str, Block]] = []
    for place, item in enumerate(items):
        if isinstance(item, Several):
            parts += [
                (name if item.is_pair else f"[{place}]{_behind(name)}", b) for name, b in item.parts
            ]
        else:
            parts.append((f"[{place}]", item if isinstance(item, Block) else Block((item,), ())))
    are_rows = all(
        isinstance(item, str)
        or (isinstance(item, Block) and len(item.shape) < 2 and not item.is_whole)
        for item in items
    )
    return Several(tuple(parts), lengths(items) if are_rows else "")


def _behind(name: str) -> str:
    return name if name.startswith("[") or not name else f".{name}"


def labelled(label: str, part: str) -> str:
    """The label of a part: grads and dW1 give grads.dW1, dW and [0] give dW[0]."""
    return f"{label}{_behind(part)}" if label else part


def lengths(items: Sequence[Node]) -> str:
    """How long each row is, in words for a message: '3, 2' or '3, one number'."""
    shown = [
        str(len(item.cells)) if isinstance(item, Block) and item.shape else "one number"
        for item in items[:10]
    ]
    return ", ".join(shown) + (", …" if len(items) > 10 else "")


def matrix(rows: Sequence[Sequence[str]]) -> Block:
    """Rows of numbers as a block of shape (rows, columns)."""
    sizes = {len(row) for row in rows}
    if len(sizes) != 1:
        sized = lengths([Block(tuple(row), (len(row),)) for row in rows])
        raise BackpropError(f"The text has rows of different lengths ({sized}).")
    return Block(tuple(cell for row in rows for cell in row), (len(rows), sizes.pop()))


def noted(node: Node, notes: Sequence[str]) -> Node:
    """The same with more notes; a single number has none."""
    extra = tuple(dict.fromkeys(notes))
    if not extra or isinstance(node, str):
        return node
    if isinstance(node, Block):
        return replace(node, notes=tuple(dict.fromkeys((*node.notes, *extra))))
    parts = tuple(
        (name, replace(block, notes=(*block.notes, *extra))) for name, block in node.parts
    )
    return replace(node, parts=parts)


def transposed(block: Block) -> Block:
    """Rows as columns; a row of numbers becomes a column."""
    rows, columns = block.shape if len(block.shape) == 2 else (1, len(block.cells))
    cells = tuple(block.cells[r * columns + c] for c in range(columns) for r in range(rows))
    return replace(block, cells=cells, shape=(columns, rows), notes=(*block.notes, "transposed"))


def up_to_three_dimensions(label: str, block: Block) -> list[tuple[str, Block]]:
    """The block itself; one of four dimensions as a list of blocks, as for several layers."""
    if len(block.shape) <= 3:
        return [(label, block)]
    if len(block.shape) > 4:
        raise BackpropError(
            f"The text has an array of {len(block.shape)} dimensions. It takes up to three."
        )
    size = len(block.cells) // block.shape[0]
    pieces = [block.cells[at * size : (at + 1) * size] for at in range(block.shape[0])]
    return [
        (f"{label}[{at}]", replace(block, cells=cells, shape=block.shape[1:]))
        for at, cells in enumerate(pieces)
    ]


def times_power_of_ten(block: Block, factor: str, power: int) -> Block:
    """A block below a scale factor such as MATLAB's 1.0e-03 *."""
    cells = tuple(cell if is_gap(cell) else scaled(cell, power) for cell in block.cells)
    return replace(block, cells=cells, notes=(*block.notes, f"read with the scale factor {factor}"))
