"""A data set as a value: points x with their targets y, and what the columns are called.

Two classes are one output, 0 or 1; more are one output each, of which one is 1 (one-hot). Without
classes the targets are numbers to be fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backprop_core import Array


@dataclass(frozen=True, eq=False)
class DataSet:
    """x is (samples, n_in), y (samples, n_out). `classes` are their names, none where the targets
    are numbers."""

    title: str
    x: Array
    y: Array
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    classes: tuple[str, ...] = ()

    @property
    def labels(self) -> NDArray[np.intp]:
        """The class of each sample, counted from 0: (samples,). All 0 where there are none."""
        return labels_of(self.y) if self.classes else np.zeros(len(self.x), dtype=np.intp)


def labels_of(y: Array) -> NDArray[np.intp]:
    """The class that targets or predictions, (samples, n_out), stand for: the largest output, and
    of a single one whether it is above ½."""
    return (y[:, 0] > 0.5).astype(np.intp) if y.shape[1] == 1 else np.argmax(y, axis=1)


def are_classes(y: Array) -> bool:
    """Whether targets, (samples, n_out), can be taken for classes: 0 and 1, and of several outputs
    one 1 in each row."""
    binary = bool(np.isin(y, (0.0, 1.0)).all())
    return binary and (y.shape[1] == 1 or bool((y.sum(axis=1) == 1).all()))


def targets_of_labels(labels: NDArray[np.intp], classes: int) -> Array:
    """One column of 0 and 1 for two classes, one-hot for more: (samples, n_out)."""
    if classes <= 2:
        return labels[:, None].astype(float)
    return np.eye(classes)[labels]


def of_classes(
    title: str,
    x: Array,
    labels: NDArray[np.intp],
    inputs: Sequence[str],
    classes: Sequence[str],
) -> DataSet:
    """A data set of points and the class of each."""
    names = tuple(classes)
    outputs = names if len(names) > 2 else (f"is {names[-1]}",)
    return DataSet(title, x, targets_of_labels(labels, len(names)), tuple(inputs), outputs, names)
