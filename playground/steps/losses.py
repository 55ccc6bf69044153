"""The formulas of losses: per sample, over the batch, and their slopes at the outputs."""

from __future__ import annotations

import math
from collections.abc import Callable

from backprop_core import Address, Number, Step, Term, Trace
from backprop_core.backward import per_sample_weight
from playground.functions.catalogue import written_loss
from playground.steps.writer import Writer, bare, remark, short_sum, with_result, wrapped, write

_SUM = r"\textstyle\sum "
NO_ERROR = "no error at all: here the slope is taken to be 0"


def lines_of_loss(writer: Writer, step: Step) -> list[str]:
    """The parts of all outputs, or the losses of all samples."""
    if step.inputs and step.inputs[0].quantity == "share":
        return _lines_of_reduction(writer, step)
    network = writer.trace.network
    written = written_loss(network.loss)
    n = str(writer.trace.y.shape[1])
    before = _without_one(write(written.before, n=n))
    if share := share_of(writer, step):
        before = f"-{share}{before[1:]}" if before.startswith("-") else f"{share}{before}"

    def part(term: Term, written_as: Callable[[Number], str]) -> str:
        a, y = term.factors
        return write(written.part, a=written_as(a), y=written_as(y), n=n)

    symbols = [part(term, writer.symbol) for term in step.terms]
    numbers = [part(term, lambda number: writer.factor(number.value)) for term in step.terms]
    if not step.complete:
        symbols.append(r"\cdots")
        numbers.append(r"\cdots")
    lines = [_loss_sum(writer, before, parts) for parts in (symbols, numbers)]
    if network.fused and any(term.factors[0].value in (0.0, 1.0) for term in step.terms):
        # the outputs as numbers no longer hold what z does, so they would not give the loss
        z = writer.symbols.label("z")
        why = remark(f"computed from ${z}$: an output has rounded to 0 or 1")
        return [lines[0], rf"\mathbf{{{writer.value(step.value)}}}", why]
    if not step.complete:
        return [*lines, rf"\text{{so far }}\mathbf{{{writer.value(step.value)}}}"]
    return with_result(writer, lines, step.value)


def share_of(writer: Writer, step: Step) -> str:
    """At "layer" the whole batch is taken at once, and 1/batch belongs to the same formula."""
    network = writer.trace.network
    mean = network.reduction == "mean" and network.loss_function.separable
    whole = step.sample is None and writer.batch > 1
    return rf"\tfrac1{{{writer.batch}}}" if mean and whole else ""


def _without_one(text: str) -> str:
    """With one output there is no mean to take: 1/1 is left out."""
    for one, plain in ((r"\tfrac1{1}\,", ""), (r"\tfrac1{1}", ""), (r"\tfrac2{1}", "2")):
        text = text.replace(one, plain)
    return bare(text)


def _loss_sum(writer: Writer, before: str, parts: list[str]) -> str:
    if not writer.trace.network.loss_function.separable:
        count = writer.trace.y.size
        return rf"\sqrt{{\tfrac1{{{count}}}\bigl({short_sum(parts)}\bigr)}}"
    body = wrapped(parts)
    if len(parts) > 1 and before:
        return rf"{before}\,\bigl({body}\bigr)" if len(parts) <= 2 else rf"{before}\,[\,{body}\,]"
    return f"{before}{body}"


def _lines_of_reduction(writer: Writer, step: Step) -> list[str]:
    mean = writer.trace.network.reduction == "mean"
    before = rf"\tfrac1{{{writer.batch}}}" if mean else ""
    losses = [term.factors[1] for term in step.terms]
    symbols = [writer.symbol(loss) for loss in losses]
    numbers = [writer.factor(loss.value) for loss in losses]
    if not step.complete:
        symbols.append(r"\cdots")
        numbers.append(r"\cdots")
    lines = [rf"{before}\bigl({short_sum(s, 6)}\bigr)" for s in (symbols, numbers)]
    if not step.complete:
        return [*lines, rf"\text{{so far }}\mathbf{{{writer.value(step.value)}}}"]
    return with_result(writer, lines, step.value)


def lines_of_slope(writer: Writer, step: Step) -> list[str]:
    """∂L/∂a of an output, or ∂L/∂z where loss and activation are fused."""
    a, y, share = step.terms[0].factors
    total = float(writer.trace.y[a.address.sample or 0].sum())
    batch, ones = writer.batch if share.value != 1.0 else 1, _is_one(total)
    symbols = _slope_in_symbols(writer, a, y, _SUM + writer.notation.target, ones, batch)
    if _no_error(writer):
        return [symbols, *with_result(writer, [], step.value), remark(NO_ERROR)]
    names = {"a": writer.factor(a.value), "y": writer.factor(y.value)}
    names |= {"total": writer.factor(total), "root": writer.factor(writer.trace.gradients.loss)}
    numbers = slope_of_loss(writer.trace, ones=ones, batch=batch, **names)
    return with_result(writer, [symbols, numbers], step.value)


def lines_of_layer_slope(writer: Writer, step: Step) -> list[str]:
    """The same for all outputs and samples at once."""
    a, y = step.inputs
    ones = targets_add_up_to_1(writer.trace)
    batch = writer.batch if share_of(writer, step) else 1
    total = r"\textstyle\sum_{\text{outputs}} " + writer.symbol(y)
    lines = [_slope_in_symbols(writer, a, y, total, ones, batch, times=r"\odot")]
    if _no_error(writer):
        return [*lines, writer.matrix(_result(step)), remark(NO_ERROR)]
    if total not in lines[0]:
        names = {"a": writer.matrix(a), "y": writer.matrix(y), "total": ""}
        names["root"] = writer.factor(writer.trace.gradients.loss)
        lines.append(slope_of_loss(writer.trace, ones=ones, batch=batch, **names))
    return [*lines, writer.matrix(_result(step))]


def _slope_in_symbols(
    writer: Writer, a: Number, y: Number, total: str, ones: bool, batch: int, **sign: str
) -> str:
    names = {"a": writer.symbol(a), "y": writer.symbol(y), "total": total}
    names["root"] = writer.symbol(Address("loss"))
    return slope_of_loss(writer.trace, ones=ones, batch=batch, **names, **sign)


def slope_of_loss(
    trace: Trace, *, ones: bool, batch: int, times: str = r"\cdot", **names: str
) -> str:
    """The slope's template filled with symbols or numbers: `a`, `y`, the `total` of a sample's
    targets, and the `root`. `ones` says that targets add up to 1, and `batch` is the number of
    samples among which it is shared."""
    network = trace.network
    written = written_loss(network.loss)
    template = (ones and written.slope_of_shares) or written.slope
    sizes = {"n": str(trace.y.shape[1]), "count": str(trace.y.size)}
    inner = _without_one(write(template, times=times, **names, **sizes))
    return rf"\tfrac1{{{batch}}}\,\bigl({inner}\bigr)" if batch != 1 else inner


def slope_of_outputs(trace: Trace, a: str, y: str, root: str) -> str:
    """The same for arrays of all outputs and targets, given their symbols and the loss's."""
    share = per_sample_weight(trace.network, len(trace.y))
    names = {"a": a, "y": y, "root": root, "total": _SUM + y}
    batch = 1 if share == 1.0 else len(trace.y)
    return slope_of_loss(trace, ones=targets_add_up_to_1(trace), batch=batch, **names)


def targets_add_up_to_1(trace: Trace) -> bool:
    """Those of every sample: then a cross-entropy's slope is short."""
    return all(_is_one(float(total)) for total in trace.y.sum(axis=1))


def _result(step: Step) -> Number:
    return Number(step.address.whole, step.value)


def _is_one(total: float) -> bool:
    return math.isclose(total, 1.0, rel_tol=1e-12)


def _no_error(writer: Writer) -> bool:
    """A root of 0 has no slope; the engine takes 0."""
    network = writer.trace.network
    return not network.loss_function.separable and writer.trace.gradients.loss == 0
