"""The exercise as a plain document: network, batch and settings, ready for JSON.

The session keeps documents and nothing derived from them; presets, files and links hold the same.
A drawing may be unfinished: no columns at all, or inputs only. With a layer it has a Network.

A document has: title, source, note, loss, reduction, learning_rate, biases_frozen, init, seed,
bias (for layers to come), x and y as rows, and layers, each with W (rows go into a neuron), b (a
list, one number or None), activation, and connected where edges are cut. An activation or a loss is
named, as in "leaky_relu(0.2)", or a formula of one's own, as in "own: x*sigmoid(x)". It may have
`conventions`, too: how its numbers are written on paper.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

import numpy as np

from backprop_core import BackpropError, Bias, Layer, Network, Reduction
from backprop_core.rules import Place, State
from playground.exercise.conventions import ConventionsDocument
from playground.exercise.hyperparameters import Hyperparameters, dropout_of
from playground.functions.typed.typed_functions import activation_of, loss_of


class LayerDocument(TypedDict):
    """A layer: W has a row for each neuron; b is a list, one number that is shared, or None;
    `connected` is there where edges are cut."""

    W: list[list[float]]
    b: list[float] | float | None
    activation: str
    connected: NotRequired[list[list[bool]]]


class UpdateDocument(TypedDict):
    """One update of a training run: its number, which rows of a data set of how many samples its
    batch has, how it was made, and what the rule had kept before it, by name."""

    number: int
    epoch: int
    rows: list[int]
    data_set: int
    chosen: Hyperparameters
    vectors: dict[str, list[float]]


class Document(TypedDict):
    """An exercise; x and y have a row for each sample. With an `update` they are its batch, and
    the walk is that of this update."""

    title: str
    source: str
    note: str
    loss: str
    reduction: Reduction
    learning_rate: float
    biases_frozen: bool
    init: str
    seed: int
    bias: Bias
    x: list[list[float]]
    y: list[list[float]]
    layers: list[LayerDocument]
    update: NotRequired[UpdateDocument]
    conventions: NotRequired[ConventionsDocument]


EMPTY: Document = {
    "title": "Own drawing",
    "source": "",
    "note": "",
    "loss": "half_squared_error",
    "reduction": "mean",
    "learning_rate": 0.5,
    "biases_frozen": False,
    "init": "xavier",
    "seed": 0,
    "bias": "each",
    "x": [[]],
    "y": [[]],
    "layers": [],
}


def sizes_of(document: Document) -> tuple[int, ...]:
    """Neurons of each column, inputs first; () for an empty drawing."""
    n_in = len(document["x"][0])
    return (n_in, *(len(layer["W"]) for layer in document["layers"])) if n_in else ()


def is_complete(document: Document) -> bool:
    """Whether the drawing has inputs and at least one layer, so that it can be walked through."""
    return bool(document["layers"])


def layer_of(W: Any, b: Any, activation: str, connected: Any, number: int) -> Layer:
    """The layer of that number, counted from 1. Raises BackpropError naming it where its parts do
    not fit together."""
    try:
        return Layer(W, b, activation_of(activation), connected)
    except BackpropError as error:
        raise BackpropError(f"Layer {number}: {error}") from None


def network_of(document: Document) -> Network:
    """The network of a complete drawing. Raises BackpropError when it does not fit together."""
    layers = []
    for number, layer in enumerate(document["layers"], start=1):
        connected = layer.get("connected")
        layers.append(layer_of(layer["W"], layer["b"], layer["activation"], connected, number))
    network = Network(tuple(layers), loss_of(document["loss"]), document["reduction"])
    return network if "update" not in document else _masked(network, document)


def _masked(network: Network, document: Document) -> Network:
    """With the dropout masks that the update of its number has."""
    dropout = dropout_of(document["update"]["chosen"])
    if dropout is None:
        return network
    return dropout.masked(network, len(document["x"]), document["update"]["number"])


def state_of(update: UpdateDocument) -> State:
    """What the rule had kept before that update."""
    vectors = {name: np.array(vector) for name, vector in update["vectors"].items()}
    return State(update["number"] - 1, vectors, Place(epoch=update["epoch"] - 1))


def with_parameters(document: Document, network: Network) -> Document:
    """The same exercise with the weights and biases of `network`."""
    layers: list[LayerDocument] = [
        {**layer, "W": new.W.tolist(), "b": None if new.b is None else new.b.tolist()}
        for layer, new in zip(document["layers"], network.layers, strict=True)
    ]
    return {**document, "layers": layers}


def bias_mode(b: list[float] | float | None) -> Bias:
    """The shape of b is the bias mode: each, shared or none."""
    if b is None:
        return "none"
    return "each" if isinstance(b, list) else "shared"


def connected_of(layer: LayerDocument) -> np.ndarray:
    """Which edges there are, bool (n_out, n_in)."""
    shape = np.shape(layer["W"])
    return np.array(layer["connected"]) if "connected" in layer else np.ones(shape, dtype=bool)
