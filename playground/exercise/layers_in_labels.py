"""Labels whose numbers may count layers in more than one way: z21, a^(2).

Of z21 one number is the layer and one the neuron, most often in this order; and the inputs may be
the first layer. All such labels of a paste are read alike, in the one way in which they fit. Where
several do, the label keeps them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from playground.exercise.label_places import Meaning

_OF_NEURONS = ("z", "a", "delta", "da")
_FROM_INPUTS = "read with the inputs as layer 1"


def with_layers_told(
    found: Sequence[Meaning], labels: Sequence[str | None], sizes: Sequence[int]
) -> list[Meaning]:
    """The meanings, in which two digits are a layer and a neuron of it, and the layers may count
    from the inputs; `sizes` are the widths, inputs first."""
    pairs = [n for n, one in enumerate(found) if _is_pair(one, labels[n])]
    made = list(found)
    every = [[*_readings(found[n], sizes)] for n in pairs]
    ways = [way for way in range(4) if all(one[way] is not None for one in every)]
    for n, readings in zip(pairs, every, strict=True):
        known = [one for way in ways if (one := readings[way]) is not None]
        if known:
            made[n] = replace(known[0], others=tuple(known[1:]))
    return [*_raised_from_inputs(made, labels, len(sizes) - 1)]


def of_numbered_layer(one: Meaning, layers: int) -> Iterator[Meaning]:
    """What z_h1 is before an array: of the hidden layer 1. delta_h1 may be ∂loss/∂h1 as well."""
    is_last = one.layer == layers - 1
    layer = one.layer if is_last else one.neuron
    if one.quantity in _OF_NEURONS and layer is not None and (is_last or layer < layers - 1):
        for quantity in ("delta", "da") if one.quantity == "delta" else (one.quantity,):
            yield replace(one, quantity=quantity, layer=layer, neuron=None)


def _is_pair(one: Meaning, label: str | None) -> bool:
    is_entry = one.layer is None and one.neuron is not None and one.source is not None
    return one.quantity in _OF_NEURONS and is_entry and "^" not in (label or "")


def _readings(one: Meaning, sizes: Sequence[int]) -> Iterator[Meaning | None]:
    """Layer and neuron, or neuron and layer, each counted from the first hidden layer or from the
    inputs; None where the network has no such neuron."""
    first, second = one.neuron or 0, one.source or 0
    for layer, neuron in ((first, second), (second, first)):
        for inputs in (0, 1):
            at = layer - inputs
            fits = 0 <= at < len(sizes) - 1 and neuron < sizes[at + 1]
            said = _FROM_INPUTS if inputs else ""
            yield replace(one, layer=at, neuron=neuron, source=None, said=said) if fits else None


def _raised_from_inputs(
    found: Sequence[Meaning], labels: Sequence[str | None], layers: int
) -> Iterator[Meaning]:
    """a^(2) may be the first hidden layer, unless a^(1) is one or there is an a^(3)."""
    is_raised = [
        one.quantity in _OF_NEURONS and not one.from_zero and "^" in (label or "")
        for one, label in zip(found, labels, strict=True)
    ]
    said = [one.layer for one, raised in zip(found, is_raised, strict=True) if raised]
    is_open = all(layer is not None and 0 < layer < layers for layer in said)
    for one, raised in zip(found, is_raised, strict=True):
        if is_open and raised and one.layer is not None and not one.said:
            other = replace(one, layer=one.layer - 1, said=_FROM_INPUTS)
            yield replace(one, others=(*one.others, other))
        else:
            yield one
