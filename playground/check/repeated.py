"""Pasted weights and biases that only repeat the network's own."""

from __future__ import annotations

import numpy as np

from backprop_core import Network, WrittenArray
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
    given = array.values.reshape(own.shape)
    turned = array.values.T.reshape(own.shape)
    units = array.half_units.max(initial=0.0) * (1 + 1e-9) + 1e-12
    return any(bool((np.abs(each - own) <= units).all()) for each in (given, turned))
