"""The formulas of losses as trees: a sample's loss, and its slope at an output."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from backprop_core import Address, Array, Number, Step, Term, Trace, per_sample_weight
from playground.exercise.paper_trace import conventions_in_force
from playground.functions.catalogue import written_loss
from playground.latex.tree import (
    Bold,
    Call,
    Dots,
    Fraction,
    Negative,
    Node,
    Place,
    Product,
    Root,
    Row,
    Square,
    Sum,
    Symbol,
    Text,
    Total,
    filled,
    shortened,
    total,
)
from playground.steps.equalities import Remark
from playground.steps.function_trees import tree_of, without_ones
from playground.steps.writer import Writer, whole, with_result

SIGN = r"\operatorname{sign}"
MOST_TERMS = 4
MOST_SAMPLES = 6
NO_ERROR = Remark("no error at all, so the slope is taken as 0")
Write = Callable[[Number], Node]


def with_so_far(writer: Writer, step: Step, lines: list[Node]) -> list[Node]:
    """The lines and the result, or the sum as far as it has come."""
    if step.complete:
        return with_result(writer, lines, step.value)
    return [*lines, Row((Text("so far "), Bold(writer.number(step.value))))]


def dotted(step: Step, parts: Iterable[Node]) -> tuple[Node, ...]:
    """The parts of a sum, with dots where more are to come."""
    return tuple(parts) if step.complete else (*parts, Dots())


def loss_lines(writer: Writer, step: Step, *, whole_batch: bool = False) -> list[Node]:
    """The parts of all outputs; of a `whole_batch` the 1/batch belongs to the same formula."""
    lines = [
        _loss(writer, step, how, whole_batch=whole_batch) for how in (writer.symbol, writer.value)
    ]
    if rounded_outputs(writer.trace, step):
        return [lines[0], Bold(writer.number(step.value))]
    return with_so_far(writer, step, lines)


def rounded_outputs(trace: Trace, step: Step) -> bool:
    """Whether the outputs as numbers no longer hold what z does, so that they would not give the
    loss."""
    outputs = (term.factors[0].value for term in step.terms)
    return trace.network.loss_function.probabilities and any(a in (0.0, 1.0) for a in outputs)


def _loss(writer: Writer, step: Step, write: Write, *, whole_batch: bool) -> Node:
    written = written_loss(writer.trace.network.loss)
    sizes: dict[str, Node] = {"n": whole(writer.trace.y.shape[1])}

    def part(term: Term) -> Node:
        names = {number.quantity: write(number) for number in term.factors}
        return filled(tree_of(written.part), {**names, **sizes})

    parts = dotted(step, map(part, step.terms))
    before = written.before.removeprefix("-")
    factors = [_share(writer)] if whole_batch and writer.trace.network.reduction == "mean" else []
    if before:
        factors.append(without_ones(filled(tree_of(before), sizes)))
    factors = [factor for factor in factors if factor != whole(1)]
    negative = written.before.startswith("-")
    return _before_sum(factors, parts, negative=negative)


def _before_sum(factors: list[Node], parts: tuple[Node, ...], *, negative: bool) -> Node:
    """What stands before a sum, and the sum, in brackets if it needs them."""
    body = total(parts)
    if len(parts) > 2 and (factors or negative):
        body = Square(body)
    made = Product((*factors, body), "") if factors else body
    return Negative(made) if negative else made


def _share(writer: Writer) -> Node:
    return Fraction(whole(1), whole(writer.batch), small=True)


def root_lines(writer: Writer, step: Step) -> list[Node]:
    """The root of the mean of all parts."""
    count = Fraction(whole(1), whole(writer.trace.y.size), small=True)
    lines: list[Node] = []
    for write in (writer.symbol, writer.value):
        part = tree_of(written_loss(writer.trace.network.loss).part)
        parts = tuple(
            filled(part, {"a": write(a), "y": write(y)})
            for a, y in (term.factors for term in step.terms)
        )
        lines.append(Root(Product((count, total(shortened(parts, MOST_TERMS))), "")))
    return with_result(writer, lines, step.value)


def reduction_lines(writer: Writer, step: Step) -> list[Node]:
    """The mean, or the sum, of the samples' losses."""
    mean = writer.trace.network.reduction == "mean"
    lines: list[Node] = []
    for write in (writer.symbol, writer.value):
        losses = dotted(step, (write(term.factors[1]) for term in step.terms))
        body = total(shortened(losses, MOST_SAMPLES))
        lines.append(Product((_share(writer), body), "") if mean else body)
    return with_so_far(writer, step, lines)


def slope_lines(writer: Writer, step: Step) -> list[Node]:
    """∂L/∂a of an output, or ∂L/∂z where loss and activation are fused."""
    a, y, share = step.terms[0].factors
    trace = writer.trace
    sum_of_targets = sum_of(trace.y[a.address.sample or 0])
    batch = writer.batch if share.value != 1.0 else 1
    loss = Number(Address("loss"), trace.gradients.loss)
    summed = Symbol(r"\textstyle\sum " + writer.notation.target, sum_of_targets)
    shares = is_one(sum_of_targets)
    compared = a.quantity  # the output, by the delta rule z
    symbols = {compared: writer.symbol(a), "y": writer.symbol(y), "root": writer.symbol(loss)}
    lines = [slope_tree(trace, {**symbols, "total": summed}, shares=shares, batch=batch)]
    if not no_error(trace):
        numbers = {compared: writer.value(a), "y": writer.value(y), "root": writer.value(loss)}
        numbers["total"] = writer.number(sum_of_targets)
        lines.append(slope_tree(trace, numbers, shares=shares, batch=batch))
    return with_result(writer, lines, step.value)


def layer_slope_lines(writer: Writer, step: Step) -> list[Node]:
    """The same for all outputs and samples at once, without the array that comes out."""
    a, y = step.inputs
    trace = writer.trace
    shares, batch = targets_are_shares(trace), _shared_among(trace)
    loss = Number(Address("loss"), trace.gradients.loss)
    names: dict[str, Node] = {a.quantity: writer.symbol(a), "y": writer.symbol(y)}
    names |= {"root": writer.symbol(loss), "total": Total("outputs", names["y"])}
    lines = [slope_tree(trace, names, shares=shares, batch=batch, arrays=True)]
    if not no_error(trace) and (shares or not _takes_total(trace)):
        names = {a.quantity: writer.value(a), "y": writer.value(y), "root": writer.value(loss)}
        lines.append(slope_tree(trace, names, shares=shares, batch=batch))
    return lines


def _takes_total(trace: Trace) -> bool:
    return "{total}" in written_loss(trace.network.loss).slope


def _shared_among(trace: Trace) -> int:
    """The samples among which the slopes are shared out."""
    return 1 if per_sample_weight(trace.network, len(trace.y)) == 1.0 else len(trace.y)


def slope_tree(
    trace: Trace, names: dict[str, Node], *, shares: bool, batch: int, arrays: bool = False
) -> Node:
    """The slope filled with symbols or numbers: `a` or `z`, `y`, the `total` of a sample's targets,
    and the `root`. `shares` says that targets add up to 1, and `batch` is the number of samples
    among which it is shared."""
    written = written_loss(trace.network.loss)
    template = (shares and written.slope_of_shares) or written.slope
    tree = tree_of(template, times=r"\odot" if arrays else r"\cdot")
    sizes: dict[str, Node] = {"n": whole(trace.y.shape[1]), "count": whole(trace.y.size)}
    places = {name: Place(name) for name in ("a", "z", "y", "root", "total")}
    plain = without_ones(filled(tree, {**places, **sizes}))
    if conventions_in_force(trace).turned:
        plain = turned_slope(plain)
    inner = filled(plain, names)
    if batch == 1:
        return inner
    return Product((Fraction(whole(1), whole(batch), small=True), inner), "")


def turned_slope(slope: Node) -> Node:
    """The slope of a loss with its sign turned: output minus target becomes target minus output;
    of any other formula it is minus the whole."""
    found = _exchanged(slope)
    return Negative(slope) if found is None else found


def _exchanged(node: Node) -> Node | None:
    """With the two sides of a difference exchanged, if it is one, or a factor is."""
    if isinstance(node, Sum) and len(node.terms) == 2 and isinstance(node.terms[1], Negative):
        return Sum((node.terms[1].of, Negative(node.terms[0])))
    if isinstance(node, Negative):
        return node.of
    if isinstance(node, Product):
        *before, last = node.factors
        inner = _exchanged(last)
        return None if inner is None else Product((*before, inner), node.sign)
    if isinstance(node, Fraction):
        inner = _exchanged(node.above)
        return None if inner is None else replace(node, above=inner)
    if isinstance(node, Call) and node.name == SIGN:
        inner = _exchanged(node.arguments[0])
        return None if inner is None else Call(node.name, (inner,))
    return None


def slope_of_outputs(trace: Trace, a: str, y: str, root: str) -> Node:
    """The same for arrays of all outputs and targets, given their symbols and the loss's."""
    names: dict[str, Node] = {"a": Symbol(a), "y": Symbol(y), "root": Symbol(root)}
    names["z"] = names["a"]
    names["total"] = Symbol(rf"\textstyle\sum {y}")
    return slope_tree(trace, names, shares=targets_are_shares(trace), batch=_shared_among(trace))


def targets_are_shares(trace: Trace) -> bool:
    """Whether those of every sample add up to 1: then a cross-entropy's slope is short."""
    return all(is_one(sum_of(row)) for row in trace.y)


def sum_of(targets: Array) -> float:
    """Of one sample's targets; infinite where it is too large for a number."""
    with np.errstate(over="ignore"):
        return float(targets.sum())


def is_one(value: float) -> bool:
    """But for rounding."""
    return math.isclose(value, 1.0, rel_tol=1e-12)


def no_error(trace: Trace) -> bool:
    """A root of 0 has no slope; the engine takes 0."""
    return not trace.network.loss_function.separable and trace.gradients.loss == 0
