"""The primer's functions with their derivatives, the rules, and the slopes of secants."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

Function = Callable[[float], float]


@dataclass(frozen=True)
class Curve:
    """A function of one number, its derivative, how both are written, and what to draw."""

    name: str
    tex: str
    derivative_tex: str
    value: Function
    derivative: Function
    low: float = -3.0
    high: float = 3.0
    start: float = 1.0
    above: float = -math.inf  # it is defined for all numbers greater than this
    kink: float | None = None  # where it has a slope on either side and none itself


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x)."""
    return 1.0 / (1.0 + math.exp(-x))


CURVES: dict[str, Curve] = {
    "square": Curve("x²", "x^2", "2x", lambda x: x * x, lambda x: 2 * x),
    "cube": Curve("x³", "x^3", "3x^2", lambda x: x**3, lambda x: 3 * x * x, -2.0, 2.0),
    "sigmoid": Curve(
        "sigmoid",
        r"\sigma(x)",
        r"\sigma(x)\,(1-\sigma(x))",
        sigmoid,
        lambda x: sigmoid(x) * (1 - sigmoid(x)),
        -6.0,
        6.0,
    ),
    "tanh": Curve("tanh", r"\tanh x", r"1-\tanh^2 x", math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "sin": Curve("sin", r"\sin x", r"\cos x", math.sin, math.cos, -6.0, 6.0),
    "exp": Curve("eˣ", "e^x", "e^x", math.exp, math.exp, -2.0, 2.0),
    "log": Curve("ln x", r"\ln x", r"\tfrac1x", math.log, lambda x: 1 / x, 0.1, 5.0, above=0.0),
    "relu": Curve(
        "ReLU",
        r"\max(0, x)",
        r"1 \text{ for } x > 0,\; 0 \text{ otherwise}",
        lambda x: max(0.0, x),
        lambda x: 1.0 if x > 0 else 0.0,
        kink=0.0,
    ),
}
POWERS = tuple(10.0**-k for k in range(13))  # Δx from 1 to a millionth of a millionth
_SEEN = tuple(k / 10 for k in range(10, 1, -1)), (0.15, 0.1, 0.07, 0.05, 0.03, 0.02)
SIZES = (*_SEEN[0], *_SEEN[1], *POWERS[2:])  # fine while one can watch the secant turn
STEPS = (*(-size for size in SIZES), *reversed(SIZES))  # from the left to 0, and on to the right


def secant_slope(curve: Curve, x: float, dx: float) -> float | None:
    """(f(x + Δx) - f(x)) / Δx; None where the function is not defined at x + Δx."""
    if x + dx <= curve.above:
        return None
    return (curve.value(x + dx) - curve.value(x)) / dx


def central_slope(f: Function, x: float, h: float = 1e-5) -> float:
    """The slope of a tiny secant through both sides: its error shrinks with h²."""
    return (f(x + h) - f(x - h)) / (2 * h)


@dataclass(frozen=True)
class Rule:
    """A rule of differentiation, an example of it, and the example's derivative by the rule."""

    name: str
    rule: str
    example: str
    by_rule: str
    value: Function
    derivative: Function


RULES: tuple[Rule, ...] = (
    Rule(
        "Constant factor", r"(c\,f)' = c\,f'", "3x^2", r"3 \cdot 2x",
        lambda x: 3 * x * x, lambda x: 6 * x,
    ),
    Rule(
        "Power", r"(x^n)' = n\,x^{n-1}", "x^4", "4x^3",
        lambda x: x**4, lambda x: 4 * x**3,
    ),
    Rule(
        "Sum", "(f+g)' = f' + g'", r"x^2 + \sin x", r"2x + \cos x",
        lambda x: x * x + math.sin(x), lambda x: 2 * x + math.cos(x),
    ),
    Rule(
        "Product", "(f g)' = f'g + f g'", r"x^2 \sin x", r"2x \sin x + x^2 \cos x",
        lambda x: x * x * math.sin(x), lambda x: 2 * x * math.sin(x) + x * x * math.cos(x),
    ),
    Rule(
        "Quotient", r"\left(\tfrac{f}{g}\right)' = \tfrac{f'g - f g'}{g^2}",
        r"\tfrac{x}{1+x^2}", r"\tfrac{1-x^2}{(1+x^2)^2}",
        lambda x: x / (1 + x * x), lambda x: (1 - x * x) / (1 + x * x) ** 2,
    ),
    Rule(
        "Chain", r"f(g(x))' = f'(g(x)) \cdot g'(x)", r"\sin(x^2)", r"\cos(x^2) \cdot 2x",
        lambda x: math.sin(x * x), lambda x: math.cos(x * x) * 2 * x,
    ),
    Rule(
        "Exponential", "(e^x)' = e^x", "e^{2x}", r"e^{2x} \cdot 2",
        lambda x: math.exp(2 * x), lambda x: 2 * math.exp(2 * x),
    ),
    Rule(
        "Sigmoid", r"\sigma' = \sigma\,(1-\sigma)", r"\sigma(3x)",
        r"\sigma(3x)\,(1-\sigma(3x)) \cdot 3",
        lambda x: sigmoid(3 * x), lambda x: 3 * sigmoid(3 * x) * (1 - sigmoid(3 * x)),
    ),
)  # fmt: skip

BOXES: dict[str, Curve] = {
    "triple": Curve("3x", "3x", "3", lambda x: 3 * x, lambda _: 3.0),
    "line": Curve("½x + 1", r"\tfrac12 x + 1", r"\tfrac12", lambda x: x / 2 + 1, lambda _: 0.5),
    **{name: CURVES[name] for name in ("square", "sigmoid", "tanh", "sin")},
}


def bowl(x: float, y: float) -> float:
    """f(x, y) = x² + cos y, the primer's surface."""
    return x * x + math.cos(y)


def bowl_slopes(x: float, y: float) -> tuple[float, float]:
    """∂f/∂x = 2x and ∂f/∂y = -sin y."""
    return 2 * x, -math.sin(y)
