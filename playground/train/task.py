"""What is trained on what: a network, and points to train and to test on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backprop_core import Array, Network
from playground.data_sets.preparation import Prepared
from playground.exercise.document import Document, network_of

ROUNDING = 1e-12  # beside numbers of size 1


@dataclass(frozen=True, eq=False)
class Task:
    """What is trained on what: x (samples, n_in) and y (samples, n_out), and points to test on,
    which may be none."""

    network: Network
    x: Array
    y: Array
    test_x: Array
    test_y: Array
    biases_frozen: bool = False

    @cached_property
    def most_correlated_inputs(self) -> tuple[int, int]:
        """The two inputs with the largest correlation with a target, in their order."""
        strength = np.abs(_standardised(self.x).T @ _standardised(self.y)).max(axis=1)
        first, second = sorted(np.argsort(-strength, kind="stable")[:2].tolist())
        return first, second


def _standardised(columns: Array) -> Array:
    """Each with mean 0 and standard deviation 1; 0 where all are the same but for rounding."""
    size = np.abs(columns).max(axis=0)
    columns = columns / np.where(size > 0, size, 1.0)  # squares neither overflow nor vanish
    apart = columns - columns.mean(axis=0)
    spread = apart.std(axis=0)
    made: Array = np.where(spread > ROUNDING, apart / np.maximum(spread, ROUNDING), 0.0)
    return made


def task_of(now: Document, data: Prepared | None) -> Task:
    """What is trained. Raises BackpropError where network and data do not fit."""
    network = network_of(now)
    if data is None:
        x, y = np.array(now["x"], dtype=float), np.array(now["y"], dtype=float)
        return Task(network, x, y, x[:0], y[:0], now["biases_frozen"])
    x, y = data.x, data.data_set.y
    train, test = data.train, data.test
    return Task(network, x[train], y[train], x[test], y[test], now["biases_frozen"])
