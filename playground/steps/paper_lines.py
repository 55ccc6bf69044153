"""What a formula says more where numbers are rounded as on paper: the number before it is rounded,
and the exact one beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from backprop_core import Step
from playground.exercise.paper_trace import PaperTrace
from playground.latex.tree import Nearly, Node
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
    before = trace.before_rounding(step)
    if before is None or not math.isfinite(before) or _same(before, float(step.value)):
        return lines
    made = number(before, number_text.resized(writer.digits, writer.digits + _MORE))
    return [*lines[:-1], made, Nearly(lines[-1])]


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
