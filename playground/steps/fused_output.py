"""How ∂loss/∂z of a cross-entropy with its activation is shown."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Operation
from playground.exercise.paper_trace import conventions_in_force
from playground.functions.catalogue import written_loss
from playground.steps.grid_line import Line
from playground.steps.loss_slope import LossSlope
from playground.steps.loss_trees import is_one
from playground.steps.pass_grids import Maker
from playground.steps.words import Words


class FusedOutput(LossSlope):
    """The same function of output and target, but of z."""

    OF_LAYER = "How the {loss} changes with each {z} of {layer}: its {deltas}."

    def of_number(self, words: Words) -> str:
        """Output minus target, and exactly what else: the targets' sum, what is shared out."""
        network, y = words.trace.network, words.trace.y
        pair, target = network.layers[-1].f.name, words.word("target")
        loss, ending = network.loss_function, f"output minus {target}"
        if conventions_in_force(words.trace).turned:
            ending = f"{target} minus output"
        shared = []
        if "outputs" in loss.mean_over and y.shape[1] > 1:
            shared.append(f"the {y.shape[1]} outputs")
        if loss.for_classes and not is_one(float(y[words.step.sample or 0].sum())):
            ending = f"output times the sum of the {target}s, minus {target}"
            if conventions_in_force(words.trace).turned:
                ending = f"{target} minus output times the sum of the {target}s"
        if network.reduction == "mean" and len(y) > 1:
            shared.append(f"the {len(y)} samples")
        divided = f", divided by {' and '.join(shared)}" if shared else ""
        kind = written_loss(network.loss).label
        return f"The derivatives of {pair} and {kind} simplify to {ending}{divided}."

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """a , y → delta."""
        pair = (m.forward("a", layer), ",", m.targets(), "→")
        yield Line("delta at the loss", (*pair, m.backward("delta", layer)))
