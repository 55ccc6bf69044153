"""What a paragraph speaks of that not every network has, and how to say so."""

from __future__ import annotations

from collections.abc import Callable

from backprop_core import Network

SQUARES = ("half_squared_error", "squared_error", "mean_squared_error")


def _all(name: str) -> Callable[[Network, int], bool]:
    return lambda network, _: all(layer.f.name == name for layer in network.layers)


NEEDS: dict[str, tuple[str, Callable[[Network, int], bool]]] = {
    "hidden": ("a hidden layer", lambda n, _: len(n.layers) > 1),
    "softmax": (
        "softmax outputs with cross-entropy",
        lambda n, _: n.loss == "cross_entropy" and n.layers[-1].f.name == "softmax",
    ),
    "relu": (
        "a ReLU in the hidden layers",
        lambda n, _: any(layer.f.name == "relu" for layer in n.layers[:-1]),
    ),
    "half squared error": ("the half squared error", lambda n, _: n.loss == "half_squared_error"),
    "squared error": ("the sum of squared errors", lambda n, _: n.loss == "squared_error"),
    "squares": ("a squared error as its loss", lambda n, _: n.loss in SQUARES),
    "biases": ("biases", lambda n, _: all(layer.b is not None for layer in n.layers)),
    "shared biases": (
        "one bias for a whole layer",
        lambda n, _: all(layer.bias == "shared" for layer in n.layers),
    ),
    "no biases": ("no biases", lambda n, _: all(layer.b is None for layer in n.layers)),
    "one sample": ("a single sample", lambda _, batch: batch == 1),
    "one output": ("a single output", lambda n, _: n.sizes[-1] == 1),
    "batch": ("several samples", lambda _, batch: batch > 1),
    "sigmoid": ("sigmoid activations throughout", _all("sigmoid")),
    "tanh": ("tanh throughout", _all("tanh")),
    "linear output": (
        "linear outputs",
        lambda n, _: n.layers[-1].f.name == "linear",
    ),
    "separable": (
        "a loss that is a sum over outputs",
        lambda n, _: n.loss_function.separable,
    ),
    "elementwise": (
        "activations that take one number each",
        lambda n, _: all(layer.f.derivative is not None for layer in n.layers),
    ),
}


def missing(needs: tuple[str, ...], network: Network, batch: int) -> list[str]:
    """What of it this network does not have, in words."""
    return [NEEDS[need][0] for need in needs if not NEEDS[need][1](network, batch)]
