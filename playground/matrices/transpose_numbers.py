"""Why the transpose: a hidden neuron's outgoing weights, as a sum and as a line of a matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core import Address, Step, Term, Trace
from playground.steps.array_grids import Grid, Mask
from playground.steps.grid_line import Line
from playground.steps.pass_grids import Form, Maker


@dataclass(frozen=True, eq=False)
class Outgoing:
    """The weights out of one hidden neuron.

    `forward` is the next layer's matrix as the forward pass has it, and `lit` where in it the
    weights stand; `backward` is the product that makes da, and `terms` the same as a sum.
    """

    forward: Grid
    lit: Mask
    backward: Line
    terms: tuple[Term, ...]
    at: Address


def hidden_neuron(trace: Trace, step: Step) -> tuple[int, int] | None:
    """(layer, neuron) when the step is the backward step of a hidden neuron."""
    if step.phase != "backward" or step.layer is None or step.neuron is None:
        return None
    return None if step.layer in (-1, trace.shape.last) else (step.layer, step.neuron)


def outgoing(trace: Trace, layer: int, neuron: int, form: Form, sample: int) -> Outgoing:
    """What leaves `neuron` of the hidden layer `layer`."""
    made = Maker(trace, form, sample)
    column = form.samples_as_columns
    forward = made.old_weights(layer + 1, into=column)
    lit = forward.cells(Address("W", layer + 1, source=neuron))
    assert lit is not None
    pair = made.product(
        made.old_weights(layer + 1, into=not column),
        made.backward("delta", layer + 1, samples=(sample,)),
    )
    da = made.backward("da", layer, samples=(sample,))
    at = Address("da", layer, neuron, sample=sample)
    line = Line("da", (*pair, "=", da))
    return Outgoing(forward, np.asarray(lit), line, trace.terms(at), at)
