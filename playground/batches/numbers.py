"""What each sample of a batch asks of the weights, and what mean or sum makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from backprop_core import Array, Trace, backward, batch_loss, forward, update
from playground.exercise import edits
from playground.exercise.document import Document
from playground.exercise.edits import Edited
from playground.exercise.parameters import first_moving
from playground.where import Selected, Weight, weights_of

Reduction = Literal["mean", "sum"]


def slices(trace: Trace, layer: int) -> Array:
    """The gradient as a tensor: (batch, n_out, n_in), [sample, neuron, weight]."""
    return trace.gradients.layers[layer].dW_per_sample


@np.errstate(over="ignore", invalid="ignore")
def so_far(trace: Trace, layer: int, sample: int) -> Array:
    """The slices of the samples up to `sample` added up: (n_out, n_in)."""
    total: Array = slices(trace, layer)[: sample + 1].sum(axis=0)
    return total


@np.errstate(over="ignore", invalid="ignore")
def largest_difference(trace: Trace, layer: int) -> float:
    """Between the sum of all slices and dW, which the engine makes as one product."""
    difference = slices(trace, layer).sum(axis=0) - trace.gradients.layers[layer].dW
    return float(np.abs(difference).max())


def pulls(trace: Trace, layer: int, to: int, source: int) -> Array:
    """Which way each sample pulls the weight, and how hard: −dW of the sample, (batch,)."""
    pull: Array = -slices(trace, layer)[:, to, source] + 0.0  # no −0
    return pull


def why_nothing_pulls(trace: Trace, layer: int, to: int, source: int) -> str:
    """Which of the two factors is 0 where no sample pulls, as the name of a section."""
    if not trace.forward.into(layer)[:, source].any():
        return "nothing came in"
    came_back = trace.gradients.layers[layer].delta[:, to].any()
    return "nothing meets" if came_back else "nothing came back"


@dataclass(frozen=True, eq=False)
class Reduced:
    """The same exercise with one of the reductions: the loss now and after one update at the
    present learning rate, and the chosen weight's gradient and step."""

    reduction: Reduction
    loss: float
    dW: float
    step: float
    loss_after: float


@lru_cache(maxsize=16)
def reduced(trace: Trace, layer: int, to: int, source: int, reduction: Reduction) -> Reduced:
    """All of it computed anew, from a network with that reduction."""
    network = replace(trace.network, reduction=reduction)
    made = forward(network, trace.forward.x, strict=False)
    gradients = backward(network, made, trace.y, strict=False)
    frozen = trace.plan.shape.biases_frozen
    rate = trace.learning_rate
    after = update(network, gradients, rate, biases_frozen=frozen, strict=False)
    with np.errstate(all="ignore"):
        loss_after = batch_loss(after, forward(after, trace.forward.x, strict=False), trace.y)
        dW = float(gradients.layers[layer].dW[to, source])
        step = -rate * dW + 0.0
    return Reduced(reduction, gradients.loss, dW, step, loss_after)


def first_weight(trace: Trace, layer: int) -> Weight | None:
    """The layer's first connection whose gradient is not 0, so that there is something to see, or
    else the first; None where all are cut."""
    connections = weights_of(trace.plan.shape.sources, layer)
    return first_moving(trace, layer) or next(connections, None)


def chosen_weight(trace: Trace, selected: Selected | None) -> tuple[int, Weight | None]:
    """A layer, and the weight of it that a selection means: the selected one, the first into the
    selected neuron or out of the selected input, or the first of the last layer. None where the
    layer has no connection to choose."""
    if isinstance(selected, Weight):
        return selected.layer, selected
    layer = len(trace.network.layers) - 1
    if selected is not None:
        layer = max(selected.column - 1, 0)
    for one in weights_of(trace.plan.shape.sources, layer):
        is_input = selected is not None and selected.column == 0
        if selected is not None and selected.neuron == (one.source if is_input else one.to):
            return layer, one
    return layer, first_weight(trace, layer)


def with_another_sample(document: Document) -> Edited:
    """One sample more: the last one's inputs with their signs turned, its targets in turn."""
    x, y = document["x"], document["y"]
    turned = [*x, [-v + 0.0 for v in x[-1]]], [*y, [*y[-1][1:], y[-1][0]]]
    more = edits.set_samples(document, len(x) + 1)
    return more.then(edits.set_rows, "x", turned[0]).then(edits.set_rows, "y", turned[1])
