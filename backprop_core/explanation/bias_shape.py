"""One bias for each neuron, or one that the layer shares: books differ, and both may be given.

Where db has a number for each neuron although the bias is shared, or one number although each
neuron has a bias of the same value, the exercise is read the other way round, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backprop_core.explanation.problem import Problem
from backprop_core.layer import Layer
from backprop_core.network import Network

_OF_BIASES = ("db", "step_b", "b")


def with_biases_as_given(
    problem: Problem, given: Mapping[str, Any]
) -> tuple[Problem, tuple[str, ...]]:
    """The exercise with biases of the shape in which theirs are given, and what to say of it."""
    layers, notes = list(problem.layers), []
    for number, own in enumerate(problem.layers):
        sizes = {size for name in _OF_BIASES if (size := _size(given.get(name), number))}
        if len(sizes) != 1 or own.b is None or own.n_out == 1:
            continue
        size = sizes.pop()
        if own.bias == "shared" and size == own.n_out:
            layers[number] = _with_bias(own, np.full(own.n_out, float(own.b)))
            notes.append(f"The biases of layer {number + 1} were read as one for each neuron.")
        elif own.bias == "each" and size == 1 and (own.b == own.b[0]).all():
            layers[number] = _with_bias(own, np.asarray(own.b[0]))
            notes.append(f"The biases of layer {number + 1} were read as one that they share.")
    if not notes:
        return problem, ()
    network = problem.network
    other = Network(tuple(layers), network.loss, network.reduction)
    return problem.with_network(other), tuple(notes)


def _with_bias(own: Layer, b: Any) -> Layer:
    return Layer(own.W, b, own.activation, own.connected)


def _size(entries: Any, layer: int) -> int:
    if not isinstance(entries, (list, tuple, np.ndarray)) or layer >= len(entries):
        return 0
    entry = entries[layer]
    return 0 if entry is None else int(np.size(np.asarray(entry, dtype=object)))
