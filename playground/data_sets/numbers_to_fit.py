"""Numbers to be fitted instead of classes: a sine wave, and tilted planes."""

from __future__ import annotations

import numpy as np

from backprop_core import Array
from playground.data_sets.data_set import DataSet


def sine(points: int, noise: float, seed: int) -> DataSet:
    """One wave of a sine between −1 and 1."""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-1.0, 1.0, size=(points, 1)).round(3), axis=0)
    y: Array = np.sin(np.pi * x) + noise * rng.normal(size=x.shape)
    return DataSet("Sine", x, np.round(y, 3), ("x",), ("sin πx",))


def tilted_plane(points: int, noise: float, seed: int) -> DataSet:
    """y = 0.6 x₁ − 0.3 x₂ + 0.1."""
    rng = np.random.default_rng(seed)
    x = np.round(rng.uniform(-1, 1, size=(points, 2)), 3)
    y = x @ [[0.6], [-0.3]] + 0.1 + noise * rng.normal(size=(points, 1))
    return DataSet("Plane", x, np.round(y, 3), ("x1", "x2"), ("y",))


def ravine(points: int, noise: float, seed: int) -> DataSet:
    """The same plane with x₂ a tenth as wide: the loss has a steep direction and a flat one."""
    plane = tilted_plane(points, noise, seed)
    x = np.round(plane.x * [3.0, 0.3], 3)
    return DataSet("Plane with unequal inputs", x, plane.y, plane.inputs, plane.outputs)
