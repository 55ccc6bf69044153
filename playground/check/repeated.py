"""Pasted weights and biases that only repeat the network's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core import Array, Network, WrittenArray
from playground.exercise.array_labels import ASIDE, TARGET_OR_OUTPUT
from playground.exercise.label_places import Meaning


def is_own(array: WrittenArray, meaning: Meaning, network: Network) -> bool:
    """Whether it only repeats a parameter that the pass went through, to the digits written."""
    if meaning.quantity in ("x", ASIDE):
        return True
    if not meaning.plain or meaning.layer is None or not 0 <= meaning.layer < len(network.layers):
        return False
    own = getattr(network.layers[meaning.layer], meaning.quantity or "W")
    if own is not None and meaning.neuron is not None:
        own = _entry(own, meaning)
    if own is None or array.values.size != own.size:
        return False
    pairs = ((array.values, array.half_units), (array.values.T, array.half_units.T))
    return any(_agree(values, units, own) for values, units in pairs)


def _entry(own: Array, meaning: Meaning) -> Array | None:
    """One weight or bias by its label."""
    at = [one for one in (meaning.neuron, meaning.source) if one is not None]
    if len(at) != own.ndim or any(not 0 <= i < n for i, n in zip(at, own.shape, strict=True)):
        return None
    return np.asarray(own[tuple(at)])


def target_or_output(array: WrittenArray, meaning: Meaning, targets: Any) -> Meaning:
    """What is called y: the targets, if the numbers are theirs, and otherwise the output."""
    if meaning.quantity != TARGET_OR_OUTPUT:
        return meaning
    said = "read as the output: it is not the target"
    if targets is not None:
        own = np.asarray(targets, dtype=float)
        own = own if meaning.neuron is None else own[:, meaning.neuron : meaning.neuron + 1]
        if own.size == array.values.size and _agree(array.values, array.half_units, own):
            return Meaning(ASIDE)
    return replace(meaning, quantity="a", said=said)


def _agree(values: Array, half_units: Array, own: Array) -> bool:
    """Each to its own digits: 0.1031 beside 0.15 is not 0.1."""
    off = np.abs(values.reshape(own.shape) - own)
    return bool((off <= half_units.reshape(own.shape) * (1 + 1e-9) + 1e-12).all())
