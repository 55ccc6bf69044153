"""How ∂loss/∂a of a hidden neuron is shown: Σ w · delta over all neurons that it feeds."""

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
from playground.steps.marks import Marks, products_along
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer

_OF_INPUT = ": how the loss changes with this input. No weight needs it"


class BackThroughWeights(Display):
    """Products of the old weights and the deltas of the layer after."""

    OF_LAYER = "How the {loss} changes with each {a} of {layer}."

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        W, delta = step.inputs
        return layer_product(writer, step, "da", {"W": W, "delta": delta})

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        yield from rounding_remarks.of_sum(step)

    def of_number(self, words: Words) -> str:
        step, name, neuron = words.step, words.name, words.word("neuron")
        of_input = step.layer == -1
        if not step.terms:
            loss = words.word("loss")
            return f"{name} feeds no {neuron}, so the {loss} does not depend on it."
        if not step.complete:
            return (
                f"Adding up what comes back to {name}, one {neuron} at a time; this is the sum so "
                "far."
            )
        return (
            f"Each {neuron} that {name} feeds sends back its {words.word('delta')}, times the old "
            f"weight between them. These add up{_OF_INPUT if of_input else ''}."
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """Wᵀ · delta = da."""
        after = m.old_weights(layer + 1, into=not m.form.samples_as_columns)
        product = m.product(after, m.backward("delta", layer + 1))
        yield Line("da", (*product, "=", m.backward("da", layer)))

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        along = {} if is_of_layer(step) else products_along(trace, step.terms)
        return replace(super().marks(trace, step, sample), along=along, backward=True)
