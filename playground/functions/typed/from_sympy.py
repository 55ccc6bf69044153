"""What SymPy found, read back into a tree of the same kind, and made shorter on the way.

What is made shorter, so that the slope of log(cosh(x)) reads tanh(x), is a fixed list: a number
that a sum and its product share, and some pairs of factors, each looked at once.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from functools import reduce
from typing import Any

import sympy

from playground.functions.typed.nodes import Call, Name, Node, Number
from playground.functions.typed.normalise import FormulaError
from playground.functions.typed.opaque_functions import FUNCTIONS, function_named

EXACT = 2**53  # a quotient of larger numbers than that is a number of its own
_LAST = ("1-sigmoid", "1-tanh^2", "heaviside", "sign")  # of the factors of a product

Known = dict[Any, Node]  # what SymPy's parts have been read as


def from_sympy(expression: Any, known: Known) -> Node:
    """The tree of what SymPy found."""
    if expression not in known:
        known[expression] = _read(expression, known)
    return known[expression]


def _read(expression: Any, known: Known) -> Node:
    if expression in (sympy.pi, sympy.E):
        return Name("pi" if expression == sympy.pi else "e")
    if expression.is_Symbol:
        return Name(expression.name)
    if expression.is_Number:
        return _from_number(expression)
    if expression.is_Add:
        return _from_sum(expression, known)
    if expression.is_Mul:
        return _from_product(expression, known)
    if expression.is_Pow:
        return _from_power(expression.base, expression.exp, known)
    if isinstance(expression, FUNCTIONS["**"]):
        base, exponent = expression.args
        return _from_power(base, exponent, known)
    name = getattr(expression, "written", "exp" if isinstance(expression, sympy.exp) else None)
    if name is None:
        raise FormulaError("its derivative is not finite")
    return Call(name, tuple(from_sympy(part, known) for part in expression.args))


def _from_number(number: Any) -> Node:
    if not number.is_finite:
        raise FormulaError("its derivative is not finite")
    if number < 0:
        return Call("neg", (_from_number(-number),))
    if number.is_Rational and not number.is_Integer and max(number.p, number.q) < EXACT:
        return Call("/", (_plain(number.p), _plain(number.q)))
    return _plain(number)


def _plain(number: Any) -> Number:
    """A positive number, or 0, that float64 can hold."""
    try:
        value = float(number)
    except OverflowError:  # of Python's own whole numbers; SymPy's give infinity
        value = math.inf
    if math.isinf(value) or (value < sys.float_info.min and number != 0):
        raise FormulaError(
            "its slope holds a number beyond the range of float64, about 1e-308 to 1e308"
        )
    return Number(value)


def _from_sum(expression: Any, known: Known) -> Node:
    """Terms in order, those with a minus subtracted; 2a − 2y becomes 2(a − y)."""
    expression = sympy.Add(*map(_shorter, expression.args))
    if not expression.is_Add:
        return from_sympy(expression, known)
    number, rest = _common_number(expression)
    if number != 1 and all(term.as_coeff_Mul()[1].is_Atom for term in rest.args):
        return Call("*", (_from_number(number), from_sympy(rest, known)))

    def joined(so_far: Node, term: Node) -> Node:
        if isinstance(term, Call) and term.name == "neg":
            return Call("-", (so_far, term.args[0]))
        return Call("+", (so_far, term))

    terms = [from_sympy(term, known) for term in expression.as_ordered_terms()]
    terms.sort(key=lambda term: isinstance(term, Call) and term.name == "neg")
    return reduce(joined, terms)


def _common_number(terms: Any) -> tuple[Any, Any]:
    """The number that all terms of a sum have as their factor, whatever its sign, and the rest."""
    number, rest = terms.primitive()
    alike = all(abs(term.as_coeff_Mul()[0]) == 1 for term in rest.args)
    return (number, rest) if alike else (sympy.Integer(1), terms)


def _from_product(expression: Any, known: Known) -> Node:
    """Factors in order, those with a negative power as a denominator."""
    expression = _shorter(expression)
    if not expression.is_Mul:
        return from_sympy(expression, known)
    above: list[Node] = []
    below: list[Node] = []
    negative = False
    for factor in expression.as_ordered_factors():
        if factor.is_Number and factor < 0:
            negative, factor = True, -factor
        if factor.is_Rational and not factor.is_Integer:
            above += [_plain(factor.p)] if factor.p != 1 else []
            below.append(_plain(factor.q))
        elif factor.is_Pow and factor.exp.is_Number and factor.exp < 0:
            below.append(_from_power(factor.base, -factor.exp, known))
        elif factor not in (1, 1.0):
            above.append(from_sympy(factor, known))
    above.sort(key=lambda factor: isinstance(factor, Call) and factor.name in _LAST)
    made = _product(above)
    made = Call("/", (made, _product(below))) if below else made
    return Call("neg", (made,)) if negative else made


def _shorter(product: Any) -> Any:
    """The product with numbers taken out of its sums, and with sinh u / cosh u as tanh u.

    Each factor is looked at once, and compared as it stands. SymPy's own simplification looks for
    more, and for some formulas without end.
    """
    number = sympy.Integer(1)
    powers: dict[Any, Any] = {}
    for factor in sympy.Mul.make_args(product):
        base, exponent = factor.as_base_exp()
        if base.is_Add and exponent.is_Integer:
            common, base = _common_number(base)
            if -base in powers:
                common, base = -common, -base
            number *= common**exponent
        powers[base] = powers.get(base, 0) + exponent
    for base in list(powers):
        _pair(base, powers)
    for base in list(powers):
        _logistic(base, powers)
    return sympy.Mul(number, *(base**exponent for base, exponent in powers.items()))


def _pair(base: Any, powers: dict[Any, Any]) -> None:
    """What `base` and another factor make together: tanh, tan, sigmoid or an absolute value."""
    name = getattr(base, "written", "")
    if name not in _TOGETHER:
        return
    partner, side, made = _TOGETHER[name]
    u = base.args[0]
    other = partner(u)
    times = min(_whole(powers[base]), _whole(side * powers.get(other, 0)))
    if times > 0:
        result = function_named(made)(u)
        powers[base] -= times
        powers[other] -= side * times
        powers[result] = powers.get(result, 0) + times


def _logistic(base: Any, powers: dict[Any, Any]) -> None:
    """1 / (1 + eᵘ) as σ(−u)."""
    times = -_whole(powers[base])
    if not base.is_Add or len(base.args) != 2 or times <= 0:
        return
    one, other = base.args
    if one == 1 and getattr(other, "written", "") == "exp":
        result = function_named("sigmoid")(-other.args[0])
        powers[base] = 0
        powers[result] = powers.get(result, 0) + times


def _whole(exponent: Any) -> int:
    exponent = sympy.Integer(0) + exponent
    return int(exponent) if exponent.is_Integer else 0


# sinh u · (cosh u)⁻¹ = tanh u: the partner, whether it stands above or below, and what they make
_TOGETHER: dict[str, tuple[Callable[..., Any], int, str]] = {
    "sinh": (function_named("cosh"), -1, "tanh"),
    "sin": (function_named("cos"), -1, "tan"),
    "exp": (lambda u: 1 + function_named("exp")(u), -1, "sigmoid"),
    "sign": (lambda u: u, 1, "abs"),
}


def _product(factors: list[Node]) -> Node:
    return reduce(lambda u, v: Call("*", (u, v)), factors) if factors else Number(1.0)


def _from_power(base: Any, exponent: Any, known: Known) -> Node:
    if exponent == 1:
        return from_sympy(base, known)
    if exponent.is_Number and exponent < 0:
        return Call("/", (Number(1.0), _from_power(base, -exponent, known)))
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", (from_sympy(base, known),))
    if isinstance(base, FUNCTIONS["sqrt"]) and exponent.is_Integer:
        return _from_power(base.args[0], exponent / 2, known)
    return Call("**", (from_sympy(base, known), from_sympy(exponent, known)))
