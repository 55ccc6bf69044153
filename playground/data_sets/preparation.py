"""What is done to a data set before training: some points are put aside for testing, and the
inputs are brought to a like size.

The split keeps the share of every class (stratified), as far as whole points allow. The numbers for
scaling come from the training points alone: the test points must tell nothing in advance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backprop_core import Array
from playground.data_sets.data_set import DataSet

SCALINGS: dict[str, str] = {
    "none": "As they are",
    "standard": "Mean 0, standard deviation 1",
    "range": "From −1 to 1",
}


@dataclass(frozen=True, eq=False)
class Prepared:
    """A data set in two parts. Inputs are (x − shift) / width, with one of each for a column;
    `train` and `test` are the rows of the data set."""

    data_set: DataSet
    train: NDArray[np.intp]
    test: NDArray[np.intp]
    shift: Array
    width: Array

    def scaled(self, x: Array) -> Array:
        """Inputs as the network gets them."""
        return (x - self.shift) / self.width

    @property
    def x(self) -> Array:
        """All inputs, as the network gets them."""
        return self.scaled(self.data_set.x)


def prepared(data_set: DataSet, share: float, seed: int, scaling: str) -> Prepared:
    """With that share of the points to test on, drawn from the seed."""
    train, test = split(data_set, share, seed)
    shift, width = scaling_of(data_set.x[train], scaling)
    return Prepared(data_set, train, test, shift, width)


def split(data_set: DataSet, share: float, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows to train and to test on, each in their order. Of every class the same share goes to
    the test, rounded so that the whole is right; at least one point of it stays to train on."""
    rng = np.random.default_rng(seed)
    labels, test = data_set.labels, []
    owed = 0.0
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        owed += share * len(rows)
        count = min(round(owed), len(rows) - 1)
        owed -= count
        test += rows[: max(count, 0)].tolist()
    chosen = np.zeros(len(data_set.x), dtype=bool)
    chosen[test] = True
    return np.flatnonzero(~chosen), np.flatnonzero(chosen)


def scaling_of(x: Array, scaling: str) -> tuple[Array, Array]:
    """Shift and width of each column, (n_in,); width 1 where all of it is the same."""
    if scaling == "none":
        return np.zeros(x.shape[1]), np.ones(x.shape[1])
    # of numbers up to 1, by a power of two, whose squares and sums do not overflow
    unit = np.ldexp(1.0, np.frexp(np.abs(x).max(axis=0))[1] - 1)
    x = x / unit
    if scaling == "standard":
        shift, width = x.mean(axis=0), x.std(axis=0)
    else:
        low, high = x.min(axis=0), x.max(axis=0)
        shift, width = (low + high) / 2, (high - low) / 2
    return shift * unit, np.where(width > 0, width * unit, 1.0)
