"""The whole network as one formula: an output, with every activation written out where it is used.

The formula is a tree. An activation holds the sum it is taken of, and each term of that sum is a
weight times another activation, down to the inputs. `depth` says how many layers are written out;
what lies deeper stays a symbol, or its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from backprop_core import Address, Shape, Trace
from playground.functions.catalogue import UNNAMED, written
from playground.latex import tree
from playground.latex.lines import indented
from playground.latex.tree import Node
from playground.latex.write import latex
from playground.notation import number_text
from playground.notation.bare_symbols import number_sign
from playground.notation.symbols import Notation, Symbols
from playground.steps.function_trees import activation_trees

MOST_TERMS = 200  # more are no longer a formula to read
FEW_TERMS = 60
ROOM = 38.0  # em on a line


@dataclass(frozen=True)
class _Maker:
    """What the tree is made with; `numbers` puts the numbers in."""

    trace: Trace
    symbols: Symbols
    sample: int
    digits: int
    numbers: bool

    def leaf(self, at: Address, value: float) -> Node:
        if self.numbers:
            return tree.Number(value, number_text.text(value, self.digits))
        return tree.Symbol(self.symbols.tex(at), value)

    def activation(self, layer: int, neuron: int, depth: int) -> Node:
        """a of a neuron, with `depth` layers written out. A linear one is its sum."""
        here = self.trace.network.layers[layer]
        neurons = range(here.n_out) if here.f.derivative is None else (neuron,)
        sums = tuple(self.sum(layer, j, depth) for j in neurons)
        name = function_name(self.trace, layer, neuron, self.digits, self.symbols.notation)
        return tree.Call(name, sums) if name else sums[0]

    def sum(self, layer: int, neuron: int, depth: int) -> Node:
        """z of a neuron."""
        here = self.trace.network.layers[layer]
        terms: list[Node] = []
        for i in self.trace.plan.shape.sources[layer][neuron]:
            w = self.leaf(Address("W", layer, neuron, i), float(here.W[neuron, i]))
            if layer > 0 and depth > 1:
                terms.append(tree.Product((w, self.activation(layer - 1, i, depth - 1))))
            else:
                terms.append(tree.Product((w, self.incoming(layer, i))))
        if here.b is not None:
            shared = not here.b.ndim
            at = Address("b", layer, None if shared else neuron)
            terms.append(self.leaf(at, float(here.b if shared else here.b[neuron])))
        return tree.total(terms or [tree.Number(0.0, "0")])

    def incoming(self, layer: int, neuron: int) -> Node:
        value = float(self.trace.forward.into(layer)[self.sample, neuron])
        if layer == 0:
            return self.leaf(Address("x", None, neuron, sample=self.sample), value)
        return self.leaf(Address("a", layer - 1, neuron, sample=self.sample), value)


def function_name(trace: Trace, layer: int, neuron: int, digits: int, notation: Notation) -> str:
    """How the activation is called in the formula: σ, relu, softmax with its neuron's number.

    "" for linear, which leaves the sum as it is; one with a number of its own has it as an index.
    """
    f = trace.network.layers[layer].f
    symbol = activation_trees(f, notation).symbol
    if not isinstance(symbol, tree.Call):
        return ""
    if symbol.name == notation.function and written(f) == UNNAMED:
        return f"{notation.function}_{{{layer + 1}}}"  # each layer may have another
    if f.derivative is None:
        return f"{symbol.name}_{{{neuron + 1}}}"
    if f.parameter is None:
        return symbol.name
    return f"{symbol.name}_{{{number_text.latex(f.parameter, digits)}}}"


def term_count(trace: Trace, neuron: int, depth: int) -> int:
    """How many weights and biases stand in the formula when `depth` layers are written out."""
    return _term_count(trace.plan.shape, neuron, depth)


@lru_cache(maxsize=256)
def _term_count(shape: Shape, neuron: int, depth: int) -> int:
    last = len(shape.biases) - 1
    inside = _terms(shape, last, depth)
    return sum(inside) if shape.softmaxes[last] else inside[neuron]


def _terms(shape: Shape, layer: int, depth: int) -> list[int]:
    """For each neuron of the layer, the weights and biases in its z, and in all of it below."""
    sources, own = shape.sources[layer], int(shape.biases[layer] != "none")
    if layer == 0 or depth <= 1:
        return [len(into) + own for into in sources]
    below = _terms(shape, layer - 1, depth - 1)
    if shape.softmaxes[layer - 1]:
        below = [sum(below)] * len(below)
    return [sum(1 + below[i] for i in into) + own for into in sources]


def depths(trace: Trace, neuron: int) -> list[int]:
    """The depths at which the formula can still be read; one layer always can be written out."""
    every = range(1, len(trace.network.layers) + 1)
    return [d for d in every if d == 1 or term_count(trace, neuron, d) <= MOST_TERMS]


def easy_depth(trace: Trace, neuron: int) -> int:
    """The deepest of them that is still a short formula."""
    short = (d for d in depths(trace, neuron) if term_count(trace, neuron, d) <= FEW_TERMS)
    return max(short, default=1)


@lru_cache(maxsize=32)
def nested(
    trace: Trace,
    neuron: int,
    depth: int,
    symbols: Symbols,
    digits: int,
    *,
    sample: int = 0,
    numbers: bool = False,
) -> str:
    """The output's formula as an `aligned` block: its symbol, or with the numbers its value."""
    last = len(trace.network.layers) - 1
    made = _Maker(trace, symbols, sample, digits, numbers).activation(last, neuron, depth)
    left = symbols.tex(Address("a", last, neuron, sample=sample))
    first, *rest = indented(made, ROOM)
    lines = [f"{left} &= {first}", *(f"&{line}" for line in rest)]
    if numbers:
        value = float(trace.forward.output[sample, neuron])
        lines.append(rf"&= \mathbf{{{number_text.latex(value, digits)}}}")
    body = r" \\ ".join(lines)
    return rf"\begin{{aligned}} {body} \end{{aligned}}"


def legend(trace: Trace, depth: int, digits: int, notation: Notation) -> list[str]:
    """What the activations in the formula are, as LaTeX: σ(z) = 1 / (1 + e^−z)."""
    z, z_first, z_k, z_m = (number_sign(notation, "z", index) for index in ("", "1", "k", "m"))
    lines: dict[str, None] = {}
    layers = trace.network.layers[-depth:]
    for number, layer in enumerate(layers, start=len(trace.network.layers) - len(layers)):
        name, form = function_name(trace, number, 0, digits, notation), written(layer.f)
        if layer.f.derivative is None:
            name = name.removesuffix("_{1}")
            share = rf"\frac{{e^{{{z_k}}}}}{{\textstyle\sum_m e^{{{z_m}}}}}"
            lines[rf"{name}_k({z_first},\,\dots) = {share}"] = None
        elif name and form.formula not in ("", UNNAMED.formula):
            p = layer.f.parameter or 0.0
            places = {"z": tree.Symbol(z), "p": tree.Number(p, number_text.text(p, digits))}
            formula = tree.filled(activation_trees(layer.f, notation).formula, places)
            lines[f"{name}({z}) = {latex(formula)}"] = None
    return list(lines)
