"""How the loss of one sample is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from backprop_core import Operation, Step, Trace
from playground.latex.tree import Node
from playground.steps.array_grids import Grid
from playground.steps.display import Display
from playground.steps.equalities import Remark
from playground.steps.grid_line import Line
from playground.steps.loss_trees import loss_lines, rounded_outputs
from playground.steps.marks import Marks
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer


class Loss(Display):
    """What every loss has: it reads outputs and targets, and makes no neuron's number."""

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        if rounded_outputs(writer.trace, step):
            z = writer.symbols.label("z")
            yield Remark(f"computed from ${z}$, because an output has rounded to 0 or 1")

    def of_number(self, words: Words) -> str:
        step, loss = words.step, words.word("loss")
        if not step.complete:
            return f"Adding up the {loss}, one output at a time; this is the sum so far."
        if step.sample is not None:
            targets = f"{words.word('target')}s"
            return f"How far the outputs for sample {step.sample + 1} are from its {targets}."
        if words.trace.network.loss == "perceptron":
            return (
                "The perceptron criterion: 0 where every unit is right, otherwise how far the "
                f"{words.word('z')} is on the wrong side. The rule does not need its value."
            )
        return (
            f"One number for how far the outputs are from the {words.word('target')}s. Training "
            "makes it smaller."
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """a , y → loss."""
        yield Line("loss", (*taken(m, layer), "→", total_grid(m)))

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        marks = super().marks(trace, step, sample)
        return replace(marks, made=frozenset(), reads_targets=True)


class SampleLoss(Loss):
    """The parts of all outputs."""

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        return loss_lines(writer, step)

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """With several samples the batch's line has those of all."""
        if len(m.trace.y) == 1:
            yield from super().matrix_lines(m, layer, operation)


def taken(m: Maker, layer: int) -> tuple[Grid | str, ...]:
    """What the loss takes: outputs and targets, and of a rule of threshold units z."""
    fused = m.trace.network.loss_function.fused
    grids = [
        m.targets() if quantity == "y" else m.forward(quantity, layer)
        for quantity in (("a", "y") if fused is None else fused.takes)
    ]
    return tuple(part for grid in grids for part in (",", grid))[1:]


def total_grid(m: Maker) -> Grid:
    """The loss of the whole batch."""
    return Grid("loss", None, ("all", "all"), np.array([[m.trace.gradients.loss]]))
