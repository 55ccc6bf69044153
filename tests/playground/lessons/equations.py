"""Takes prose at its word: every equation in it is worked out, both in symbols and in numbers."""

import math
import re
from itertools import pairwise, product

import numpy as np

from backprop_core import Address
from playground.lessons.pointers import value_at
from tests.playground.tree_value import value_of_tex

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)
_APART = re.compile(r"\\qquad|\\quad\\text\{and not\}\\quad")
_KNOWN = re.compile(
    r"@\d+@|\\(?:cdot|max|frac|tfrac\d+|infty|quad)(?![a-zA-Z])|\\[,;!]|[\d.\s+\-*/^(){},&]"
)
OF_NEURONS = ("z", "a", "slope", "da", "delta")


def symbols_of(walk, symbols):
    """All numbers of a pass by how they are written, and the arrays without a number."""
    network, rows = walk.network, range(len(walk.y))
    found, arrays = {}, set()

    def put(at, new=False):
        with np.errstate(all="ignore"):
            found[symbols.tex(at, new)] = value_at(at, walk, new)

    for row in rows:
        for quantity, width in (("x", network.sizes[0]), ("y", network.sizes[-1])):
            for j in range(width):
                put(Address(quantity, neuron=j, sample=row))
    for n, layer in enumerate(network.layers):
        width, before = layer.W.shape
        for quantity, j, row in product(OF_NEURONS, range(width), rows):
            if quantity != "slope" or walk.forward.layers[n].slope is not None:
                put(Address(quantity, n, j, sample=row))
        for j, i in product(range(width), range(before)):
            put(Address("W", n, j, i))
            put(Address("W", n, j, i), new=True)
            found[symbols.tex(Address("dW", n, j, i))] = float(walk.gradients.layers[n].dW[j, i])
        if walk.forward.layers[n].slope is None:
            for j, i, row in product(range(width), range(width), rows):
                put(Address("jacobian", n, j, i, sample=row))
        for j in range(width) if layer.b is not None and layer.b.ndim else [None]:
            if layer.b is not None:
                put(Address("b", n, j))
                put(Address("b", n, j), new=True)
                put(Address("db", n, j))
        arrays |= {symbols.tex(Address(q, n)) for q in (*OF_NEURONS, "W", "dW", "jacobian")}
        arrays |= {symbols.tex(Address("W", n), new=True)}
        if layer.b is None or layer.b.ndim:
            arrays |= {symbols.tex(Address(q, n)) for q in ("b", "db")}
    arrays |= {symbols.tex(Address("x"))}
    found[symbols.tex(Address("loss"))] = walk.gradients.loss
    found[symbols.tex(Address("learning_rate"))] = walk.learning_rate
    loss = symbols.tex(Address("loss"))
    for n, layer in enumerate(network.layers):
        for j, row in product(range(len(layer.W)), rows):
            z = symbols.tex(Address("z", n, j, sample=row))
            slope = rf"\frac{{\partial {loss}}}{{\partial {z}}}"
            found.setdefault(slope, float(walk.gradients.layers[n].delta[row, j]))
    return found, arrays - set(found)


def assert_equations_hold(text, walk, symbols, where=""):
    """How many pairs of sides were compared; a side that is no number must be one of arrays."""
    found, arrays = symbols_of(walk, symbols)
    compared = 0
    for one in _FORMULA.findall(text):
        for equation in _APART.split("".join(one)):
            flat = re.sub(r"\\begin\{aligned\}|\\end\{aligned\}", "", equation)
            flat = re.sub(r"\\\\\s*&\s*(?:\\quad)?", " ", flat)  # the next line goes on
            sides = [side.strip(" &\n") for side in flat.split("=")]
            if len(sides) < 2:
                continue
            numbers = [number_of(side, found, arrays, where) for side in sides]
            known = [n for n in numbers if n is not None and math.isfinite(n)]
            for left, right in pairwise(known):
                assert math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9), (where, equation)
                compared += 1
    return compared


def number_of(side, found, arrays, where):
    """What one side comes to; None where it is of arrays, or cut short."""
    text = side
    for place, symbol in enumerate(sorted(found, key=len, reverse=True)):
        text = text.replace(symbol, f"@{place}@")
    if r"\cdots" in side or any(array in text for array in arrays):
        return None
    left = _KNOWN.sub("", text)
    assert not left, (where, side, left)
    return value_of_tex(side, found)
