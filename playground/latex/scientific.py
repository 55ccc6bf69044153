"""Numbers with a power of ten, such as 1.5 · 10⁻⁷: a mantissa and a power that are one number."""

from __future__ import annotations

from playground.latex import tree
from playground.latex.tokens import MisreadError
from playground.latex.tree import Node


def is_plain(node: Node) -> bool:
    return isinstance(node, tree.Number) and "e" not in node.text


def is_power_of_ten(node: Node) -> bool:
    return isinstance(node, tree.Number) and node.text.startswith("1e")


def scientific(mantissa: Node, power: Node) -> tree.Number:
    assert isinstance(mantissa, tree.Number)
    assert isinstance(power, tree.Number)
    text = f"{mantissa.text}{power.text[1:]}"
    return tree.Number(float(text), text)


def value_of_number(node: Node) -> float:
    """The value of what is written as a number, such as 1.5 · 10⁻⁷."""
    if isinstance(node, tree.Number):
        return node.value
    if isinstance(node, tree.Negative):
        return -value_of_number(node.of)
    if isinstance(node, tree.Product):
        mantissa, power = map(value_of_number, node.factors)
        return mantissa * power
    raise MisreadError("no number")
