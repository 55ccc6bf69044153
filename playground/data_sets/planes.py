"""Points in a plane that belong to classes: circles, moons, spirals and blobs.

Each is made from a number of points, the spread of a normal noise, and a seed. The same numbers
come out each time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backprop_core import Array
from playground.data_sets.data_set import DataSet, of_classes

PLANE = ("x1", "x2")


def circles(points: int, noise: float, seed: int) -> DataSet:
    """A disc, and a ring around it."""
    rng, labels = _begun(points, 2, seed)
    inside = 0.5 * np.sqrt(rng.uniform(size=points))
    radius = np.where(labels == 1, inside, rng.uniform(0.75, 1.0, size=points))
    x = _around(radius, rng.uniform(0, 2 * np.pi, points))
    return _named("Two circles", x, labels, noise, rng, ("outside", "inside"))


def moons(points: int, noise: float, seed: int) -> DataSet:
    """Two half circles, each around an end of the other."""
    rng, labels = _begun(points, 2, seed)
    angle = np.pi * rng.uniform(size=points)
    upper = _around(np.ones(points), angle) - [0.5, 0.25]
    lower = _around(np.ones(points), angle + np.pi) - [-0.5, -0.25]
    x = np.where(labels[:, None] == 1, lower, upper) / 1.25
    return _named("Two moons", x, labels, noise, rng, ("upper", "lower"))


def spirals(points: int, noise: float, seed: int, classes: int = 2) -> DataSet:
    """Arms that wind around each other, one and a quarter turns each."""
    rng, labels = _begun(points, classes, seed)
    along = np.sqrt(rng.uniform(0.01, 1, size=points))
    angle = 2.5 * np.pi * along + 2 * np.pi * labels / classes
    return _named("Spirals", _around(along, angle), labels, noise, rng, _letters(classes))


def blobs(points: int, noise: float, seed: int, classes: int = 2) -> DataSet:
    """Heaps around points of a circle."""
    rng, labels = _begun(points, classes, seed)
    centres = _around(np.full(points, 0.65), 2 * np.pi * labels / classes + np.pi / 4)
    x = centres + rng.normal(scale=0.12, size=(points, 2))
    return _named("Blobs", x, labels, noise, rng, _letters(classes))


def _begun(points: int, classes: int, seed: int) -> tuple[np.random.Generator, NDArray[np.intp]]:
    """The source of the numbers, and the class of each point: as many of each as can be."""
    rng = np.random.default_rng(seed)
    return rng, rng.permutation(np.arange(points) % classes)


def _around(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _letters(classes: int) -> tuple[str, ...]:
    return tuple("ABCDEFGHIJ"[:classes])


def _named(
    title: str,
    x: Array,
    labels: NDArray[np.intp],
    noise: float,
    rng: np.random.Generator,
    classes: tuple[str, ...],
) -> DataSet:
    noisy = np.round(x + rng.normal(scale=1.0, size=x.shape) * noise, 3) + 0.0
    return of_classes(title, noisy, labels, PLANE, classes)
