"""Threshold units: on or off, by the side of 0 that z is on (McCulloch and Pitts, 1943).

Their slope is 0 on either side and does not exist at 0, so no gradient leads back through them. The
rules that teach a single layer of them, in `learning_rules`, do without. What a unit gives at z = 0
differs from book to book, so it is the parameter. A sum such as 0.3 − 0.1 − 0.2 is −3e-17 in
floating point and 0 on paper; so close to 0, z counts as 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_core.activation_function import Activation
from backprop_core.checks import Array, quoted
from backprop_core.errors import BackpropError
from backprop_core.interval import Interval

ZERO = 1e-12  # a z of that size is rounding


def step(at_zero: float = 1.0) -> Activation:
    """The Heaviside step: 1 above 0, 0 below, `at_zero` at 0."""
    return _threshold("step", 0.0, at_zero, step)


def sign(at_zero: float = 1.0) -> Activation:
    """The bipolar step: 1 above 0, −1 below, `at_zero` at 0."""
    return _threshold("sign", -1.0, at_zero, sign)


def _threshold(
    name: str, low: float, at_zero: float, family: Callable[[float], Activation]
) -> Activation:
    if at_zero not in (low, 1.0):
        got = quoted(at_zero)
        raise BackpropError(
            f"activation {name} got {got} in brackets: what it gives at 0. It takes {low:g} or 1."
        )

    def value(z: Array) -> Array:
        side = z.real
        return np.where(side > ZERO, 1.0, np.where(side < -ZERO, low, at_zero))

    return Activation(
        name,
        value,
        np.zeros_like,
        at_zero,
        range=Interval(low, 1.0, has_low=True, has_high=True),
        kinks=(0.0,),
        with_parameter=family,
        threshold=True,
    )
