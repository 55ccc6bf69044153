"""Pasted weights and biases that only repeat the network's own."""

from __future__ import annotations

import numpy as np

from backprop_core import Array, Network, WrittenArray
from playground.exercise.array_labels import ASIDE
from playground.exercise.label_places import Meaning


def is_own(array: WrittenArray, meaning: Meaning, network: Network) -> bool:
    """Whether it only repeats a parameter that the pass went through, to the digits written."""
    if meaning.quantity in ("x", ASIDE):
        return True
    if not meaning.plain or meaning.layer is None or not 0 <= meaning.layer < len(network.layers):
        return False
    own = getattr(network.layers[meaning.layer], meaning.quantity or "W")
    if own is None or array.values.size != own.size:
        return False
    pairs = ((array.values, array.half_units), (array.values.T, array.half_units.T))
    return any(_agree(values, units, own) for values, units in pairs)


def _agree(values: Array, half_units: Array, own: Array) -> bool:
    """Each to its own digits: 0.1031 beside 0.15 is not 0.1."""
    off = np.abs(values.reshape(own.shape) - own)
    return bool((off <= half_units.reshape(own.shape) * (1 + 1e-9) + 1e-12).all())
