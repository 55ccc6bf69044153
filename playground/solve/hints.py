"""Help with one number, a rung at a time: the operation in words, the formula, the formula with the
numbers put in, and the number itself. The numbers put in are the learner's own earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from backprop_core import Address, Step, Trace
from playground.latex.tree import Node, Symbol
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.solve.asked import LOSS_AFTER
from playground.solve.sheet import Sheet
from playground.steps.equalities import Formula, Remark
from playground.steps.formula import formula_of
from playground.steps.threshold_error import compares_z

RUNGS = ("In words", "The formula", "With the numbers", "The number")
EULER = "e"  # the one letter that stands for a number
COSTS = ("", "", "Counts half.", "Counts 0.")

_WORDS = {
    "weighted_sum": "Multiply each number that comes into {name} by the weight of its connection, "
    "and add the products{bias}.",
    "activation": "Apply the activation function to {name}'s {z}.",
    "softmax": "Raise e to each {z} of the layer, then divide {name}'s result by the sum of all.",
    "sample_loss": "Compute the {loss} of each output against its {target}, and add them up.",
    "batch_loss": "Take the {reduction} of the {loss} over the samples.",
    "inseparable_loss": "Compute the {loss} from all outputs and their {target}s.",
    "loss_slope": "Differentiate the {loss} with respect to this output, at the output's value.",
    "fused_output": "Here {loss} and activation are differentiated together: output minus "
    "{target}{share}.",
    "threshold_error": "A threshold unit has no gradient: take {name}'s error as it is, {compared} "
    "minus {target}{share}.",
    "back_through_activation": "Multiply {da} by the slope of the activation function at "
    "{name}'s own {z}.",
    "back_through_softmax": "Every output depends on this {z}: multiply each {da} by that output's "
    "slope with respect to it, and add up.",
    "back_through_weights": "For each neuron that {name} feeds, multiply its {delta} by the old "
    "weight between them, and add up.",
    "weight_gradient": "Multiply the {delta} of the neuron that the weight leads to by the value "
    "it carries{many}.",
    "bias_gradient": "A bias is a weight on a constant 1, so its gradient is the {delta} of "
    "its neuron{many}{shared}.",
    "update": "Subtract the learning rate times the gradient from the old value.",
}


@dataclass(frozen=True)
class Hint:
    """One rung: its words, or its formula as LaTeX."""

    name: str
    words: str
    latex: str = ""


def hints(sheet: Sheet, at: Address, digits: int, symbols: Symbols) -> list[Hint]:
    """All rungs for the number at `at`, of which only those that were taken may be shown."""
    own, exact = sheet.own(at), sheet.exact(at)
    if sheet.conventions.rounding is not None:
        own = sheet.conventions.rounding(own)
    number = f"{number_text.on_screen(own, digits)} with your numbers"
    if number_text.on_screen(own, digits) == number_text.on_screen(exact, digits):
        number = number_text.on_screen(exact, digits)
    else:
        number += f", {number_text.on_screen(exact, digits)} exactly"
    if at == LOSS_AFTER:
        words = "Run the forward pass once more, with the new weights, and compute the loss."
        return [Hint(RUNGS[0], words), Hint(RUNGS[3], f"{number}.")]
    trace = sheet.own_before(at)
    step = trace[_step(trace, at)]
    made = formula_of(step, trace, digits, symbols.notation)
    rungs = [Hint(RUNGS[0], in_words(step, trace, symbols))]
    for name, part in zip(RUNGS[1:3], (_symbolic(made), _numeric(made)), strict=True):
        if part is not None:
            rungs.append(Hint(name, "", part.latex))
    return [*rungs, Hint(RUNGS[3], f"{number}.")]


def without_answers(sheet: Sheet, at: Address) -> tuple[str, ...]:
    """The rungs that tell no number which is asked: with the numbers put in, only where all that
    are asked before are answered, since those are then the learner's own."""
    if at == LOSS_AFTER:
        return RUNGS[:1]
    return RUNGS[:2] if sheet.is_open_before(at) else RUNGS[:3]


def _step(trace: Trace, at: Address) -> int:
    found = trace.plan.nearest(at) if at.part is not None else trace.plan.step_making(at)
    assert found is not None, f"{at} is asked, so a step makes it"
    return found


def in_words(step: Step, trace: Trace, symbols: Symbols) -> str:
    """What to do, without a number."""
    at, shape = step.address, trace.shape
    name = ""
    if at.layer is not None and at.neuron is not None:
        name = symbols.neuron(at.layer + 1, at.neuron)
    layer = None if at.layer is None else trace.network.layers[at.layer]
    several = shape.batch > 1
    known = {word: symbols.word(word) for word in ("loss", "delta", "target")}
    said = _WORDS.get(step.operation.name, _WORDS["update"]).format(
        name=name,
        z=symbols.label("z"),
        da=f"∂{symbols.word('loss')}/∂a",
        bias=" and the bias" if layer is not None and layer.b is not None else "",
        many=", and add up over the samples" if several else "",
        shared=", added up over the layer" if layer is not None and layer.bias == "shared" else "",
        share=", divided by the number of samples"
        if several and trace.network.reduction == "mean"
        else "",
        reduction=trace.network.reduction,
        compared=symbols.word("z") if compares_z(trace) else "output",
        **known,
    )
    if not step.complete:
        count = (at.part or 0) + 1
        asked = "first product is" if count == 1 else f"sum of the first {count} products is"
        said = f"{said} Here only the {asked} asked for."
    return said


def _symbolic(formula: Formula) -> Formula | None:
    """The lines in symbols, and what the remarks say in symbols."""
    lines = tuple(line for line in formula.lines if _has_symbol(line))
    remarks = tuple(
        Remark(one.words, tuple(node for node in one.equal if _has_symbol(node)))
        for one in formula.remarks
        if any(map(_has_symbol, one.equal))
    )
    return Formula(formula.left, lines, remarks) if lines else None


def _numeric(formula: Formula) -> Formula | None:
    """The lines with numbers but the last, which is the result."""
    lines = tuple(line for line in formula.lines[:-1] if not _has_symbol(line))
    return Formula(formula.left, lines) if lines else None


def _has_symbol(node: Node) -> bool:
    named = isinstance(node, Symbol) and node.tex != EULER
    return named or any(map(_has_symbol, _children(node)))


def _children(node: Node) -> Iterator[Node]:
    for one in fields(node):  # type: ignore[arg-type]  # every kind of node is a dataclass
        value = getattr(node, one.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Node))
