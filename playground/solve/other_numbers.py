"""New weights and biases that work out on paper: of one decimal, so that no sum of products is
almost 0, none is so large that a function is flat there, and no ReLU sum is 0 by accident."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core import Array, BackpropError, backward, forward
from playground.exercise.document import Document, LayerDocument, network_of
from playground.exercise.edits import Edited, unmoved

LEAST, MOST = 0.05, 3.0  # of a sum, by its size
TRIES = 400
_TENTHS = np.array([-9, -8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9]) / 10


def other_numbers(document: Document, seed: int) -> Edited:
    """The same network with other weights and biases. The same seed gives the same numbers.

    Raises BackpropError where none of many draws work out on paper."""
    rng = np.random.default_rng([seed, 20_241])
    for _ in range(TRIES):
        drawn: Document = {
            **document,
            "layers": [_drawn(layer, rng) for layer in document["layers"]],
        }
        if works_out(drawn) and drawn["layers"] != document["layers"]:
            return unmoved(drawn)
    raise BackpropError(
        "No weights with one decimal were found for which every sum works out on paper. "
        "Smaller inputs, or fewer neurons, make it easier."
    )


def works_out(document: Document, most: float = MOST) -> bool:
    """Whether every sum of a pass, forward and back, is not almost 0, and none is larger than
    `most`; where a ReLU lets nothing through, its own ∂loss/∂a is still a number."""
    network = network_of(document)
    made = forward(network, document["x"], strict=False)
    gradients = backward(network, made, document["y"], strict=False)
    sums = np.concatenate([layer.z.ravel() for layer in made.layers])
    back = np.concatenate([layer.da.ravel() for layer in gradients.layers])
    alive = all(np.any(layer.delta) for layer in gradients.layers)
    far = np.abs(sums) >= LEAST
    return bool(far.all() and (np.abs(sums) <= most).all() and alive and not _cancel(back))


def _cancel(back: Array) -> bool:
    """Whether a number on the way back is 0 but for rounding; exactly 0 it may be."""
    sizes = np.abs(back[back != 0])
    return bool((sizes < 1e-6).any())


def _drawn(layer: LayerDocument, rng: np.random.Generator) -> LayerDocument:
    W = rng.choice(_TENTHS, np.shape(layer["W"]))
    if "connected" in layer:
        W = np.where(layer["connected"], W, 0.0)
    return {**layer, "W": W.tolist(), "b": _biases(layer["b"], rng)}


def _biases(old: Any, rng: np.random.Generator) -> Any:
    """As many as before, or one that is shared, or none."""
    if old is None:
        return None
    new: Array = rng.choice(_TENTHS, np.shape(old))
    return new.tolist()
