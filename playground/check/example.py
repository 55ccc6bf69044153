"""An example to check: a gradient of the exercise at hand with a usual slip in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core import Array, LayerGradient, backward, forward
from playground.exercise.document import Document, network_of
from playground.exercise.document_conventions import conventions_of


def example_text(now: Document) -> str:
    """A gradient of this exercise with a usual slip in it: the first layer's slope is left out,
    or where it has none the sign or a factor is wrong."""
    network = network_of(now)
    made = forward(network, now["x"])
    g = backward(network, made, now["y"])
    lines = []
    for number, layer in enumerate(g.layers):
        dW, db = layer.dW, layer.db
        if number == 0:
            error = _without_slope(layer, turned=conventions_of(now).turned)
            dW = error.T @ made.x
            connected = network.layers[0].connected
            dW = dW if connected is None else np.where(connected, dW, 0.0)
            db = None if db is None else error.sum(axis=0 if db.ndim else None)
        lines.append(f"dW{number + 1} = {_printed(dW)}")
        if db is not None:
            lines.append(f"db{number + 1} = {_printed(db)}")
    return "\n".join(lines)


def _without_slope(layer: LayerGradient, *, turned: bool) -> Array:
    """∂loss/∂a where delta should be; −delta where that would make no difference, or where −delta
    is right by the exercise's convention twice delta."""
    if layer.da is None or np.allclose(layer.da, layer.delta):
        return 2.0 * layer.delta if turned else -layer.delta
    return layer.da


def _printed(array: Any) -> str:
    return np.array2string(
        np.asarray(array), separator=", ", floatmode="maxprec", precision=6, threshold=100_000
    ).replace("\n ", "\n        ")
