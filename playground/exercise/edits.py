"""Every change to a drawing, as a function from document to document.

The board's gestures and the ordinary widgets end up here alike. Numbers that an edit does not
concern stay as they are. New weights are drawn by the document's scheme and seed, to two decimals,
so that they can be followed with pencil and paper; new biases are 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from backprop_core import ACTIVATIONS, BackpropError, Loss, Network
from backprop_core.activations import activation_named
from backprop_core.initialization import initial_weights
from backprop_core.losses import loss_named
from playground.exercise.document import (
    EMPTY,
    Document,
    bias_mode,
    check_start,
    connected_of,
    sizes_of,
)
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS, MAX_SAMPLES
from playground.functions.typed.typed_functions import is_typed, loss_of

NEW_INPUT, NEW_TARGET = 0.5, 1.0
NEW_ACTIVATION = "sigmoid"


def add_neuron(document: Document, column: int) -> Document:
    """One more neuron at the end of a column, connected to all neighbours."""
    sizes = sizes_of(document)
    _require_column(sizes, column)
    if sizes[column] == MAX_NEURONS:
        raise BackpropError(f"A column takes at most {MAX_NEURONS} neurons; this one is full.")
    return _place(document, column, sizes[column])


def _place(document: Document, column: int, at: int) -> Document:
    layers = [dict(layer) for layer in document["layers"]]
    new = {**document, "layers": layers}
    if column == 0:
        new["x"] = [[*row, NEW_INPUT] for row in document["x"]]
    else:
        _grow_rows(new, layers[column - 1], column - 1, at)
    if column < len(layers):
        _grow_columns(new, layers[column], column, at)
    elif layers:
        new["y"] = [[*row, _new_target(document)] for row in document["y"]]
    return new


def _loss(document: Document) -> Loss:
    return loss_named(loss_of(document["loss"]))


def is_elementwise(activation: str) -> bool:
    """Whether a document's activation takes each z by itself, as all but softmax do."""
    return is_typed(activation) or activation_named(activation).elementwise


def is_fused(document: Document) -> bool:
    """Whether the loss and the last activation are taken together, so that neither stays alone."""
    return _loss(document).fused is not None


def _new_target(document: Document) -> float:
    return 0.0 if _loss(document).for_classes else NEW_TARGET


def _drawn(document: Document, layer: int, n_out: int, n_in: int) -> np.ndarray:
    """First weights to two decimals, or to more where they are small; a constant is itself.

    The same drawing and seed give the same numbers.
    """
    rng = np.random.default_rng([document["seed"], layer, n_out, n_in])
    weights = initial_weights(document["init"], n_out, n_in, rng)
    largest = float(np.abs(weights).max())
    if document["init"].startswith("constant") or largest == 0:
        return weights
    return np.round(weights, max(2, 1 - math.floor(math.log10(largest)))) + 0.0  # -0.0 is 0.0


def _grow_rows(document: Document, layer: dict[str, Any], number: int, at: int) -> None:
    n_in = len(layer["W"][0])
    row = _drawn(document, number, at + 1, n_in)[-1].tolist()
    layer["W"] = [*layer["W"], row]
    if isinstance(layer["b"], list):
        layer["b"] = [*layer["b"], 0.0]
    if "connected" in layer:
        layer["connected"] = [*layer["connected"], [True] * n_in]


def _grow_columns(document: Document, layer: dict[str, Any], number: int, at: int) -> None:
    n_out = len(layer["W"])
    column = _drawn(document, number, n_out, at + 1)[:, -1].tolist()
    layer["W"] = [[*row, w] for row, w in zip(layer["W"], column, strict=True)]
    if "connected" in layer:
        layer["connected"] = [[*row, True] for row in layer["connected"]]


def remove_neuron(document: Document, column: int, neuron: int) -> Document:
    """Take one neuron out; the last one takes its column with it."""
    sizes = sizes_of(document)
    _require_neuron(sizes, column, neuron)
    if sizes[column] == 1:
        return remove_column(document, column)
    keep = [j for j in range(sizes[column]) if j != neuron]
    return _take(document, column, keep)


def move_neuron(document: Document, column: int, neuron: int, to: int) -> Document:
    """Give a neuron another place in its column, with all its numbers."""
    sizes = sizes_of(document)
    _require_neuron(sizes, column, neuron)
    _require_neuron(sizes, column, to)
    order = [j for j in range(sizes[column]) if j != neuron]
    order.insert(to, neuron)
    return _take(document, column, order)


def _take(document: Document, column: int, order: Sequence[int]) -> Document:
    """The column's neurons in that order, those left out removed."""
    layers = [dict(layer) for layer in document["layers"]]
    new = {**document, "layers": layers}
    if column == 0:
        new["x"] = _pick(document["x"], order)
    else:
        layer = layers[column - 1]
        for field in ("W", "b", "connected"):
            if isinstance(layer.get(field), list):
                layer[field] = [layer[field][j] for j in order]
    if column < len(layers):
        layer = layers[column]
        for field in ("W", "connected"):
            if field in layer:
                layer[field] = _pick(layer[field], order)
    elif layers:
        new["y"] = _pick(document["y"], order)
    return new


def _pick(rows: list[list[Any]], order: Sequence[int]) -> list[list[Any]]:
    return [[row[j] for j in order] for row in rows]


def add_layer(document: Document, after: int) -> Document:
    """A new column of one neuron after column `after`; −1 puts it before the first."""
    sizes = sizes_of(document)
    if len(sizes) > MAX_LAYERS:
        raise BackpropError(f"A drawing takes at most {MAX_LAYERS} layers of weights.")
    if not sizes:
        return {**document, "x": [[NEW_INPUT] for _ in document["x"]]}
    if not -1 <= after < len(sizes):
        raise BackpropError(f"after got {after}. It takes a column from -1 to {len(sizes) - 1}.")
    if after == -1:
        return _new_inputs(document, sizes)
    if after == len(sizes) - 1:
        return _new_outputs(document, sizes)
    return _between(document, sizes, after)


def _fresh_layer(
    document: Document, number: int, n_out: int, n_in: int, like: int
) -> dict[str, Any]:
    """A fully connected layer; activation and bias mode are those of the layer `like`."""
    layers = document["layers"]
    near = layers[min(max(like, 0), len(layers) - 1)] if layers else None
    mode = document["bias"] if near is None else bias_mode(near["b"])
    needed = _loss(document).activation or ACTIVATIONS[NEW_ACTIVATION]
    activation = needed.name if near is None else near["activation"]
    b = _level_bias(mode, n_out)
    W = _drawn(document, number, n_out, n_in).tolist()
    return {"W": W, "b": b, "activation": activation}


def _hidden(layer: dict[str, Any]) -> dict[str, Any]:
    """A former output layer in the middle: softmax belongs at the end."""
    return layer if is_elementwise(layer["activation"]) else {**layer, "activation": NEW_ACTIVATION}


def _new_inputs(document: Document, sizes: Sequence[int]) -> Document:
    layer = _fresh_layer(document, 0, sizes[0], 1, 0)
    new = {**document, "x": [[NEW_INPUT] for _ in document["x"]]}
    if not document["layers"]:
        return {**new, "layers": [layer], "y": _targets(document, sizes[0])}
    return {**new, "layers": [_hidden(layer), *document["layers"]]}


def _targets(document: Document, n_out: int) -> list[list[float]]:
    row = [_new_target(document)] * n_out
    if _loss(document).for_classes:
        row[0] = 1.0  # a row of zeros would teach nothing
    return [list(row) for _ in document["x"]]


def _new_outputs(document: Document, sizes: Sequence[int]) -> Document:
    number, n_out = len(document["layers"]), 2 if _loss(document).for_classes else 1
    layer = _fresh_layer(document, number, n_out, sizes[-1], number - 1)
    layers = [*map(_hidden, document["layers"]), layer]
    return {**document, "layers": layers, "y": _targets(document, n_out)}


def _between(document: Document, sizes: Sequence[int], after: int) -> Document:
    """The old connections between the two neighbours give way to those through the new neuron."""
    layers = document["layers"]
    first = _hidden(_fresh_layer(document, after, 1, sizes[after], max(after - 1, 0)))
    second = {**layers[after], "W": _drawn(document, after + 1, sizes[after + 1], 1).tolist()}
    second.pop("connected", None)
    return {**document, "layers": [*layers[:after], first, second, *layers[after + 1 :]]}


def remove_column(document: Document, column: int) -> Document:
    """Take a whole column out; its neighbours are connected anew."""
    sizes = sizes_of(document)
    _require_column(sizes, column)
    layers = document["layers"]
    if len(sizes) == 1:
        return {
            **document,
            "x": [[] for _ in document["x"]],
            "layers": [],
            "y": [[] for _ in document["y"]],
        }
    if len(sizes) == 2:
        kept = document["x"] if column == 1 else [[NEW_INPUT] * sizes[1] for _ in document["x"]]
        return {**document, "x": kept, "layers": [], "y": [[] for _ in document["y"]]}
    if column == 0:
        return {
            **document,
            "x": [[NEW_INPUT] * sizes[1] for _ in document["x"]],
            "layers": layers[1:],
        }
    if column == len(sizes) - 1:
        last = {**layers[-2], "activation": layers[-1]["activation"]}
        return {**document, "layers": [*layers[:-2], last], "y": _targets(document, sizes[-2])}
    joined = {
        **layers[column],
        "W": _drawn(document, column - 1, sizes[column + 1], sizes[column - 1]).tolist(),
    }
    joined.pop("connected", None)
    return {**document, "layers": [*layers[: column - 1], joined, *layers[column + 1 :]]}


def set_width(document: Document, column: int, count: int) -> Document:
    """Add or take neurons at the end of a column until it has `count`."""
    _require_column(sizes_of(document), column)
    if not 1 <= count <= MAX_NEURONS:
        raise BackpropError(f"neurons got {count}. It takes 1 to {MAX_NEURONS}.")
    while sizes_of(document)[column] < count:
        document = add_neuron(document, column)
    return _take(document, column, range(count))


def connect(document: Document, layer: int, to: int, source: int) -> Document:
    """Draw an edge, with a weight of its own."""
    return _set_edge(document, layer, to, source, True)


def cut(document: Document, layer: int, to: int, source: int) -> Document:
    """Take an edge away: weight 0, gradient 0, for good."""
    return _set_edge(document, layer, to, source, False)


def _set_edge(document: Document, layer: int, to: int, source: int, there: bool) -> Document:
    sizes = sizes_of(document)
    _require_neuron(sizes, layer + 1, to)
    _require_neuron(sizes, layer, source)
    old = document["layers"][layer]
    connected = connected_of(old)
    if connected[to, source] == there:
        return document
    connected[to, source] = there
    W = np.array(old["W"])
    W[to, source] = _drawn(document, layer, *W.shape)[to, source] if there else 0.0
    new = {**old, "W": W.tolist(), "connected": connected.tolist()}
    if connected.all():
        del new["connected"]
    return _with_layer(document, layer, new)


def _with_layer(document: Document, number: int, layer: dict[str, Any]) -> Document:
    layers = list(document["layers"])
    layers[number] = layer
    return {**document, "layers": layers}


def set_weights(
    document: Document, layer: int, weights: Mapping[tuple[int, int], float]
) -> Document:
    """New numbers for some weights, by (to, from); all others stay, trained or first as they are.

    A number typed where an edge is cut draws the edge again.
    """
    old = document["layers"][layer]
    W, connected = [list(row) for row in old["W"]], connected_of(old)
    for (to, source), weight in weights.items():
        W[to][source] = weight
        connected[to, source] |= weight != 0
    new = {**old, "W": W, "connected": connected.tolist()}
    if connected.all():
        del new["connected"]
    return _with_layer(document, layer, new)


def set_biases(document: Document, layer: int, biases: Mapping[int, float]) -> Document:
    """New numbers for some biases, by neuron; a bias that the layer shares goes by 0."""
    old = document["layers"][layer]["b"]
    if not isinstance(old, list):
        return _with_b(document, layer, biases.get(0, old))
    return _with_b(document, layer, [biases.get(j, b) for j, b in enumerate(old)])


def _with_b(document: Document, layer: int, b: list[float] | float | None) -> Document:
    return _with_layer(document, layer, {**document["layers"][layer], "b": b})


def set_bias_mode(document: Document, layer: int, mode: str) -> Document:
    """each, shared or none. Going from each to shared takes the mean, so that little changes."""
    b = document["layers"][layer]["b"]
    n_out = len(document["layers"][layer]["W"])
    if mode == bias_mode(b):
        return document
    level = 0.0 if b is None else float(np.mean(b))
    return {**_with_b(document, layer, _level_bias(mode, n_out, level)), "bias": mode}


def _level_bias(mode: str, n_out: int, level: float = 0.0) -> list[float] | float | None:
    """The same bias for every neuron of a layer, as that mode holds it."""
    of_mode: dict[str, Any] = {"each": [level] * n_out, "shared": level, "none": None}
    bias: list[float] | float | None = of_mode[mode]
    return bias


def set_activation(document: Document, layer: int, activation: str) -> Document:
    """The activation of one layer, by name."""
    return _with_layer(document, layer, {**document["layers"][layer], "activation": activation})


def set_loss(document: Document, loss: str) -> Document:
    """The loss, by name; a cross-entropy brings the output activation it needs."""
    new = {**document, "loss": loss}
    needed = _loss(new).activation
    if needed is not None and document["layers"]:
        return set_activation(new, len(document["layers"]) - 1, needed.name)
    return new


def set_field(document: Document, field: str, value: Any) -> Document:
    """One of the settings: reduction, biases_frozen, learning_rate, init, seed."""
    return {**document, field: value}


def set_rows(document: Document, field: str, rows: list[list[float]]) -> Document:
    """The inputs "x" or the targets "y", a row for each sample."""
    return {**document, field: rows}


def set_samples(document: Document, count: int) -> Document:
    """As many samples as that: new ones repeat the last one, to be typed over."""
    if not 1 <= count <= MAX_SAMPLES:
        raise BackpropError(f"samples got {count}. It takes 1 to {MAX_SAMPLES}.")

    def resized(rows: list[list[float]]) -> list[list[float]]:
        return [list(rows[min(k, len(rows) - 1)]) for k in range(count)]

    return {**document, "x": resized(document["x"]), "y": resized(document["y"])}


def initialize(document: Document, init: str, seed: int) -> Document:
    """All weights drawn anew, as Network.random draws them from that seed; biases 0."""
    check_start({**document, "init": init, "seed": seed})
    random = Network.random(sizes_of(document), "linear", "squared_error", init=init, seed=seed)
    layers = []
    for layer, drawn in zip(document["layers"], random.layers, strict=True):
        connected = connected_of(layer)
        b = _level_bias(bias_mode(layer["b"]), len(layer["W"]))
        layers.append({**layer, "W": np.where(connected, drawn.W, 0.0).tolist(), "b": b})
    return {**document, "layers": layers, "init": init, "seed": seed}


def clear(document: Document) -> Document:
    """An empty board."""
    return {**EMPTY, "learning_rate": document["learning_rate"]}


def _require_column(sizes: Sequence[int], column: int) -> None:
    if not 0 <= column < len(sizes):
        takes = f"0 to {len(sizes) - 1}" if sizes else "none, since the board is empty"
        raise BackpropError(f"column got {column}. It takes {takes}.")


def _require_neuron(sizes: Sequence[int], column: int, neuron: int) -> None:
    _require_column(sizes, column)
    if not 0 <= neuron < sizes[column]:
        raise BackpropError(f"neuron got {neuron}. It takes 0 to {sizes[column] - 1}.")


# What the drawing board reports, and the edit that each gesture is. The fields of a gesture come
# from the browser, so they are whole numbers or the gesture is refused.
GESTURES: dict[str, tuple[Callable[..., Document], tuple[str, ...]]] = {
    "add_neuron": (add_neuron, ("column",)),
    "add_layer": (add_layer, ("after",)),
    "remove_neuron": (remove_neuron, ("column", "neuron")),
    "move_neuron": (move_neuron, ("column", "from", "to")),
    "connect": (connect, ("layer", "to", "from")),
    "cut": (cut, ("layer", "to", "from")),
}


def by_gesture(document: Document, gesture: dict[str, Any]) -> Document:
    """The edit that a gesture on the board asks for."""
    edit, fields = GESTURES[gesture["kind"]]
    values = [gesture.get(field) for field in fields]
    if not all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        raise BackpropError(f"The gesture {gesture['kind']} takes {', '.join(fields)}.")
    return edit(document, *values)
