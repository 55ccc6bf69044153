"""All values so far, as tables: one row for each neuron, one for each connection."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from backprop_core import Address, Step, Trace, softmax_jacobian
from playground.exercise.paper_trace import conventions_in_force
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for

NEURON, BIAS = ("z", "a", "da", "delta"), ("db", "b")


class Table(NamedTuple):
    """Rows of names, which are text, and of numbers; None is a number that is not known yet. No
    data frame, which takes longer to make than all its numbers, at every step."""

    columns: list[str]
    rows: list[list[str | float | None]]


def neuron_table(
    trace: Trace,
    step: Step,
    sample: int = 0,
    layers: Iterable[int] | None = None,
    notation: Notation = OWN,
) -> Table:
    """z, a, da, delta, the bias, its gradient and its new value; None where not known yet.

    Where the loss and the outputs are differentiated together, the slope that is in delta stands
    before it: that of a neuron's own z. `layers` are those to list, all of them by default.
    """
    symbols = symbols_for(trace, notation)
    sizes, sign = trace.network.sizes, symbols.label("b")
    labels = [symbols.label(quantity) for quantity in NEURON]
    with_slope = _has_slopes(trace)
    if with_slope:
        labels.insert(-1, symbols.label("slope"))
    rows: list[list[str | float | None]] = []
    for layer in _layers(trace) if layers is None else layers:
        if layer == -1:
            rows += _of_inputs(trace, step, sample, symbols, len(labels))
            continue
        b: Any = trace.network.layers[layer].b
        for j in range(sizes[layer + 1]):
            at = Address("z", layer, j, sample=sample)
            numbers = [_known(trace, step, at._replace(quantity=quantity)) for quantity in NEURON]
            if numbers[2] is None and numbers[3] is not None:
                numbers[2] = _without_step(trace, at)
            if with_slope:
                numbers.insert(-1, None if numbers[-1] is None else _slope(trace, at))
            biases: list[float | None] = [None, None, None]
            if b is not None:
                own = j if b.ndim else None
                made = [_known(trace, step, Address(quantity, layer, own)) for quantity in BIAS]
                biases = [float(b if own is None else b[j]), *made]
            rows.append([symbols.layer(layer), symbols.neuron(layer + 1, j), *numbers, *biases])
    head = ["layer", symbols.word("neuron"), *labels, sign, symbols.label("db"), f"new {sign}"]
    return Table(head, rows)


def _without_step(trace: Trace, at: Address) -> float | None:
    """∂loss/∂a of an output whose loss and activation are differentiated together."""
    if trace.network.loss_function.for_thresholds or not trace.shape.fused_at(at.in_layer):
        return None
    da = float(trace.gradients.layers[at.in_layer].da[at.sample, at.neuron]) + 0.0  # no -0
    return da if math.isfinite(da) else None


def _has_slopes(trace: Trace) -> bool:
    """Whether the output's slope shows in no step, and is not a rounded number of its own."""
    is_fused = trace.shape.fused and not trace.network.loss_function.for_thresholds
    return is_fused and conventions_in_force(trace).rounding is None


@np.errstate(all="ignore")
def _slope(trace: Trace, at: Address) -> float | None:
    """∂a/∂z of one neuron; of softmax, whose outputs depend on every z, that of its own z."""
    layer, j, s = at.of_neuron
    made, f = trace.forward.layers[layer], trace.network.layers[layer].f
    if f.derivative is not None:
        slope = float(f.derivative(made.z)[s, j])
    else:
        slope = float(softmax_jacobian(made.a[s : s + 1])[0, j, j])
    return slope if math.isfinite(slope) else None


def _layers(trace: Trace) -> range:
    """The inputs too where a step makes a number of theirs."""
    return range(-1 if trace.shape.to_inputs else 0, len(trace.network.layers))


def _of_inputs(
    trace: Trace, step: Step, sample: int, symbols: Symbols, count: int
) -> Iterator[list[str | float | None]]:
    """x stands where the others have a."""
    for j, x in enumerate(trace.forward.x[sample].tolist()):
        made = _known(trace, step, Address("da", -1, j, sample=sample))
        nothing: list[float | None] = [None] * count
        yield [symbols.layer(-1), symbols.neuron(0, j), None, x, made, *nothing]


def connection_table(trace: Trace, step: Step, layer: int, notation: Notation = OWN) -> Table:
    """Weight, gradient and new weight of every connection of one layer."""
    symbols = symbols_for(trace, notation)
    sources, targets = symbols.neurons(layer), symbols.neurons(layer + 1)
    w, dW = symbols.label("W"), symbols.label("dW")
    W = trace.network.layers[layer].W
    rows: list[list[str | float | None]] = [
        [
            sources[i],
            targets[j],
            float(W[j, i]),
            _known(trace, step, Address("dW", layer, j, i)),
            _known(trace, step, Address("W", layer, j, i)),
        ]
        for j, connected in enumerate(trace.plan.shape.sources[layer])
        for i in connected
    ]
    return Table(["from", "to", w, dW, f"new {w}"], rows)


def _known(trace: Trace, step: Step, address: Address) -> float | None:
    made = trace.plan.step_making(address)
    if made is None or made > step.number:
        return None
    return float(trace.value(address))
