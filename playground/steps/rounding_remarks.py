"""What is said where a sum is 0 on paper and not quite 0 in floating point.

Nothing is changed there; but a reader should know that a sign, or which side of a kink, is an
accident of rounding.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core import Step
from playground.latex.plain import plain
from playground.steps.equalities import Remark
from playground.steps.writer import Writer

ZERO = "zero up to rounding"


def of_sum(step: Step) -> Iterator[Remark]:
    """Beside a sum whose products cancel."""
    if step.zero_but_for_rounding:
        yield Remark(f"{ZERO}: the products cancel, and this is what floating point leaves")


def of_layer(writer: Writer, step: Step) -> Iterator[Remark]:
    """Beside the input sums of a whole layer."""
    layer = step.address.in_layer
    count = int(np.count_nonzero(writer.trace.zero_but_for_rounding(layer)))
    if count:
        where = "one of them is" if count == 1 else f"{count} of them are"
        yield Remark(f"{where} {ZERO}: the products cancel")


def of_slope(writer: Writer, step: Step) -> Iterator[Remark]:
    """Beside a slope that is another one than at exactly 0: which is used, and why."""
    exact = writer.trace.slope_at_zero(step.address)
    if exact is None:
        return
    at = step.address._replace(quantity="z")
    side = "above" if writer.trace.value(at) > 0 else "below"
    used, other = (plain(writer.number(slope)) for slope in (step.inputs[-1].value, exact))
    yield Remark(f"${writer.symbols.tex(at)}$ is {ZERO}; floating point puts it {side} 0,")
    yield Remark(f"so the slope {used} is used, not {other} as at exactly 0")


def of_activation(writer: Writer, step: Step) -> Iterator[Remark]:
    """Beside the value of a function that has its kink there."""
    layer, neuron, sample = step.address.of_neuron
    f = writer.trace.network.layers[layer].f
    if f.threshold and writer.trace.zero_but_for_rounding(layer)[sample, neuron]:
        symbol = writer.symbols.tex(step.address._replace(quantity="z"))
        if float(step.value) == f.parameter:
            yield Remark(f"${symbol}$ is {ZERO}, and counts as 0 here")
        return
    if writer.trace.slope_at_zero(step.address) is not None:
        symbol = writer.symbols.tex(step.address._replace(quantity="z"))
        yield Remark(f"${symbol}$ is {ZERO}, and is used as it is")
