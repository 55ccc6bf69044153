"""The weights and biases of a network: which there are, how to name one, read it and vary it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from backprop_core import Address, Network, Shape, Trace
from playground.notation.symbols import Symbols
from playground.where import Bias, Neuron, Parameter, Selected, Weight, neuron_of, within


def parameters_into(shape: Shape, neuron: Neuron) -> list[Parameter]:
    """The weights into a neuron and, last, its bias, if it has one; none into an input."""
    layer, to = neuron.column - 1, neuron.neuron
    if layer < 0:
        return []
    bias = [] if shape.biases[layer] == "none" else [Bias(layer, to)]
    return [*(Weight(layer, to, source) for source in shape.sources[layer][to]), *bias]


def receivers(shape: Shape) -> list[Neuron]:
    """The neurons that have a weight or a bias; [] if everything is cut and there is no bias."""
    every = (Neuron(c, j) for c in range(1, len(shape.sizes)) for j in range(shape.sizes[c]))
    return [neuron for neuron in every if parameters_into(shape, neuron)]


def parameters_of(shape: Shape) -> list[Parameter]:
    """All weights and biases, neuron by neuron; a shared bias comes once for each of them."""
    return [one for neuron in receivers(shape) for one in parameters_into(shape, neuron)]


def first_telling(trace: Trace) -> Parameter | None:
    """The first weight whose gradient is not 0, so that there is something to see; else the first
    weight or bias; None where there is none."""
    for layer in range(len(trace.gradients.layers)):
        moving = first_moving(trace, layer)
        if moving is not None:
            return moving
    return next(iter(parameters_of(trace.plan.shape)), None)


def first_moving(trace: Trace, layer: int) -> Weight | None:
    """The layer's first weight whose gradient is not 0; None where all are."""
    found = np.argwhere(trace.gradients.layers[layer].dW)
    return Weight(layer, *found[0].tolist()) if len(found) else None


def exists(shape: Shape, place: Parameter) -> bool:
    """Whether the network has that weight or bias."""
    return within(place, shape.sizes) and place in parameters_into(shape, neuron_of(place))


def parameter_selected(shape: Shape, selected: Selected | None) -> Parameter | None:
    """The weight or bias that a selection means; the network's first where it means none.

    An input has none of its own, so it stands for the first weight that leads out of it, and a
    neuron for its bias, or without one for the first weight that leads into it.
    """
    meant = (one for one in _meant(shape, selected) if exists(shape, one))
    return next(meant, None) or next(iter(parameters_of(shape)), None)


def _meant(shape: Shape, selected: Selected | None) -> Iterator[Parameter]:
    if isinstance(selected, Weight):
        yield selected
    elif selected is not None and selected.column == 0:
        yield from (Weight(0, to, selected.neuron) for to in range(shape.sizes[1]))
    elif selected is not None and within(selected, shape.sizes):
        yield Bias(selected.column - 1, selected.neuron)
        yield from parameters_into(shape, selected)


def parameter_name(symbols: Symbols, at: Address) -> str:
    """A weight or bias in words: weight from x1 to h2, bias of h2, shared bias of the layer."""
    assert at.layer is not None
    if at.neuron is None:
        return f"shared bias of {symbols.the_layer(at.layer)}"
    to = symbols.neuron(at.layer + 1, at.neuron)
    if at.source is None:
        return f"bias of {to}"
    return f"weight from {symbols.neuron(at.layer, at.source)} to {to}"


def short_name(symbols: Symbols, at: Address) -> str:
    """The same where there is little room: x1 → h2, bias of h2, shared bias."""
    assert at.layer is not None
    if at.neuron is None or at.source is None:
        return "shared bias" if at.neuron is None else parameter_name(symbols, at)
    return f"{symbols.neuron(at.layer, at.source)} → {symbols.neuron(at.layer + 1, at.neuron)}"


def is_frozen(document: Mapping[str, Any], at: Address) -> bool:
    """Whether the update leaves it alone, as some textbooks do with biases."""
    return at.quantity == "b" and bool(document["biases_frozen"])


def value_of(network: Network, at: Address) -> float:
    """The number at `at`."""
    assert at.layer is not None
    return float(getattr(network.layers[at.layer], at.quantity)[_index(at)])


def _index(at: Address) -> tuple[int, ...]:
    """Its place in W (n_out, n_in), or in b, (n_out,) or ()."""
    return tuple(k for k in (at.neuron, at.source) if k is not None)


def index_of(network: Network, at: Address) -> int:
    """Its place in `network.parameters`, which hold of each layer W, row by row, and b."""
    assert at.layer is not None
    before, layer = network.layers[: at.layer], network.layers[at.layer]
    start = sum(one.W.size + (0 if one.b is None else one.b.size) for one in before)
    if at.quantity == "b":
        return start + layer.W.size + (at.neuron or 0)
    return start + int(np.ravel_multi_index(_index(at), layer.W.shape))


def varied(array: Any, changes: Mapping[Address, np.ndarray]) -> np.ndarray:
    """`array` once for each of the values, (count, *shape): the k-th has the k-th value of every
    change. All changes are of numbers that it holds, and have as many values, (count,)."""
    count = len(next(iter(changes.values())))
    kind = np.result_type(array, *changes.values())
    several = np.broadcast_to(array, (count, *np.shape(array))).astype(kind)
    for at, values in changes.items():
        place: Any = (slice(None), *_index(at))
        several[place] = values
    return several
