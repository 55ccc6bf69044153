"""The numbers that something new in a drawing begins with."""

from __future__ import annotations

import math

import numpy as np

from backprop_core import (
    ACTIVATIONS,
    Array,
    Bias,
    Loss,
    activation_named,
    initial_weights,
    loss_named,
)
from playground.exercise.document import Document, LayerDocument, bias_mode
from playground.functions.typed.typed_functions import is_typed, loss_of

NEW_INPUT, NEW_TARGET = 0.5, 1.0
NEW_ACTIVATION = "sigmoid"


def loss_in(document: Document) -> Loss:
    """The document's loss."""
    return loss_named(loss_of(document["loss"]))


def is_elementwise(activation: str) -> bool:
    """Whether a document's activation takes each z by itself, as all but softmax do."""
    return is_typed(activation) or activation_named(activation).elementwise


def is_threshold(activation: str) -> bool:
    """Whether a document's activation is a step, which has no gradient."""
    return not is_typed(activation) and activation_named(activation).threshold


def is_fused(document: Document) -> bool:
    """Whether the loss and the last activation are taken together, so that neither stays alone."""
    return loss_in(document).fused is not None


def drawn(document: Document, layer: int, n_out: int, n_in: int) -> Array:
    """First weights (n_out, n_in) to two decimals, or to more where they are small; a constant is
    itself. The same drawing and seed give the same numbers."""
    rng = np.random.default_rng([document["seed"], layer, n_out, n_in])
    weights = initial_weights(document["init"], n_out, n_in, rng)
    largest = float(np.abs(weights).max())
    if document["init"].startswith("constant") or largest == 0:
        return weights
    return np.round(weights, max(2, 1 - math.floor(math.log10(largest)))) + 0.0  # -0.0 is 0.0


def has_classes(document: Document) -> bool:
    """Whether the outputs are shares of 1, by the loss or by the last activation."""
    layers = document["layers"]
    shares = bool(layers) and not is_elementwise(layers[-1]["activation"])
    return shares or loss_in(document).for_classes


def new_target(document: Document) -> float:
    """The target of an output that is added."""
    return 0.0 if has_classes(document) else NEW_TARGET


def fitting(document: Document) -> Document:
    """The same, with new targets where nobody has typed any yet and those that it began with add up
    to more than 1 though the outputs are shares of 1."""
    untouched = all(value == NEW_TARGET for row in document["y"] for value in row)
    if not untouched or not has_classes(document) or not document["layers"]:
        return document
    return {**document, "y": new_targets(document, len(document["y"][0]))}


def new_targets(document: Document, n_out: int) -> list[list[float]]:
    """The targets of new outputs, for every sample."""
    row = [new_target(document)] * n_out
    if has_classes(document):
        row[0] = 1.0  # a row of zeros would teach nothing
    return [list(row) for _ in document["x"]]


def fresh_layer(document: Document, number: int, n_out: int, n_in: int, like: int) -> LayerDocument:
    """A fully connected layer; activation and bias mode are those of the layer `like`."""
    layers = document["layers"]
    near = layers[min(max(like, 0), len(layers) - 1)] if layers else None
    mode = document["bias"] if near is None else bias_mode(near["b"])
    needed = loss_in(document).activation or ACTIVATIONS[NEW_ACTIVATION]
    activation = needed.name if near is None else near["activation"]
    W = drawn(document, number, n_out, n_in).tolist()
    return {"W": W, "b": level_bias(mode, n_out), "activation": activation}


def level_bias(mode: Bias, n_out: int, level: float = 0.0) -> list[float] | float | None:
    """The same bias for every neuron of a layer, as that mode holds it."""
    if mode == "none":
        return None
    return [level] * n_out if mode == "each" else level
