"""How the loss of a batch is shown: the mean, or the sum, of its samples' losses."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Operation, Step, loss_contributions, per_sample_weight
from playground.exercise.paper_trace import rounds_of
from playground.latex.tree import Node
from playground.steps.array_grids import Grid
from playground.steps.equalities import Remark
from playground.steps.grid_cell import Axis
from playground.steps.grid_line import Line
from playground.steps.loss_trees import loss_lines, reduction_lines
from playground.steps.pass_grids import Maker
from playground.steps.sample_loss import Loss, taken, total_grid
from playground.steps.words import Words
from playground.steps.writer import Writer


class BatchLoss(Loss):
    """At the granularity "layer" the outputs of all samples are taken at once."""

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        if _of_outputs(writer):
            return loss_lines(writer, step, whole_batch=True)
        return reduction_lines(writer, step)

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        if _of_outputs(writer):
            yield from super().remarks(writer, step)

    def of_number(self, words: Words) -> str:
        if not words.step.complete:
            return super().of_number(words)
        reduction = words.trace.network.reduction
        loss = words.word("loss")
        return f"The {reduction} of the {loss} over all samples: one number for the batch."

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """a , y → the samples' losses, mean = loss."""
        count = len(m.trace.y)
        each = loss_contributions(m.trace.network, m.trace.forward, m.trace.y).sum(axis=1)
        each = rounds_of(m.trace)(each)
        column = m.form.samples_as_columns
        axes: tuple[Axis, Axis] = ("all", "sample") if column else ("sample", "all")
        values = each[None, :] if column else each[:, None]
        losses = Grid("loss", None, axes, values, tuple(range(count)))
        mean = per_sample_weight(m.trace.network, count) != 1.0
        sign = "mean =" if mean else "sum ="
        parts = (*taken(m, layer), "→", losses, sign, total_grid(m))
        yield Line("loss", parts)


def _of_outputs(writer: Writer) -> bool:
    """Whether every output's part is added up, and not the samples' losses."""
    return writer.trace.plan.granularity == "layer"
