"""What prose may ask of a network, how to say so, and the edit that gives it to a drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from backprop_core import Trace
from playground.exercise import edits
from playground.exercise.document import EMPTY, Document, bias_mode, sizes_of
from playground.exercise.document_conventions import is_for_thresholds
from playground.exercise.edits import Edited, unmoved
from playground.lessons.pointers import Place, index
from playground.notation.symbols import Symbols
from playground.templates import filled

Check = Callable[[Trace], bool]
Edit = Callable[[Document], Edited]
HIDDEN, LAST = slice(-1), slice(-1, None)  # of a list of layers


@dataclass(frozen=True)
class Need:
    """Something that prose speaks of: in words, whether a network has it, and how a drawing comes
    by it. What has no such edit may choose passages and tasks, but no paragraph is about it."""

    words: str
    met: Check
    give: Edit | None = None


@dataclass(frozen=True)
class Lack:
    """Something that a network does not have."""

    words: str
    give: Edit | None


def _layers_are(name: str, layers: slice = slice(None)) -> Check:
    return lambda t: all(layer.f.name == name for layer in t.network.layers[layers])


def _biases_are(kind: str) -> Check:
    return lambda t: all(layer.bias == kind for layer in t.network.layers)


def _loss_is(name: str) -> Check:
    return lambda t: t.network.loss_function.name == name


def _adds_up_squares(t: Trace) -> bool:
    """With or without a factor in front, but no mean of its own."""
    loss = t.network.loss_function
    return loss.squared and not loss.mean_over


def _elementwise(layers: slice = slice(None)) -> Check:
    return lambda t: all(layer.f.elementwise for layer in t.network.layers[layers])


def _shares(t: Trace) -> bool:
    return bool(np.allclose(t.y.sum(axis=1), 1.0, rtol=0, atol=1e-12))


def _with_elementwise(drawing: Document, layers: slice = slice(None)) -> Edited:
    """The usual activation in place of softmax, and of its cross-entropy the usual loss."""
    last, edited = len(drawing["layers"]) - 1, unmoved(drawing)
    for layer in range(last + 1)[layers]:
        if not edits.is_elementwise(drawing["layers"][layer]["activation"]):
            if layer == last and edits.is_fused(drawing):
                edited = edited.then(edits.set_loss, EMPTY["loss"])
            edited = edited.then(edits.set_activation, layer, edits.NEW_ACTIVATION)
    return edited


def _with_unfused(drawing: Document) -> Edited:
    return edits.set_loss(drawing, EMPTY["loss"]).then(_with_elementwise, LAST)


def _with_layers(drawing: Document, least: int) -> Edited:
    """At least so many layers: new ones, of two neurons, before the outputs."""
    edited = unmoved(drawing)
    while (count := len(edited.document["layers"])) < least:
        edited = edited.then(edits.add_layer, count - 1).then(edits.set_width, count, 2)
    return edited


def _with_column(drawing: Document, column: int, least: int) -> Edited:
    """At least so many neurons in a column."""
    return edits.set_width(drawing, column, max(least, sizes_of(drawing)[column]))


def _with_outputs(drawing: Document) -> Edited:
    return _with_column(drawing, len(drawing["layers"]), 2)


def _with_softmax(drawing: Document) -> Edited:
    return _with_outputs(drawing).then(edits.set_loss, "cross_entropy")


def _with_shares(drawing: Document) -> Edited:
    """A row of targets that does not add up to 1 becomes 1 at its largest and 0 elsewhere."""
    edited = _with_outputs(drawing)
    y = np.array(edited.document["y"])
    shared = np.isclose(y.sum(axis=1), 1.0, rtol=0, atol=1e-12) & (y >= 0).all(axis=1)
    one_hot = np.eye(y.shape[1])[y.argmax(axis=1)]
    return edited.then(edits.set_rows, "y", np.where(shared[:, None], y, one_hot).tolist())


def _with_biases(drawing: Document) -> Edited:
    """A bias for each neuron in the layers that have none."""
    edited = unmoved(drawing)
    for layer, held in enumerate(drawing["layers"]):
        if bias_mode(held["b"]) == "none":
            edited = edited.then(edits.set_bias_mode, layer, "each")
    return edited


def _has_gradient(t: Trace) -> bool:
    return not any(layer.f.threshold for layer in t.network.layers)


def _with_gradient(drawing: Document) -> Edited:
    """The usual activation in place of threshold units, and the usual loss in place of a rule."""
    edited = unmoved(drawing)
    if is_for_thresholds(drawing["loss"]):
        edited = edited.then(edits.set_loss, EMPTY["loss"])
    for layer, held in enumerate(drawing["layers"]):
        if edits.is_threshold(held["activation"]):
            edited = edited.then(edits.set_activation, layer, edits.NEW_ACTIVATION)
    return edited


NEEDS: dict[str, Need] = {
    "gradient": Need("activation functions with a gradient", _has_gradient, _with_gradient),
    "hidden": Need(
        "a hidden layer", lambda t: len(t.network.layers) > 1, partial(_with_layers, least=2)
    ),
    "one_hidden": Need("a single hidden layer", lambda t: len(t.network.layers) == 2),
    "two_hidden": Need("two hidden layers", lambda t: len(t.network.layers) > 2),
    "softmax": Need(
        "softmax outputs with cross-entropy",
        lambda t: t.network.loss_function.for_classes,
        _with_softmax,
    ),
    "targets_add_up_to_1": Need("targets that add up to 1", _shares, _with_shares),
    "relu": Need("ReLU in the hidden layers", _layers_are("relu", HIDDEN)),
    "sigmoid": Need("sigmoid activations throughout", _layers_are("sigmoid")),
    "sigmoid_output": Need("a sigmoid output", _layers_are("sigmoid", LAST)),
    "linear_output": Need("linear outputs", _layers_are("linear", LAST)),
    "elementwise": Need("element-wise activation functions", _elementwise(), _with_elementwise),
    "hidden_elementwise": Need(
        "element-wise hidden activation functions",
        _elementwise(HIDDEN),
        partial(_with_elementwise, layers=HIDDEN),
    ),
    "unfused": Need(
        "a loss and output activation differentiated in two steps",
        lambda t: not t.network.fused,
        _with_unfused,
    ),
    "half_squared_error": Need("the half squared error", _loss_is("half_squared_error")),
    "squared_error": Need("the sum of squared errors", _loss_is("squared_error")),
    "squares": Need("a sum of squared errors", _adds_up_squares),
    "separable": Need(
        "a loss that is separable over samples", lambda t: t.network.loss_function.separable
    ),
    "biases": Need(
        "biases", lambda t: all(layer.b is not None for layer in t.network.layers), _with_biases
    ),
    "shared_biases": Need("one bias per layer", _biases_are("shared")),
    "own_biases": Need("one bias per << neuron >>", _biases_are("each")),
    "no_biases": Need("a network without biases", _biases_are("none")),
    "one_sample": Need("a single sample", lambda t: len(t.y) == 1),
    "mean_over_samples": Need(
        "a mean over several samples",
        lambda t: len(t.y) > 1 and t.network.reduction == "mean",
    ),
    "one_output": Need("a single output", lambda t: t.network.sizes[-1] == 1),
    "several_outputs": Need("several outputs", lambda t: t.network.sizes[-1] > 1),
}


def lack_of(need: str, trace: Trace, symbols: Symbols) -> Lack | None:
    """What the network lacks of that need; None if it meets it."""
    of = NEEDS[need]
    if of.met(trace):
        return None
    return Lack(filled(of.words, {"neuron": symbols.word("neuron")}), of.give)


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
        first = lack_of("hidden", trace, symbols) if layers == 2 else None
        return first or Lack(f"{layers} layers", partial(_with_layers, least=layers))
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
        some = any(kind != "none" for kind in trace.plan.shape.biases)
        where = f" in {symbols.the_layer(layer)}" if some else ""
        return Lack(NEEDS["biases"].words + where, NEEDS["biases"].give)
    if quantity == "slope" and trace.forward.layers[layer].slope is None:
        hidden = layer < len(sizes) - 2
        return lack_of("hidden_elementwise" if hidden else "elementwise", trace, symbols)
    return None


def _too_few(count: int, column: int, symbols: Symbols) -> Lack | None:
    if abs(count) <= symbols.sizes[column]:
        return None
    what = "inputs" if column == 0 else "outputs"
    if 0 < column < len(symbols.sizes) - 1:
        what = f"{symbols.word('neuron')}s in {symbols.the_layer(column - 1)}"
    return Lack(f"{abs(count)} {what}", partial(_with_column, column=column, least=abs(count)))
