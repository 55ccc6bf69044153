"""What prose may need of a network, how to say so, and the edit that gives it to a drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from backprop_core import Trace
from playground import edits
from playground.document import Document, bias_mode, sizes_of
from playground.lessons.places import Place, index
from playground.notations.symbols import Symbols

Check = Callable[[Trace], bool]
Edit = Callable[[Document], Document]
SQUARES = ("squared_error", "half_squared_error")


@dataclass(frozen=True)
class Lack:
    """Something that a network does not have: in words, and how a drawing comes by it."""

    words: str
    give: Edit


@dataclass(frozen=True)
class Need:
    """Something that prose speaks of: in words, whether a network has it, and how to give it."""

    words: str
    met: Check
    give: Edit


def _with_loss(name: str) -> Edit:
    return lambda drawing: edits.set_loss(drawing, name)


def _elementwise(t: Trace, layers: slice = slice(None)) -> bool:
    return all(layer.f.derivative is not None for layer in t.network.layers[layers])


def _with_activation(name: str, layers: slice = slice(None)) -> Edit:
    """That activation in those layers; a loss that would not go with it becomes a squared one."""

    def give(drawing: Document) -> Document:
        count = len(drawing["layers"])
        for layer in range(count)[layers]:
            if layer == count - 1 and edits.PAIRED.get(drawing["loss"], name) != name:
                drawing = edits.set_loss(drawing, "half_squared_error")
            drawing = edits.set_activation(drawing, layer, name)
        return drawing

    return give


def _with_elementwise(drawing: Document) -> Document:
    for layer, held in enumerate(drawing["layers"]):
        if held["activation"] == "softmax":
            drawing = _with_activation("sigmoid", slice(layer, layer + 1))(drawing)
    return drawing


def _with_unfused(drawing: Document) -> Document:
    return _with_elementwise(edits.set_loss(drawing, "half_squared_error"))


def _with_layers(least: int, most: int | None = None) -> Edit:
    """At least, and at most, so many layers: new ones, of two neurons, before the outputs."""

    def give(drawing: Document) -> Document:
        while len(drawing["layers"]) < least:
            after = len(drawing["layers"]) - 1
            drawing = edits.set_width(edits.add_layer(drawing, after), after + 1, 2)
        while most is not None and len(drawing["layers"]) > most:
            drawing = edits.remove_column(drawing, len(drawing["layers"]) - 1)
        return drawing

    return give


def _with_column(column: int, count: int) -> Edit:
    """Exactly so many neurons in a column; a column below 0 counts from the outputs."""

    def give(drawing: Document) -> Document:
        at = column % len(sizes_of(drawing))
        single = count == 1 and at == len(drawing["layers"])
        return edits.set_width(_with_elementwise(drawing) if single else drawing, at, count)

    return give


def _with_outputs(drawing: Document) -> Document:
    return drawing if sizes_of(drawing)[-1] > 1 else _with_column(-1, 2)(drawing)


def _with_shares(drawing: Document) -> Document:
    """Rows of targets that do not add up to 1 become 1 at their largest and 0 elsewhere."""
    drawing = _with_outputs(drawing)
    y = np.array(drawing["y"])
    shared = np.isclose(y.sum(axis=1), 1.0, rtol=0, atol=1e-12) & (y >= 0).all(axis=1)
    one_hot = np.eye(y.shape[1])[y.argmax(axis=1)]
    return edits.set_rows(drawing, "y", np.where(shared[:, None], y, one_hot).tolist())


def _with_softmax(drawing: Document) -> Document:
    return edits.set_loss(_with_shares(drawing), "cross_entropy")


def _with_biases(mode: str | None = None) -> Edit:
    """Biases of that kind in every layer; of None, in those that have none."""

    def give(drawing: Document) -> Document:
        for layer, held in enumerate(drawing["layers"]):
            if mode is not None or bias_mode(held["b"]) == "none":
                drawing = edits.set_bias_mode(drawing, layer, mode or "each")
        return drawing

    return give


def _has_loss(*names: str) -> Check:
    return lambda t: t.network.loss_function.name in names


def _has_bias(kind: str) -> Check:
    return lambda t: all(layer.bias == kind for layer in t.network.layers)


NEEDS: dict[str, Need] = {
    "hidden": Need("a hidden layer", lambda t: len(t.network.layers) > 1, _with_layers(2)),
    "one hidden": Need(
        "a single hidden layer", lambda t: len(t.network.layers) == 2, _with_layers(2, 2)
    ),
    "two hidden": Need("two hidden layers", lambda t: len(t.network.layers) > 2, _with_layers(3)),
    "softmax": Need(
        "softmax outputs with cross-entropy",
        lambda t: t.network.fused and t.network.layers[-1].f.name == "softmax",
        _with_softmax,
    ),
    "shares": Need(
        "targets that add up to 1",
        lambda t: bool(np.allclose(t.y.sum(axis=1), 1.0, rtol=0, atol=1e-12)),
        _with_shares,
    ),
    "relu": Need(
        "ReLU in the hidden layers",
        lambda t: all(layer.f.name == "relu" for layer in t.network.layers[:-1]),
        _with_activation("relu", slice(-1)),
    ),
    "sigmoid": Need(
        "sigmoid activations throughout",
        lambda t: all(layer.f.name == "sigmoid" for layer in t.network.layers),
        _with_activation("sigmoid"),
    ),
    "elementwise": Need("activations that take one number each", _elementwise, _with_elementwise),
    "hidden elementwise": Need(
        "hidden activations that take one number each",
        lambda t: _elementwise(t, slice(-1)),
        _with_elementwise,
    ),
    "unfused": Need(
        "an output whose slope is taken in two steps",
        lambda t: not t.network.fused,
        _with_unfused,
    ),
    "linear output": Need(
        "linear outputs",
        lambda t: t.network.layers[-1].f.name == "linear",
        _with_activation("linear", slice(-1, None)),
    ),
    "sigmoid output": Need(
        "a sigmoid output",
        lambda t: t.network.layers[-1].f.name == "sigmoid",
        _with_activation("sigmoid", slice(-1, None)),
    ),
    "half squared error": Need(
        "the half squared error", _has_loss("half_squared_error"), _with_loss("half_squared_error")
    ),
    "squared error": Need(
        "the sum of squared errors", _has_loss("squared_error"), _with_loss("squared_error")
    ),
    "squares": Need("a sum of squared errors", _has_loss(*SQUARES), _with_loss("squared_error")),
    "biases": Need(
        "biases", lambda t: all(layer.b is not None for layer in t.network.layers), _with_biases()
    ),
    "shared biases": Need("one bias for each layer", _has_bias("shared"), _with_biases("shared")),
    "own biases": Need(
        "a bias of its own for each {neuron}", _has_bias("each"), _with_biases("each")
    ),
    "no biases": Need("a network without biases", _has_bias("none"), _with_biases("none")),
    "one sample": Need(
        "a single sample", lambda t: len(t.y) == 1, lambda d: edits.set_samples(d, 1)
    ),
    "one output": Need("a single output", lambda t: t.network.sizes[-1] == 1, _with_column(-1, 1)),
    "several outputs": Need("several outputs", lambda t: t.network.sizes[-1] > 1, _with_outputs),
    "two outputs": Need(
        "exactly two outputs", lambda t: t.network.sizes[-1] == 2, _with_column(-1, 2)
    ),
    "mean": Need(
        "a mean over several samples",
        lambda t: len(t.y) > 1 and t.network.reduction == "mean",
        lambda d: edits.set_field(edits.set_samples(d, max(2, len(d["x"]))), "reduction", "mean"),
    ),
    "separable": Need(
        "a loss of its own for each sample",
        lambda t: t.network.loss_function.separable,
        _with_loss("half_squared_error"),
    ),
}


def lack_of(need: str, trace: Trace, symbols: Symbols) -> Lack | None:
    """What the network lacks of that need; None if it meets it."""
    of = NEEDS[need]
    if of.met(trace):
        return None
    return Lack(of.words.format(neuron=symbols.word("neuron")), of.give)


def lack_of_place(place: Place, trace: Trace, symbols: Symbols) -> Lack | None:
    """What the network would need to have exactly that place; None if it has it."""
    quantity, counts, sizes = place.quantity, place.counts, trace.network.sizes
    if place.sample is not None and place.sample > len(trace.y):
        return Lack(f"{place.sample} samples", partial(edits.set_samples, count=place.sample))
    if quantity == "loss":
        return None
    if quantity in ("x", "y"):
        return _too_few(counts[0], 0 if quantity == "x" else len(sizes) - 1, symbols)
    if (layers := abs(counts[0])) >= len(sizes):
        hidden = lack_of("hidden", trace, symbols) if layers == 2 else None
        return hidden or Lack(f"{layers} layers", _with_layers(layers))
    layer = index(counts[0], len(sizes) - 1)
    for count, column in zip(counts[1:], (layer + 1, layer), strict=False):
        if (lack := _too_few(count, column, symbols)) is not None:
            return lack
    if len(counts) == 3:
        to, source = index(counts[1], sizes[layer + 1]), index(counts[2], sizes[layer])
        if source not in trace.plan.shape.sources[layer][to]:
            names = symbols.neuron(layer, source), symbols.neuron(layer + 1, to)
            return Lack(
                f"a connection from {names[0]} to {names[1]}",
                partial(edits.connect, layer=layer, to=to, source=source),
            )
    if quantity in ("b", "db") and trace.network.layers[layer].b is None:
        return Lack(NEEDS["biases"].words, NEEDS["biases"].give)
    if quantity == "slope" and trace.forward.layers[layer].slope is None:
        return lack_of("elementwise", trace, symbols)
    return None


def _too_few(count: int, column: int, symbols: Symbols) -> Lack | None:
    if abs(count) <= symbols.sizes[column]:
        return None
    what = "inputs" if column == 0 else "outputs"
    if 0 < column < len(symbols.sizes) - 1:
        what = f"{symbols.word('neuron')}s in {symbols.the_layer(column - 1)}"
    return Lack(f"{abs(count)} {what}", _with_column(column, abs(count)))
