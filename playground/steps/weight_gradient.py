"""How ∂loss/∂w = Σ delta · a over the samples is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backprop_core import Operation, Step, Trace
from playground.latex.tree import Node
from playground.steps import rounding_remarks
from playground.steps.display import Display, is_of_layer
from playground.steps.equalities import Remark
from playground.steps.grid_line import Line
from playground.steps.layer_lines import layer_product
from playground.steps.marks import Marks, edges_of
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer


class WeightGradient(Display):
    """delta where the connection goes, times what comes along it."""

    OF_LAYER = "All weight gradients of {layer} at once: {deltas} times what came in."

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        delta, x = step.inputs
        return layer_product(writer, step, "dW", {"delta": delta, "x": x})

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        yield from rounding_remarks.of_sum(step)

    def of_number(self, words: Words) -> str:
        if words.by_rule:
            return (
                f"How far the rule moves the weight from {words.source} to {words.name}, before "
                f"the {words.word('rate')}: the error at its end times the "
                f"{words.word('a') if words.step.layer else 'input'} at its "
                f"start{words.many}. {words.direction()}"
            )
        return (
            f"The gradient of the weight from {words.source} to {words.name}: "
            f"the {words.word('delta')} at its end times the {words.word('a')} at its "
            f"start{words.many}. {words.direction()}"
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """delta · aᵀ = dW. Every sample is taken, however many: dW is their sum."""
        everyone = range(len(m.trace.y))
        delta_first = m.form.rows_receive
        dW = m.weights(
            "dW", layer, m.trace.gradients.layers[layer].dW, into=delta_first, given=False
        )
        # the factor on the left has samples as columns, the one on the right has them as rows
        columns = m.form.samples_as_columns
        first, second = (
            (
                m.backward("delta", layer, flipped=flipped, samples=everyone)
                if is_delta
                else m.incoming(layer, flipped=flipped, samples=everyone)
            )
            for is_delta, flipped in ((delta_first, not columns), (not delta_first, columns))
        )
        yield Line("dW", (first, "·", second, "=", dW))

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        marks = replace(super().marks(trace, step, sample), made=frozenset())
        if is_of_layer(step):
            return marks
        own = step.terms[min(sample, len(step.terms) - 1)]
        carried = float(own.factors[1].value)
        return replace(marks, along=dict.fromkeys(edges_of(trace, [step.address]), carried))
