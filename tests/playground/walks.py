"""Traces for the tests, made from documents as the pages make them."""

from backprop_core import Network, trace
from playground.exercise.document import EMPTY, network_of
from playground.functions.typed.typed_functions import named
from playground.notation.symbols import OWN
from playground.steps.formula import formula_of


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


def formula(step, walk, digits, notation=OWN):
    """A step's whole formula as LaTeX."""
    return formula_of(step, walk, digits, notation).latex


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


DRAWINGS = {
    "smallest": document_of((1, 1), bias="none"),
    "batch": document_of((2, 3, 2), "tanh", "mean_absolute_error", batch=3, bias="shared"),
    "rooted": document_of((2, 2, 2), "relu", "root_mean_squared_error", batch=2),
    "classes": document_of((3, 4, 3), ["relu", "softmax"], "cross_entropy"),
    "typed": document_of((2, 2, 1), "tanh"),
    "no hidden": document_of((2, 1)),
    "one output": document_of((2, 3, 1)),
    "shared": document_of((2, 2, 2), bias="shared"),
    "classes of a batch": document_of((2, 3, 3), ["relu", "softmax"], "cross_entropy", batch=3),
    "deep": document_of((2, 2, 3, 2), ["relu", "tanh", "sigmoid"], "binary_cross_entropy"),
    "summed": document_of((2, 3, 1), batch=2, reduction="sum"),
    "by hand": document_of((2, 2, 1), ["tanh", "linear"], "squared_error"),
    "softmax inside": document_of((2, 3, 2), ["softmax", "softmax"], "cross_entropy"),
    "cut": document_of((3, 3, 2), ["tanh", "sigmoid"], batch=2, biases_frozen=True),
    "narrow": document_of((2, 1, 1)),
}
DRAWINGS["typed"]["layers"][0]["activation"] = named("x*sigmoid(x)")
DRAWINGS["typed"]["loss"] = named("(a-y)**4")
DRAWINGS["cut"]["layers"][0]["connected"] = [[True, False, True]] + [[True] * 3] * 2
DRAWINGS["cut"]["layers"][0]["W"][0][1] = 0.0
DRAWINGS["cut"]["layers"][1]["connected"] = [[False, True, True], [True] * 3]
DRAWINGS["cut"]["layers"][1]["W"][0][0] = 0.0
