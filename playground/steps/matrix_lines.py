"""A step's layer as matrices: the lines of arithmetic that the whole layer is, as grids."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Operation, Step, Trace
from playground.steps.displays import display_of
from playground.steps.grid_line import Line
from playground.steps.pass_grids import Form, Maker


def lines_of(trace: Trace, step: Step, form: Form, sample: int) -> tuple[Line, ...]:
    """The lines of the part of the pass that `step` belongs to."""
    made = Maker(trace, form, sample)
    layer = made.last if step.layer is None else step.layer
    return tuple(
        line
        for one in operations_beside(trace, step)
        for line in display_of(one).matrix_lines(made, layer, one)
    )


def operations_beside(trace: Trace, step: Step) -> Iterator[Operation]:
    """All operations of the step's phase in its layer, in order."""
    for block in trace.plan.blocks:
        if block.layer == step.layer:
            yield from (one for one in block.operations if one.phase == step.phase)
