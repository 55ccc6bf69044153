"""What the drawing board reports, and the edit that each gesture is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backprop_core import BackpropError
from playground.exercise.document import Document
from playground.exercise.edits.column_edits import add_layer
from playground.exercise.edits.edited import Edit, Edited
from playground.exercise.edits.neuron_edits import add_neuron, move_neuron, remove_neuron
from playground.exercise.edits.value_edits import connect, cut

# The fields of a gesture come from the browser: they are whole numbers, or it is refused.
GESTURES: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "add_neuron": (add_neuron, ("column",)),
    "add_layer": (add_layer, ("after",)),
    "remove_neuron": (remove_neuron, ("column", "neuron")),
    "move_neuron": (move_neuron, ("column", "from", "to")),
    "connect": (connect, ("layer", "to", "from")),
    "cut": (cut, ("layer", "to", "from")),
}

NAME_A_NEURON = {
    "remove_neuron",
    "move_neuron",
    "connect",
    "cut",
    "select",
    "set_number",
    "choose_number",
}


def is_late(gesture: Mapping[str, Any], sizes: Sequence[int]) -> bool:
    """Whether it was made on another drawing than the present one, of these `sizes`, so that what
    it names may be another neuron now, or another column. It says on which; else nobody knows."""
    seen = gesture.get("sizes")
    if not isinstance(seen, list):
        return False
    return seen != list(sizes) if gesture["kind"] in NAME_A_NEURON else len(seen) != len(sizes)


def by_gesture(document: Document, gesture: Mapping[str, Any]) -> Edited:
    """The edit that a gesture on the board asks for."""
    edit, fields = GESTURES[gesture["kind"]]
    values = [gesture.get(field) for field in fields]
    if not all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        raise BackpropError(f"The gesture {gesture['kind']} takes {', '.join(fields)}.")
    return edit(document, *values)
