"""How ∂loss/∂z is shown where softmax has a matrix for its slope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backprop_core import Operation, Step, Trace, softmax_jacobian
from playground.latex.tree import Node
from playground.steps import rounding_remarks
from playground.steps.array_grids import Grid
from playground.steps.display import Display
from playground.steps.equalities import Remark
from playground.steps.grid_cell import Axis
from playground.steps.grid_line import Line
from playground.steps.layer_lines import layer_product
from playground.steps.marks import Marks
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer


class BackThroughSoftmax(Display):
    """A sum over all outputs of the layer."""

    OF_LAYER = "How the {loss} changes with each {z} of {layer}: its {deltas}."

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        da, jacobian = step.inputs
        arrays = {"da": da, "jacobian": jacobian}
        return layer_product(writer, step, "delta of softmax", arrays)

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        yield from rounding_remarks.of_sum(step)

    def of_number(self, words: Words) -> str:
        z = words.symbols.label("z")
        return (
            f"Every output of softmax depends on {z} of {words.name}, so the paths back through "
            "all of them add up."
        )

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """J · da = delta."""
        yield jacobian_line(m, layer)

    def marks(self, trace: Trace, step: Step, sample: int) -> Marks:
        return replace(super().marks(trace, step, sample), backward=True)


def jacobian_line(m: Maker, layer: int) -> Line:
    """Jᵀ · da = delta, for one sample, since each has a Jacobian of its own."""
    column = m.form.samples_as_columns
    J = softmax_jacobian(m.trace.forward.layers[layer].a[m.sample : m.sample + 1])[0]
    axes: tuple[Axis, Axis] = ("source", "neuron") if column else ("neuron", "source")
    values = J.T if column else J
    jacobian = Grid("jacobian", layer, axes, values, sample=m.sample, given=True, flipped=column)
    da = m.backward("da", layer, samples=(m.sample,))
    delta = m.backward("delta", layer, samples=(m.sample,))
    return Line("jacobian", (*m.product(jacobian, da), "=", delta))
