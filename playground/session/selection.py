"""What is selected: a neuron or a weight, the same on every page."""

from __future__ import annotations

from typing import Literal

from playground.exercise.document import connected_of, sizes_of
from playground.session.shown import document
from playground.session.store import state, writable
from playground.where import Selected, Weight, plain, selection_in, within

Which = Literal["selected", "selected_too"]
SELECTIONS: tuple[Which, ...] = ("selected", "selected_too")


def selected(which: Which = "selected") -> Selected | None:
    """The neuron or weight that is selected; "selected_too" is the second of two."""
    return selection_in(state()[which])


def select(place: Selected | None, which: Which = "selected") -> bool:
    """Select that, or with None nothing. A press that comes late, on what has gone, changes nothing
    and gives back False."""
    there = place is None or has(place)
    if there:
        writable()[which] = plain(place)
    return there


def has(place: Selected) -> bool:
    """Whether the drawing has that neuron or connection."""
    now = document()
    if not within(place, sizes_of(now)):
        return False
    if not isinstance(place, Weight):
        return True
    return bool(connected_of(now["layers"][place.layer])[place.to, place.source])
