"""Activations and losses at single places: values, slopes, and the range to look at.

All of it comes from the engine's own functions, so what is shown is what a network computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_core import Activation, Array, Interval, Loss, softmax, softmax_jacobian
from playground.notation import number_text

Z_MAX = 6.0
EDGE = 0.002  # how close to 0 and 1 a probability is looked at


def value_at(activation: Activation, z: float) -> float:
    """f(z) of one number."""
    return float(activation.value(np.array([[z]]))[0, 0])


def slope_at(activation: Activation, z: float) -> float:
    """f′(z) of one number."""
    assert activation.derivative is not None
    return float(activation.derivative(np.array([[z]]))[0, 0])


def largest_slope(activation: Activation) -> float:
    """The largest f′(z) that there is."""
    assert activation.derivative is not None
    return float(activation.derivative(np.linspace(-10.0, 10.0, 20001)[:, None]).max())


def interval_tex(interval: Interval) -> str:
    """As in [0, ∞), with three digits."""
    left, right = "[" if interval.has_low else "(", "]" if interval.has_high else ")"
    low, high = (number_text.latex(end, 3) for end in (interval.low, interval.high))
    return rf"{left}{low},\ {high}{right}"


def softmax_of(z: Sequence[float]) -> tuple[Array, Array]:
    """The probabilities (n,) and the Jacobian (n, n), [k, j] = ∂aₖ/∂zⱼ, of one sample."""
    a = softmax(np.array([z], dtype=float))
    return a[0], softmax_jacobian(a)[0]


def loss_range(loss: Loss) -> tuple[float, float]:
    """Which outputs to look at: probabilities where the loss takes no others."""
    return (EDGE, 1.0 - EDGE) if loss.probabilities else (-2.0, 2.0)


def unit_of(loss: Loss) -> Activation:
    """The activation that the loss takes."""
    unit = loss.activation
    assert unit is not None
    return unit


def compared(loss: Loss) -> str:
    """What the loss is drawn against: the output, or z where the output is a step of it."""
    return "z" if loss.for_thresholds else "a of output"


def loss_at(loss: Loss, a: Any, y: float) -> Array:
    """The loss of a sample with one output, for each output in `a`, (k,); of a rule of threshold
    units for each z."""
    each = np.atleast_1d(np.asarray(a, dtype=float))
    if loss.total is not None:
        return np.array([loss.total(np.array([[one]]), np.array([[y]])) for one in each])
    z, targets = each[:, None], np.full((len(each), 1), y)
    if loss.for_thresholds and loss.fused is not None:
        return loss.fused.contributions(z, unit_of(loss).value(z), targets)[:, 0]
    return loss.contributions(z, targets)[:, 0]


def loss_slope_at(loss: Loss, a: float, y: float) -> float:
    """∂loss/∂a of a sample with one output; of a rule of threshold units, by z."""
    if loss.for_thresholds and loss.fused is not None:
        z = np.array([[a]])
        return float(loss.fused.delta(z, unit_of(loss).value(z), np.array([[y]]))[0, 0])
    return float(loss.slope(np.array([[a]]), np.array([[y]]))[0, 0])
