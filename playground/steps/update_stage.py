"""How a stage of an update is shown, whatever the rule: a moment of Adam, or the new weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from backprop_core import Address, Number, Operation, Step, Trace, UpdateStage
from backprop_core.rules import Named
from playground.exercise.paper_trace import conventions_in_force, exact_trace
from playground.latex.tree import Node, Symbol, total
from playground.steps.array_grids import Grid
from playground.steps.display import Display, array_of, is_of_layer
from playground.steps.grid_line import Line
from playground.steps.marks import Marks
from playground.steps.pass_grids import Maker
from playground.steps.rule_trees import formula_tree, grid_parts, letter
from playground.steps.words import NOT_FINITE, Words
from playground.steps.writer import Writer, products, with_result

# What a stage is for, by the operation's name; for others its formula must do.
_MEANS = {
    "first_moment": "The running mean of the gradients, with the new gradient averaged in.",
    "second_moment": "The running mean of the squared gradients: how large they usually are.",
    "largest_second_moment": "The largest running mean of squares so far.",
    "bias_correction": "The running mean started at 0; dividing by this factor corrects for that.",
    "variance": "The variance of the gradients: how far they usually are from their mean, squared.",
    "velocity": "The velocity keeps part of its old value and adds the new gradient.",
    "nesterov": "The velocity, one step ahead.",
    "sum_of_squares": "The sum of the squares of all gradients so far.",
    "weight_decay": "Weight decay pulls towards 0; the larger the {what}, the stronger the pull.",
    "decayed_parameter": "The {what} shrinks a little before the step is taken.",
    "penalty": "The penalty on large weights adds its own gradient.",
    "ascent": "Going uphill: the gradient with its sign flipped.",
    "clip": "The gradient, clipped to the limit.",
    "gradient_norm": "The norm of the gradient of all parameters together.",
    "clip_factor": "The factor that brings the gradient's norm down to the limit.",
    "schedule": "The {rate} of this update, set by its schedule.",
}


class UpdateStageDisplay(Display):
    """The rule's own formula in the letters of the notation."""

    def left(self, writer: Writer, step: Step) -> Node:
        stage = _stage_of(step)
        if stage.last:
            return Symbol(writer.symbols.tex(step.address.whole, new=True), step.value)
        if stage.result == "learning_rate":
            return writer.symbol(Number(step.address, step.value))
        return Symbol(letter(stage.symbol), step.value)

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        symbols, numbers = self._both(writer, step)
        one_number = all(isinstance(n.value, float) for n in step.inputs)
        return with_result(writer, [symbols, numbers] if one_number else [symbols], step.value)

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        if isinstance(step.value, float):
            return self.lines(writer, step)
        quantity = _stage_of(step).parameter or "W"
        return [*self._both(writer, step), array_of(writer, quantity, step.value)]

    def _both(self, writer: Writer, step: Step) -> tuple[Node, Node]:
        """The stage's formula in symbols, and with its numbers."""
        stage = _stage_of(step)
        formula = stage.stage(writer.trace).formula

        def number(leaf: Named) -> Number:
            return stage.number(writer.trace, leaf, step.address)

        def symbol_of(leaf: Named) -> Node:
            moved = _moved(writer, leaf, number(leaf), writer.symbol)
            return _symbol(writer, leaf, number(leaf)) if moved is None else moved

        def value_of(leaf: Named) -> Node:
            moved = _moved(writer, leaf, number(leaf), writer.value)
            return _value(writer, stage, number(leaf)) if moved is None else moved

        return formula_tree(formula, symbol_of), formula_tree(formula, value_of)

    def sentence(self, words: Words) -> str:
        stage, step = _stage_of(words.step), words.step
        what = words.bias if stage.parameter == "b" else "weight"
        if not stage.last:
            known = "decayed_parameter" if stage.result == "decayed_parameter" else stage.name
            means = _MEANS.get(known, "One stage of the update rule.")
            return means.format(what=what, rate=words.word("rate"))
        if is_of_layer(step) and step.layer is not None:
            all_of_them = "biases" if what == "bias" else f"{what}s"
            layer = words.symbols.the_layer(step.layer)
            against = "against their gradients" if _is_plain(words.trace) else "of the update rule"
            return f"All {all_of_them} of {layer} take one step {against}."
        if _is_plain(words.trace):
            return _of_descent(words, what)
        return _of_rule(words, what)

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """The stage for the whole W or b of a layer."""
        assert isinstance(operation, UpdateStage)
        if operation.parameter is not None:
            yield _line(m, layer, operation)

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        marks = super().marks(trace, step, sample)
        if _stage_of(step).parameter != "W":
            return marks
        return replace(marks, made=frozenset())


def _stage_of(step: Step) -> UpdateStage:
    assert isinstance(step.operation, UpdateStage)
    return step.operation


def _is_plain(trace: Trace) -> bool:
    """Gradient descent and nothing else."""
    return len(trace.shape.update) == 1


def _of_descent(words: Words, what: str) -> str:
    _, rate, gradient = words.step.inputs
    slope = words.in_the_engines_sign(float(gradient.value))
    if not math.isfinite(float(words.step.value)):
        return NOT_FINITE
    if rate.value == 0:
        return f"The {words.word('rate')} is 0, so the {what} stays the same."
    if slope == 0:
        exact = exact_trace(words.trace).value(gradient.address)
        rounded = "" if exact == 0 else "rounded to "
        zero = "What the rule takes" if words.by_rule else "The gradient"
        return f"{zero} is {rounded}0, so the {what} stays the same."
    way = "down" if slope > 0 else "up"
    if words.by_rule:
        return f"By the rule the {what} goes {way}."
    return f"One small step against the gradient: the {what} goes {way}."


def _of_rule(words: Words, what: str) -> str:
    """Where the weight goes, and whether this batch alone would have sent it there."""
    step, trace = words.step, words.trace
    quantity = "b" if what == "bias" else "W"
    old = next(float(n.value) for n in _old(step, trace))
    gradient = float(trace.value(step.address._replace(quantity=f"d{quantity}")))
    change = float(step.value) - old
    if not math.isfinite(change):
        return NOT_FINITE
    if change == 0:
        return f"The {what} stays the same."
    moved = f"The {what} goes {'up' if change > 0 else 'down'}"
    if gradient == 0:
        return f"{moved}, although its gradient is 0: the rest of the rule moves it."
    if (change > 0) == (gradient < 0):
        return f"{moved}, against the gradient."
    return (
        f"{moved}. The gradient alone would send it {'up' if gradient < 0 else 'down'}; the rest "
        "of the rule outweighs it."
    )


def _old(step: Step, trace: Trace) -> Iterator[Number]:
    """The parameter before the update."""
    stage = _stage_of(step)
    for leaf in trace.record.values:
        if leaf.kind == "parameter":
            yield stage.number(trace, leaf, step.address)


def _symbol(writer: Writer, leaf: Named, number: Number) -> Node:
    """The notation's own symbol of a gradient, a parameter and the rate; else the rule's letter."""
    if leaf.kind in ("parameter", "gradient") and number.address.layer is not None:
        return writer.symbol(number)
    if leaf.name == "learning_rate":
        return writer.symbol(Number(Address("learning_rate"), number.value))
    return Symbol(letter(leaf.symbol, old=leaf.kind == "state"), number.value)


def _moved(
    writer: Writer, leaf: Named, gradient: Number, write: Callable[[Number], Node]
) -> Node | None:
    """By the rules of threshold units a weight moves by η · error · input, so these stand there
    in place of a gradient; None for others, of a whole layer, and where they have been rounded."""
    trace, at = writer.trace, gradient.address
    if leaf.kind != "gradient" or not trace.shape.for_thresholds or at.layer != trace.shape.last:
        return None
    if at.neuron is None or conventions_in_force(trace).rounding is not None:
        return None
    return total(products(trace.terms(at), write))


def _value(writer: Writer, stage: UpdateStage, number: Number) -> Node:
    if isinstance(number.value, float):
        return writer.number(number.value, number.quantity)
    return array_of(writer, stage.parameter or "W", number.value)


def _line(m: Maker, layer: int, stage: UpdateStage) -> Line:
    trace, at = m.trace, Address(stage.quantity, layer)

    def grid(leaf: Named) -> Grid | str:
        number = stage.number(trace, leaf, at)
        if isinstance(number.value, float) and number.address.layer is None:
            return "{rate}" if leaf.name == "learning_rate" else leaf.symbol
        given = leaf.kind in ("parameter", "state")
        return _grid(m, stage, number.quantity, number.value, layer, given=given)

    parts = list(_joined(grid_parts(stage.stage(trace).formula, grid)))
    result = _grid(m, stage, stage.quantity, trace.value(at), layer, given=False)
    return Line(stage.quantity, (*parts, "=", result))


def _grid(
    m: Maker, stage: UpdateStage, quantity: str, array: Any, layer: int, *, given: bool
) -> Grid:
    if stage.parameter == "W":
        return m.weights(quantity, layer, array, into=m.form.rows_receive, given=given)
    return m.biases(quantity, layer, array, given=given)


def _joined(parts: Iterator[Any]) -> Iterator[Grid | str]:
    """Signs that stand side by side are one."""
    signs: list[str] = []
    for part in parts:
        if isinstance(part, str):
            signs.append(part)
            continue
        if signs:
            yield " ".join(signs)
            signs = []
        yield part
    if signs:
        yield " ".join(signs)
