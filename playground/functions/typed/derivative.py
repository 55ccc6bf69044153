"""The derivative of a typed formula, found symbolically by SymPy.

The tree is built up in SymPy node by node, differentiated, and read back into a tree of the same
kind; no text is handed over. SymPy knows the rules for sums, products and powers. The functions
are our own, each with its derivative and no simplification, so that no formula, however odd,
makes it work long, and every slope is the app's, also at kinks.

SymPy takes half a second to load: import this module only where a derivative is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy

from playground.functions.typed.expression import (
    Call,
    Name,
    Node,
    Number,
    constant_value,
    is_constant,
)
from playground.functions.typed.normalise import FormulaError

LARGEST_DERIVATIVE = 600  # numbers, names and calls


def derivative(tree: Node, variable: str) -> Node:
    """∂tree/∂variable, as a tree.

    Raises FormulaError where there is none, or none of a bearable size.
    """
    symbols = {name: sympy.Symbol(name) for name in ("x", "z", "a", "y")}
    try:
        slope = sympy.diff(_to_sympy(tree, symbols), symbols[variable])
    except (ArithmeticError, RecursionError, NotImplementedError):
        raise FormulaError("no derivative was found") from None
    left = [LARGEST_DERIVATIVE]
    return _from_sympy(slope, left)


def _function(name: str, slopes: Sequence[Callable[..., Any]]) -> type:
    """A function that SymPy leaves as it is, with ∂/∂(each of its arguments)."""

    def fdiff(self, argindex=1):
        return slopes[argindex - 1](*self.args)

    return type(name, (sympy.Function,), {"nargs": len(slopes), "fdiff": fdiff, "written": name})


def _of(name: str) -> Callable[..., Any]:
    """That function, looked up when it is needed: some derivatives are in terms of others."""
    return lambda *args: _FUNCTIONS[name](*args)


_LAST = ("1-sigmoid", "1-tanh^2", "heaviside", "sign")  # of the factors of a product

_exp, _log, _sqrt, _sin, _cos = map(_of, ("exp", "log", "sqrt", "sin", "cos"))
_sigmoid, _rest, _step, _power = map(_of, ("sigmoid", "1-sigmoid", "heaviside", "**"))


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
    "sinh": [lambda u: _of("cosh")(u)],
    "cosh": [lambda u: _of("sinh")(u)],
    "tanh": [lambda u: _of("1-tanh^2")(u)],
    "sigmoid": [lambda u: _sigmoid(u) * _rest(u)],
    "softplus": [lambda u: _sigmoid(u)],
    "relu": [lambda u: _step(u)],
    "erf": [lambda u: 2 * _exp(-(u**2)) / _sqrt(sympy.pi)],
    "abs": [lambda u: _of("sign")(u)],
    "sign": [_zero],
    "heaviside": [_zero],
    "max": [lambda u, v: 1 - _step(v - u), lambda u, v: _step(v - u)],
    "min": [lambda u, v: 1 - _step(u - v), lambda u, v: _step(u - v)],
    # A power whose exponent is no plain number.
    "**": [lambda u, v: v * _power(u, v - 1), lambda u, v: _log(u) * _power(u, v)],
    # These stand for what they are called, and are only differentiated into, never further.
    "1-sigmoid": [_zero],
    "1-tanh^2": [_zero],
}
_FUNCTIONS: dict[str, Any] = {name: _function(name, slopes) for name, slopes in _SLOPES.items()}


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
    return _FUNCTIONS[node.name](*args)


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
    """Only a plain exponent becomes a power of SymPy's, which works such numbers out."""
    base, exponent = node.args
    if is_constant(base) and is_constant(exponent):
        return _number(constant_value(node))
    if base == Name("e"):
        return _exp(_to_sympy(exponent, symbols))
    below = _to_sympy(base, symbols)
    if not is_constant(exponent):
        return _power(below, _to_sympy(exponent, symbols))
    return below ** _exact(constant_value(exponent))


def _exact(exponent: float) -> Any:
    """1/3 for 0.333…, so that exponents subtract without rounding."""
    near = Fraction(exponent).limit_denominator(1000)
    if abs(float(near) - exponent) <= 1e-15 * abs(exponent):
        return sympy.Rational(near.numerator, near.denominator)
    return sympy.Float(exponent)


def _from_sympy(expression: Any, left: list[int]) -> Node:
    """The tree of what SymPy found; `left` is how many more nodes it may have."""
    left[0] -= 1
    if left[0] < 0:
        raise FormulaError("its derivative is too long to be worked with; take a shorter formula")
    if expression in (sympy.pi, sympy.E):
        return Name("pi" if expression == sympy.pi else "e")
    if expression.is_Symbol:
        return Name(expression.name)
    if expression.is_Number:
        return _from_number(expression)
    if expression.is_Add:
        return _from_sum(expression, left)
    if expression.is_Mul:
        return _from_product(expression, left)
    if expression.is_Pow:
        return _from_power(expression.base, expression.exp, left)
    name = getattr(expression, "written", "exp" if isinstance(expression, sympy.exp) else None)
    if name is None:
        raise FormulaError("its derivative is not finite")
    return Call(name, tuple(_from_sympy(part, left) for part in expression.args))


def _from_number(number: Any) -> Node:
    if not number.is_finite:
        raise FormulaError("its derivative is not finite")
    if number < 0:
        return Call("neg", (_from_number(-number),))
    if number.is_Rational and not number.is_Integer:
        return Call("/", (Number(float(number.p)), Number(float(number.q))))
    return Number(float(number))


def _from_sum(expression: Any, left: list[int]) -> Node:
    """Terms in order, those with a minus subtracted; 2a − 2y becomes 2(a − y)."""
    expression = sympy.Add(*map(_shorter, expression.args))
    if not expression.is_Add:
        return _from_sympy(expression, left)
    number, rest = _common_number(expression)
    if number != 1 and all(term.as_coeff_Mul()[1].is_Atom for term in rest.args):
        return Call("*", (_from_number(number), _from_sympy(rest, left)))

    def joined(so_far: Node, term: Node) -> Node:
        if isinstance(term, Call) and term.name == "neg":
            return Call("-", (so_far, term.args[0]))
        return Call("+", (so_far, term))

    terms = [_from_sympy(term, left) for term in expression.as_ordered_terms()]
    terms.sort(key=lambda term: isinstance(term, Call) and term.name == "neg")
    return reduce(joined, terms)


def _common_number(terms: Any) -> tuple[Any, Any]:
    """The number that all terms of a sum have as their factor, whatever its sign, and the rest."""
    number, rest = terms.primitive()
    alike = all(abs(term.as_coeff_Mul()[0]) == 1 for term in rest.args)
    return (number, rest) if alike else (sympy.Integer(1), terms)


def _from_product(expression: Any, left: list[int]) -> Node:
    """Factors in order, those with a negative power as a denominator."""
    expression = _shorter(expression)
    if not expression.is_Mul:
        return _from_sympy(expression, left)
    above: list[Node] = []
    below: list[Node] = []
    negative = False
    for factor in expression.as_ordered_factors():
        if factor.is_Number and factor < 0:
            negative, factor = True, -factor
        if factor.is_Rational and not factor.is_Integer:
            above += [Number(float(factor.p))] if factor.p != 1 else []
            below.append(Number(float(factor.q)))
        elif factor.is_Pow and factor.exp.is_Number and factor.exp < 0:
            below.append(_from_power(factor.base, -factor.exp, left))
        elif not (factor.is_Number and float(factor) == 1.0):
            above.append(_from_sympy(factor, left))
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
        result = _of(made)(u)
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
        result = _sigmoid(-other.args[0])
        powers[base] = 0
        powers[result] = powers.get(result, 0) + times


def _whole(exponent: Any) -> int:
    exponent = sympy.Integer(0) + exponent
    return int(exponent) if exponent.is_Integer else 0


# sinh u · (cosh u)⁻¹ = tanh u: the partner, whether it stands above or below, and what they make
_TOGETHER: dict[str, tuple[Callable[..., Any], int, str]] = {
    "sinh": (_of("cosh"), -1, "tanh"),
    "sin": (_of("cos"), -1, "tan"),
    "exp": (lambda u: 1 + _exp(u), -1, "sigmoid"),
    "sign": (lambda u: u, 1, "abs"),
}


def _product(factors: list[Node]) -> Node:
    return reduce(lambda u, v: Call("*", (u, v)), factors) if factors else Number(1.0)


def _from_power(base: Any, exponent: Any, left: list[int]) -> Node:
    if exponent == 1:
        return _from_sympy(base, left)
    if exponent.is_Number and exponent < 0:
        return Call("/", (Number(1.0), _from_power(base, -exponent, left)))
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", (_from_sympy(base, left),))
    if isinstance(base, _FUNCTIONS["sqrt"]) and exponent.is_Integer:
        return _from_power(base.args[0], exponent / 2, left)
    return Call("**", (_from_sympy(base, left), _from_sympy(exponent, left)))
