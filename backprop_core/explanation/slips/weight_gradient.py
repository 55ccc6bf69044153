"""Slips in the gradient of the weights, dW = deltaᵀ a_before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.fused_loss import SLOPE_LEFT_OUT_OF_DW
from backprop_core.explanation.slips.slip import MOST, Slip, times
from backprop_core.explanation.words import the_layer

_OF = "weight_gradient"

SIGN = times(
    -1.0,
    "sign",
    _OF,
    "dW = −deltaᵀ a_before",
    "dW of {where} has the wrong sign.",
    "dW = deltaᵀ a_before, without a minus.",
    1.5,
)
DOUBLED = times(
    2.0,
    "factor_doubled",
    _OF,
    "2 · dW",
    "dW of {where} is twice as large as it should be.",
    "dW = deltaᵀ a_before, without another factor.",
    2.2,
)
HALVED = times(
    0.5,
    "factor_missing",
    _OF,
    "½ · dW",
    "dW of {where} is half as large as it should be.",
    "dW = deltaᵀ a_before, without another factor.",
    2.2,
)
TRANSPOSED = Slip(
    "transposed",
    _OF,
    "dW = a_beforeᵀ delta",
    lambda o: o.right.T,
    "dW of {where} is transposed.",
    "Row j of dW belongs to neuron j, like row j of W: dW = deltaᵀ a_before.",
    1.0,
)
TRANSPOSED_WITHOUT_CUTS = replace(
    TRANSPOSED,
    formula="dW = a_beforeᵀ delta, where there are connections",
    arithmetic=lambda o: o.problem.without_cuts(o.layer, o.into.T.dot(o.delta)),
    rarity=1.1,
    variant="cut afterwards",
)
SLOPE_LEFT_OUT = Slip(
    "slope_left_out",
    _OF,
    "dW = daᵀ a_before",
    lambda o: _dW(o, o.da),
    "The slope f′(z) of {where} is missing from dW.",
    "Multiply by delta = da · f′(z), not by ∂loss/∂a.",
    1.4,
)
Z_FOR_A = Slip(
    "z_for_a",
    _OF,
    "dW = deltaᵀ z_before",
    lambda o: _dW(o, o.delta, o.into_z),
    "z of the layer before was used in dW of {where} in place of its activation.",
    "Multiply delta by what came in: a = f(z) of the layer before.",
    1.3,
)
NO_INPUT = Slip(
    "factor_missing",
    _OF,
    "dW = Σ delta",
    lambda o: _dW(o, o.delta, np.ones_like(o.into)),
    "dW of {where} is delta alone: what came in was left out.",
    "Multiply delta by the activation (or input) at the other end of the weight.",
    1.9,
    "input",
)
NOT_FILLED_IN = Slip(
    "left_at_zero",
    _OF,
    "dW = 0",
    lambda o: np.zeros_like(o.right),
    "dW of {where} is 0: it was never filled in.",
    "dW = deltaᵀ a_before.",
    2.4,
)
CUTS_FORGOTTEN = Slip(
    "cuts_forgotten",
    _OF,
    "dW with edges that are not there",
    lambda o: o.delta.T.dot(o.into),
    "dW of {where} has gradients for connections that do not exist.",
    "Where there is no connection the gradient is 0.",
    1.2,
)
WITH_ITS_OWN_OUTPUT = Slip(
    "wrong_array",
    _OF,
    "dW = delta · a of the same neuron",
    lambda o: _dW(o, o.delta * o.a, np.ones_like(o.into)),
    "dW of {where} was made with the activation of the neuron that the weight leads to.",
    "Multiply delta by what came in through the weight: a of the neuron that it comes from.",
    1.8,
    "own output",
)
ABSOLUTE = Slip(
    "sign",
    _OF,
    "|dW|",
    lambda o: np.abs(o.right),
    "The signs of dW of {where} were lost.",
    "Keep the sign of each product.",
    3.0,
    "absolute",
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    yield from (SIGN, DOUBLED, HALVED, NO_INPUT, NOT_FILLED_IN, ABSOLUTE)
    if o.W.shape[0] == o.W.shape[1] and len(o.W) > 1:
        yield TRANSPOSED
        if o.own.connected is not None:
            yield TRANSPOSED_WITHOUT_CUTS
    if o.own.connected is not None:
        yield CUTS_FORGOTTEN
    if not (o.problem.network.fused and o.layer == o.problem.last):
        yield SLOPE_LEFT_OUT
    elif not o.f.threshold:
        yield from (_slope_again(), SLOPE_LEFT_OUT_OF_DW)
    if o.layer:
        yield Z_FOR_A
    yield from _of_batch(o)
    yield from _wrong_arrays(o)


def _dW(o: Here, delta: Any, into: Any = None) -> Any:
    return o.problem.without_cuts(o.layer, delta.T.dot(o.into if into is None else into))


def _slope_again() -> Slip:
    return Slip(
        "slope_twice",
        _OF,
        "dW = ((a − y) · a (1 − a))ᵀ a_before",
        lambda o: _dW(o, o.delta * o.a * (1.0 - o.a)),
        "In dW of {where} a − y was multiplied by the slope once more.",
        "With this loss a − y is delta already.",
        2.2,
    )


def _of_batch(o: Here) -> Iterator[Slip]:
    if o.batch == 1:
        return
    yield times(
        o.batch, "batch_forgotten", _OF, "dW · batch",
        "The mean over the batch is missing from dW of {where}.",
        "Divide by the number of samples, once.", 1.6,
    )  # fmt: skip
    yield times(
        1.0 / o.batch, "batch_twice", _OF, "dW / batch",
        "dW of {where} was divided by the number of samples once more.",
        "delta belongs to the loss of the batch and already contains the 1/batch: just sum.",
        1.5,
    )  # fmt: skip
    for s in range(min(o.batch, MOST)):
        yield _sample(s, whole=False)
        if o.share < 1.0:
            yield _sample(s, whole=True)


def _sample(s: int, *, whole: bool) -> Slip:
    return Slip(
        "one_sample",
        _OF,
        f"dW of sample {s + 1} only",
        lambda o: o.problem.without_cuts(
            o.layer, np.outer(o.delta[s], o.into[s]) / (o.share if whole else 1.0)
        ),
        f"dW of {{where}} holds sample {s + 1} only.",
        "Sum delta · a_before over the samples.",
        2.0,
        f"{s} {'whole' if whole else 'share'}",
    )


def _wrong_arrays(o: Here) -> Iterator[Slip]:
    """Arrays of another layer, where the widths let that pass unnoticed."""
    n_out, n_in = o.W.shape
    yield WITH_ITS_OWN_OUTPUT
    if n_out == n_in:
        yield _with_own_activation()
    for layer in range(o.problem.last + 1):
        if layer != o.layer and o.problem.layers[layer].n_out == n_out:
            yield _with_delta_of(layer, the_layer(o.problem, layer))
        if layer not in (o.layer, o.layer - 1) and o.problem.layers[layer].n_out == n_in:
            yield _with_activation_of(layer, the_layer(o.problem, layer))
    if o.layer and o.problem.layers[0].n_in == n_in:
        yield _with_inputs()


def _with_own_activation() -> Slip:
    return Slip(
        "wrong_array",
        _OF,
        "dW = deltaᵀ a",
        lambda o: _dW(o, o.delta, o.a),
        "The layer's own activation was used in dW of {where}, not what came into it.",
        "Multiply delta by the activation of the layer before.",
        1.6,
        "own a",
    )


def _with_delta_of(layer: int, named: str) -> Slip:
    return Slip(
        "wrong_array",
        _OF,
        f"dW with delta of {named}",
        lambda o: _dW(o, o.values["delta", layer]) if ("delta", layer) in o.values else None,
        f"delta of {named} was used in dW of {{where}}.",
        "Use the layer's own delta.",
        1.9,
        f"delta of {layer}",
    )


def _with_activation_of(layer: int, named: str) -> Slip:
    return Slip(
        "wrong_array",
        _OF,
        f"dW with a of {named}",
        lambda o: _dW(o, o.delta, o.values["a", layer]),
        f"The activation of {named} was used in dW of {{where}}.",
        "Use what came into the layer: the activation of the layer before.",
        2.0,
        f"a of {layer}",
    )


def _with_inputs() -> Slip:
    return Slip(
        "wrong_array",
        _OF,
        "dW = deltaᵀ x",
        lambda o: _dW(o, o.delta, o.problem.x),
        "The inputs x were used in dW of {where}, not the activations of the layer before.",
        "Use what came into the layer.",
        1.8,
        "x",
    )
