"""Slips in the weighted sum, z = x Wᵀ + b."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.slip import MOST, Slip
from backprop_core.explanation.words import the_source

_OF = "weighted_sum"

BIAS_FORGOTTEN = Slip(
    "bias_forgotten",
    _OF,
    "z = x Wᵀ",
    lambda o: o.into.dot(o.W.T),
    "The bias was left out of the sum z in {where}.",
    "Add the bias: z = x Wᵀ + b.",
    1.5,
)
THRESHOLD = Slip(
    "threshold",
    _OF,
    "z = x Wᵀ − b, db = −Σ delta",
    lambda o: o.into.dot(o.W.T) - o.b,
    "The bias was subtracted like a threshold in {where}; here it is added.",
    "Add the bias: z = x Wᵀ + b. Or enter the threshold as a bias with the other sign.",
    2.2,
    "gradient too",
    also=(("bias_gradient", lambda o: -o.right),),
)
BIAS_SUBTRACTED = Slip(
    "threshold",
    _OF,
    "z = x Wᵀ − b",
    lambda o: o.into.dot(o.W.T) - o.b,
    "The bias was subtracted in {where}; here it is added.",
    "Add the bias: z = x Wᵀ + b.",
    2.4,
    "sum only",
)
BIAS_TWICE = Slip(
    "bias_twice",
    _OF,
    "z = x Wᵀ + 2b",
    lambda o: o.right + o.b,
    "The bias was added twice in {where}.",
    "Add it once: z = x Wᵀ + b.",
    3.5,
)
WEIGHTS_TRANSPOSED = Slip(
    "weights_transposed",
    _OF,
    "z = x W + b",
    lambda o: o.right + o.into.dot(o.W - o.W.T),
    "W was used transposed in the sums z of {where}.",
    "Row j of W holds the weights into neuron j: z = x Wᵀ + b.",
    1.8,
)
_BACK = ("back_through_weights", lambda o: o.delta.dot(o.W.T))
TRANSPOSED_THROUGHOUT = Slip(
    "weights_transposed",
    _OF,
    "z = x W + b, da = delta Wᵀ",
    WEIGHTS_TRANSPOSED.arithmetic,
    "W of {where} was read transposed, in the forward and the backward pass.",
    "Row j of W holds the weights into neuron j.",
    1.6,
    "throughout",
    also=(_BACK,),
)
TRANSPOSED_WITH_GRADIENT = Slip(
    "weights_transposed",
    _OF,
    "z = x W + b, da = delta Wᵀ, dW = xᵀ delta",
    WEIGHTS_TRANSPOSED.arithmetic,
    "W of {where} was read transposed, in the forward and the backward pass; dW is, too.",
    "Row j of W holds the weights into neuron j.",
    1.7,
    "with gradient",
    also=(_BACK, ("weight_gradient", lambda o: o.right.T)),
)
Z_FOR_A = Slip(
    "z_for_a",
    _OF,
    "z = z_before Wᵀ + b",
    lambda o: o.right + (o.into_z - o.into).dot(o.W.T),
    "The sums z of the layer before went into {where}, not its activations.",
    "Use a = f(z) of the layer before in the sum.",
    2.0,
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    if o.b is not None:
        yield from (BIAS_FORGOTTEN, THRESHOLD, BIAS_SUBTRACTED, BIAS_TWICE)
    if o.W.shape[0] == o.W.shape[1] and len(o.W) > 1:
        yield from (WEIGHTS_TRANSPOSED, TRANSPOSED_THROUGHOUT, TRANSPOSED_WITH_GRADIENT)
    if o.layer:
        yield Z_FOR_A
    if o.W.shape[1] > 1:
        yield from (
            _term_missing(i, the_source(o.layer, i)) for i in range(min(o.W.shape[1], MOST))
        )
        last = o.W.shape[1] - 1
        yield _term_overwritten(last, the_source(o.layer, last))


def _term_missing(i: int, source: str) -> Slip:
    return Slip(
        "path_missing",
        _OF,
        f"z without the product of {source}",
        lambda o: o.right - np.outer(o.into[:, i], o.W[:, i]),
        f"What comes from {source} was left out of the sum z in {{where}}.",
        "Add up w · x over all inputs of the neuron, then the bias.",
        2.6,
        f"from {i}",
    )


def _term_overwritten(i: int, source: str) -> Slip:
    return Slip(
        "overwritten",
        _OF,
        f"z = the product of {source} only, + b",
        lambda o: np.outer(o.into[:, i], o.W[:, i]) + (0.0 if o.b is None else o.b),
        f"Only the last product, that of {source}, is in the sum z of {{where}}.",
        "Add up the products; do not let each overwrite the one before.",
        3.2,
    )
