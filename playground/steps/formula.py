"""A step's formula: in symbols, with the numbers put in, and the result."""

from __future__ import annotations

from backprop_core import Step, Trace
from playground.notation.symbols import OWN, Notation
from playground.steps.display import sum_lines
from playground.steps.displays import display_of
from playground.steps.equalities import Formula
from playground.steps.writer import Writer


def formula_of(
    step: Step, trace: Trace, digits: int, notation: Notation = OWN, *, coloured: bool = False
) -> Formula:
    """The whole formula of a step; `coloured` gives each number the colour it has on the graph."""
    return display_of(step.operation).formula(Writer(trace, digits, notation, coloured), step)


def short_formula(
    step: Step, trace: Trace, digits: int, notation: Notation = OWN, most: int = 4
) -> str:
    """The formula of a sum, without the middle where it has more than `most` terms."""
    writer = Writer(trace, digits, notation)
    left = display_of(step.operation).left(writer, step)
    return Formula(left, tuple(sum_lines(writer, step, most))).latex
