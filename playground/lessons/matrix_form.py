"""What prose writes that is more than one number: a layer as a product of arrays, a weight's whole
chain of derivatives, and what a usual mistake would give."""

from __future__ import annotations

from itertools import islice

from backprop_core import Address, Paths, Trace
from playground.lessons.pointers import value_at
from playground.notation.symbols import Symbols

MOST_TERMS = 5


def shortened(terms: list[str]) -> list[str]:
    """Of many terms the first ones and the last."""
    if len(terms) <= MOST_TERMS:
        return terms
    return [*terms[: MOST_TERMS - 2], r"\cdots", terms[-1]]


def whole_chain(at: Address, trace: Trace, symbols: Symbols, sample: int) -> str:
    """The gradient of a weight by the chain rule alone: for each path from the loss back to it a
    line, the product of all derivatives on the way; of many paths the first ones."""
    if at.source is None:  # every connection of the layer is cut
        return "0"
    paths = Paths(trace, at._replace(quantity="W"))
    lines = []
    for path in islice(paths, MOST_TERMS - 1):
        back = reversed(paths.factors(path, sample))
        lines.append(r" \cdot ".join(symbols.tex(factor.address) for factor in back))
    if paths.count > len(lines):
        lines.append(r"\cdots")
    return r" \\ &\quad + ".join(lines) or "0"


def through_new_weights(at: Address, trace: Trace) -> float:
    """What comes back to a neuron if the next layer is updated too early: a usual mistake."""
    if at.layer is None or at.layer == len(trace.network.layers) - 1:
        return value_at(at, trace)
    W, delta = trace.after.layers[at.layer + 1].W, trace.gradients.layers[at.layer + 1].delta
    return float(delta[at.sample] @ W[:, at.neuron])


def matrix_form(at: Address, trace: Trace, symbols: Symbols) -> str:
    """How the layer's array is computed, in the orientation of the notation."""
    layer, last = at.layer or 0, len(trace.network.layers) - 1
    before = Address("x") if layer == 0 else Address("a", layer - 1)
    after = min(layer + 1, last) if at.quantity == "da" else layer
    names = {q: symbols.tex(Address(q, layer)) for q in ("a", "slope", "jacobian", "da", "b")}
    names |= {q: symbols.tex(Address(q, after)) for q in ("W", "delta")}
    form = at.quantity
    if form == "da" and layer == last:
        return names["da"]
    if form == "delta" and layer < last:
        names["da"] = rf"\bigl({matrix_form(at._replace(quantity='da'), trace, symbols)}\bigr)"
    if form == "delta" and trace.forward.layers[layer].slope is None:
        form = "delta of softmax"
    written = symbols.notation.matrices[form].format(**names, x=symbols.tex(before))
    has_bias = form == "z" and trace.network.layers[layer].b is not None
    return f"{written} + {names['b']}" if has_bias else written
