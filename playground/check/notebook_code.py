"""The Python lines that compute the present exercise's gradient with the engine, to be copied."""

from __future__ import annotations

import json

import numpy as np

from playground.exercise.document import Document, LayerDocument
from playground.functions.typed.typed_functions import is_typed

MOST_NUMBERS = 150  # with more the lines would be too long to read; they come from the saved file

_HEAD = "from backprop_core import Layer, Network, backward, forward, gradient_check"
_TYPED = (
    "from playground.functions.typed.typed_functions import activation_of, loss_of  # needs SymPy"
)
_TAIL = """\
g = backward(network, forward(network, x), y)
for number, layer in enumerate(g.layers, start=1):
    print(f"dW{number} =", layer.dW.tolist())
    print(f"db{number} =", None if layer.db is None else layer.db.tolist())
print("largest relative difference:", gradient_check(network, x, y).error)"""
_FROM_FILE = """\
with open("network.json", encoding="utf-8") as file:  # Playground → Share → Save as a file
    saved = json.load(file)
layers = [
    Layer(layer["W"], layer["b"], {activation}, layer.get("connected"))
    for layer in saved["layers"]
]
network = Network(layers, {loss}, saved["reduction"])
x, y = saved["x"], saved["y"]"""


def gradient_code(document: Document, *, turned: bool = False) -> str:
    """Code that prints every dW and db of this exercise, and how well they check.

    The engine has a row of dW for each neuron that receives; `turned` prints one for each that
    sends.
    """
    tail = _TAIL.replace("layer.dW.", "layer.dW.T.") if turned else _TAIL
    typed = any(map(is_typed, [document["loss"], *(n["activation"] for n in document["layers"])]))
    head = f"{_HEAD}\n{_TYPED}" if typed else _HEAD
    if _numbers(document) > MOST_NUMBERS:
        return f"import json\n\n{head}\n\n{_from_file(typed)}\n{tail}\n"
    layers = "\n".join(f"    {_layer(layer)}," for layer in document["layers"])
    return (
        f"{head}\n\nlayers = [\n{layers}\n]\n"
        f"network = Network(layers, {_function(document['loss'], 'loss_of')}, "
        f'"{document["reduction"]}")\n'
        f"x, y = {document['x']!r}, {document['y']!r}\n{tail}\n"
    )


def _from_file(typed: bool) -> str:
    activation, loss = 'layer["activation"]', 'saved["loss"]'
    if typed:
        activation, loss = f"activation_of({activation})", f"loss_of({loss})"
    return _FROM_FILE.format(activation=activation, loss=loss)


def _numbers(document: Document) -> int:
    batch = np.size(document["x"]) + np.size(document["y"])
    return batch + sum(np.size(layer["W"]) for layer in document["layers"])


def _layer(layer: LayerDocument) -> str:
    cut = f", {layer['connected']!r}" if "connected" in layer else ""
    activation = _function(layer["activation"], "activation_of")
    return f"Layer({layer['W']!r}, {layer['b']!r}, {activation}{cut})"


def _function(name: str, reader: str) -> str:
    """The engine knows its own functions by name; a formula has to be read first."""
    text = json.dumps(name)
    return f"{reader}({text})" if is_typed(name) else text
