"""The numbers of a typed formula: its tree, walked with NumPy, for whole arrays at once.

Every function takes complex numbers as well, so that a complex step can check the derivative. What
goes by cases, such as |u| or max, goes by the real part. At a kink the slopes are the app's:
relu′(0) = 0 and |·|′(0) = 0; where both arguments of max or min are equal the first one counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backprop_core import sigmoid, softplus, tanh_derivative
from playground.functions.typed.nodes import Name, Node, Number

_CONSTANTS = {"pi": math.pi, "e": math.e}
_ERF_TERMS = 170  # enough for |u| up to 6, where erf has become ±1
_ERF_FAR = 6.0
_ERF_LEAST = 1e-18  # of the sum so far: smaller terms change nothing


@np.errstate(all="ignore")
def values(node: Node, variables: Mapping[str, Any]) -> Any:
    """The formula with these numbers put in: arrays of one shape give an array of that shape.

    Overflow, and numbers outside a function's domain, give inf and NaN, and no warning.
    """
    made = _value(node, variables, {})
    like = next(iter(variables.values()), np.zeros(()))
    return np.array(np.broadcast_to(made, np.shape(like)))


def constant_value(node: Node) -> float:
    """The number that a formula without variables stands for; NaN where it stands for none."""
    return float(values(node, {}).real)


def _value(node: Node, variables: Mapping[str, Any], known: dict[int, Any]) -> Any:
    """`known` holds what parts of the tree gave: a part that stands in it twice is taken once."""
    if isinstance(node, Number):
        return np.float64(node.value)
    if isinstance(node, Name):
        return variables[node.name] if node.name in variables else np.float64(_CONSTANTS[node.name])
    if id(node) not in known:
        parts = [_value(part, variables, known) for part in node.args]
        known[id(node)] = _MEANING[node.name](*parts)
    return known[id(node)]


def _absolute(u: Any) -> Any:
    """|u|, with slope 0 at 0."""
    return u * np.sign(np.real(u))


def _relu(u: Any) -> Any:
    """0 up to 0, and NaN stays NaN."""
    return np.where(np.real(u) <= 0, 0.0, u)


def _step(u: Any) -> Any:
    """1 above 0, and 0 elsewhere: the slope of relu."""
    return np.heaviside(np.real(u), 0.0)


def _max(u: Any, v: Any) -> Any:
    return np.where((np.real(v) > np.real(u)) | np.isnan(v), v, u)


def _min(u: Any, v: Any) -> Any:
    return np.where((np.real(v) < np.real(u)) | np.isnan(v), v, u)


def _erf(u: Any) -> Any:
    """2/√π ∫₀ᵘ exp(−t²) dt; for complex u from its series, in which nothing cancels."""
    u = np.asarray(u)
    if not np.iscomplexobj(u):
        return np.array([math.erf(one) for one in u.ravel().tolist()]).reshape(u.shape)
    near = np.where(np.abs(u.real) <= _ERF_FAR, u, 0.0)
    square = near * near
    term = total = near
    for n in range(1, _ERF_TERMS):
        term = term * square * (2.0 / (2 * n + 1))
        total = total + term
        if n % 8 == 0 and not (np.abs(term.real) > _ERF_LEAST * np.abs(total.real)).any():
            break
    inside = 2.0 / math.sqrt(math.pi) * np.exp(-square) * total
    return np.where(np.abs(u.real) <= _ERF_FAR, inside, np.sign(u.real))


_MEANING: dict[str, Callable[..., Any]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "**": np.power,
    "neg": lambda u: -u,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "sigmoid": lambda u: sigmoid(np.asarray(u)),
    "softplus": lambda u: softplus(np.asarray(u)),
    "relu": _relu,
    "erf": _erf,
    "abs": _absolute,
    "sign": lambda u: np.sign(np.real(u)),
    "heaviside": _step,
    "max": _max,
    "min": _min,
    # These stand only in derivatives, and keep the digits that 1 − σ(u) and 1 − tanh²(u) lose.
    "1-sigmoid": lambda u: sigmoid(-np.asarray(u)),
    "1-tanh^2": lambda u: tanh_derivative(np.asarray(u)),
}
