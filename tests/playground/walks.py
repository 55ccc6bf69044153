"""Traces for the tests, made from documents as the pages make them."""

from backprop_core import Network, trace
from playground.document import EMPTY, network_of


def walk_of(document, granularity="neuron"):
    """The trace of a document's pass."""
    return trace(
        network_of(document),
        document["x"],
        document["y"],
        document["learning_rate"],
        granularity,
        biases_frozen=document["biases_frozen"],
    )


def document_of(sizes, activations="sigmoid", loss="half_squared_error", batch=1, **more):
    """A document with random weights and simple inputs and targets."""
    bias = more.pop("bias", "each")
    network = Network.random(sizes, activations, loss, bias=bias, seed=more.pop("weights", 0))
    names = [activations] * (len(sizes) - 1) if isinstance(activations, str) else activations
    layers = [
        {"W": layer.W.tolist(), "b": None if layer.b is None else layer.b.tolist(), "activation": f}
        for layer, f in zip(network.layers, names, strict=True)
    ]
    x = [[0.1 * (i + 1) + 0.3 * s for i in range(sizes[0])] for s in range(batch)]
    y = [[float((k + s) % 2) for k in range(sizes[-1])] for s in range(batch)]
    return {**EMPTY, "loss": loss, "layers": layers, "x": x, "y": y, **more}
