"""A whole network that is pasted: weights and biases, and the samples beside them."""

from __future__ import annotations

import numpy as np

from backprop_core import Array
from playground.exercise.document import Document, LayerDocument
from playground.exercise.document_check import check
from playground.exercise.edits.edited import Edited, unmoved, with_layer
from playground.exercise.edits.value_edits import set_weights
from playground.exercise.pasted_network import Parameters, with_samples


def set_parameters(document: Document, new: Parameters) -> Edited:
    """All weights, the biases of the layers that have some there, and the samples if there are any;
    the others stay. The document has a network of that shape."""
    edited = unmoved(document)
    for number, (W, b) in enumerate(zip(new.weights, new.biases, strict=True)):
        weights = {(int(to), int(source)): float(w) for (to, source), w in np.ndenumerate(W)}
        edited = edited.then(set_weights, number, weights)
        if b is not None:
            edited = edited.then(_with_biases, number, b)
    return edited.then(_with_samples, new)


def replace_samples(document: Document, x: Array, y: Array) -> Edited:
    """Inputs (batch, n_in) and targets (batch, n_out) in the place of those there are."""
    return unmoved(check({**document, "x": x.tolist(), "y": y.tolist()}))


def _with_samples(document: Document, new: Parameters) -> Edited:
    return unmoved(check(with_samples(new, document)))


def _with_biases(document: Document, number: int, b: Array) -> Edited:
    """One for each neuron or one for all, as pasted; of a single neuron, as the layer has it."""
    old, new = document["layers"][number], b.tolist()
    if b.size == len(old["W"]) == 1:
        new = [b.item()] if isinstance(old["b"], list) or old["b"] is None else b.item()
    layer: LayerDocument = {**old, "b": new}
    return unmoved(with_layer(document, number, layer))
