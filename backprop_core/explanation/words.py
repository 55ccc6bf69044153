"""Places, layers and numbers in words, counted from 1 as on screen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backprop_core.explanation.problem import LOSSES, Place, Problem
from backprop_core.story.address import Address


def the_layer(problem: Problem, layer: int) -> str:
    """the output layer, the hidden layer, hidden layer 2."""
    if layer == problem.last:
        return "the output layer"
    return "the hidden layer" if problem.last == 1 else f"hidden layer {layer + 1}"


def the_layers(problem: Problem, layers: Sequence[int], possible: int) -> str:
    """The same for several; every layer, if they are all that there could be."""
    if len(layers) == 1:
        return the_layer(problem, layers[0])
    if len(layers) == possible:
        return "every layer"
    if problem.last not in layers and len(layers) == problem.last:
        return "every hidden layer"
    return joined([the_layer(problem, layer) for layer in sorted(layers)])


def the_source(layer: int, neuron: int) -> str:
    """What comes into a layer: input 2, neuron 2 of the layer before."""
    return f"neuron {neuron + 1} of the layer before" if layer else f"input {neuron + 1}"


def sentence(text: str) -> str:
    """The text with a capital, unless it begins with a symbol such as dW."""
    first = text.split()[0].strip(",.")
    return text if first in _SYMBOLS else text[0].upper() + text[1:]


_SYMBOLS = ("z", "a", "y", "da", "dx", "dW", "db", "delta", "∂loss/∂a")


def joined(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def number(value: float, digits: int = 5) -> str:
    """A number to so many digits, with a real minus."""
    return f"{value:.{digits}g}".replace("-", "\u2212")


def address_of(place: Place, index: tuple[int, ...]) -> Address:
    """Where that entry of the array lives."""
    quantity, layer = place
    if quantity in LOSSES:
        return Address(quantity)
    if quantity == "dx":
        return Address("dx", None, index[1], sample=index[0])
    if quantity in ("dW", "step_W", "W"):
        return Address(quantity, layer, index[0], index[1])
    if quantity in ("db", "step_b", "b"):
        return Address(quantity, layer, index[0] if index else None)
    return Address(quantity, layer, index[1], sample=index[0])


def at(problem: Problem, address: Address) -> str:
    """dW of the hidden layer, neuron 2, from input 1."""
    quantity, layer, neuron, source, sample, _ = address
    if quantity == "loss":
        return "the loss"
    if quantity == "loss_after":
        return "the loss after the update"
    parts = []
    if quantity == "dx":
        parts.append(f"dx of input {(neuron or 0) + 1}")
    else:
        assert layer is not None
        parts.append(f"{_QUANTITIES.get(quantity, quantity)} of {the_layer(problem, layer)}")
        if neuron is not None:
            parts.append(f"neuron {neuron + 1}")
    if source is not None:
        parts.append(f"from {'input' if layer == 0 else 'neuron'} {source + 1}")
    if sample is not None and problem.batch > 1:
        parts.append(f"sample {sample + 1}")
    return ", ".join(parts)


_QUANTITIES = {
    "da": "∂loss/∂a",
    "step_W": "the step of W",
    "step_b": "the step of b",
    "W": "the new W",
    "b": "the new b",
}


def as_written(value: float, unit: float) -> str:
    """The number with the digits it was written with, at most ten."""
    if not value:
        return "0"
    decimals = max(0, -round(float(np.log10(unit)))) if unit > 0 else 10
    digits = int(np.floor(np.log10(abs(value)))) + 1 + decimals
    if digits > 10 or abs(value) < 1e-5 or abs(value) >= 1e10:
        return number(value, max(1, min(digits, 6)))
    return f"{value:.{decimals}f}".replace("-", "\u2212")
