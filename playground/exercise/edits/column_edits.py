"""Whole columns come and go."""

from __future__ import annotations

from backprop_core import BackpropError
from playground.exercise.document import EMPTY, Document, LayerDocument, sizes_of
from playground.exercise.edits.edited import Edited, require_column
from playground.exercise.edits.new_numbers import (
    NEW_ACTIVATION,
    NEW_INPUT,
    drawn,
    fresh_layer,
    is_elementwise,
    loss_in,
    new_targets,
)
from playground.exercise.limits import MAX_LAYERS
from playground.exercise.moves import all_removed, column_added, column_removed


def add_layer(document: Document, after: int) -> Edited:
    """A new column of one neuron after column `after`; −1 puts it before the first."""
    return Edited(_with_column(document, after), column_added(after))


def _with_column(document: Document, after: int) -> Document:
    sizes = sizes_of(document)
    if len(sizes) > MAX_LAYERS:
        raise BackpropError(f"A drawing takes at most {MAX_LAYERS} layers of weights.")
    if not sizes:
        return {**document, "x": [[NEW_INPUT] for _ in document["x"]]}
    if not -1 <= after < len(sizes):
        raise BackpropError(f"after got {after}. It takes a column from -1 to {len(sizes) - 1}.")
    if after == -1:
        return _new_inputs(document, sizes[0])
    if after == len(sizes) - 1:
        return _new_outputs(document, sizes[-1])
    return _between(document, sizes, after)


def _hidden(layer: LayerDocument) -> LayerDocument:
    """A former output layer in the middle: softmax belongs at the end."""
    return layer if is_elementwise(layer["activation"]) else {**layer, "activation": NEW_ACTIVATION}


def _new_inputs(document: Document, width: int) -> Document:
    layer = fresh_layer(document, 0, width, 1, 0)
    new: Document = {**document, "x": [[NEW_INPUT] for _ in document["x"]]}
    if not document["layers"]:
        return {**new, "layers": [layer], "y": new_targets(document, width)}
    return {**new, "layers": [_hidden(layer), *document["layers"]]}


def _new_outputs(document: Document, width: int) -> Document:
    number, n_out = len(document["layers"]), 2 if loss_in(document).for_classes else 1
    layer = fresh_layer(document, number, n_out, width, number - 1)
    layers = [*map(_hidden, document["layers"]), layer]
    return {**document, "layers": layers, "y": new_targets(document, n_out)}


def _between(document: Document, sizes: tuple[int, ...], after: int) -> Document:
    """The old connections between the two neighbours give way to those through the new neuron."""
    layers = document["layers"]
    first = _hidden(fresh_layer(document, after, 1, sizes[after], max(after - 1, 0)))
    second = _rewired(document, after, after + 1, sizes[after + 1], 1)
    return {**document, "layers": [*layers[:after], first, second, *layers[after + 1 :]]}


def _rewired(document: Document, old: int, number: int, n_out: int, n_in: int) -> LayerDocument:
    """The layer `old`, to be layer `number`, with new connections to all its neighbours."""
    layer: LayerDocument = {**document["layers"][old]}
    layer["W"] = drawn(document, number, n_out, n_in).tolist()
    layer.pop("connected", None)
    return layer


def remove_column(document: Document, column: int) -> Edited:
    """Take a whole column out; its neighbours are connected anew."""
    require_column(sizes_of(document), column)
    return Edited(_without_column(document, column), column_removed(column))


def _without_column(document: Document, column: int) -> Document:
    sizes, layers = sizes_of(document), document["layers"]
    nothing: list[list[float]] = [[] for _ in document["x"]]
    if len(sizes) == 1:
        return {**document, "x": nothing, "layers": [], "y": nothing}
    new_inputs = [[NEW_INPUT] * sizes[1] for _ in document["x"]]
    if len(sizes) == 2:
        kept = document["x"] if column == 1 else new_inputs
        return {**document, "x": kept, "layers": [], "y": nothing}
    if column == 0:
        return {**document, "x": new_inputs, "layers": layers[1:]}
    if column == len(sizes) - 1:
        last: LayerDocument = {**layers[-2], "activation": layers[-1]["activation"]}
        return {**document, "layers": [*layers[:-2], last], "y": new_targets(document, sizes[-2])}
    joined = _rewired(document, column, column - 1, sizes[column + 1], sizes[column - 1])
    return {**document, "layers": [*layers[: column - 1], joined, *layers[column + 1 :]]}


def clear(document: Document) -> Edited:
    """An empty board."""
    return Edited({**EMPTY, "learning_rate": document["learning_rate"]}, all_removed)
