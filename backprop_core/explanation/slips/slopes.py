"""Slips on the way back through an activation that take the slope of another function for f′(z)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core.activations import ACTIVATIONS
from backprop_core.explanation.here import Here, form_in_a
from backprop_core.explanation.slips.slip import Slip

_OF = "through_activation"
_KINKED = ("relu", "leaky_relu", "elu")


def slips(o: Here) -> Iterator[Slip]:
    """The slopes of all other functions, and formulas that are remembered wrongly."""
    if o.f.derivative is None or (o.problem.network.fused and o.layer == o.problem.last):
        return
    yield from _other_slopes(o)
    if o.f.name in ("leaky_relu", "elu"):
        yield _slope("relu", "z > 0", lambda o: np.where(o.z > 0, 1.0, 0.0), "ReLU's", 2.2)


def _other_slopes(o: Here) -> Iterator[Slip]:
    for g in ACTIVATIONS.values():
        derivative = g.derivative
        if derivative is None or g.threshold or g.name in (o.f.name, "linear"):
            continue
        if g.name == "relu" and o.f.name in _KINKED:
            continue  # said as a mask
        yield _at_z(g.name, derivative)
    yield from _learnt_by_heart(o)


def _at_z(name: str, derivative: Any) -> Slip:
    rarity = 2.0 if name in ("sigmoid", "tanh", "relu") else 2.8
    formula = f"da · {name}′(z)"
    return _slope(f"{name} at z", formula, lambda o: derivative(o.z), f"{name}'s", rarity)


def _learnt_by_heart(o: Here) -> Iterator[Slip]:
    """Forms in a that belong to another activation, or are remembered wrongly."""
    forms = (
        ("a (1 − a)", lambda o: o.a * (1.0 - o.a), "the sigmoid's", 1.7),
        ("1 − a²", lambda o: 1.0 - o.a**2, "tanh's", 1.7),
        ("½ (1 − a²)", lambda o: 0.5 * (1.0 - o.a**2), "the bipolar sigmoid's", 2.2),
        ("1 + a²", lambda o: 1.0 + o.a**2, "a wrong formula", 2.2),
        ("1 − a", lambda o: 1.0 - o.a, "a wrong formula", 2.2),
        ("a", lambda o: o.a, "a wrong formula", 2.3),
        ("a²", lambda o: o.a**2, "a wrong formula", 2.8),
        ("a² (1 − a)", lambda o: o.a**2 * (1.0 - o.a), "a wrong formula", 3.2),
        ("a (1 + a)", lambda o: o.a * (1.0 + o.a), "a wrong formula", 2.6),
        ("a (a − 1)", lambda o: o.a * (o.a - 1.0), "a wrong formula", 2.6),
        ("(1 − a)²", lambda o: (1.0 - o.a) ** 2, "a wrong formula", 2.8),
        ("z", lambda o: o.z, "a wrong formula", 3.0),
    )
    right = form_in_a(o.f)
    probe = np.array([0.3])
    for formula, slope, whose, rarity in forms:
        known = right is not None and abs(right(probe)[0] - _tried(slope, probe)) < 1e-9
        if not known:
            yield _slope(formula, f"delta = da · {formula}", slope, whose, rarity)


def _tried(slope: Any, a: Any) -> float:
    class _Probe:
        def __init__(self) -> None:
            self.a = self.z = a

    return float(slope(_Probe())[0])


def _slope(variant: str, formula: str, slope: Any, whose: str, rarity: float) -> Slip:
    of_other = f"The slope of {{where}} is {whose}"
    if "wrong" in whose:
        of_other = "The slope of {where} was taken by a wrong formula"
    return Slip(
        "slope_of_other",
        _OF,
        formula,
        lambda o: _with_slope(o, slope(o)),
        f"{of_other}: {formula.removeprefix('delta = da · ')}.",
        "Use the derivative of the activation that the layer has.",
        rarity,
        variant,
    )


def _with_slope(o: Here, slope: Any) -> Any:
    """Where all slopes are 1 nobody can tell it from a slope that was left out."""
    return None if (slope == 1.0).all() and o.f.name != "linear" else o.da * slope
