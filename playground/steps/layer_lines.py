"""A layer's formula: a product of arrays, laid out as the notation has it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from backprop_core import Number, Step
from playground.exercise.paper_trace import conventions_in_force
from playground.latex.read import read
from playground.latex.tree import Negative, Node, Sum, filled
from playground.notation.symbols import Notation
from playground.steps.display import result_of_layer
from playground.steps.writer import Writer

_ARRAYS = ("W", "x", "da", "delta", "slope", "jacobian")


@lru_cache(maxsize=128)
def product_tree(notation: Notation, form: str) -> Node:
    """How the notation multiplies arrays to make z, da, delta or dW, with places for them."""
    places = {name: rf"\place{{{name}}}" for name in _ARRAYS}
    return read(notation.matrices[form].format(**places))


def layer_product(
    writer: Writer, step: Step, form: str, arrays: Mapping[str, Number]
) -> list[Node]:
    """The product in symbols, with the arrays put in, and the array that comes out."""
    lines = []
    for write in (writer.symbol, writer.value):
        nodes: dict[str, Node] = {name: write(number) for name, number in arrays.items()}
        made = filled(product_tree(writer.notation, form), nodes)
        if "b" in nodes:
            is_threshold = conventions_in_force(writer.trace).bias_as == "threshold"
            made = Sum((made, Negative(nodes["b"]) if is_threshold else nodes["b"]))
        lines.append(made)
    return [*lines, result_of_layer(writer, step)]
