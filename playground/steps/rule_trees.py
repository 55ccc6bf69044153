"""The formula of an update rule's stage as a tree, and as a line of grids.

A rule writes its arithmetic once, as a value. Here it is put in the letters of a notation: the
gradient and the parameter have symbols there; what a rule keeps has a letter of the rule's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from backprop_core.rules import Binary, Constant, Expression, Named, Unary
from playground.latex import tree
from playground.latex.tree import (
    Absolute,
    Call,
    Fraction,
    Negative,
    Node,
    Power,
    Root,
    minus,
    times,
)
from playground.steps.writer import whole

_GREEK = {
    **dict(zip("αβγδη", ("alpha", "beta", "gamma", "delta", "eta"), strict=True)),
    **dict(zip("θλμπρ", ("theta", "lambda", "mu", "pi", "rho"), strict=True)),
    **{"ε": "varepsilon", "σ": "sigma", "τ": "tau"},
}
_LOWERED = {sign: digit for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_LETTER = re.compile(r"(‖?)(.)(\u0302?)(′*)([₀-₉]*)(²?)(?:_(\w+))?(‖?)")
_SIGNS = {"+": "+", "-": "−", "*": "·", "/": "/", "**": "^"}
_CALLED = {"maximum": "max", "minimum": "min", "sqrt": "√"}
Leaf = Callable[[Named], Node]


def letter(symbol: str, old: bool = False) -> str:
    """The LaTeX of a rule's symbol: β₁, m̂, η_min, v′; `old` as the last update left it."""
    found = _LETTER.fullmatch(unicodedata.normalize("NFD", symbol))
    if found is None:
        return rf"\mathit{{{symbol}}}"
    opens, base, hat, primes, digits, square, below, closes = found.groups()
    tex = rf"\{_GREEK[base]}" if base in _GREEK else base
    tex = rf"\hat{{{tex}}}" if hat else tex
    tex += "'" * len(primes) + ("^{2}" if square else "")
    lower = "".join(str(_LOWERED[digit]) for digit in digits)
    words = ", ".join(filter(None, (below, "old" if old else "")))
    tex += f"_{{{lower}}}" if lower else rf"_{{\text{{{words}}}}}" if words else ""
    return rf"\lVert {tex}\rVert" if opens and closes else tex


def formula_tree(e: Expression, leaf: Leaf) -> Node:
    """The formula, with `leaf` for each of its quantities."""
    if isinstance(e, Constant):
        return whole(int(e.value)) if e.value == int(e.value) else tree.Number(e.value, str(e))
    if isinstance(e, Named):
        return leaf(e)
    parts = [formula_tree(part, leaf) for part in e.parts]
    if isinstance(e, Binary):
        return _binary(e.sign, *parts)
    assert isinstance(e, Unary)
    return _unary(e.function, parts[0])


def _binary(sign: str, left: Node, right: Node) -> Node:
    if sign == "+":
        terms = left.terms if isinstance(left, tree.Sum) else (left,)
        return tree.Sum((*terms, right))
    if sign == "-":
        return minus(left, right)
    if sign == "*":
        factors = left.factors if isinstance(left, tree.Product) else (left,)
        return times((*factors, right))
    if sign == "/":
        return _divided(left, right)
    if sign == "**":
        return Power(left, right)
    return Call({"maximum": r"\max", "minimum": r"\min"}[sign], (left, right))


def _divided(left: Node, right: Node) -> Node:
    """η · m̂ / (√v̂ + ε) has η before the fraction."""
    if isinstance(left, tree.Product):
        return times((*left.factors[:-1], Fraction(left.factors[-1], right)))
    return Fraction(left, right)


def _unary(function: str, of: Node) -> Node:
    if function == "negative":
        return Negative(of)
    if function == "square":
        return Power(of, whole(2))
    if function == "sqrt":
        return Root(of)
    if function == "abs":
        return Absolute(of)
    if function == "norm":
        return Root(tree.Total("parameters", Power(of, whole(2))))
    return Call(r"\cos" if function == "cos" else rf"\operatorname{{{function}}}", (of,))


Part = object


def grid_parts(e: Expression, leaf: Callable[[Named], Part]) -> Iterator[Part]:
    """The formula as a row of grids and signs; a sign that is a str may be joined with others."""
    if isinstance(e, Named):
        yield leaf(e)
    elif isinstance(e, Constant):
        yield str(e)
    elif isinstance(e, Binary) and e.sign in _SIGNS:
        tight = e.sign not in "+-"
        yield from _held(e.left, leaf, tight)
        yield _SIGNS[e.sign]
        yield from _held(e.right, leaf, e.sign != "+")
    elif isinstance(e, Binary):
        yield from _called(_CALLED[e.sign], e.parts, leaf)
    elif isinstance(e, Unary) and e.function == "negative":
        yield "−"
        yield from _held(e.of, leaf, True)
    elif isinstance(e, Unary) and e.function == "square":
        yield from _held(e.of, leaf, True)
        yield "²"
    else:
        assert isinstance(e, Unary)
        yield from _called(_CALLED.get(e.function, e.function), e.parts, leaf)


def _held(e: Expression, leaf: Callable[[Named], Part], tight: bool) -> Iterator[Part]:
    """In brackets where a sum stands in a product, or after a minus."""
    is_sum = isinstance(e, Binary) and e.sign in "+-"
    parts = grid_parts(e, leaf)
    yield from ("(", *parts, ")") if tight and is_sum else parts


def _called(
    name: str, parts: tuple[Expression, ...], leaf: Callable[[Named], Part]
) -> Iterator[Part]:
    yield f"{name}("
    for place, part in enumerate(parts):
        if place:
            yield ","
        yield from grid_parts(part, leaf)
    yield ")"
