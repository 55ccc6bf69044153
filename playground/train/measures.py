"""What is measured along a run: its losses, and how large gradients and changes are."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from backprop_core import Array, Network, Update, batch_loss, forward
from playground.train.task import Task


class Mark(NamedTuple):
    """What was measured after an update, for the charts: the loss of all training and of all test
    points, and of each layer the root mean square of its gradient and of its change in W."""

    number: int
    train: float
    test: float | None
    gradients: tuple[float, ...]
    changes: tuple[float, ...]


def measured(task: Task, number: int, network: Network, update: Update | None) -> Mark:
    """The mark of the update with that number, the last; None before the first."""
    test = loss_on(network, task.test_x, task.test_y) if len(task.test_x) else None
    gradients: tuple[float, ...] = ()
    changes: tuple[float, ...] = ()
    if update is not None:
        _, g = update.passes()
        gradients = tuple(root_mean_square(layer.dW) for layer in g.layers)
        pairs = zip(update.before.layers, network.layers, strict=True)
        changes = tuple(root_mean_square(new.W - old.W) for old, new in pairs)
    return Mark(number, loss_on(network, task.x, task.y), test, gradients, changes)


def loss_on(network: Network, x: Array, y: Array) -> float:
    """The loss of these points, without a penalty; inf or nan where it overflows."""
    with np.errstate(all="ignore"):
        return float(batch_loss(network, forward(network, x, strict=False), y))


def root_mean_square(values: Array) -> float:
    """√(mean of the squares): the size of a typical entry."""
    largest = float(np.abs(values).max())
    if largest == 0 or not math.isfinite(largest):
        return largest
    # of numbers up to 1, by a power of two, whose squares neither overflow nor vanish
    unit = math.ldexp(1.0, math.frexp(largest)[1] - 1)
    return unit * float(np.sqrt(np.mean(np.square(values / unit))))
