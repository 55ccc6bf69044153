"""Where a neuron is after an edit: places shift when one before it goes, comes, or changes sides.

The walk and the selection know neurons by their place, so they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from backprop_core import Address
from playground.exercise import edits
from playground.where import Neuron, Selected, Weight

Moved = Callable[[Neuron], Neuron | None]  # (column, neuron) before → after; None where it is gone


def moved_by(change: Callable[..., Any], args: Sequence[Any], sizes: Sequence[int]) -> Moved:
    """What `change(document, *args)` does to the places in a drawing of those sizes."""
    if change is edits.by_gesture:
        (gesture,) = args
        change, fields = edits.GESTURES[gesture["kind"]]
        args = [gesture[field] for field in fields]
    rule = _RULES.get(change)
    return stay if rule is None else rule(sizes, *args)


def stay(place: Neuron) -> Neuron | None:
    """Most edits leave every neuron where it is."""
    return place


def _remove_neuron(sizes: Sequence[int], column: int, neuron: int) -> Moved:
    if sizes[column] == 1:
        return _remove_column(sizes, column)
    keep = [j for j in range(sizes[column]) if j != neuron]
    return _reordered(column, keep)


def _move_neuron(sizes: Sequence[int], column: int, neuron: int, to: int) -> Moved:
    order = [j for j in range(sizes[column]) if j != neuron]
    order.insert(to, neuron)
    return _reordered(column, order)


def _reordered(column: int, order: Sequence[int]) -> Moved:
    def moved(place: Neuron) -> Neuron | None:
        if place[0] != column:
            return place
        return Neuron(column, order.index(place[1])) if place[1] in order else None

    return moved


def _add_layer(_: Sequence[int], after: int) -> Moved:
    return lambda place: Neuron(place[0] + (place[0] > after), place[1])


def _remove_column(_: Sequence[int], column: int) -> Moved:
    def moved(place: Neuron) -> Neuron | None:
        after = Neuron(place.column - (place.column > column), place.neuron)
        return None if place.column == column else after

    return moved


_RULES: dict[Callable[..., Any], Callable[..., Moved]] = {
    edits.remove_neuron: _remove_neuron,
    edits.move_neuron: _move_neuron,
    edits.add_layer: _add_layer,
    edits.remove_column: _remove_column,
}


def address_after(at: Address, moved: Moved) -> Address | None:
    """The address of the same number; None where it went with a neuron."""
    if at.layer is None:
        return at
    to = moved(Neuron(at.layer + 1, at.neuron or 0))
    if to is None and at.neuron is None:
        return at
    source = None if at.source is None else moved(Neuron(at.layer, at.source))
    if to is None or to[0] == 0 or (source is None) != (at.source is None):
        return None
    return at._replace(
        layer=to[0] - 1,
        neuron=None if at.neuron is None else to[1],
        source=None if source is None else source[1],
    )


def selection_after(chosen: Selected | None, moved: Moved) -> Selected | None:
    """The selected neuron or weight where it is now; None where it is gone."""
    if chosen is None:
        return None
    if isinstance(chosen, Neuron):
        return moved(chosen)
    to = moved(Neuron(chosen.layer + 1, chosen.to))
    source = moved(Neuron(chosen.layer, chosen.source))
    if to is None or source is None or to.column != source.column + 1:
        return None
    return Weight(source.column, to.neuron, source.neuron)
