"""How softmax is shown."""

from __future__ import annotations

from collections.abc import Callable

from backprop_core import Number, Step
from playground.latex.tree import Fraction, Node, Power, Symbol, shortened, total
from playground.steps.activation import Activation
from playground.steps.words import Words
from playground.steps.writer import Writer, with_result

MOST_TERMS = 4


class Softmax(Activation):
    """A fraction: the neuron's own exponential by those of its layer."""

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        own = step.inputs[step.neuron or 0]

        def share(write: Callable[[Number], Node]) -> Node:
            exponentials = tuple(_exponential(write(z)) for z in step.inputs)
            return Fraction(_exponential(write(own)), total(shortened(exponentials, MOST_TERMS)))

        lines = [share(writer.symbol), share(writer.value)]
        return with_result(writer, lines, step.value)

    def of_number(self, words: Words) -> str:
        return (
            "Softmax turns the layer's sums into probabilities that add up to 1. "
            f"This is {words.name}'s."
        )


def _exponential(of: Node) -> Node:
    return Power(Symbol("e"), of)
