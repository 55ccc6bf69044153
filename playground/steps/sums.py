"""The formulas that are sums of products: z, da, delta, dW, db; and the update."""

from __future__ import annotations

from backprop_core import Step
from playground.steps.activations import slope_line
from playground.steps.losses import lines_of_slope
from playground.steps.writer import LINE, Writer, products, shortened, with_result, wrapped


def sum_lines(writer: Writer, step: Step, most: int | None = None) -> list[str]:
    """Σ in symbols, Σ with the numbers, and the result; partial sums say so. Of more than `most`
    terms the middle is left out."""
    if not step.terms:
        return ["0"]
    symbols = products(step.terms, writer.symbol)
    numbers = products(step.terms, lambda n: writer.factor(n.value))
    if not step.complete:
        symbols.append(r"\cdots")
    else:
        numbers = [n.strip("()") if len(numbers) == 1 and r"\cdot" not in n else n for n in numbers]
    if most is not None:
        symbols, numbers = (shortened(parts, most) for parts in (symbols, numbers))
    lines = [wrapped(symbols)]
    if step.part is not None and step.part > 0:
        so_far = float(sum(term.value for term in step.terms[:-1]))
        lines.append(rf"\underbrace{{{writer.value(so_far)}}}_{{\text{{so far}}}} + {numbers[-1]}")
    else:
        lines.append(wrapped(numbers))
    return with_result(writer, lines, step.value)


def lines_of_da(writer: Writer, step: Step) -> list[str]:
    """At an output the slope of the loss; elsewhere the deltas of all neurons that it feeds."""
    if any(n.quantity == "y" for n in step.inputs):
        return lines_of_slope(writer, step)
    return sum_lines(writer, step)


def lines_of_delta(writer: Writer, step: Step) -> list[str]:
    """da times the slope; for softmax a sum; where fused, the slope of both at once."""
    if any(n.quantity == "y" for n in step.inputs):
        return lines_of_slope(writer, step)
    if len(step.terms) != 1 or step.inputs[1].quantity == "jacobian":
        return sum_lines(writer, step)
    da, slope = step.inputs
    symbols = rf"{writer.symbol(da)} \cdot {writer.symbol(slope)}"
    numbers = rf"{writer.factor(da.value)} \cdot {writer.factor(slope.value)}"
    lines = [symbols, *_expanded(writer, step), numbers]
    result = with_result(writer, lines, step.value)
    return [*result, slope_line(writer, step, slope)]


def _expanded(writer: Writer, step: Step) -> list[str]:
    """The sum over all neurons that this one feeds, with f′(z) as its own factor."""
    trace = writer.trace
    at = step.address
    if at.layer is None or at.layer == len(trace.network.layers) - 1:
        return []
    terms = trace.terms(at._replace(quantity="da"))
    if len(terms) < 2:
        return []
    slope = step.inputs[1]
    lines = []
    for written in (writer.symbol, lambda n: writer.factor(n.value)):
        body = wrapped(products(terms, written), LINE - 10)
        lines.append(rf"[\,{body}\,] \cdot {written(slope)}")
    return lines


def lines_of_update(writer: Writer, step: Step) -> list[str]:
    """The old number less the learning rate times its gradient."""
    old, rate, gradient = step.inputs
    lines = [
        rf"{writer.symbol(old)} - {writer.symbol(rate)} \cdot {writer.symbol(gradient)}",
        rf"{writer.value(old.value)} - {writer.factor(rate.value)} \cdot "
        rf"{writer.factor(gradient.value)}",
    ]
    return with_result(writer, lines, step.value)
