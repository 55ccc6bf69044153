"""How a loss that is no sum over samples is shown."""

from __future__ import annotations

from backprop_core import Step
from playground.latex.tree import Node
from playground.steps.loss_trees import root_lines
from playground.steps.sample_loss import Loss
from playground.steps.writer import Writer


class InseparableLoss(Loss):
    """A root over all outputs of all samples."""

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        return root_lines(writer, step)
