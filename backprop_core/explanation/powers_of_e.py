"""Sigmoid and tanh as they are worked out by hand, from powers of e that are written down.

Of z = −0.1 with three digits e^−z is 1.11, and 1 ⁄ 2.11 is 0.474, where the sigmoid is 0.475.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_core.activation_function import Activation
from backprop_core.checks import Array

_MOST = 30.0  # |z|: of larger ones nobody writes e^z down


def from_powers(f: Activation, z: Array, rounds: Callable[[Array], Any]) -> Array | None:
    """f(z) from powers of e, each of them rounded; None where f is not made so."""
    if f.name not in ("sigmoid", "tanh"):
        return None
    near = np.clip(z, -_MOST, _MOST)
    down = np.asarray(rounds(np.exp(-near)))
    up = np.asarray(rounds(np.exp(near))) if f.name == "tanh" else np.ones_like(down)
    made = (up - down if f.name == "tanh" else up) / (up + down)
    return np.where((near == z) & np.isfinite(made), made, f.value(z))


def moved_by_powers(f: Activation, z: Array, moved: Callable[[Array], Any]) -> Any:
    """How far f(z) moves by the rounding of the powers; `moved` is what it does to each."""
    if f.name not in ("sigmoid", "tanh"):
        return 0.0
    near = np.clip(z, -_MOST, _MOST)
    up, down = np.exp(near), np.exp(-near)
    if f.name == "sigmoid":
        return moved(down) / (1.0 + down) ** 2
    return 2.0 * (down * moved(up) + up * moved(down)) / (up + down) ** 2
