"""How z = Σ w · a + b is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backprop_core import Operation, Step, Trace
from playground.exercise.paper_trace import conventions_in_force
from playground.latex.tree import Node
from playground.steps import rounding_remarks
from playground.steps.display import Display, is_of_layer
from playground.steps.equalities import Remark
from playground.steps.grid_line import Line
from playground.steps.layer_lines import layer_product
from playground.steps.marks import Marks, products_along
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer

_BIASES = {
    "each": ", adds them up, and {what[0]} its {what[1]}",
    "shared": ", adds them up, and {what[0]} the layer's {what[1]}",
    "none": " and adds them up",
}
_TAKEN: dict[str | None, tuple[str, str]] = {
    None: ("adds", "bias"),
    "weight": ("adds", "weight on the constant 1"),
    "threshold": ("subtracts", "threshold"),
}


class WeightedSum(Display):
    """Products of weights and what comes in, and the bias."""

    OF_LAYER = "All {z}s of {layer} at once: incoming values times weights, plus biases."

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        """The inputs are W, then what comes in, then b."""
        arrays = dict(zip(("W", "x", "b"), step.inputs, strict=False))
        return layer_product(writer, step, "z", arrays)

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        if is_of_layer(step):
            yield from rounding_remarks.of_layer(writer, step)
        else:
            yield from rounding_remarks.of_sum(step)

    def of_number(self, words: Words) -> str:
        step, name = words.step, words.name
        if not step.terms:
            return f"Nothing is connected to {name}, so its {words.word('z')} is 0."
        if not step.complete:
            return f"{name} adds up its products one at a time; this is the sum so far."
        kind = words.trace.network.layers[step.address.in_layer].bias
        bias = _BIASES[kind].format(what=_TAKEN[conventions_in_force(words.trace).bias_as])
        return f"{name} multiplies each incoming value by its weight{bias}."

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """W · a + b = z."""
        here = m.trace.network.layers[layer]
        W = m.old_weights(layer, into=m.form.samples_as_columns)
        sign = "−" if conventions_in_force(m.trace).bias_as == "threshold" else "+"
        bias = () if here.b is None else (sign, m.biases("b", layer, here.b, given=True))
        parts = (*m.product(W, m.incoming(layer)), *bias, "=", m.forward("z", layer))
        yield Line("z", parts)

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        along = {} if is_of_layer(step) else products_along(trace, step.terms)
        return replace(super().marks(trace, step, sample), along=along)
