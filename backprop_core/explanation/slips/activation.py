"""Slips in the activation, a = f(z), softmax included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from backprop_core.activation_function import Activation
from backprop_core.activations import ACTIVATIONS
from backprop_core.explanation.here import Here, form_in_a
from backprop_core.explanation.slips.slip import Also, Slip
from backprop_core.softmax import softmax

_OF = "activation"

LEFT_OUT = Slip(
    "z_for_a",
    _OF,
    "a = z",
    lambda o: o.z,
    "The activation of {where} was left out: z was used in place of a.",
    "Apply the activation: a = f(z).",
    2.0,
)
SIGN = Slip(
    "sign",
    _OF,
    "a = f(−z)",
    lambda o: o.f.value(-o.z),
    "The activation of {where} was taken at −z: a sign was lost in the exponent.",
    "Take it at z; for the sigmoid that is 1 / (1 + exp(−z)).",
    2.2,
)
MASK_INVERTED = Slip(
    "mask_inverted",
    _OF,
    "a = min(z, 0)",
    lambda o: np.minimum(o.z, 0.0),
    "The ReLU of {where} kept what is below 0 and set the rest to 0.",
    "Keep z where it is above 0.",
    2.5,
)
ABSOLUTE = Slip(
    "other_activation",
    _OF,
    "a = |z|",
    lambda o: np.abs(o.z),
    "The ReLU of {where} turned negative sums positive.",
    "Set a to 0 where z is below 0.",
    3.5,
    "|z|",
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    if o.f.name != "linear":
        yield from (LEFT_OUT, SIGN)
    if o.f.name == "relu":
        yield from (MASK_INVERTED, ABSOLUTE)
    for g in _OTHERS:
        if g.derivative is not None and (g.name, g.parameter) != (o.f.name, o.f.parameter):
            yield from _other(g, form_in_a(o.f))
    if o.f.derivative is not None and o.z.shape[1] > 1:
        yield _as_softmax()
    yield from _constants(o)


_OTHERS = (
    *(one for one in ACTIVATIONS.values() if not one.threshold),
    Activation(
        "bipolar sigmoid",
        lambda z: np.tanh(z / 2.0),
        lambda z: 0.5 * (1.0 - np.tanh(z / 2.0) ** 2),
    ),
)
_RARITY = {"sigmoid": 2.4, "tanh": 2.4, "relu": 2.4, "linear": 2.5, "leaky_relu": 2.6}


def _other(g: Activation, form: Callable[[Any], Any] | None) -> Iterator[Slip]:
    derivative = g.derivative
    assert derivative is not None
    name = _called(g)
    rarity = _RARITY.get(g.name, 3.0)
    both: Also = (("slope", lambda o: derivative(o.z)),)
    kinds = [(", for its slope too", both, 0.0), (", in the forward pass only", (), 0.4)]
    if form is not None:
        of_a: Also = (("slope", lambda o: form(o.a)),)
        kinds.append((", in the forward pass but not for the slope taken from a", of_a, 0.3))
    for kind, also, more in kinds:
        yield Slip(
            "other_activation",
            _OF,
            f"a = {g.name}(z)",
            lambda o: g.value(o.z),
            f"{name} was used in {{where}}{kind}. The exercise has another activation there.",
            "Use the activation that the exercise names, with its own slope.",
            rarity + more,
            f"{g.name}{kind}",
            also=also,
        )


def _called(g: Activation) -> str:
    names = {"linear": "No activation", "relu": "ReLU", "leaky_relu": "Leaky ReLU"}
    return names.get(g.name, g.name.capitalize())


def _as_softmax() -> Slip:
    return Slip(
        "other_activation",
        _OF,
        "a = softmax(z)",
        lambda o: softmax(o.z),
        "Softmax was used in {where}. The exercise has another activation there.",
        "Use the activation that the exercise names.",
        3.2,
        "softmax",
    )


def _constants(o: Here) -> Iterator[Slip]:
    """The constant at the end of 2 / (1 + exp(−z)) − 1 was forgotten, and the like."""
    if o.f.name in ("tanh", "linear", "relu") or o.f.name in ACTIVATIONS:
        return
    yield Slip(
        "forward_slip",
        _OF,
        "a = f(z) + 1",
        lambda o: o.right + 1.0,
        "The activation of {where} is 1 too large: the −1 at the end of the formula is missing.",
        "Use the activation's whole formula.",
        2.5,
        "+1",
    )
