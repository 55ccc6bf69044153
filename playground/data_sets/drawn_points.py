"""Points that somebody drew on the plane, each of a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_core import BackpropError
from playground.data_sets.data_set import DataSet, of_classes

MOST_DRAWN = 500
NAMES = ("A", "B", "C", "D")
DrawnPoint = tuple[float, float, int]  # x1, x2 and the class, counted from 0


def drawn_points(points: Sequence[DrawnPoint]) -> DataSet:
    """The data set of these points; of two classes, or of as many as were drawn."""
    x = np.array([point[:2] for point in points], dtype=float)
    labels = np.array([point[2] for point in points], dtype=np.intp)
    classes = NAMES[: max(2, int(labels.max()) + 1)]
    return of_classes("Drawn points", x, labels, ("x1", "x2"), classes)


def checked_points(raw: Any) -> list[DrawnPoint]:
    """Such points from outside. Raises BackpropError for anything else."""
    takes = f"It takes up to {MOST_DRAWN} points (x1, x2, class)."
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= MOST_DRAWN:
        raise BackpropError(f"The drawn points are too many, or none. {takes}")
    found: list[DrawnPoint] = []
    for point in raw:
        try:
            x1, x2, label = point
            fits = np.isfinite([x1, x2]).all() and type(label) is int and 0 <= label < len(NAMES)
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise BackpropError(f"A drawn point got {str(point)[:60]}. {takes}")
        found.append((float(x1), float(x2), label))
    return found
