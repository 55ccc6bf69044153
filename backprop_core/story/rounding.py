"""Sums that are 0 on paper and not quite 0 in floating point.

0.1 · 3 − 0.3 is 5.6e-17 here. Where products cancel like that, what is left is no larger than the
rounding of the products themselves, and its sign says nothing; but a relu that gets it is on. The
numbers stay as they are: what is here only tells where this happened, and what a slope would be at
exactly 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backprop_core.story.address import Address
from backprop_core.story.number import rounding_of
from backprop_core.story.pass_numbers import PassNumbers


def input_sums_zero_but_for_rounding(p: PassNumbers, layer: int) -> NDArray[np.bool_]:
    """The same for every z of a layer: bool (batch, n_out)."""
    here, z = p.network.layers[layer], p.forward.layers[layer].z
    with np.errstate(over="ignore", invalid="ignore"):
        sizes = np.abs(p.forward.into(layer)) @ np.abs(here.W).T  # (batch, n_in) (n_in, n_out)
        if here.b is not None:
            sizes = sizes + np.abs(here.b)
        cancelled: NDArray[np.bool_] = np.abs(z) <= rounding_of(here.n_in + 1, sizes)
        cancelled &= (z != 0) & np.isfinite(sizes)
        cancelled &= z != 0
    return cancelled


def slope_at_zero(p: PassNumbers, at: Address) -> float | None:
    """f′(0) where z of the neuron at `at` is 0 but for rounding, and f′(z) is another slope.

    None where nothing is to be said: z is what it seems, or f has no kink at 0.
    """
    layer, neuron, sample = at.of_neuron
    made, derivative = p.forward.layers[layer], p.network.layers[layer].f.derivative
    if made.slope is None or derivative is None:
        return None
    if not input_sums_zero_but_for_rounding(p, layer)[sample, neuron]:
        return None
    exact = float(derivative(np.zeros((1, 1)))[0, 0])
    used = float(p.slopes(layer)[sample, neuron])
    return exact if abs(exact - used) > 1e-9 else None
