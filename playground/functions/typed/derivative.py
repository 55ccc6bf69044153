"""The derivative of a typed formula, found symbolically by SymPy.

The tree is built up in SymPy node by node, differentiated, and read back into a tree of the same
kind; no text is handed over. How long that can take is bounded before it begins.

SymPy takes half a second to load: import this module only where a derivative is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from playground.functions.typed.evaluate import constant_value
from playground.functions.typed.from_sympy import from_sympy
from playground.functions.typed.nodes import Call, Name, Node, Number, count, is_constant
from playground.functions.typed.normalise import FormulaError
from playground.functions.typed.opaque_functions import FUNCTIONS
from playground.functions.typed.work import require_short_derivative, too_long

LONGEST = 600  # numbers, names and calls that a derivative is written with


def derivative(tree: Node, variable: str) -> Node:
    """∂tree/∂variable, as a tree.

    Raises FormulaError where there is none, or none of a bearable size. What stands in it twice is
    one part of the tree, so that it is worked out once.
    """
    require_short_derivative(tree, variable)
    symbols = {name: sympy.Symbol(name) for name in ("x", "z", "a", "y")}
    try:
        found = sympy.diff(_to_sympy(tree, symbols), symbols[variable])
        slope = from_sympy(found, {})
    except (ArithmeticError, RecursionError, NotImplementedError):
        raise FormulaError("no derivative was found") from None
    if (size := count(slope)) > LONGEST:
        raise too_long(f"it has {size} parts")
    return slope


def _to_sympy(node: Node, symbols: dict[str, Any]) -> Any:
    if isinstance(node, Number):
        return _number(node.value)
    if isinstance(node, Name):
        return symbols.get(node.name) or {"pi": sympy.pi, "e": sympy.E}[node.name]
    if node.name == "**":
        return _to_power(node, symbols)
    args = [_to_sympy(part, symbols) for part in node.args]
    if node.name in _OPERATORS:
        return _OPERATORS[node.name](*args)
    return FUNCTIONS[node.name](*args)


_OPERATORS: dict[str, Callable[..., Any]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "neg": lambda u: -u,
}


def _number(value: float) -> Any:
    return sympy.Integer(int(value)) if value == int(value) else sympy.Float(value)


def _to_power(node: Call, symbols: dict[str, Any]) -> Any:
    """Only a whole exponent becomes a power of SymPy's: of roots within roots it would ask for
    long whether they are real."""
    base, exponent = node.args
    if is_constant(base) and is_constant(exponent):
        return _number(constant_value(node))
    if base == Name("e"):
        return FUNCTIONS["exp"](_to_sympy(exponent, symbols))
    below = _to_sympy(base, symbols)
    if not is_constant(exponent):
        return FUNCTIONS["**"](below, _to_sympy(exponent, symbols))
    number = _exact(constant_value(exponent))
    return below**number if number.is_Integer else FUNCTIONS["**"](below, number)


def _exact(exponent: float) -> Any:
    """1/3 for 0.333…, so that exponents subtract without rounding."""
    near = Fraction(exponent).limit_denominator(1000)
    if abs(float(near) - exponent) <= 1e-15 * abs(exponent):
        return sympy.Rational(near.numerator, near.denominator)
    return sympy.Float(exponent)
