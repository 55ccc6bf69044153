"""What is trained on what: a network, and points to train and to test on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core import Array, Network
from playground.data_sets.preparation import Prepared
from playground.exercise.document import Document, network_of


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


def task_of(now: Document, data: Prepared | None) -> Task:
    """What is trained. Raises BackpropError where network and data do not fit."""
    network = network_of(now)
    if data is None:
        x, y = np.array(now["x"], dtype=float), np.array(now["y"], dtype=float)
        return Task(network, x, y, x[:0], y[:0], now["biases_frozen"])
    x, y = data.x, data.data_set.y
    train, test = data.train, data.test
    return Task(network, x[train], y[train], x[test], y[test], now["biases_frozen"])
