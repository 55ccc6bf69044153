"""Where a neuron is after an edit: places shift when one before it goes, comes, or changes sides.

The walk and the selection know neurons by their place, so every edit says where they went.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backprop_core import Address
from playground.where import Neuron, Selected, Weight

Move = Callable[[Neuron], Neuron | None]  # before → after; None where it is gone


def stay(place: Neuron) -> Neuron | None:
    """Every neuron is where it was."""
    return place


def reordered(column: int, order: Sequence[int]) -> Move:
    """The neurons of a column stand in that order now; those left out are gone."""

    def moved(place: Neuron) -> Neuron | None:
        if place.column != column:
            return place
        return Neuron(column, order.index(place.neuron)) if place.neuron in order else None

    return moved


def column_added(after: int) -> Move:
    """There is a new column after that one."""
    return lambda place: Neuron(place.column + (place.column > after), place.neuron)


def column_removed(column: int) -> Move:
    """That column is gone."""

    def moved(place: Neuron) -> Neuron | None:
        after = Neuron(place.column - (place.column > column), place.neuron)
        return None if place.column == column else after

    return moved


def all_removed(_: Neuron) -> Neuron | None:
    """Nothing is left."""
    return None


def one_then_other(one: Move, other: Move) -> Move:
    """Both moves, one after the other."""

    def moved(place: Neuron) -> Neuron | None:
        between = one(place)
        return None if between is None else other(between)

    return moved


def address_after(at: Address, moved: Move) -> Address | None:
    """The address of the same number; None where it went with a neuron."""
    if at.layer is None:
        return at
    to = moved(Neuron(at.layer + 1, at.neuron or 0))
    if to is None and at.neuron is None:
        return at
    source = None if at.source is None else moved(Neuron(at.layer, at.source))
    if to is None or to.column == 0 or (source is None) != (at.source is None):
        return None
    return at._replace(
        layer=to.column - 1,
        neuron=None if at.neuron is None else to.neuron,
        source=None if source is None else source.neuron,
    )


def selection_after(chosen: Selected | None, moved: Move) -> Selected | None:
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
