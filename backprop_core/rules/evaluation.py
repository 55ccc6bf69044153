"""What a formula comes to, with numbers put in: plain floats, or whole vectors entry by entry."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.rules.expression import Binary, Constant, Expression, Named, Unary

Value = float | Array


def evaluated(e: Expression, values: Mapping[Named, Value]) -> Value:
    """The value of a formula: a float if it is scalar, else an array (count,).

    `values` has every leaf that is no setting; with one parameter's numbers the value is a float.
    """
    if isinstance(e, Constant):
        return e.value
    if isinstance(e, Named):
        return values[e] if e.value is None else e.value
    arguments = [evaluated(part, values) for part in e.parts]
    plain = all(isinstance(argument, float) for argument in arguments)
    made: Value = (in_floats if plain else in_arrays)(e)(*arguments)
    return made


def in_arrays(e: Expression) -> Callable[..., Any]:
    """The NumPy function that a Binary or Unary stands for."""
    assert isinstance(e, (Binary, Unary))
    return _ARRAYS[e.sign if isinstance(e, Binary) else e.function]


def in_floats(e: Expression) -> Callable[..., float]:
    """The same for plain numbers, where Python's own arithmetic is the quickest.

    What Python refuses (a division by 0, an overflow) is left to NumPy, which gives inf or nan.
    """
    assert isinstance(e, (Binary, Unary))
    quick = _FLOATS.get(e.sign if isinstance(e, Binary) else e.function)
    full = in_arrays(e)

    def result(*arguments: float) -> float:
        if quick is not None:
            try:
                return float(quick(*arguments))
            except (ArithmeticError, TypeError):  # (−1) ** ½ is complex in Python
                pass
        with np.errstate(all="ignore"):
            return float(full(*arguments))

    return result


def _norm(vector: Array) -> float:
    return float(np.sqrt(np.vdot(vector, vector)))


_ARRAYS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "negative": np.negative,
    "square": np.square,
    "sqrt": np.sqrt,
    "abs": np.absolute,
    "sign": np.sign,
    "floor": np.floor,
    "cos": np.cos,
    "norm": _norm,
}
_FLOATS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "negative": operator.neg,
    "square": lambda value: value * value,
}
