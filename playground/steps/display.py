"""How an operation is shown: its formula, its sentence, its line of matrices, its marks.

The engine's operation says what is computed; the display of the same name says all that a page
shows of it. What is here holds for every operation; a file of its own says what is special.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core import Address, Number, Operation, Step, Trace
from playground.latex.tree import Dots, Node, SoFar, Sum, shortened, total
from playground.steps.equalities import Formula, Remark
from playground.steps.grid_line import Line
from playground.steps.marks import Marks, marks_of
from playground.steps.paper_lines import exact_beside, rounded_last
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer, products, signed, with_result


class Display:
    """What is shown of an operation whose number is a sum of products."""

    OF_LAYER = "What {layer} computes, all at once."  # the sentence of a whole layer

    def formula(self, writer: Writer, step: Step) -> Formula:
        """The step's whole formula."""
        lines = self.layer_lines if is_of_layer(step) else self.lines
        left = self.left(writer, step)
        equal = rounded_last(writer, step, lines(writer, step))
        remarks = (*self.remarks(writer, step), *exact_beside(writer, step))
        return Formula(left, tuple(equal), remarks)

    def left(self, writer: Writer, step: Step) -> Node:
        """What is computed."""
        return signed(writer.symbols.tex(step.address.whole), step.value)

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        """All that the number is equal to, the result last."""
        return sum_lines(writer, step)

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        """All that the array is equal to."""
        return [result_of_layer(writer, step)]

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        """What is to be said beside the formula."""
        yield from ()

    def sentence(self, words: Words) -> str:
        """What happened, for someone who sees it for the first time."""
        if is_of_layer(words.step) and words.step.layer is not None:
            layer = words.symbols.the_layer(words.step.layer)
            said = self.OF_LAYER.format(layer=layer, **words.notation.words)
        else:
            said = self.of_number(words)
        return f"{said}{words.whose_sign}"

    def of_number(self, words: Words) -> str:
        """The sentence of a single number."""
        return f"This is {words.symbols.name(words.step.address)}."

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """The arithmetic of the whole layer, as grids."""
        yield from ()

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        """What the step is about on the graph, which shows that sample."""
        return marks_of(trace, step, step.inputs)


def is_of_layer(step: Step) -> bool:
    """Whether arrays went in, and one came out."""
    return any(isinstance(n.value, np.ndarray) for n in step.inputs)


def sum_lines(writer: Writer, step: Step, most: int | None = None) -> list[Node]:
    """Σ in symbols, Σ with the numbers, and the result; partial sums say so. Of more than `most`
    terms the middle is left out."""
    if not step.terms:
        return [writer.number(0.0)]
    symbols, numbers = (products(step.terms, how) for how in (writer.symbol, writer.value))
    if not step.complete:
        symbols = (*symbols, Dots())
    if most is not None:
        symbols, numbers = (shortened(parts, most) for parts in (symbols, numbers))
    lines = [total(symbols), total(numbers)]
    if step.part:
        before = float(sum(term.value for term in step.terms[:-1]))
        lines[-1] = Sum((SoFar(writer.number(before)), numbers[-1]))
    return with_result(writer, lines, step.value)


def result_of_layer(writer: Writer, step: Step) -> Node:
    """The array that comes out."""
    return array_of(writer, step.address.quantity, step.value)


def array_of(writer: Writer, quantity: str, value: Any) -> Node:
    """An array as the notation lays it out."""
    return writer.value(Number(Address(quantity), value))
