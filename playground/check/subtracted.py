"""η·∂loss/∂W, which the update subtracts: the step with its sign turned.

Some write that name over the step itself. Of both readings the one that lies nearer to what is
right is taken, so that right work is never called wrong for a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from backprop_core import Array
from playground.check.arrangements import Way
from playground.check.cells import negated, values_of
from playground.check.usual import Option

Right = Mapping[str, Sequence[Array | None]]


def subtracted(way: Way) -> Way:
    """The same way for numbers that the update subtracts."""
    said = "; ".join(filter(None, (way.said, "read as what is subtracted: the step is minus it")))
    parts = tuple((place, negated(cells)) for place, cells in way.parts)
    return replace(way, name=_name(way), said=said, parts=parts, subtracted=True)


def _name(way: Way) -> str:
    return f"{way.name}, subtracted"


def nearer(taken: Option, options: Sequence[Option], right: Right) -> Option:
    """A reading as what is subtracted, or as the step itself where that is nearer to `right`."""
    same = (one for one in options if one.place == taken.place)
    as_step = next((one for one in same if _name(one.way) == taken.way.name), taken)
    return as_step if _distance(as_step.way, right) < _distance(taken.way, right) else taken


def _distance(way: Way, right: Right) -> float:
    total = 0.0
    for (quantity, layer), cells in way.parts:
        exact, values = right[quantity][layer], values_of(cells)
        if exact is not None and np.size(exact) == values.size:
            total += float(np.nansum(np.abs(values.ravel() - np.ravel(exact))))
    return total
