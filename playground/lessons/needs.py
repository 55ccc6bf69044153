"""What a paragraph speaks of that not every network has, and how to say so.

Some needs its file states. The others follow from what its text names: a place that a network does
not have would be filled from the nearest one, of which what is said need not be true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from backprop_core import Trace
from playground.lessons.places import Place, address_of, index
from playground.lessons.prose import Named, named_in
from playground.notations.symbols import Symbols

Check = Callable[[Trace], bool]


def _loss(name: str) -> Check:
    return lambda t: t.network.loss_function.name == name


def _bias(kind: str) -> Check:
    return lambda t: all(layer.bias == kind for layer in t.network.layers)


def _elementwise(t: Trace, layers: slice = slice(None)) -> bool:
    return all(layer.f.derivative is not None for layer in t.network.layers[layers])


NEEDS: dict[str, tuple[str, Check]] = {
    "hidden": ("a hidden layer", lambda t: len(t.network.layers) > 1),
    "one hidden": ("a single hidden layer", lambda t: len(t.network.layers) == 2),
    "two hidden": ("two hidden layers", lambda t: len(t.network.layers) > 2),
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
    "elementwise": ("activations that take one number each", _elementwise),
    "hidden elementwise": (
        "hidden activations that take one number each",
        lambda t: _elementwise(t, slice(-1)),
    ),
    "unfused": (
        "an output whose slope is taken in two steps",
        lambda t: not t.network.fused,
    ),
    "linear output": ("linear outputs", lambda t: t.network.layers[-1].f.name == "linear"),
    "sigmoid output": ("a sigmoid output", lambda t: t.network.layers[-1].f.name == "sigmoid"),
    "half squared error": ("the half squared error", _loss("half_squared_error")),
    "squares": (
        "a sum of squared errors",
        lambda t: t.network.loss_function.name in ("squared_error", "half_squared_error"),
    ),
    "squared error": ("the sum of squared errors", _loss("squared_error")),
    "biases": ("biases", lambda t: all(layer.b is not None for layer in t.network.layers)),
    "shared biases": ("one bias for each layer", _bias("shared")),
    "own biases": ("a bias of its own for each {neuron}", _bias("each")),
    "no biases": ("a network without biases", _bias("none")),
    "one sample": ("a single sample", lambda t: len(t.y) == 1),
    "one output": ("a single output", lambda t: t.network.sizes[-1] == 1),
    "several outputs": ("several outputs", lambda t: t.network.sizes[-1] > 1),
    "two outputs": ("exactly two outputs", lambda t: t.network.sizes[-1] == 2),
}


def missing(
    needs: Iterable[str], named: Iterable[Named], trace: Trace, symbols: Symbols
) -> list[str]:
    """What of it this walk does not have, in words, each said once."""
    stated = [NEEDS[need][0] for need in needs if not NEEDS[need][1](trace)]
    followed = [lack for one in named if (lack := _lack(one, trace, symbols))]
    words = dict.fromkeys([*stated, *followed])
    return [
        text.format(neuron=symbols.word("neuron")) for text in words if not _implied(text, words)
    ]


def _implied(text: str, words: Iterable[str]) -> bool:
    """Whether another of the words asks for as much and more."""
    own, two = NEEDS["own biases"][0], NEEDS["two outputs"][0]
    return (text == NEEDS["biases"][0] and own in words) or (text == "2 outputs" and two in words)


def named_by(*texts: str) -> tuple[Named, ...]:
    """The places that texts name, each once."""
    return tuple(dict.fromkeys(named for text in texts for named in named_in(text)))


def _lack(named: Named, trace: Trace, symbols: Symbols) -> str | None:
    """What the network would need to have that place; None if it has it."""
    return lack_of_place(named.place, trace, symbols) or (
        _lack_of_terms(named.place, trace) if named.kind == "terms" else None
    )


def _lack_of_terms(place: Place, trace: Trace) -> str | None:
    """A slope that comes straight from the loss is no sum of products."""
    terms = trace.terms(address_of(place, trace))
    if not any(number.quantity == "y" for term in terms for number in term.factors):
        return None
    return NEEDS["hidden" if place.quantity == "da" else "unfused"][0]


def lack_of_place(place: Place, trace: Trace, symbols: Symbols) -> str | None:
    """What the network would need to have exactly that place; None if it has it."""
    quantity, counts, sizes = place.quantity, place.counts, trace.network.sizes
    if place.sample is not None and place.sample > len(trace.y):
        return f"{place.sample} samples"
    if quantity == "loss":
        return None
    if quantity in ("x", "y"):
        return _too_few(counts[0], 0 if quantity == "x" else len(sizes) - 1, symbols)
    if abs(counts[0]) >= len(sizes):
        return NEEDS["hidden"][0] if abs(counts[0]) == 2 else f"{abs(counts[0])} layers"
    layer = index(counts[0], len(sizes) - 1)
    for count, column in zip(counts[1:], (layer + 1, layer), strict=False):
        if (lack := _too_few(count, column, symbols)) is not None:
            return lack
    if len(counts) == 3:
        to, source = index(counts[1], sizes[layer + 1]), index(counts[2], sizes[layer])
        if source not in trace.plan.shape.sources[layer][to]:
            names = symbols.neuron(layer, source), symbols.neuron(layer + 1, to)
            return f"a connection from {names[0]} to {names[1]}"
    if quantity in ("b", "db") and trace.network.layers[layer].b is None:
        return NEEDS["biases"][0]
    if quantity == "slope" and trace.forward.layers[layer].slope is None:
        return NEEDS["elementwise"][0]
    return None


def _too_few(count: int, column: int, symbols: Symbols) -> str | None:
    if abs(count) <= symbols.sizes[column]:
        return None
    what = "inputs" if column == 0 else "outputs"
    if 0 < column < len(symbols.sizes) - 1:
        what = f"{symbols.word('neuron')}s in {symbols.the_layer(column - 1)}"
    return f"{abs(count)} {what}"
