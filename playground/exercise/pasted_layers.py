"""Weights and biases of some layers in a paste, such as W2 and b2: the other layers stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from backprop_core import Array, WrittenArray
from playground.exercise.document import Document
from playground.exercise.document_conventions import conventions_of
from playground.exercise.pasted_network import Parameters, biases_of

_NAMED = re.compile(r"\s*([Wwb])[\s_^({\[]*([1-9])[)}\]\s]*")


def layers_in(arrays: Sequence[WrittenArray], now: Document) -> Parameters | None:
    """The network of the exercise `now` with the layers that a paste names; None where it names
    all weights, anything else, or what does not fit."""
    layers = now["layers"]
    weights: dict[int, Array] = {}
    biases: dict[int, Array] = {}
    for array in arrays:
        named = _NAMED.fullmatch(array.label or "")
        if not named or int(named[2]) > len(layers) or np.isnan(array.values).any():
            return None
        found, number = (biases if named[1] == "b" else weights), int(named[2]) - 1
        if number in found:
            return None
        found[number] = array.values if found is biases else np.atleast_2d(array.values)
    if len(weights) == len(layers):
        return None
    if conventions_of(now).weights == "sending":
        weights = {number: W.T for number, W in weights.items()}
    shapes = [np.shape(layer["W"]) for layer in layers]
    if any(W.shape != shapes[number] for number, W in weights.items()):
        return None
    if any(b.size not in (1, shapes[number][0]) for number, b in biases.items()):
        return None
    each_W = (weights.get(n, np.array(layer["W"])) for n, layer in enumerate(layers))
    each_b = (biases_of(biases.get(n), shape[0]) for n, shape in enumerate(shapes))
    return Parameters(tuple(each_W), tuple(each_b))
