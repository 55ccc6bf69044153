"""How ∂loss/∂z = ∂loss/∂a · f′(z) is shown, together with the sum that ∂loss/∂a is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from backprop_core import Number, Operation, Step, Trace
from playground.exercise.paper_trace import conventions_in_force
from playground.functions.catalogue import written
from playground.latex.tree import Nearly, Node, Product, Square, filled, times, total
from playground.steps import rounding_remarks
from playground.steps.display import Display, result_of_layer
from playground.steps.equalities import Remark
from playground.steps.function_trees import activation_trees, at
from playground.steps.grid_line import Line
from playground.steps.layer_lines import layer_product, product_tree
from playground.steps.marks import Marks, marks_of, products_along
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer, products, with_result


class BackThroughActivation(Display):
    """da times the slope, and where that slope is from."""

    OF_LAYER = "How the {loss} changes with each {z} of {layer}: its {deltas}."

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        symbols, numbers = (
            Product(tuple(map(how, step.inputs))) for how in (writer.symbol, writer.value)
        )
        expanded = _expanded(writer, step)
        rounded = expanded and conventions_in_force(writer.trace).rounding is not None
        # as a number ∂loss/∂a has been rounded
        lines = [symbols, *expanded, Nearly(numbers) if rounded else numbers]
        return with_result(writer, lines, step.value)

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        """f′(z) itself: where that factor comes from."""
        if step.neuron is None:
            return
        slope, f = step.inputs[-1], writer.trace.network.layers[step.address.in_layer].f
        z = _number_at(writer.trace, step, "z")
        trees, p = activation_trees(f, writer.notation), writer.number(f.parameter or 0.0)
        symbols: dict[str, Node] = {"z": writer.symbol(z), "p": p}
        numbers: dict[str, Node] = {"z": writer.value(z), "p": p}
        if len(step.inputs) == 2:
            a = _number_at(writer.trace, step, "a")
            symbols["a"], numbers["a"] = writer.symbol(a), writer.value(a)
        else:  # with dropout a is m f(z), and the slope is written with f(z)
            symbols["a"] = filled(trees.symbol, symbols)
            numbers["a"] = writer.number(f.value(np.array([[z.value]]))[0, 0])
        equal: list[Node] = [writer.symbol(slope), filled(trees.derivative, symbols)]
        if written(f).has_short_slope:  # otherwise it has a name and no more
            equal.append(filled(at(trees.derivative, float(z.value)), numbers))
        result = writer.value(slope)
        rounded = conventions_in_force(writer.trace).rounding is not None
        yield Remark("with ", (*equal, Nearly(result) if rounded else result))
        yield from rounding_remarks.of_slope(writer, step)

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        """da ⊙ f′(z), and once more with the product that da is."""
        da, *mask, slope = step.inputs
        if mask:
            symbols, *numbers = (
                times(map(how, step.inputs), "⊙") for how in (writer.symbol, writer.value)
            )
            return [symbols, *numbers, result_of_layer(writer, step)]
        arrays = {"da": da, "slope": slope}
        symbols, *numbers = layer_product(writer, step, "delta", arrays)
        if step.layer is None or step.layer == writer.trace.shape.last:
            return [symbols, *numbers]
        W, delta = writer.trace.terms(step.address._replace(quantity="da"))[0].factors
        product = filled(
            product_tree(writer.notation, "da"),
            {"W": writer.symbol(W), "delta": writer.symbol(delta)},
        )
        places: dict[str, Node] = {"da": product, "slope": writer.symbol(slope)}
        expanded = filled(product_tree(writer.notation, "delta"), places)
        return [symbols, expanded, *numbers]

    def of_number(self, words: Words) -> str:
        slope = words.step.inputs[-1].value
        if len(words.step.inputs) > 2:
            return _with_dropout(words)
        flat = " Here the slope is 0, so nothing passes back." if slope == 0 else ""
        f = words.trace.network.layers[words.step.address.in_layer].f
        if f.threshold:
            flat = (
                " This is a threshold unit: it has no gradient. Its slope is 0 on both sides of 0 "
                "and none at 0, so nothing passes back, and gradient descent cannot teach it."
            )
        return (
            f"{words.name}'s {words.word('delta')} is the error coming back, scaled by the slope "
            f"{words.symbols.label('slope')} of its activation function.{flat}"
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """da ⊙ f′(z) = delta, with dropout da ⊙ m ⊙ f′(z)."""
        da, slope = m.backward("da", layer), m.slopes(layer)
        factors = (da, "⊙", *m.masks(layer), slope)
        yield Line("delta", (*factors, "=", m.backward("delta", layer)))

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        """The formula also shows the sum behind da, so that lights up too."""
        marks = replace(super().marks(trace, step, sample), backward=True)
        if step.neuron is None:
            return marks
        slope = float(step.inputs[-1].value)
        if step.layer == trace.shape.last:
            return replace(marks, slope=slope)
        behind = trace.terms(step.address._replace(quantity="da"))
        more = (number for term in behind for number in term.factors)
        marks = marks_of(trace, step, (*step.inputs, *more))
        return replace(marks, backward=True, slope=slope, along=products_along(trace, behind))


def _with_dropout(words: Words) -> str:
    """Whether anything passes back."""
    if float(words.step.inputs[1].value) == 0:
        return f"Dropout leaves {words.name} out of this update, so nothing passes back through it."
    return (
        f"{words.name}'s {words.word('delta')} is the error coming back, times its dropout mask, "
        f"scaled by the slope {words.symbols.label('slope')} of its activation function."
    )


def _number_at(trace: Trace, step: Step, quantity: str) -> Number:
    where = step.address._replace(quantity=quantity)
    return Number(where, trace.value(where))


def _expanded(writer: Writer, step: Step) -> list[Node]:
    """The sum over all neurons that this one feeds, with f′(z) as its own factor."""
    if step.layer == writer.trace.shape.last:
        return []
    terms = writer.trace.terms(step.address._replace(quantity="da"))
    if len(terms) < 2:
        return []
    others = step.inputs[1:]  # the slope, and with dropout the mask
    return [
        times((Square(total(products(terms, write))), *map(write, others)))
        for write in (writer.symbol, writer.value)
    ]
