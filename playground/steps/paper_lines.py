"""What a formula says more where numbers are rounded as on paper: the number before it is rounded,
and the exact one beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from backprop_core import Step, Term
from playground.exercise.paper_trace import PaperTrace
from playground.latex.tree import Nearly, Negative, Node, total
from playground.notation import number_text
from playground.steps.equalities import Remark
from playground.steps.writer import Writer, number

_MORE = 4  # digits of a number before it is rounded, beyond those that it is rounded to
_EXACT = 10  # digits of an exact number


def rounded_last(writer: Writer, step: Step, lines: list[Node]) -> list[Node]:
    """The lines with the unrounded number before the result."""
    trace = writer.trace
    if not isinstance(trace, PaperTrace) or trace.conventions.rounding is None or not lines:
        return lines
    lines = [*lines[:-1], *_products(writer, trace, step), lines[-1]]
    if step.part is not None and _is_rounded(step.terms[-1], trace):
        return [*lines[:-1], Nearly(lines[-1])]
    before = trace.before_rounding(step)
    if before is None or not math.isfinite(before) or _same(before, float(step.value)):
        return lines
    made = number(before, number_text.resized(writer.digits, writer.digits + _MORE))
    return [*lines[:-1], made, Nearly(lines[-1])]


def _products(writer: Writer, trace: PaperTrace, step: Step) -> list[Node]:
    """The sum of the rounded products, where they are rounded before they are added up."""
    of_one = step.part is None and np.ndim(step.value) == 0
    if not (trace.conventions.products and of_one and len(step.terms) > 1):
        return []
    if not step.operation.dot_product:
        return []
    return [Nearly(total(tuple(_signed(writer, float(term.value)) for term in step.terms)))]


def _signed(writer: Writer, value: float) -> Node:
    return Negative(writer.number(-value)) if value < 0 else writer.number(value)


def _is_rounded(last: Term, trace: PaperTrace) -> bool:
    """Whether the product that a step adds is not quite that of its factors."""
    made = math.prod(float(factor.value) for factor in last.factors)
    return trace.conventions.products and not _same(made, float(last.value))


def exact_beside(writer: Writer, step: Step) -> Iterator[Remark]:
    """The engine's own number, where the one on paper is another."""
    trace = writer.trace
    if not isinstance(trace, PaperTrace) or trace.conventions.rounding is None:
        return
    exact = trace.exactly(step.address.whole) if step.complete else step.value
    if np.ndim(exact):
        return
    known = (float(step.value), trace.before_rounding(step))  # which the formula has
    if not any(one is not None and _same(float(exact), one) for one in known):
        shown = number(float(exact), number_text.resized(writer.digits, _EXACT))
        yield Remark("without any rounding: ", (shown,))


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-11, abs_tol=1e-14)
