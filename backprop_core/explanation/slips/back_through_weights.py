"""Slips in the backward pass through the weights, da of the layer before = delta W."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.fused_loss import slope_of_loss
from backprop_core.explanation.slips.slip import MOST, Slip, times
from backprop_core.explanation.words import the_layer

_OF = "back_through_weights"

UPDATED_WEIGHTS = Slip(
    "updated_weights",
    _OF,
    "da = delta · (W − η dW)",
    lambda o: o.delta.dot(o.new_W),
    "The error went back through the weights of {where} after they had been updated.",
    "Use the old weights in the backward pass; update only when every gradient is known.",
    1.0,
)
UPDATED_THE_OTHER_WAY = Slip(
    "updated_weights",
    _OF,
    "da = delta · (W + η dW)",
    lambda o: o.delta.dot(2.0 * o.W - o.new_W),
    "The error went back through weights of {where} that had been updated, with the step added.",
    "Use the old weights in the backward pass; update only when every gradient is known.",
    2.6,
    "added",
)
WEIGHTS_TRANSPOSED = Slip(
    "weights_transposed",
    _OF,
    "da = delta · Wᵀ",
    lambda o: o.delta.dot(o.W.T) if o.W.shape[0] == o.W.shape[1] else None,
    "W of {where} was used transposed in the backward pass.",
    "da = delta W: neuron i collects w · delta over all neurons that it feeds.",
    1.2,
)
ERROR_NOT_DELTA = Slip(
    "error_not_delta",
    _OF,
    "da = (∂loss/∂a) · W",
    lambda o: o.da.dot(o.W),
    "∂loss/∂a of {where} went back through the weights, not delta.",
    "Send delta = da · f′(z) back: the slope of this layer belongs to every path through it.",
    1.2,
)
SIGN = times(
    -1.0,
    "sign",
    _OF,
    "da = −delta · W",
    "A sign was lost in the backward pass through the weights of {where}.",
    "da = delta W, without a minus.",
    1.6,
)
DOUBLED = times(
    2.0,
    "factor_doubled",
    _OF,
    "da = 2 · delta · W",
    "What went back through the weights of {where} is doubled.",
    "da = delta W, without another factor.",
    2.6,
)
WEIGHTS_LEFT_OUT = Slip(
    "factor_missing",
    _OF,
    "da = Σ delta",
    lambda o: np.repeat(o.delta.sum(axis=1, keepdims=True), o.W.shape[1], axis=1),
    "The weights of {where} were left out in the backward pass.",
    "Multiply each delta by the weight on its edge: da = delta W.",
    2.2,
    "weights",
)
TAKEN_AS_MEAN = Slip(
    "outputs_twice",
    _OF,
    "da = mean of delta · w",
    lambda o: o.right / len(o.W),
    "The paths back through the weights of {where} were averaged.",
    "Add them up.",
    2.8,
    "mean",
)


FIRST_ONLY = Slip(
    "path_missing",
    _OF,
    "da = delta · w of neuron 1 only",
    lambda o: np.outer(o.delta[:, 0], o.W[0]),
    "Only the path back through the first neuron of {where} is there.",
    "Sum w · delta over all neurons that a neuron feeds.",
    1.9,
    "all but the first",
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    yield from (UPDATED_WEIGHTS, UPDATED_THE_OTHER_WAY, SIGN, DOUBLED, WEIGHTS_LEFT_OUT)
    if not (o.problem.network.fused and o.layer == o.problem.last):
        yield ERROR_NOT_DELTA
    elif not o.f.threshold:
        yield from _unfused(o)
    if o.W.shape[0] == o.W.shape[1] and len(o.W) > 1:
        yield WEIGHTS_TRANSPOSED
    if len(o.W) > 1:
        yield TAKEN_AS_MEAN
        yield from (_missing(k) for k in range(min(len(o.W), MOST)))
        yield from (_twice(k) for k in range(min(len(o.W), MOST)))
        yield _overwritten(len(o.W) - 1)
        if len(o.W) > 2:
            yield FIRST_ONLY
    yield from _wrong_weights(o)
    if o.batch > 1:
        yield times(
            1.0 / o.batch, "batch_twice", _OF, "da / batch",
            "What went back through {where} was divided by the number of samples once more.",
            "Divide once, where the backward pass starts.", 2.2,
        )  # fmt: skip


def _unfused(o: Here) -> Iterator[Slip]:
    yield Slip(
        "error_not_delta",
        _OF,
        "da = (∂loss/∂a) · W",
        lambda o: slope_of_loss(o).dot(o.W),
        "∂loss/∂a of {where} went back through the weights, not delta = a − y.",
        "Send delta = da · f′(z) back; with this loss that is a − y.",
        1.8,
        "unfused",
    )
    yield Slip(
        "error_not_delta",
        _OF,
        "da = (a − y) · a (1 − a) · W",
        lambda o: (o.error * o.a * (1.0 - o.a)).dot(o.W),
        "In the backward pass a − y of {where} was multiplied by the slope once more.",
        "With this loss a − y is delta already: send that back.",
        2.6,
        "slope again",
    )


def _missing(k: int) -> Slip:
    return Slip(
        "path_missing",
        _OF,
        f"da without the path through neuron {k + 1}",
        lambda o: o.right - np.outer(o.delta[:, k], o.W[k]),
        f"The path back through neuron {k + 1} of {{where}} was left out.",
        "Sum w · delta over all neurons that a neuron feeds.",
        1.6,
        str(k),
    )


def _twice(k: int) -> Slip:
    return Slip(
        "path_twice",
        _OF,
        f"da with the path through neuron {k + 1} twice",
        lambda o: o.right + np.outer(o.delta[:, k], o.W[k]),
        f"The path back through neuron {k + 1} of {{where}} was counted twice.",
        "Add w · delta once for each neuron that a neuron feeds.",
        2.2,
        str(k),
    )


def _overwritten(k: int) -> Slip:
    return Slip(
        "overwritten",
        _OF,
        f"da = delta · w of neuron {k + 1} only",
        lambda o: np.outer(o.delta[:, k], o.W[k]),
        f"Only the path back through the last neuron of {{where}}, number {k + 1}, is there.",
        "Add up the paths (+=); do not let each overwrite the one before.",
        1.5,
    )


def _wrong_weights(o: Here) -> Iterator[Slip]:
    """The weights of another layer, where they happen to fit."""
    for layer, other in enumerate(o.problem.layers):
        if layer != o.layer and other.W.shape == o.W.shape:
            yield _through_layer(layer, the_layer(o.problem, layer))


def _through_layer(layer: int, named: str) -> Slip:
    def arithmetic(o: Here) -> Any:
        return o.delta.dot(o.problem.layers[layer].W)

    return Slip(
        "wrong_array",
        _OF,
        f"da = delta · W of {named}",
        arithmetic,
        f"The error of {{where}} went back through the weights of {named}.",
        "Use the weights that lead into the neurons whose delta it is.",
        2.2,
        f"W of {layer}",
    )
