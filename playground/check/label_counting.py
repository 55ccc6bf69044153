"""Of two readings of a label, the one in which its numbers are right.

w1, w2, w3 may count the weights into each neuron or those from each, w_21 may name the sender or
the receiver first, and a^(2) may be of either layer. No shape tells which is meant, but the numbers
do: right work is never called wrong for how its author counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from backprop_core import Array, backward, forward, read_number, update
from playground.check.arrangements import Cells
from playground.check.reading import Item
from playground.check.subtracted import Right
from playground.check.usual import Option
from playground.exercise.document import Document, network_of

_COUNTED = ("counted, ", "one number")  # how the names of such ways begin
# dw_x1h2, w 4->6: nobody can take the one end for the other.
_DIRECTED = re.compile(r"(?i)[xiho]_?\d.*[xiho]_?\d|→|->|⟶|\bto\b|\bfrom\b")
_ROUGHLY = 0.02  # as far as numbers rounded on the way may be off, of their size


def is_open(item: Item) -> bool:
    """Whether the numbers could tell how the item's label counts."""
    return bool(_rivals(item)) or _other_way(item) is not None


def fitted(items: Sequence[Item], right: Right, chosen: Collection[str]) -> Iterator[Item]:
    """The items, with the labels that can count in two ways read as their numbers are right. The
    items of the numbers in `chosen` stay as the reader has them, and others count as they do."""
    others = {n: other for n, one in enumerate(items) if (other := _other_way(one)) is not None}
    said = {not other.way.turned for n, other in others.items() if str(n) in chosen}
    free = {n: other for n, other in others.items() if str(n) not in chosen}
    before = sum(_is_near(one, right) for n in free if (one := items[n].taken) is not None)
    is_other = sum(_is_near(one, right) for one in free.values()) > before
    for n, item in enumerate(items):
        fitting = [one for one in _rivals(item) if _is_near(one, right)]
        if n in free and (free[n].way.turned in said if said else is_other):
            yield replace(item, taken=free[n], again=None)
        elif len(fitting) == 1:
            yield replace(item, taken=fitting[0])
        else:
            yield item


def right_numbers(now: Document) -> Right:
    """All numbers of the pass and of one step of gradient descent after it, by quantity."""
    network = network_of(now)
    f = forward(network, now["x"])
    g = backward(network, f, now["y"])
    rate = float(now["learning_rate"])
    new = update(network, g, rate)
    return {
        "z": [layer.z for layer in f.layers],
        "a": [layer.a for layer in f.layers],
        "da": [layer.da for layer in g.layers],
        "delta": [layer.delta for layer in g.layers],
        "dW": [layer.dW for layer in g.layers],
        "step_W": [-rate * layer.dW for layer in g.layers],
        "step_b": [None if layer.db is None else -rate * layer.db for layer in g.layers],
        "W": [layer.W for layer in new.layers],
    }


def _rivals(item: Item) -> tuple[Option, ...]:
    """The options of an item that is asked only for the layer that its number counts."""
    if not item.asks or not re.search(r"\d", item.array.label or ""):
        return ()
    return item.options if len({one.place[0] for one in item.options}) == 1 else ()


def _other_way(item: Item) -> Option | None:
    """The taken weight counted the other way."""
    taken = item.taken
    if taken is None or not taken.way.name.startswith(_COUNTED):
        return None
    if _DIRECTED.search(item.array.label or ""):
        return None
    return item.turned_back


def _is_near(option: Option, right: Right) -> bool:
    """Whether all numbers are about right, whatever their sign: some turn it all the way."""
    return all(
        place[0] in right and _all_near(cells, right[place[0]][place[1]])
        for place, cells in option.way.parts
    )


def _all_near(cells: Cells, exact: Array | None) -> bool:
    if exact is None or np.size(exact) != cells.size:
        return False
    given = [
        (str(cell), abs(float(value))) for cell, value in zip(cells.flat, exact.flat, strict=True)
    ]
    read = [(read_number(text, "a number", fractions=True), size) for text, size in given if text]
    return all(
        abs(abs(one.value) - size) <= max(_ROUGHLY * size, 2 * one.half_unit) for one, size in read
    )
