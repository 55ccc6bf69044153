"""The functions of typed formulas as SymPy sees them: names with a slope, and nothing more.

SymPy knows the rules for sums, products and powers. Of its own functions it would simplify as they
are made, which can take without end, and it knows no slope at a kink; so these are the app's.

SymPy takes half a second to load: import this module only where a derivative is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy


def _function(name: str, slopes: Sequence[Callable[..., Any]]) -> type:
    """A function that SymPy leaves as it is, with ∂/∂(each of its arguments)."""

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return slopes[argindex - 1](*self.args)

    return type(name, (sympy.Function,), {"nargs": len(slopes), "fdiff": fdiff, "written": name})


def function_named(name: str) -> Callable[..., Any]:
    """That function, looked up when it is needed: some derivatives are in terms of others."""
    return lambda *args: FUNCTIONS[name](*args)


_exp, _log, _sqrt, _sin, _cos = map(function_named, ("exp", "log", "sqrt", "sin", "cos"))
_sigmoid, _rest, _step, _power = map(function_named, ("sigmoid", "1-sigmoid", "heaviside", "**"))


def _zero(u: Any) -> Any:
    return sympy.Integer(0)


_SLOPES: dict[str, list[Callable[..., Any]]] = {
    "exp": [lambda u: _exp(u)],
    "log": [lambda u: 1 / u],
    "sqrt": [lambda u: 1 / (2 * _sqrt(u))],
    "sin": [lambda u: _cos(u)],
    "cos": [lambda u: -_sin(u)],
    "tan": [lambda u: 1 / _cos(u) ** 2],
    "atan": [lambda u: 1 / (1 + u**2)],
    "sinh": [lambda u: function_named("cosh")(u)],
    "cosh": [lambda u: function_named("sinh")(u)],
    "tanh": [lambda u: function_named("1-tanh^2")(u)],
    "sigmoid": [lambda u: _sigmoid(u) * _rest(u)],
    "softplus": [lambda u: _sigmoid(u)],
    "relu": [lambda u: _step(u)],
    "erf": [lambda u: 2 * _exp(-(u**2)) / _sqrt(sympy.pi)],
    "abs": [lambda u: function_named("sign")(u)],
    "sign": [_zero],
    "heaviside": [_zero],
    "max": [lambda u, v: 1 - _step(v - u), lambda u, v: _step(v - u)],
    "min": [lambda u, v: 1 - _step(u - v), lambda u, v: _step(u - v)],
    # A power whose exponent is no whole number.
    "**": [lambda u, v: v * _power(u, v - 1), lambda u, v: _log(u) * _power(u, v)],
    # These stand for what they are called, and are only differentiated into, never further.
    "1-sigmoid": [_zero],
    "1-tanh^2": [_zero],
}
FUNCTIONS: dict[str, Any] = {name: _function(name, slopes) for name, slopes in _SLOPES.items()}
