"""How ∂loss/∂b = Σ delta is shown."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Array, Operation, Step
from playground.exercise.paper_trace import conventions_in_force
from playground.latex.tree import Negative, Node, Total
from playground.steps import rounding_remarks
from playground.steps.display import Display, result_of_layer
from playground.steps.equalities import Remark
from playground.steps.grid_line import Line
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer

_A_WEIGHT = "A bias is a weight on a constant 1"


class BiasGradient(Display):
    """A bias is a weight on a constant 1."""

    OF_LAYER = "A bias is a weight on a constant 1: the gradients are the {deltas} of {layer}."

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        """With one sample nothing is to be added up."""
        delta = writer.symbol(step.inputs[0])
        summed = delta if writer.batch == 1 else Total("samples", delta)
        is_threshold = conventions_in_force(writer.trace).bias_as == "threshold"
        return [Negative(summed) if is_threshold else summed, result_of_layer(writer, step)]

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        yield from rounding_remarks.of_sum(step)

    def of_number(self, words: Words) -> str:
        bias_as, delta = conventions_in_force(words.trace).bias_as, words.word("delta")
        if words.step.neuron is None:
            if bias_as == "threshold":
                return (
                    "A threshold is a weight on a constant −1, and this one is shared: its "
                    f"gradient is minus the sum of the {words.word('deltas')} of all its "
                    f"{words.word('neuron')}s. {words.direction()}"
                )
            return (
                f"The gradient of a shared bias is the sum of the {words.word('deltas')} of all "
                f"its {words.word('neuron')}s. {words.direction()}"
            )
        minus = "minus " if bias_as == "threshold" else ""
        what = "A threshold is a weight on a constant −1" if minus else _A_WEIGHT
        if words.by_rule:
            return (
                f"{what}, so the rule moves it by {minus}{words.name}'s "
                f"error{words.many}, before the {words.word('rate')}. {words.direction()}"
            )
        return (
            f"{what}, so its gradient is {minus}{words.name}'s {delta}{words.many}. "
            f"{words.direction()}"
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """Σ delta = db."""
        db = m.trace.gradients.layers[layer].db
        assert db is not None
        delta = m.backward("delta", layer, samples=range(len(m.trace.y)))
        minus = ("−",) if conventions_in_force(m.trace).bias_as == "threshold" else ()
        yield Line("db", (*minus, *_sum_sign(m, db), delta, "=", m.biases("db", layer, db)))


def _sum_sign(m: Maker, db: Array) -> tuple[str, ...]:
    """Nothing to add up where there is one sample and a bias for each neuron."""
    if db.ndim and len(m.trace.y) == 1:
        return ()
    return ("Σ",) if not db.ndim else ("Σ samples",)
