"""What an edit gives, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from backprop_core import BackpropError
from playground.exercise.document import Document, LayerDocument
from playground.exercise.moves import Move, one_then_other, stay


class Edited(NamedTuple):
    """The drawing after an edit, and where its neurons went."""

    document: Document
    move: Move

    def then(self, edit: Edit, *args: object) -> Edited:
        """One more edit."""
        document, move = edit(self.document, *args)
        return Edited(document, one_then_other(self.move, move))


Edit = Callable[..., Edited]  # of a document and what it is to be changed to


def unmoved(document: Document) -> Edited:
    """After an edit that leaves every neuron where it was."""
    return Edited(document, stay)


def with_layer(document: Document, number: int, layer: LayerDocument) -> Document:
    """The document with another layer in that place."""
    layers = list(document["layers"])
    layers[number] = layer
    return {**document, "layers": layers}


def layer_of(document: Document, number: int) -> LayerDocument:
    """That layer, counted from 0. Raises BackpropError where there is none."""
    count = len(document["layers"])
    if not 0 <= number < count:
        takes = f"0 to {count - 1}" if count else "none, since there is none"
        raise BackpropError(f"layer got {number}. It takes {takes}.")
    return document["layers"][number]


def require_column(sizes: Sequence[int], column: int) -> None:
    """Raise BackpropError unless a drawing of these widths has that column."""
    if not 0 <= column < len(sizes):
        takes = f"0 to {len(sizes) - 1}" if sizes else "none, since the board is empty"
        raise BackpropError(f"column got {column}. It takes {takes}.")


def require_neuron(sizes: Sequence[int], column: int, neuron: int) -> None:
    """Raise BackpropError unless a drawing of these widths has that neuron."""
    require_column(sizes, column)
    if not 0 <= neuron < sizes[column]:
        raise BackpropError(f"neuron got {neuron}. It takes 0 to {sizes[column] - 1}.")
