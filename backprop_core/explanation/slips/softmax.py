"""Slips with softmax: in its value, in its derivative, and in the short form with cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.slip import Slip
from backprop_core.softmax import softmax, softmax_delta

WITHOUT_EXP = Slip(
    "softmax_without_exp",
    "activation",
    "a = z / Σ z",
    lambda o: o.z / o.z.sum(axis=1, keepdims=True),
    "The softmax of {where} was taken without exp: z was divided by the sum of the z.",
    "Take exp of each z first: a = exp(z) / Σ exp(z).",
    2.2,
)

TWICE = Slip(
    "softmax_twice",
    "activation",
    "a = softmax(softmax(z))",
    lambda o: softmax(o.a if o.right is None else o.right),
    "Softmax was applied twice in {where}.",
    "Apply it once. Losses that take z (logits) apply it themselves.",
    1.8,
)

NOT_SHARED_OUT = Slip(
    "softmax_not_divided",
    "activation",
    "a = exp(z)",
    lambda o: np.exp(o.z),
    "The softmax of {where} was not divided by its sum.",
    "Divide by the sum: a = exp(z) / Σ exp(z).",
    2.8,
)

WRONG_AXIS = Slip(
    "wrong_axis",
    "activation",
    "a = exp(z) / Σ over samples",
    lambda o: softmax(o.z.T).T,
    "The softmax of {where} was taken over the samples of the batch.",
    "Take it over the outputs of each sample, row by row.",
    2.2,
)

WITHOUT_AXIS = Slip(
    "wrong_axis",
    "activation",
    "a = exp(z) / Σ over everything",
    lambda o: softmax(o.z.reshape(1, -1)).reshape(o.z.shape),
    "The softmax of {where} was divided by the sum over all samples, not by that of each sample.",
    "Sum over the outputs of each sample alone (axis=1, keepdims=True).",
    2.1,
    "everything",
)

DIAGONAL = Slip(
    "softmax_diagonal",
    "through_activation",
    "delta = da · a (1 − a)",
    lambda o: o.da * o.a * (1.0 - o.a),
    "Only the diagonal of softmax's derivative was used in {where}.",
    "Each output depends on every z: delta = a · (da − Σ a · da).",
    1.2,
)

OFF_DIAGONAL = Slip(
    "sign",
    "through_activation",
    "delta = a · (da + Σ others)",
    lambda o: 2.0 * o.da * o.a * (1.0 - o.a) - o.right,
    "The mixed terms of softmax's derivative have the wrong sign in {where}.",
    "∂aₖ/∂zⱼ = −aₖ aⱼ for k ≠ j.",
    2.6,
    "mixed terms",
)

WITHOUT_SQUARE = Slip(
    "softmax_slope",
    "through_activation",
    "delta = da · a",
    lambda o: o.da * o.a,
    "The slope of softmax in {where} was taken as a.",
    "Use the whole derivative: delta = a · (da − Σ a · da).",
    2.6,
    "a",
)

SOFTMAX_SLOPE_DIAGONAL = Slip(
    "softmax_slope",
    "through_activation",
    "delta = (a − y) · a (1 − a)",
    lambda o: o.error * o.a * (1.0 - o.a),
    "a − y was multiplied by the slope of softmax once more in {where}.",
    "With cross-entropy a − y is delta already: the slope of softmax is in it.",
    1.3,
)

SOFTMAX_SLOPE_FULL = Slip(
    "softmax_slope",
    "through_activation",
    "delta = (a − y) · Jacobian",
    lambda o: softmax_delta(o.a, o.error),
    "a − y was taken through the derivative of softmax once more in {where}.",
    "With cross-entropy a − y is delta already: the slope of softmax is in it.",
    1.5,
    "full",
)

DIAGONAL_OF_CROSS_ENTROPY = Slip(
    "softmax_diagonal",
    "through_activation",
    "delta = −y (1 − a)",
    lambda o: -o.y * (1.0 - o.a) * o.share,
    "Only the diagonal of softmax's derivative was used in {where}.",
    "Each output depends on every z: with cross-entropy delta = a · Σy − y.",
    1.6,
    "cross-entropy",
)

TARGETS_SUM = Slip(
    "targets_sum",
    "loss_slope",
    "delta = a − y",
    lambda o: (o.a - o.y) * o.share if o.quantity == "error" else None,
    "delta is a − y, although the targets of a sample do not add up to 1.",
    "Use delta = a · Σy − y: the short form a − y holds only where Σy = 1.",
    1.5,
)

SOFTMAX_TWICE = Slip(
    "softmax_twice",
    "loss_slope",
    "delta of cross-entropy(softmax(a))",
    lambda o: _softmax_again(o) if o.quantity == "error" else None,
    "The loss took softmax of outputs that had been through softmax already.",
    "Pass z (the logits) to a loss that applies softmax itself.",
    1.6,
    also=(("loss", lambda o: _loss_of_softmax(o)),),
)

SOFTMAX_TWICE_IN_GRADIENT = Slip(
    "softmax_twice",
    "loss_slope",
    "delta of cross-entropy(softmax(a))",
    lambda o: _softmax_again(o) if o.quantity == "error" else None,
    "The loss took softmax of outputs that had been through softmax already.",
    "Pass z (the logits) to a loss that applies softmax itself.",
    1.7,
    "gradient only",
)


def slips_in_value(o: Here) -> Iterator[Slip]:
    """In a = exp(z) / Σ exp(z)."""
    if o.f.derivative is None:
        yield from (WITHOUT_EXP, TWICE, NOT_SHARED_OUT)
        if o.batch > 1:
            yield WITHOUT_AXIS
        if o.z.shape[1] > 1:
            yield WRONG_AXIS


def slips_in_derivative(o: Here) -> Iterator[Slip]:
    """On the way back through softmax, or where the short form a − y has it in it already."""
    if o.f.derivative is not None:
        return
    if o.problem.network.fused and o.layer == o.problem.last:
        yield from (SOFTMAX_SLOPE_DIAGONAL, SOFTMAX_SLOPE_FULL, DIAGONAL_OF_CROSS_ENTROPY)
    else:
        yield from (DIAGONAL, OFF_DIAGONAL, WITHOUT_SQUARE)


def slips_in_short_form(o: Here) -> Iterator[Slip]:
    """In a Σy − y, where the backward pass starts."""
    if o.problem.network.fused and o.f.derivative is None:
        yield from (TARGETS_SUM, SOFTMAX_TWICE, SOFTMAX_TWICE_IN_GRADIENT)


def _softmax_again(o: Here) -> Any:
    again = softmax(o.a)
    return softmax_delta(o.a, again * o.y.sum(axis=1, keepdims=True) - o.y) * o.share


def _loss_of_softmax(o: Here) -> Any:
    a = softmax(o.at(o.problem.last).a)
    return np.asarray(-(o.y * np.log(a)).sum() * o.share)
