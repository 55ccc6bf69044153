"""Activations and losses as trees, with places for what they are taken of."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_core import Activation
from playground.functions.catalogue import written
from playground.latex.read import read
from playground.latex.tree import Call, Cases, Fraction, Node, Number, Product, Row, mapped, times
from playground.notation.symbols import Notation

PLACES = {name: rf"\place{{{name}}}" for name in (*"zaypn", "count", "root", "total")}


class FunctionTrees(NamedTuple):
    """A function's symbol, its formula, and its derivative's formula."""

    symbol: Node
    formula: Node
    derivative: Node


@lru_cache(maxsize=512)
def tree_of(template: str, times: str = r"\cdot") -> Node:
    """The tree of a template of the catalogue; of none an empty one."""
    if not template:
        return Row(())
    return read(template.format(**PLACES, times=times + " "))


def activation_trees(f: Activation, notation: Notation) -> FunctionTrees:
    """The sigmoid, and a function without a name of its own, as the notation calls them."""
    form = written(f)
    names = {r"\sigma": notation.sigmoid.format(), "f": notation.function}
    names["f'"] = names["f"] + "'"
    trees = [renamed(tree_of(t), names) for t in (form.symbol, form.formula, form.derivative)]
    if f.threshold and f.parameter != 1.0:
        trees[1] = _strictly(trees[1])
    return FunctionTrees(*trees)


def _strictly(node: Node) -> Node:
    """A threshold that is not reached at 0 itself."""
    return replace(node, with_zero=False) if isinstance(node, Cases) else node


def side_of(f: Activation, z: float) -> float:
    """z, or of a threshold unit a number on the side that it takes z to be on."""
    if not f.threshold:
        return z
    return 1.0 if float(f.value(np.array([[z]]))[0, 0]) == 1.0 else -1.0


def renamed(node: Node, names: dict[str, str]) -> Node:
    """The tree with its functions called otherwise."""
    node = mapped(node, lambda part: renamed(part, names))
    return Call(names.get(node.name, node.name), node.arguments) if isinstance(node, Call) else node


def at(node: Node, z: float) -> Node:
    """Of two cases only the one that z is in."""
    if isinstance(node, Cases):
        return at(node.above if z > 0 else node.otherwise, z)
    return mapped(node, lambda part: at(part, z))


def without_ones(node: Node) -> Node:
    """With one output there is no mean to take: what is divided by 1 is written without."""
    node = mapped(node, without_ones)
    if isinstance(node, Fraction) and node.small and _is_one(node.below):
        return node.above
    if isinstance(node, Product) and _is_one(node.factors[0]):
        return times(node.factors[1:], node.sign)
    return node


def _is_one(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 1.0 and node.text == "1"
