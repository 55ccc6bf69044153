"""Neurons come, go and change places within their column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from backprop_core import BackpropError
from playground.exercise.document import Document, LayerDocument, sizes_of
from playground.exercise.edits.column_edits import remove_column
from playground.exercise.edits.edited import Edited, require_column, require_neuron, unmoved
from playground.exercise.edits.new_numbers import NEW_INPUT, drawn, new_target
from playground.exercise.limits import MAX_NEURONS
from playground.exercise.moves import reordered

T = TypeVar("T")


def add_neuron(document: Document, column: int) -> Edited:
    """One more neuron at the end of a column, connected to all neighbours."""
    sizes = sizes_of(document)
    require_column(sizes, column)
    if sizes[column] == MAX_NEURONS:
        raise BackpropError(f"A column takes at most {MAX_NEURONS} neurons; this one is full.")
    return unmoved(_place(document, column, sizes[column]))


def _place(document: Document, column: int, at: int) -> Document:
    layers = list(document["layers"])
    new: Document = {**document, "layers": layers}
    if column == 0:
        new["x"] = [[*row, NEW_INPUT] for row in document["x"]]
    else:
        layers[column - 1] = _with_row(document, column - 1, at)
    if column < len(layers):
        layers[column] = _with_column(document, column, at)
    elif layers:
        new["y"] = [[*row, new_target(document)] for row in document["y"]]
    return new


def _with_row(document: Document, number: int, at: int) -> LayerDocument:
    """The layer with one more neuron."""
    old = document["layers"][number]
    n_in = len(old["W"][0])
    layer: LayerDocument = {
        **old,
        "W": [*old["W"], drawn(document, number, at + 1, n_in)[-1].tolist()],
    }
    if isinstance(old["b"], list):
        layer["b"] = [*old["b"], 0.0]
    if "connected" in old:
        layer["connected"] = [*old["connected"], [True] * n_in]
    return layer


def _with_column(document: Document, number: int, at: int) -> LayerDocument:
    """The layer with one more input."""
    old = document["layers"][number]
    column = drawn(document, number, len(old["W"]), at + 1)[:, -1].tolist()
    W = [[*row, w] for row, w in zip(old["W"], column, strict=True)]
    layer: LayerDocument = {**old, "W": W}
    if "connected" in old:
        layer["connected"] = [[*row, True] for row in old["connected"]]
    return layer


def remove_neuron(document: Document, column: int, neuron: int) -> Edited:
    """Take one neuron out; the last one takes its column with it."""
    sizes = sizes_of(document)
    require_neuron(sizes, column, neuron)
    if sizes[column] == 1:
        return remove_column(document, column)
    return _in_order(document, column, [j for j in range(sizes[column]) if j != neuron])


def move_neuron(document: Document, column: int, neuron: int, to: int) -> Edited:
    """Give a neuron another place in its column, with all its numbers."""
    sizes = sizes_of(document)
    require_neuron(sizes, column, neuron)
    require_neuron(sizes, column, to)
    order = [j for j in range(sizes[column]) if j != neuron]
    order.insert(to, neuron)
    return _in_order(document, column, order)


def set_width(document: Document, column: int, count: int) -> Edited:
    """Add or take neurons at the end of a column until it has `count`."""
    require_column(sizes_of(document), column)
    if not 1 <= count <= MAX_NEURONS:
        raise BackpropError(f"neurons got {count}. It takes 1 to {MAX_NEURONS}.")
    edited = unmoved(document)
    while sizes_of(edited.document)[column] < count:
        edited = edited.then(add_neuron, column)
    return edited.then(_in_order, column, range(count))


def _in_order(document: Document, column: int, order: Sequence[int]) -> Edited:
    """The column's neurons in that order, those left out removed."""
    layers = list(document["layers"])
    new: Document = {**document, "layers": layers}
    if column == 0:
        new["x"] = _columns(document["x"], order)
    else:
        layers[column - 1] = _rows_in_order(layers[column - 1], order)
    if column < len(layers):
        layers[column] = _columns_in_order(layers[column], order)
    elif layers:
        new["y"] = _columns(document["y"], order)
    return Edited(new, reordered(column, order))


def _rows_in_order(old: LayerDocument, order: Sequence[int]) -> LayerDocument:
    layer: LayerDocument = {**old, "W": [old["W"][j] for j in order]}
    if isinstance(old["b"], list):
        layer["b"] = [old["b"][j] for j in order]
    if "connected" in old:
        layer["connected"] = [old["connected"][j] for j in order]
    return layer


def _columns_in_order(old: LayerDocument, order: Sequence[int]) -> LayerDocument:
    layer: LayerDocument = {**old, "W": _columns(old["W"], order)}
    if "connected" in old:
        layer["connected"] = _columns(old["connected"], order)
    return layer


def _columns(rows: list[list[T]], order: Sequence[int]) -> list[list[T]]:
    return [[row[j] for j in order] for row in rows]
