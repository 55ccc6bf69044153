"""A typed formula and its derivative as LaTeX.

`lines` is for reading, in the letters of a notation. `template` has {z} or {a} and {y} in the
places of the variables, as in the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground.functions.typed.expression import DIGITS
from playground.functions.typed.nodes import Call, Name, Node, Number
from playground.latex import tree
from playground.latex.lines import broken
from playground.latex.write import latex
from playground.notation import number_text

ROOM = 21.0  # em that fit on a line beside the figure
_CONSTANTS = {"pi": r"\pi", "e": "e"}
_NAMED = {
    "log": r"\ln",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "atan": r"\arctan",
    "sinh": r"\sinh",
    "cosh": r"\cosh",
    "tanh": r"\tanh",
    "softplus": r"\mathrm{softplus}",
    "relu": r"\mathrm{relu}",
    "erf": r"\mathrm{erf}",
    "sign": r"\mathrm{sign}",
    "max": r"\max",
    "min": r"\min",
}
_ONE, _TWO = tree.Number(1.0, "1"), tree.Number(2.0, "2")
Variable = Callable[[str], tree.Node]


def lines(
    left: str, node: Node, signs: Mapping[str, str] | None = None, sigmoid: str = r"\sigma"
) -> str:
    """left = node, for reading; a long sum over several lines.

    `signs` are single letters for the variables, which otherwise stay as they were typed.
    """
    written = signs or {}
    made = formula_tree(node, lambda name: tree.Symbol(written.get(name, name)), sigmoid)
    body = broken(made, ROOM)
    if r"\\" not in body:
        return f"{left} = {body}"
    return rf"\begin{{aligned}} {left} &= {body} \end{{aligned}}"


def template(node: Node, places: dict[str, str]) -> str:
    """For `str.format`: each variable becomes the place that `places` gives it, {z}, {a} or {y}."""
    made = formula_tree(node, lambda name: tree.Place(places[name].strip("{}")))
    tex = latex(made).replace("{", "{{").replace("}", "}}")
    for place in places.values():
        tex = tex.replace(rf"\place{{{place}}}", place)
    return tex


def formula_tree(node: Node, variable: Variable, sigmoid: str = r"\sigma") -> tree.Node:
    """The formula, with `variable` for each of its variables."""
    if isinstance(node, Number):
        return tree.Number(node.value, number_text.text(node.value, DIGITS))
    if isinstance(node, Name):
        constant = _CONSTANTS.get(node.name)
        return tree.Symbol(constant) if constant else variable(node.name)
    parts = [formula_tree(part, variable, sigmoid) for part in node.args]
    if node.name in _BY_ITS_OWN:
        return _BY_ITS_OWN[node.name](*parts)
    return _function(node, parts, sigmoid)


def _sum(left: tree.Node, right: tree.Node) -> tree.Node:
    return tree.Sum((*(left.terms if isinstance(left, tree.Sum) else (left,)), right))


def _product(left: tree.Node, right: tree.Node) -> tree.Node:
    return tree.Product((*(left.factors if isinstance(left, tree.Product) else (left,)), right))


def _exponential(exponent: tree.Node) -> tree.Node:
    return tree.Power(tree.Symbol("e"), exponent)


_BY_ITS_OWN: dict[str, Callable[..., tree.Node]] = {
    "+": _sum,
    "-": tree.minus,
    "*": _product,
    "/": tree.Fraction,
    "**": tree.Power,
    "neg": tree.Negative,
    "exp": _exponential,
    "sqrt": tree.Root,
    "abs": tree.Absolute,
    "heaviside": tree.Indicator,
}


def _function(node: Call, parts: list[tree.Node], sigmoid: str) -> tree.Node:
    if node.name == "1-sigmoid":
        return tree.minus(_ONE, tree.Call(sigmoid, (parts[0],)))
    if node.name == "1-tanh^2":
        return tree.minus(_ONE, tree.Power(tree.Call(r"\tanh", (parts[0],)), _TWO))
    name = sigmoid if node.name == "sigmoid" else _NAMED[node.name]
    return tree.Call(name, tuple(parts))
