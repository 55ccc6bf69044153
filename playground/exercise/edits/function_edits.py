"""The activations, the loss, and what kind of bias a layer has."""

from __future__ import annotations

import numpy as np

from backprop_core import Array, BackpropError, Bias, activation_named
from playground.exercise.document import Document, bias_mode
from playground.exercise.edits.edited import Edited, layer_of, unmoved, with_layer
from playground.exercise.edits.new_numbers import fitting, level_bias, loss_in
from playground.functions.typed.typed_functions import is_typed


def set_activation(document: Document, layer: int, activation: str) -> Edited:
    """The activation of one layer, by name."""
    old = layer_of(document, layer)
    return unmoved(fitting(with_layer(document, layer, {**old, "activation": activation})))


def set_loss(document: Document, loss: str) -> Edited:
    """The loss, by name; a cross-entropy brings the output activation it needs, the rule of
    threshold units a step, if there is none."""
    new: Document = {**document, "loss": loss}
    needed = loss_in(new).activation
    if needed is not None and document["layers"]:
        now = document["layers"][-1]["activation"]
        if not is_typed(now) and loss_in(new).suits(activation_named(now)):
            return unmoved(fitting(new))
        return set_activation(new, len(document["layers"]) - 1, needed.name)
    return unmoved(new)


def _mean(numbers: Array) -> float:
    """Their mean, also where their sum is more than a number can be."""
    with np.errstate(over="ignore"):
        mean = float(np.mean(numbers))
    return mean if np.isfinite(mean) else float(np.sum(numbers / len(numbers)))


def set_bias_mode(document: Document, layer: int, mode: Bias) -> Edited:
    """each, shared or none. Going from each to shared takes the mean, so that little changes."""
    old = layer_of(document, layer)
    if mode not in ("each", "shared", "none"):
        raise BackpropError(f'bias got {mode!r}. It takes "each", "shared" or "none".')
    if mode == bias_mode(old["b"]):
        return unmoved(document)
    level = 0.0 if old["b"] is None else _mean(np.atleast_1d(old["b"]))
    new = with_layer(document, layer, {**old, "b": level_bias(mode, len(old["W"]), level)})
    return unmoved({**new, "bias": mode})
