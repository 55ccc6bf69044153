"""Edges, weights, biases, samples and settings: every neuron stays where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

import numpy as np

from backprop_core import BackpropError, Network
from playground.exercise.conventions import Conventions
from playground.exercise.document import Document, LayerDocument, bias_mode, connected_of, sizes_of
from playground.exercise.document_check import check_start, require_text
from playground.exercise.document_conventions import with_conventions
from playground.exercise.edits.edited import (
    Edited,
    layer_of,
    require_neuron,
    unmoved,
    with_layer,
)
from playground.exercise.edits.new_numbers import drawn, level_bias
from playground.exercise.limits import MAX_SAMPLES


def connect(document: Document, layer: int, to: int, source: int) -> Edited:
    """Draw an edge, with a weight of its own."""
    return unmoved(_with_edge(document, layer, to, source, True))


def cut(document: Document, layer: int, to: int, source: int) -> Edited:
    """Take an edge away: weight 0, gradient 0, for good."""
    return unmoved(_with_edge(document, layer, to, source, False))


def _with_edge(document: Document, layer: int, to: int, source: int, there: bool) -> Document:
    _require_edge(document, layer, to, source)
    old = document["layers"][layer]
    connected = connected_of(old)
    if connected[to, source] == there:
        return document
    connected[to, source] = there
    W = np.array(old["W"])
    W[to, source] = drawn(document, layer, *W.shape)[to, source] if there else 0.0
    return _with_weights(document, layer, W, connected)


def set_weights(document: Document, layer: int, weights: Mapping[tuple[int, int], float]) -> Edited:
    """New numbers for some weights, by (to, from); all others stay, trained or first as they are.

    A number typed where an edge is cut draws the edge again.
    """
    old = layer_of(document, layer)
    W, connected = np.array(old["W"]), connected_of(old)
    for (to, source), weight in weights.items():
        _require_edge(document, layer, to, source)
        W[to, source] = weight
        connected[to, source] |= weight != 0
    return unmoved(_with_weights(document, layer, W, connected))


def _require_edge(document: Document, layer: int, to: int, source: int) -> None:
    """Raise BackpropError unless both neurons are there; they need not be connected."""
    sizes = sizes_of(document)
    require_neuron(sizes, layer + 1, to)
    require_neuron(sizes, layer, source)


def _with_weights(document: Document, number: int, W: Any, connected: Any) -> Document:
    layer: LayerDocument = {**document["layers"][number], "W": W.tolist()}
    layer["connected"] = connected.tolist()
    if connected.all():
        del layer["connected"]
    return with_layer(document, number, layer)


def set_biases(document: Document, layer: int, biases: Mapping[int, float]) -> Edited:
    """New numbers for some biases, by neuron; a bias that the layer shares goes by 0."""
    old = layer_of(document, layer)
    b = old["b"]
    if b is None:
        if biases:
            raise BackpropError(f"Layer {layer + 1} has no bias.")
        return unmoved(document)
    for neuron in biases:
        require_neuron(sizes_of(document), layer + 1, neuron)
    if isinstance(b, list):
        new: list[float] | float = [biases.get(j, value) for j, value in enumerate(b)]
    else:
        new = biases.get(0, b)
    return unmoved(with_layer(document, layer, {**old, "b": new}))


def set_field(document: Document, field: str, value: Any) -> Edited:
    """One of the settings: reduction, biases_frozen, init, seed."""
    return unmoved(cast(Document, {**document, field: value}))


def set_conventions(document: Document, chosen: Conventions) -> Edited:
    """How its numbers are written on paper."""
    return unmoved(cast(Document, with_conventions(document, chosen)))


def set_text(document: Document, field: Literal["title", "source", "note"], value: str) -> Edited:
    """The title, the source or the note. A title has at least one letter."""
    require_text(value, field)
    if field == "title" and not value.strip():
        raise BackpropError("title is empty. It takes text; the old one stays.")
    return unmoved(cast(Document, {**document, field: value}))


def set_rows(document: Document, field: Literal["x", "y"], rows: list[list[float]]) -> Edited:
    """The inputs "x" or the targets "y", a row for each sample; if there are more than before, the
    batch grows."""
    grown = set_samples(document, max(len(rows), len(document[field]))).document
    return unmoved({**grown, "x": rows} if field == "x" else {**grown, "y": rows})


def set_samples(document: Document, count: int) -> Edited:
    """As many samples as that: new ones repeat the last one, to be typed over."""
    if not 1 <= count <= MAX_SAMPLES:
        raise BackpropError(f"samples got {count}. It takes 1 to {MAX_SAMPLES}.")

    def resized(rows: list[list[float]]) -> list[list[float]]:
        return [list(rows[min(k, len(rows) - 1)]) for k in range(count)]

    return unmoved({**document, "x": resized(document["x"]), "y": resized(document["y"])})


def initialize(document: Document, init: str, seed: int) -> Edited:
    """All weights drawn anew, as Network.random draws them from that seed; biases 0."""
    new: Document = {**document, "init": init, "seed": seed}
    check_start(new)
    random = Network.random(sizes_of(document), "linear", "squared_error", init=init, seed=seed)
    layers: list[LayerDocument] = []
    for layer, made in zip(document["layers"], random.layers, strict=True):
        W = np.where(connected_of(layer), made.W, 0.0).tolist()
        b = level_bias(bias_mode(layer["b"]), len(layer["W"]))
        layers.append({**layer, "W": W, "b": b})
    return unmoved({**new, "layers": layers})
