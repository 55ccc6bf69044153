"""How ∂loss/∂a at an output is shown: where the backward pass starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backprop_core import Operation, Step, Trace
from playground.latex.tree import Node
from playground.steps.display import Display, result_of_layer
from playground.steps.equalities import Remark
from playground.steps.grid_line import Line
from playground.steps.loss_trees import NO_ERROR, layer_slope_lines, no_error, slope_lines
from playground.steps.marks import Marks
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer


class LossSlope(Display):
    """A function of output and target."""

    OF_LAYER = "How the {loss} changes with each {a} of {layer}."

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        return slope_lines(writer, step)

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        return [*layer_slope_lines(writer, step), result_of_layer(writer, step)]

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        if no_error(writer.trace):
            yield NO_ERROR

    def of_number(self, words: Words) -> str:
        return (
            f"How the {words.word('loss')} changes with the output of {words.name}: the backward "
            "pass starts here."
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """a , y → da."""
        pair = (m.forward("a", layer), ",", m.targets(), "→")
        yield Line("da at the loss", (*pair, m.backward("da", layer)))

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        return replace(super().marks(trace, step, sample), reads_targets=True, backward=True)
