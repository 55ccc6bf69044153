"""What a paragraph speaks of that not every network has, and how to say so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_core import Trace

Check = Callable[[Trace], bool]


def _loss(name: str) -> Check:
    return lambda t: t.network.loss_function.name == name


def _bias(kind: str) -> Check:
    return lambda t: all(layer.bias == kind for layer in t.network.layers)


NEEDS: dict[str, tuple[str, Check]] = {
    "hidden": ("a hidden layer", lambda t: len(t.network.layers) > 1),
    "softmax": (
        "softmax outputs with cross-entropy",
        lambda t: t.network.fused and t.network.layers[-1].f.name == "softmax",
    ),
    "shares": (
        "targets that add up to 1",
        lambda t: bool(np.allclose(t.y.sum(axis=1), 1.0, rtol=0, atol=1e-12)),
    ),
    "relu": (
        "ReLU in the hidden layers",
        lambda t: all(layer.f.name == "relu" for layer in t.network.layers[:-1]),
    ),
    "sigmoid": (
        "sigmoid activations throughout",
        lambda t: all(layer.f.name == "sigmoid" for layer in t.network.layers),
    ),
    "elementwise": (
        "activations that take one number each",
        lambda t: all(layer.f.derivative is not None for layer in t.network.layers),
    ),
    "linear output": ("linear outputs", lambda t: t.network.layers[-1].f.name == "linear"),
    "half squared error": ("the half squared error", _loss("half_squared_error")),
    "squared error": ("the sum of squared errors", _loss("squared_error")),
    "biases": ("biases", lambda t: all(layer.b is not None for layer in t.network.layers)),
    "shared biases": ("one bias for each layer", _bias("shared")),
    "own biases": ("a bias for each neuron", _bias("each")),
    "no biases": ("no biases", _bias("none")),
    "connected": (
        "a connection into every neuron",
        lambda t: all(row for layer in t.plan.shape.sources for row in layer),
    ),
    "one sample": ("a single sample", lambda t: len(t.y) == 1),
    "one output": ("a single output", lambda t: t.network.sizes[-1] == 1),
}


def missing(needs: tuple[str, ...], trace: Trace) -> list[str]:
    """What of it this walk does not have, in words."""
    return [NEEDS[need][0] for need in needs if not NEEDS[need][1](trace)]
