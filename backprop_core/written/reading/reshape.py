"""reshape(…): Fortran, MATLAB and Julia fill an array column by column, NumPy row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import prod

from backprop_core.errors import BackpropError
from backprop_core.written.reading.blocks import Block, Node, transposed

NAMES = frozenset(["reshape", "row_reshape"])
_SIZE = re.compile(r"-1|[0-9]{1,9}")


def reshaped(node: Node, sizes: Sequence[Node], *, by_row: bool) -> Block:
    """The same numbers in another shape, in which -1 stands for as many as are left."""
    flat = [size for each in sizes for size in (each.cells if isinstance(each, Block) else [each])]
    if isinstance(node, Block) and flat and all(_is_size(size) for size in flat):
        shape = _whole([int(str(size)) for size in flat], len(node.cells))
        if prod(shape) == len(node.cells) and len(shape) < (4 if by_row else 3):
            if by_row or len(shape) < 2:
                return replace(node, shape=shape, is_whole=True)
            turned = transposed(replace(node, shape=shape[::-1], is_whole=True))
            return replace(turned, notes=(*node.notes, "filled column by column"))
    raise BackpropError("The text holds reshape(…). It takes an array and sizes that fit it.")


def _is_size(node: Node) -> bool:
    return isinstance(node, str) and bool(_SIZE.fullmatch(node))


def _whole(sizes: list[int], count: int) -> tuple[int, ...]:
    if sizes.count(-1) == 1 and (others := -prod(sizes)) > 0:
        sizes[sizes.index(-1)] = count // others
    return tuple(sizes)
