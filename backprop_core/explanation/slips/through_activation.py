"""Slips in the backward pass through an activation, delta = da · f′(z)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here, form_in_a
from backprop_core.explanation.slips import fused_loss
from backprop_core.explanation.slips.slip import Slip, times
from backprop_core.explanation.words import the_layer

_OF = "through_activation"
_KINKED = ("relu", "leaky_relu", "elu")

SLOPE_LEFT_OUT = Slip(
    "slope_left_out",
    _OF,
    "delta = da",
    lambda o: o.da,
    "The slope f′(z) of {where} is missing.",
    "Multiply ∂loss/∂a by f′(z) before you go on: delta = da · f′(z).",
    1.0,
)
SLOPE_OF_A = Slip(
    "slope_of_a",
    _OF,
    "delta = da · f′(a)",
    lambda o: o.da * _slope_at(o, o.a),
    "The slope of {where} was taken at a instead of z.",
    "Take it at z. The form a (1 − a) or 1 − a² has the activation in it already.",
    1.2,
)
SLOPE_OF_Z = Slip(
    "slope_of_z",
    _OF,
    "delta = da · z (1 − z)",
    lambda o: _with_z_for_a(o),
    "z was used in place of a in the slope of {where}, as in z (1 − z).",
    "Use a: a (1 − a) for the sigmoid, 1 − a² for tanh.",
    1.3,
)
SLOPE_TWICE = Slip(
    "slope_twice",
    _OF,
    "delta = da · f′(z)²",
    lambda o: o.da * o.slope**2,
    "The slope f′(z) of {where} was multiplied in twice.",
    "Multiply by f′(z) once.",
    1.8,
)
SIGN = times(
    -1.0,
    "sign",
    _OF,
    "delta = −da · f′(z)",
    "delta of {where} has the wrong sign.",
    "delta = da · f′(z), without a minus.",
    1.4,
)
HALVED = times(
    0.5,
    "factor_missing",
    _OF,
    "½ · delta",
    "delta of {where} is half as large as it should be.",
    "delta = da · f′(z), without another factor.",
    2.5,
)
DOUBLED = times(
    2.0,
    "factor_doubled",
    _OF,
    "2 · delta",
    "delta of {where} is twice as large as it should be.",
    "delta = da · f′(z), without another factor.",
    2.4,
)
OVERWRITTEN = Slip(
    "overwritten",
    _OF,
    "delta = f′(z)",
    lambda o: o.slope,
    "delta of {where} is the slope f′(z) alone: what came back, ∂loss/∂a, was overwritten.",
    "Multiply ∂loss/∂a by the slope; do not put the slope in its place.",
    1.8,
)
OVERWRITTEN_BELOW = Slip(
    "overwritten",
    _OF,
    "delta = da above 0, f′(z) below",
    lambda o: np.where(o.z > 0, o.da, o.slope),
    "Where z is below 0 in {where}, delta is the slope alone: ∂loss/∂a was overwritten.",
    "Multiply ∂loss/∂a by the slope on both sides of 0.",
    1.9,
    "below",
)
OVERWRITTEN_ABOVE = Slip(
    "overwritten",
    _OF,
    "delta = 1 above 0, da · f′(z) below",
    lambda o: np.where(o.z > 0, o.slope, o.right),
    "Where z is above 0 in {where}, delta is 1: ∂loss/∂a was overwritten.",
    "Multiply ∂loss/∂a by the slope on both sides of 0.",
    2.2,
    "above",
)
MASK_OF_GRADIENT = Slip(
    "mask_of_gradient",
    _OF,
    "delta = da where da > 0",
    lambda o: o.da * _slope_at(o, o.da),
    "The mask of {where} was taken of the gradient, da > 0, not of z.",
    "Let the gradient through where z > 0.",
    1.6,
)
MASK_INVERTED = Slip(
    "mask_inverted",
    _OF,
    "delta = da where z < 0",
    lambda o: o.da * _slope_at(o, -o.z),
    "The mask of {where} is inverted: the gradient was let through where z is below 0.",
    "Let the gradient through where z > 0.",
    1.6,
)
SLOPE_AT_KINK = Slip(
    "slope_at_kink",
    _OF,
    "f′(0) = 1",
    lambda o: np.where(o.z == 0, o.da, o.right) if (o.z == 0).any() else None,
    "At z = 0 in {where} the slope was taken as 1. Any slope would do there; here it is that of "
    "the other side.",
    "Count the gradient through only where z > 0, or say which slope at 0 you take.",
    1.5,
)
FUSED_SLOPE_AGAIN = Slip(
    "slope_twice",
    _OF,
    "delta = (a − y) · a (1 − a)",
    lambda o: o.error * o.a * (1.0 - o.a),
    "a − y was multiplied by the slope a (1 − a) once more in {where}.",
    "With this loss a − y is delta already: the slope of the activation is in it.",
    1.3,
)

AS_CROSS_ENTROPY = Slip(
    "other_loss",
    _OF,
    "delta = a − y",
    lambda o: (o.a - o.y) * o.share,
    "delta of {where} is a − y, which belongs to a cross-entropy, not to this loss.",
    "Differentiate the loss of the exercise, and multiply by the slope: delta = da · f′(z).",
    1.5,
    "cross-entropy",
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    at_the_loss = o.layer == o.problem.last
    if not at_the_loss or ("da", o.layer) in o.claims:  # else it is a slip in the loss's slope
        yield from (SIGN, HALVED, DOUBLED)
    if at_the_loss and _has_slopes_of_its_own(o):
        yield AS_CROSS_ENTROPY  # else it is ∂loss/∂a, and the slope is missing
    yield from _of_batch(o)
    if o.problem.network.fused and at_the_loss:
        if not o.f.threshold:
            yield fused_loss.SLOPE_LEFT_OUT
        if o.f.derivative is not None and not o.f.threshold:
            yield FUSED_SLOPE_AGAIN
    elif o.f.derivative is None:
        yield SLOPE_LEFT_OUT
    elif o.f.name != "linear":
        yield from (SLOPE_LEFT_OUT, SLOPE_OF_A, SLOPE_TWICE, OVERWRITTEN)
        if form_in_a(o.f) is not None:
            yield SLOPE_OF_Z
        yield from _kinked(o)
    yield from _wrong_layers(o)


def _has_slopes_of_its_own(o: Here) -> bool:
    """Whether neither a slope nor a factor that is left out makes a − y of delta."""
    if o.problem.network.fused or o.f.name == "linear":
        return False
    return not np.allclose(o.a - o.y, o.da / o.share)


def _with_z_for_a(o: Here) -> Any:
    form = form_in_a(o.f)
    return None if form is None else o.da * form(o.z)


def _of_batch(o: Here) -> Iterator[Slip]:
    if o.batch == 1 or o.layer == o.problem.last:
        return
    yield times(
        1.0 / o.batch, "batch_twice", _OF, "delta / batch",
        "delta of {where} was divided by the number of samples once more.",
        "Divide once, where the backward pass starts; what follows already contains it.", 1.9,
    )  # fmt: skip
    yield times(
        o.batch, "batch_forgotten", _OF, "delta · batch",
        "The mean over the batch is missing from delta of {where}.",
        "Divide by the number of samples, once.", 2.0,
    )  # fmt: skip


def _kinked(o: Here) -> Iterator[Slip]:
    if o.f.name not in _KINKED:
        return
    yield from (MASK_OF_GRADIENT, MASK_INVERTED, OVERWRITTEN_ABOVE)
    yield SLOPE_AT_KINK
    if o.f.name != "relu":
        yield OVERWRITTEN_BELOW


def _slope_at(o: Here, at: Any) -> Any:
    """The slope of this activation, taken at another array than z."""
    derivative = o.f.derivative
    assert derivative is not None
    return derivative(at)


def _wrong_layers(o: Here) -> Iterator[Slip]:
    """The slope of another layer of the same width."""
    for layer in range(o.problem.last + 1):
        if layer == o.layer or o.f.derivative is None:
            continue
        other = o.problem.layers[layer]
        if other.n_out == o.own.n_out and other.f.derivative is not None:
            yield _of_layer(layer, the_layer(o.problem, layer))


def _of_layer(layer: int, named: str) -> Slip:
    return Slip(
        "wrong_array",
        _OF,
        f"delta = da · f′(z of {named})",
        lambda o: _with_slope_of(o, layer),
        f"The slope of {named} was used in {{where}}.",
        "Take f′ at this layer's own z.",
        2.4,
        f"slope of {layer}",
    )


def _with_slope_of(o: Here, layer: int) -> Any:
    if o.problem.network.fused and o.layer == o.problem.last:
        return None
    derivative = o.f.derivative
    assert derivative is not None
    return o.da * derivative(o.values["z", layer])
