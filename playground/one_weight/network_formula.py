"""The whole network as one formula: an output, with every activation written out where it is used.

The formula is a tree. An activation holds the sum it is taken of, and each term of that sum is a
weight times another activation, down to the inputs. `depth` says how many layers are written out;
what lies deeper stays a symbol, or its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from backprop_core import Address, Trace
from backprop_core.story.shape import Shape
from playground.functions.catalogue import UNNAMED, written
from playground.latex.width import tex_width
from playground.notation import number_text
from playground.notation.bare_symbols import number_sign
from playground.notation.symbols import Notation, Symbols

MOST_TERMS = 200  # more are no longer a formula to read
FEW_TERMS = 60
LINE = 64  # signs on a line
_LEFT = (r"\bigl", r"\Bigl", r"\biggl", r"\Biggl")
_RIGHT = (r"\bigr", r"\Bigr", r"\biggr", r"\Biggr")
_PLACE = "({z})"


@dataclass(frozen=True)
class Sum:
    """Terms that are added up: finished text, or a weight's text and what it multiplies."""

    terms: tuple[str | tuple[str, Call], ...]


@dataclass(frozen=True)
class Call:
    """An activation and the sum it is taken of; softmax takes those of its whole layer."""

    name: str
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class _Maker:
    """What the tree is made with; `numbers` puts the numbers in."""

    trace: Trace
    symbols: Symbols
    sample: int
    digits: int
    numbers: bool

    def text(self, at: Address, value: float) -> str:
        return number_text.factor(value, self.digits) if self.numbers else self.symbols.tex(at)

    def call(self, layer: int, neuron: int, depth: int) -> Call:
        """a of a neuron, with `depth` layers written out."""
        here = self.trace.network.layers[layer]
        neurons = range(here.n_out) if here.f.derivative is None else (neuron,)
        sums = tuple(self.sum(layer, j, depth) for j in neurons)
        return Call(self.name(layer, neuron), sums)

    def name(self, layer: int, neuron: int) -> str:
        return function_name(self.trace, layer, neuron, self.digits, self.symbols.notation)

    def sum(self, layer: int, neuron: int, depth: int) -> Sum:
        """z of a neuron."""
        here = self.trace.network.layers[layer]
        terms: list[str | tuple[str, Call]] = []
        for i in self.trace.plan.shape.sources[layer][neuron]:
            w = self.text(Address("W", layer, neuron, i), float(here.W[neuron, i]))
            if layer > 0 and depth > 1:
                terms.append((w, self.call(layer - 1, i, depth - 1)))
            else:
                terms.append(rf"{w} \cdot {self.incoming(layer, i)}")
        if here.b is not None:
            shared = not here.b.ndim
            at = Address("b", layer, None if shared else neuron)
            terms.append(self.text(at, float(here.b if shared else here.b[neuron])))
        return Sum(tuple(terms) or ("0",))

    def incoming(self, layer: int, neuron: int) -> str:
        value = float(self.trace.forward.into(layer)[self.sample, neuron])
        if layer == 0:
            return self.text(Address("x", None, neuron, sample=self.sample), value)
        return self.text(Address("a", layer - 1, neuron, sample=self.sample), value)


def function_name(trace: Trace, layer: int, neuron: int, digits: int, notation: Notation) -> str:
    """How the activation is called in the formula: σ, relu, softmax with its neuron's number.

    "" for linear, which leaves the sum as it is; one with a number of its own has it as an index.
    """
    f = trace.network.layers[layer].f
    symbol = written(f).symbol.format(z="{z}", a="{a}", p="{p}")
    if symbol == "{z}":
        return ""
    name = symbol.partition(_PLACE)[0].replace(r"\sigma", notation.sigmoid)
    if name == "f":  # a typed one: each layer may have another
        return f"{notation.function}_{{{layer + 1}}}"
    if f.derivative is None:
        return f"{name}_{{{neuron + 1}}}"
    return name if f.parameter is None else f"{name}_{{{number_text.latex(f.parameter, digits)}}}"


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
    call = _Maker(trace, symbols, sample, digits, numbers).call(last, neuron, depth)
    left = symbols.tex(Address("a", last, neuron, sample=sample))
    # a linear output is its sum, which needs no brackets
    laid = _laid_out("", call, "", 0) if call.name else _laid_out_sum(call.sums[0], "", 1)
    lines = [f"{indent}{text}" for indent, text in laid]
    lines[0] = f"{left} &= {lines[0]}"
    if numbers:
        value = float(trace.forward.output[sample, neuron])
        lines.append(rf"&= \mathbf{{{number_text.latex(value, digits)}}}")
    return rf"\begin{{aligned}} {_joined(lines)} \end{{aligned}}"


def _joined(lines: list[str]) -> str:
    first, *rest = lines
    return r" \\ ".join([first, *(r if r.startswith("&=") else f"&{r}" for r in rest)])


Line = tuple[str, str]  # indent, text


def _laid_out(before: str, call: Call, after: str, level: int) -> Iterator[Line]:
    """`before` call `after` on one line where it fits, otherwise its terms on several."""
    whole = before + _flat(call, _height(call)) + after
    indent = r"\quad " * level
    if tex_width(whole) + 2 * level <= LINE:
        yield indent, whole
        return
    size = min(_height(call), 4) - 1
    yield indent, f"{before}{call.name}{_LEFT[size]}("
    for place, one in enumerate(call.sums):
        comma = ",\\;" if place < len(call.sums) - 1 else ""
        yield from _laid_out_sum(one, comma, level + 1)
    yield indent, f"{_RIGHT[size]}){after}"


def _laid_out_sum(one: Sum, after: str, level: int) -> Iterator[Line]:
    flat, indent = _flat_sum(one), r"\quad " * level
    if tex_width(flat) + 2 * level <= LINE:
        yield indent, flat + after
        return
    row: list[str] = []
    for place, term in enumerate(one.terms):
        plus, end = "+ " if place else "", after if place == len(one.terms) - 1 else ""
        text = plus + _flat_term(term) + end
        long = not isinstance(term, str) and tex_width(text) + 2 * level > LINE
        if row and (long or tex_width(" ".join([*row, text])) + 2 * level > LINE):
            yield indent, " ".join(row)
            row = []
        if isinstance(term, str) or not long:
            row.append(text)
        else:
            yield from _laid_out(rf"{plus}{term[0]} \cdot ", term[1], end, level)
    if row:
        yield indent, " ".join(row)


def _flat(call: Call, height: int) -> str:
    size = min(height, 4) - 1
    inside = r",\; ".join(_flat_sum(one) for one in call.sums)
    return f"{call.name}{_LEFT[size]}({inside}{_RIGHT[size]})"


def _flat_sum(one: Sum) -> str:
    return " + ".join(_flat_term(term) for term in one.terms)


def _flat_term(term: str | tuple[str, Call]) -> str:
    if isinstance(term, str):
        return term
    weight, call = term
    return rf"{weight} \cdot {_flat(call, _height(call))}"


def _height(call: Call) -> int:
    """How many brackets are nested, this one included."""
    inner = [t[1] for one in call.sums for t in one.terms if not isinstance(t, str)]
    return 1 + max((_height(c) for c in inner), default=0)


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
            p = "" if layer.f.parameter is None else number_text.latex(layer.f.parameter, digits)
            formula = form.formula.format(z=z, p=p).replace(r"\sigma", notation.sigmoid)
            lines[f"{name}({z}) = {formula}"] = None
    return list(lines)
