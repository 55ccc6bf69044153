"""Works out what a formula says, by its tree: numbers and symbols carry what they stand for.

Two arrays side by side are a matrix product, ⊙ goes entry by entry, and only a bias may be spread
over the samples. A shape that does not fit is an error here, as it is on paper.
"""

import math
import re
from functools import singledispatch

import numpy as np

from playground.latex import tree
from playground.latex.read import read

FUNCTIONS = {
    r"\ln": np.log,
    r"\tanh": np.tanh,
    r"\sigma": lambda z: 1 / (1 + np.exp(-z)),
    r"\operatorname{sigmoid}": lambda z: 1 / (1 + np.exp(-z)),
    r"\operatorname{sign}": np.sign,
    r"\operatorname{floor}": np.floor,
    r"\mathrm{sign}": np.sign,
    r"\max": max,
    r"\min": min,
}


def value_of_tex(tex, symbols=(), functions=(), samples="rows"):
    """The value of LaTeX, read back; `symbols` gives the values of its symbols, `functions` what
    its other functions make of their arguments, each by how it is written."""
    places, called = {}, {}
    for names, found, mark in ((functions, called, "call"), (symbols, places, "place")):
        for name, value in sorted(dict(names).items(), key=lambda pair: -len(pair[0])):
            place = f"{mark} {len(found)}"
            found[place] = value
            tex = _put(tex, name, rf"\place{{{place}}}")
    return value_of(read(tex, frozenset(called)), places, called, samples)


def _put(tex, name, place):
    """A letter within a command's name is no symbol."""
    pattern = re.compile(rf"({re.escape(name)})(?![a-zA-Z])|\\[a-zA-Z]+")
    return pattern.sub(lambda found: place if found[1] else found[0], tex)


def value_of(node, places=(), functions=(), samples="rows"):
    """The number, or the array, that a tree stands for."""
    return _value(node, _Known(dict(places), {**FUNCTIONS, **dict(functions)}, samples))


class _Known:
    def __init__(self, places, functions, samples):
        self.places, self.functions = places, functions
        self.over_samples = 0 if samples == "rows" else 1


@singledispatch
def _value(node, known):
    raise NotImplementedError(type(node).__name__)


@_value.register
def _(node: tree.Number, known):
    return node.value


@_value.register
def _(node: tree.Symbol, known):
    constants = {"e": math.e, r"\pi": math.pi}
    assert node.value is not None or node.tex in constants, f"{node.tex} stands for nothing"
    return constants[node.tex] if node.value is None else np.asarray(node.value, dtype=float)


@_value.register
def _(node: tree.Place, known):
    return np.asarray(known.places[node.name], dtype=float)


@_value.register
def _(node: tree.Array, known):
    return np.asarray(node.value, dtype=float)


@_value.register
def _(node: tree.Sum, known):
    total = _value(node.terms[0], known)
    for term in node.terms[1:]:
        total = _added(total, _value(term, known), known)
    return total


def _added(one, other, known):
    """A bias beside several samples has the one size of both that is 1."""
    spread = np.ndim(other) == 2 and np.shape(other)[known.over_samples] == 1
    assert spread or np.ndim(other) == 0 or np.shape(one) == np.shape(other), "shapes do not fit"
    return one + other


@_value.register
def _(node: tree.Negative, known):
    return -_value(node.of, known)


@_value.register
def _(node: tree.Product, known):
    total, *rest = (_value(factor, known) for factor in node.factors)
    for other in rest:
        if node.sign == "⊙":
            assert np.ndim(total) == np.ndim(other) == 2
            total = total * other
        elif np.ndim(total) == 0 or np.ndim(other) == 0:
            total = total * other
        else:
            assert not node.sign, "a dot between two arrays"
            total = total @ other
    return total


@_value.register
def _(node: tree.Fraction, known):
    return _value(node.above, known) / _value(node.below, known)


@_value.register
def _(node: tree.Quotient, known):
    return _value(node.above, known) / _value(node.below, known)


@_value.register
def _(node: tree.Power, known):
    exponent = _value(node.exponent, known)
    if isinstance(node.base, tree.Symbol) and node.base.tex == "e" and node.base.value is None:
        return np.exp(exponent)
    return _value(node.base, known) ** exponent


@_value.register
def _(node: tree.Transposed, known):
    return np.transpose(_value(node.of, known))


@_value.register
def _(node: tree.Call, known):
    arguments = [_value(argument, known) for argument in node.arguments]
    return known.functions[node.name](*arguments)


@_value.register
def _(node: tree.Root, known):
    return np.sqrt(_value(node.of, known))


@_value.register
def _(node: tree.Absolute, known):
    return abs(_value(node.of, known))


@_value.register
def _(node: tree.Cases, known):
    return _value(node.above if _value(node.of, known) > 0 else node.otherwise, known)


@_value.register
def _(node: tree.Indicator, known):
    return 1.0 if _value(node.of, known) > 0 else 0.0


@_value.register
def _(node: tree.Total, known):
    value = _value(node.of, known)
    if node.over == "samples":
        return value.sum(axis=known.over_samples, keepdims=True)
    assert node.over == "outputs", node.over
    return value.sum(axis=1 - known.over_samples, keepdims=True)


@_value.register(tree.Bold)
@_value.register(tree.Square)
@_value.register(tree.SoFar)
def _(node, known):
    return _value(node.of, known)


@_value.register
def _(node: tree.Row, known):
    """Words before a number."""
    (number,) = (part for part in node.parts if not isinstance(part, tree.Text))
    return _value(number, known)


def is_cut_short(node):
    """Whether something is left out of it."""
    return any(isinstance(part, tree.Dots) for part in tree.nodes(node))
