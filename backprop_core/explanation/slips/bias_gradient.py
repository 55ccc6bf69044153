"""Slips in the gradient of the biases, db = Σ delta over the samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.slip import MOST, Slip, times
from backprop_core.explanation.words import the_layer, the_source

_OF = "bias_gradient"

THRESHOLD = Slip(
    "threshold",
    _OF,
    "db = −Σ delta",
    lambda o: -o.right,
    "db of {where} has the sign of a threshold, which is subtracted.",
    "Here the bias is added, so db = Σ delta.",
    1.3,
    everywhere=True,
)
SIGN = times(
    -1.0,
    "sign",
    _OF,
    "db = −Σ delta",
    "db of {where} has the wrong sign.",
    "db = Σ delta, without a minus.",
    1.5,
)
DOUBLED = times(
    2.0,
    "factor_doubled",
    _OF,
    "2 · db",
    "db of {where} is twice as large as it should be.",
    "db = Σ delta, without another factor.",
    2.2,
)
HALVED = times(
    0.5,
    "factor_missing",
    _OF,
    "½ · db",
    "db of {where} is half as large as it should be.",
    "db = Σ delta, without another factor.",
    2.2,
)
ROW_SUM = Slip(
    "bias_row_sum",
    _OF,
    "db = Σ dW over the inputs",
    lambda o: _shaped(o, o.values["dW", o.layer].sum(axis=1)),
    "db of {where} is the sum of each row of dW.",
    "Add up delta over the samples: the input of a bias is always 1.",
    1.6,
)
ADDED_UP = Slip(
    "bias_added_up",
    _OF,
    "db = Σ delta over all neurons",
    lambda o: np.full_like(o.right, o.right.sum()) if o.right.ndim else None,
    "Each db of {where} is the sum over all neurons.",
    "Each neuron has its own bias: sum its delta over the samples only (axis 0).",
    1.3,
)
FORGOTTEN = Slip(
    "left_at_zero",
    _OF,
    "db = 0",
    lambda o: np.zeros_like(o.right),
    "db of {where} is 0: it was never filled in.",
    "db = Σ delta over the samples.",
    1.6,
)
SLOPE_LEFT_OUT = Slip(
    "slope_left_out",
    _OF,
    "db = Σ da",
    lambda o: _summed(o, o.da),
    "The slope f′(z) of {where} is missing from db.",
    "Add up delta = da · f′(z), not ∂loss/∂a.",
    1.4,
)
SHARED_MEAN = Slip(
    "shared_bias_mean",
    _OF,
    "db = mean of delta",
    lambda o: o.right / o.own.n_out if not o.right.ndim else None,
    "db of {where} is the mean over the neurons.",
    "A shared bias goes into every neuron: sum their deltas.",
    1.5,
)
TIMES_BIAS = Slip(
    "bias_times_input",
    _OF,
    "db = Σ delta · b",
    lambda o: o.right * o.b,
    "delta was multiplied by the bias itself in db of {where}.",
    "The input of a bias is 1: db = Σ delta.",
    2.4,
    "b",
)
WRONG_AXIS = Slip(
    "wrong_axis",
    _OF,
    "db = delta.sum(axis=1)",
    lambda o: o.delta.sum(axis=1) if o.right.ndim and o.batch == o.own.n_out else None,
    "delta was added up over the neurons in db of {where}, not over the samples.",
    "Add up over the samples, axis 0 of a (batch, neurons) array.",
    1.5,
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    yield from (THRESHOLD, SIGN, DOUBLED, HALVED, TIMES_BIAS)
    yield FORGOTTEN if o.gives_gradient else replace(FORGOTTEN, rarity=2.2)  # b was not updated
    if o.right.ndim:
        yield from (ADDED_UP, WRONG_AXIS)
    else:
        yield SHARED_MEAN
        yield from (_one_neuron(j) for j in range(min(o.own.n_out, MOST)))
    yield ROW_SUM
    if not (o.problem.network.fused and o.layer == o.problem.last):
        yield SLOPE_LEFT_OUT
    yield from (_times_input(i, the_source(o.layer, i)) for i in range(min(o.W.shape[1], MOST)))
    if o.batch > 1:
        yield from _of_batch(o)
    yield from _wrong_arrays(o)


def _shaped(o: Here, each: Any) -> Any:
    """(n_out,), or their sum for a shared bias."""
    return each if o.right.ndim else np.asarray(each.sum())


def _summed(o: Here, delta: Any) -> Any:
    return _shaped(o, delta.sum(axis=0))


def _times_input(i: int, source: str) -> Slip:
    return Slip(
        "bias_times_input",
        _OF,
        f"db = Σ delta · {source}",
        lambda o: _summed(o, o.delta * o.into[:, i : i + 1]),
        f"delta was multiplied by {source} in db of {{where}}.",
        "The input of a bias is 1: db = Σ delta.",
        1.8,
        str(i),
    )


def _one_neuron(j: int) -> Slip:
    return Slip(
        "path_missing",
        _OF,
        f"db = delta of neuron {j + 1}",
        lambda o: np.asarray(o.delta[:, j].sum()),
        f"db of {{where}} holds delta of neuron {j + 1} only.",
        "A shared bias goes into every neuron: sum their deltas.",
        1.6,
        f"shared {j}",
    )


def _of_batch(o: Here) -> Iterator[Slip]:
    yield times(
        o.batch, "batch_forgotten", _OF, "db · batch",
        "The mean over the batch is missing from db of {where}.",
        "Divide by the number of samples, once.", 1.6,
    )  # fmt: skip
    yield times(
        1.0 / o.batch, "batch_twice", _OF, "db / batch",
        "db of {where} was divided by the number of samples once more.",
        "delta already contains the 1/batch: add up over the samples, without a mean.", 1.4,
    )  # fmt: skip
    for s in range(min(o.batch, MOST)):
        yield _sample(s, whole=False)
        if o.share < 1.0:
            yield _sample(s, whole=True)


def _sample(s: int, *, whole: bool) -> Slip:
    return Slip(
        "one_sample",
        _OF,
        f"db of sample {s + 1} only",
        lambda o: _shaped(o, o.delta[s] / (o.share if whole else 1.0)),
        f"db of {{where}} holds sample {s + 1} only.",
        "Sum delta over the samples.",
        2.0,
        f"{s} {'whole' if whole else 'share'}",
    )


def _wrong_arrays(o: Here) -> Iterator[Slip]:
    for layer in range(o.problem.last + 1):
        if layer != o.layer and o.problem.layers[layer].n_out == o.own.n_out:
            yield _with_delta_of(layer, the_layer(o.problem, layer))


def _with_delta_of(layer: int, named: str) -> Slip:
    return Slip(
        "wrong_array",
        _OF,
        f"db with delta of {named}",
        lambda o: _summed(o, o.values["delta", layer]) if ("delta", layer) in o.values else None,
        f"delta of {named} was used in db of {{where}}.",
        "Use the layer's own delta.",
        1.9,
        f"delta of {layer}",
    )
