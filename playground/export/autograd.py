"""What PyTorch's autograd makes of a typed formula: the chain rule by its own table of slopes.

The slopes are those of the calls in `formula_functions.toml`, as PyTorch defines them where the
textbook's are not enough: at kinks, at ties and where numbers overflow. So it is known without
PyTorch where its gradient is not the app's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from backprop_core import sigmoid, tanh_derivative
from playground.functions.typed.evaluate import values
from playground.functions.typed.nodes import Call, Name, Node, names_in

Slopes = Callable[..., tuple[Any, ...]]
_SOFTPLUS_IS_LINEAR = 50  # the threshold that the program gives it


@np.errstate(all="ignore")
def autograd_slope(
    tree: Node, variable: str, variables: Mapping[str, Any], gradient: Any = 1.0
) -> Any:
    """The `gradient` of the formula times ∂tree/∂variable, of the shape of the variable. It is the
    first factor, so that what is too large for it on the way back overflows here as well."""
    total = np.zeros(np.shape(variables[variable]))
    ahead: list[tuple[Node, Any]] = [(tree, gradient * np.ones(total.shape))]
    while ahead:
        node, back = ahead.pop()
        if node == Name(variable):
            total = total + back
        elif isinstance(node, Call) and node.name in BACK:
            parts = [values(part, variables) for part in node.args]
            for part, passed in zip(node.args, BACK[node.name](back, *parts), strict=True):
                if variable in names_in(part):
                    ahead.append((part, passed))
    return total


def _power(g: Any, u: Any, v: Any) -> tuple[Any, Any]:
    result = np.power(u, v)
    of_exponent = np.where((u == 0) & (v >= 0), 0.0, g * (result * np.log(u)))
    return np.where(v == 0, 0.0, g * (v * np.power(u, v - 1))), of_exponent


def _larger(g: Any, u: Any, v: Any) -> tuple[Any, Any]:
    second = (v > u) | np.isnan(v)
    return np.where(second, 0.0, g), np.where(second, g, 0.0)


def _smaller(g: Any, u: Any, v: Any) -> tuple[Any, Any]:
    second = (v < u) | np.isnan(v)
    return np.where(second, 0.0, g), np.where(second, g, 0.0)


def _of_one(slope: Callable[[Any], Any]) -> Slopes:
    return lambda g, u: (g * slope(u),)


def _softplus(u: Any) -> Any:
    return np.where(u > _SOFTPLUS_IS_LINEAR, 1.0, sigmoid(np.asarray(u)))


def _sign(u: Any) -> Any:
    """0 of no number, too."""
    return np.where(np.isnan(u), 0.0, np.sign(u))


def _sigmoid(u: Any) -> Any:
    a = sigmoid(np.asarray(u))
    return (1 - a) * a


# The gradient of each argument, from that of the result.
BACK: dict[str, Slopes] = {
    "+": lambda g, u, v: (g, g),
    "-": lambda g, u, v: (g, -g),
    "*": lambda g, u, v: (g * v, g * u),
    "/": lambda g, u, v: (g / v, -g * ((u / v) / v)),
    "**": _power,
    "neg": lambda g, u: (-g,),
    "exp": _of_one(np.exp),
    "log": lambda g, u: (g / u,),
    "sqrt": lambda g, u: (g / (2 * np.sqrt(u)),),
    "sin": _of_one(np.cos),
    "cos": _of_one(lambda u: -np.sin(u)),
    "tan": _of_one(lambda u: 1 + np.tan(u) ** 2),
    "atan": lambda g, u: (g / (u * u + 1),),
    "sinh": _of_one(np.cosh),
    "cosh": _of_one(np.sinh),
    "tanh": _of_one(lambda u: 1 - np.tanh(u) ** 2),
    "sigmoid": _of_one(_sigmoid),
    "softplus": _of_one(_softplus),
    "relu": lambda g, u: (np.where(u <= 0, 0.0, g),),
    "erf": _of_one(lambda u: 2 / math.sqrt(math.pi) * np.exp(-u * u)),
    "abs": _of_one(_sign),
    "sign": lambda g, u: (np.zeros(np.shape(u)),),
    "max": _larger,
    "min": _smaller,
    # These stand in derivatives alone.
    "heaviside": lambda g, u: (np.zeros(np.shape(u)),),
    "1-sigmoid": _of_one(lambda u: -sigmoid(np.asarray(u)) * sigmoid(-np.asarray(u))),
    "1-tanh^2": _of_one(lambda u: -2 * np.tanh(u) * tanh_derivative(np.asarray(u))),
}


def of_sigmoid(z: Any) -> Any:
    """The slope of `torch.sigmoid`, a (1 − a)."""
    return _sigmoid(z)


def of_tanh(z: Any) -> Any:
    """The slope of `torch.tanh`, 1 − a²."""
    return 1 - np.tanh(z) ** 2


def of_gelu(z: Any) -> Any:
    """The slope of `F.gelu` in its form with tanh."""
    inner = math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)
    slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z**2)
    return 0.5 * (1 + np.tanh(inner)) + 0.5 * z * of_tanh(inner) * slope


def partials(name: str, parts: Sequence[Any]) -> tuple[Any, ...]:
    """∂(a call)/∂(each of its arguments)."""
    return BACK[name](1.0, *parts)
