"""One weight or bias out of a network: which there are, how to name one, read it and change it.

A place is (layer, neuron it goes into, neuron it comes from), with None as the source of a bias.
It is kept as the session keeps what is selected on the graph: an edge, or a neuron for its bias.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from backprop_core import Address, Network, Trace
from backprop_core.story.shape import Shape
from playground.notation.symbols import Symbols


class Place(NamedTuple):
    """A weight's or a bias's place. A shared bias is found at every neuron of its layer."""

    layer: int
    to: int
    source: int | None


def sources_of(shape: Shape, layer: int, to: int) -> list[int | None]:
    """Where the weights into a neuron come from, and None for its bias, if it has one."""
    bias: list[int | None] = [] if shape.biases[layer] == "none" else [None]
    return [*shape.sources[layer][to], *bias]


def neurons_of(shape: Shape) -> list[tuple[int, int]]:
    """The neurons that have a weight or a bias, as (layer, neuron); [] if everything is cut and
    there is no bias."""
    layers = range(len(shape.biases))
    return [(n, j) for n in layers for j in range(shape.sizes[n + 1]) if sources_of(shape, n, j)]


def first_place(shape: Shape) -> Place | None:
    """The first weight or bias; None if there is none."""
    found = neurons_of(shape)
    return Place(*found[0], sources_of(shape, *found[0])[0]) if found else None


def telling_place(trace: Trace) -> Place | None:
    """The first weight whose gradient is not 0, so that there is something to see; else the first
    weight or bias."""
    for layer in range(len(trace.gradients.layers)):
        moving = first_moving(trace, layer)
        if moving is not None:
            return Place(layer, *moving)
    return first_place(trace.plan.shape)


def first_moving(trace: Trace, layer: int) -> tuple[int, int] | None:
    """(to, source) of the layer's first weight whose gradient is not 0; None where all are."""
    found = np.argwhere(trace.gradients.layers[layer].dW)
    return tuple(found[0].tolist()) if len(found) else None


def exists(shape: Shape, place: Place) -> bool:
    """Whether the network has that weight or bias."""
    layer, to, source = place
    there = 0 <= layer < len(shape.biases) and 0 <= to < shape.sizes[layer + 1]
    return there and source in sources_of(shape, layer, to)


def place_selected(shape: Shape, selected: Any) -> Place | None:
    """The weight or bias that a selection means; the network's first where it means none.

    An input has none of its own, so it stands for the first weight that leads out of it, and a
    neuron without a bias for the first that leads into it.
    """
    for place in _meant(shape, selected or {}):
        if exists(shape, place):
            return place
    return first_place(shape)


def _meant(shape: Shape, selected: Any) -> list[Place]:
    if selected.get("kind") == "edge":
        return [Place(selected["layer"], selected["to"], selected["from"])]
    if selected.get("kind") == "neuron":
        column, neuron = selected["column"], selected["neuron"]
        if column == 0:
            return [Place(0, to, neuron) for to in range(shape.sizes[1])]
        sources = range(shape.sizes[column - 1]) if column < len(shape.sizes) else ()
        into = [Place(column - 1, neuron, source) for source in sources]
        return [Place(column - 1, neuron, None), *into]
    return []


def selection_of(place: Place) -> dict[str, Any]:
    """The place as the session keeps a selection."""
    layer, to, source = place
    if source is None:
        return {"kind": "neuron", "column": layer + 1, "neuron": to}
    return {"kind": "edge", "layer": layer, "to": to, "from": source}


def parameter_address(shape: Shape, place: Place) -> Address:
    """The place as the engine names it."""
    layer, to, source = place
    if source is not None:
        return Address("W", layer, to, source)
    return Address("b", layer, None if shape.biases[layer] == "shared" else to)


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
