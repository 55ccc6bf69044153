"""The rules that teach a layer of threshold units, of which nobody can take the gradient.

A step has slope 0 wherever it has one, so the chain rule stops there. The perceptron rule
(Rosenblatt, 1958) takes the error itself, Δw = η · (t − o) · x with the output o; the delta rule
(Widrow and Hoff, 1960) takes the error of the sum before the step, Δw = η · (t − z) · x. Both are
written as losses of z. Half the square of t − z has the slope z − t. And (o − t) · z, the
perceptron criterion, which is 0 where o is right and grows with |z| where it is wrong, has the
slope o − t, since a small change of z leaves o as it is. So −delta is the rule's error, and the
rest of the pass is that of any other layer.
"""

from __future__ import annotations

import numpy as np

from backprop_core.checks import Array
from backprop_core.loss_function import Fused, Loss
from backprop_core.thresholds import ZERO


def _criterion(z: Array, a: Array, y: Array) -> Array:
    """(o − t) z: never below 0 for targets that the unit can give. A z that counts as 0 is 0."""
    made: Array = (a - y) * np.where(np.abs(z.real) <= ZERO, z - z.real, z)
    return made


def _output_error(z: Array, a: Array, y: Array) -> Array:
    """o − t."""
    return a - y


def _half_square(z: Array, a: Array, y: Array) -> Array:
    """½ (z − t)²."""
    made: Array = 0.5 * (z - y) ** 2
    return made


def _sum_error(z: Array, a: Array, y: Array) -> Array:
    """z − t."""
    return z - y


def _half_square_of_output(a: Array, y: Array) -> Array:
    """What would be left without z: ½ (o − t)²."""
    made: Array = 0.5 * (a - y) ** 2
    return made


def _error(a: Array, y: Array) -> Array:
    return a - y


PERCEPTRON = Loss(
    "perceptron",
    _half_square_of_output,
    _error,
    Fused("step", _criterion, _output_error, others=("sign",), takes=("a", "y", "z")),
)
DELTA_RULE = Loss(
    "delta_rule",
    _half_square_of_output,
    _error,
    Fused("step", _half_square, _sum_error, others=("sign",), takes=("z", "y")),
)
