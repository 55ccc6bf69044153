"""η·∂loss/∂W, which the update subtracts: the step with its sign turned.

Some write that name over the step itself. Of both readings the one that lies nearer to what is
right is taken, so that right work is never called wrong for a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Array
from playground.check.arrangements import Way
from playground.check.cells import negated

if TYPE_CHECKING:
    from playground.check.reading import Item

_MARK = ", subtracted"


def subtracted(way: Way) -> Way:
    """The same way for numbers that the update subtracts."""
    said = "; ".join(filter(None, (way.said, "read as what is subtracted: the step is minus it")))
    parts = tuple((place, negated(cells)) for place, cells in way.parts)
    return replace(way, name=f"{way.name}{_MARK}", said=said, parts=parts)


def is_subtracted(way: Way) -> bool:
    """Whether a way turns the sign."""
    return way.name.endswith(_MARK)


def with_signs_settled(
    items: Sequence[Item], right: dict[str, list[Array | None]]
) -> tuple[Item, ...]:
    """Each item that may be subtracted, as the step if that is nearer; `right` has the steps."""
    return tuple(_settled(item, right) for item in items)


def _settled(item: Item, right: dict[str, list[Array | None]]) -> Item:
    if item.taken is None or not is_subtracted(item.taken.way):
        return item
    name = item.taken.way.name.removesuffix(_MARK)
    other = next(
        (one for one in item.options if one.place == item.taken.place and one.way.name == name),
        None,
    )
    if other is None or _distance(item.taken.way, right) <= _distance(other.way, right):
        return item
    return replace(item, taken=other)


def _distance(way: Way, right: dict[str, list[Array | None]]) -> float:
    total = 0.0
    for (quantity, layer), cells in way.parts:
        exact = right.get(quantity, [])[layer]
        values = np.vectorize(_value, otypes=[float])(cells)
        if exact is not None and np.size(exact) == values.size:
            total += float(np.nansum(np.abs(values.ravel() - np.ravel(exact))))
    return total


def _value(cell: object) -> float:
    try:
        return float(str(cell).replace(",", "."))
    except ValueError:
        return float("nan")  # a gap, or a fraction
