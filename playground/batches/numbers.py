"""What each sample of a batch asks of the weights, and what mean or sum makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from backprop_core import Trace, backward, forward, update
from backprop_core.backward import batch_loss
from backprop_core.checks import Array
from playground.exercise.document import Document
from playground.exercise.edits import set_samples
from playground.exercise.parameters import first_moving

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


def first_weight(trace: Trace, layer: int) -> tuple[int, int] | None:
    """(to, source) of the layer's first connection whose gradient is not 0, so that there is
    something to see, or else of the first; None where all are cut."""
    moving = first_moving(trace, layer)
    if moving is not None:
        return moving
    for to, sources in enumerate(trace.plan.shape.sources[layer]):
        if sources:
            return to, sources[0]
    return None


def chosen_weight(trace: Trace, selected: Any) -> tuple[int, int | None, int | None]:
    """(layer, to, source): the selected edge, the first into the selected neuron or out of the
    selected input, or the first of the last layer. Where a layer has no connection to choose, to
    and source are None."""
    last = len(trace.network.layers) - 1
    if selected is not None and selected["kind"] == "edge":
        return selected["layer"], selected["to"], selected["from"]
    layer, sources = last, trace.plan.shape.sources
    if selected is not None and selected["column"] > 0:
        layer, to = selected["column"] - 1, selected["neuron"]
        if sources[layer][to]:
            return layer, to, sources[layer][to][0]
    elif selected is not None:
        layer, source = 0, selected["neuron"]
        fed = [to for to, from_ in enumerate(sources[0]) if source in from_]
        if fed:
            return 0, fed[0], source
    found = first_weight(trace, layer)
    return (layer, None, None) if found is None else (layer, *found)


def with_another_sample(document: Document) -> Document:
    """One sample more: the last one's inputs with their signs turned, its targets in turn."""
    more = set_samples(document, len(document["x"]) + 1)
    x, y = more["x"][-1], more["y"][-1]
    turned = [[-v + 0.0 for v in x], [*y[1:], y[0]]]
    return {**more, "x": [*more["x"][:-1], turned[0]], "y": [*more["y"][:-1], turned[1]]}
