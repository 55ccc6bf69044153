"""How the error of a threshold unit is shown: where the perceptron and the delta rule start."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Operation, Trace
from playground.exercise.paper_trace import conventions_in_force
from playground.functions.catalogue import written_loss
from playground.steps.grid_line import Line
from playground.steps.loss_slope import LossSlope
from playground.steps.pass_grids import Maker
from playground.steps.words import Words


class ThresholdError(LossSlope):
    """Output, or z, and target: no derivative goes in."""

    OF_LAYER = "The errors of {layer}: its threshold units have no gradient."

    def of_number(self, words: Words) -> str:
        """What is compared, and that the step is left out."""
        network, count = words.trace.network, len(words.trace.y)
        compared = words.word("z") if compares_z(words.trace) else "output"
        pair = (compared, words.word("target"))
        first, second = pair[::-1] if conventions_in_force(words.trace).turned else pair
        shared = network.reduction == "mean" and count > 1
        return (
            f"A threshold unit has no gradient: its slope is 0 on both sides of 0. So the "
            f"{written_loss(network.loss).label} takes {words.name}'s error as it is, {first} "
            f"minus {second}{f', divided by the {count} samples' if shared else ''}."
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """a , y → delta; by the delta rule from z."""
        compared = "z" if compares_z(m.trace) else "a"
        pair = (m.forward(compared, layer), ",", m.targets(), "→")
        yield Line("delta at the loss", (*pair, m.backward("delta", layer)))


def compares_z(trace: Trace) -> bool:
    """Whether the loss compares z with the targets, and not the output."""
    fused = trace.network.loss_function.fused
    return fused is not None and fused.takes[0] == "z"
