"""What the Train page shows of a network at one update: what it answers, and how well.

All of it is worked out from a network and its data, each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backprop_core import Array, Forward, Network, forward
from playground.data_sets.data_set import labels_of
from playground.train.task import Task

SIDE = 48  # pixels of the plane's picture, one way
CURVE = 200  # places at which a fitted curve is drawn
LARGEST = 4e307  # ends of an extent, which is a number itself
ROOM = 0.12  # around the points, as a share of their extent
MOST_INPUTS = 8  # of more, two say too little

Extent = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Outlook:
    """The network, the task, and whether its targets are classes. All that is within the `frame` is
    looked at, if there is one. The plane lies along the inputs that were `chosen`, or else along
    the two that tell most."""

    network: Network
    task: Task
    of_classes: bool
    frame: Extent = ()
    chosen: tuple[int, int] | None = None

    @cached_property
    def train(self) -> Forward:
        """The forward pass of all training points."""
        return _passed(self.network, self.task.x)

    @cached_property
    def test(self) -> Forward | None:
        """The forward pass of all test points, if there are any."""
        return _passed(self.network, self.task.test_x) if len(self.task.test_x) else None

    @cached_property
    def plane(self) -> Forward | None:
        """The forward pass of a grid over the plane of two inputs, row by row from the top, the
        others at their means; None for a single input, or many."""
        if not self.has_plane:
            return None
        across, up = self.along
        means = (self.task.x / len(self.task.x)).sum(axis=0)  # a sum itself could overflow
        x = np.tile(means, (SIDE**2, 1))
        x[:, [across, up]] = _grid(self.extent[across], self.extent[up])
        return _passed(self.network, x)

    @property
    def has_plane(self) -> bool:
        """Whether there is one, which costs nothing to know."""
        return 2 <= self.network.sizes[0] <= MOST_INPUTS

    @property
    def along(self) -> tuple[int, int]:
        """The inputs across and up of the plane."""
        if self.network.sizes[0] == 2:
            return 0, 1
        return self.chosen or self.task.most_correlated_inputs

    @cached_property
    def curve(self) -> Forward | None:
        """The forward pass along a single input; None for more inputs."""
        if self.network.sizes[0] != 1:
            return None
        ((low, high),) = self.extent
        return _passed(self.network, np.linspace(low, high, CURVE)[:, None])

    @property
    def extent(self) -> Extent:
        """From where to where each input is looked at."""
        ends = [_ends(column) for column in np.concatenate([self.task.x, self.task.test_x]).T]
        if len(self.frame) != len(ends):
            return tuple(_with_room(*each) for each in ends)
        return tuple(
            (min(low, least), max(high, most))
            for (low, high), (least, most) in zip(self.frame, ends, strict=True)
        )

    def accuracy(self, test: bool) -> float | None:
        """The share of points that get their class; None without classes or points."""
        confusion = self.confusion(test)
        if confusion is None or not confusion.sum():
            return None
        return float(np.trace(confusion) / confusion.sum())

    def confusion(self, test: bool) -> NDArray[np.intp] | None:
        """How many points of each class (rows) get which (columns)."""
        made, y = (self.test, self.task.test_y) if test else (self.train, self.task.y)
        if not self.of_classes or made is None:
            return None
        size = max(2, y.shape[1])
        counts = np.zeros((size, size), dtype=np.intp)
        np.add.at(counts, (labels_of(y), labels_of(made.output)), 1)
        return counts


def _passed(network: Network, x: Array) -> Forward:
    with np.errstate(all="ignore"):
        return forward(network, x, strict=False)


def _ends(values: Array) -> tuple[float, float]:
    low, high = np.clip((values.min(), values.max()), -LARGEST, LARGEST)
    return float(low), float(high)


def _with_room(low: float, high: float) -> tuple[float, float]:
    room = ROOM * (high - low) or max(1.0, ROOM * abs(high))
    return low - room, high + room


def _grid(across: tuple[float, float], up: tuple[float, float]) -> Array:
    """The middles of SIDE × SIDE pixels, the first row on top: (SIDE², 2)."""
    middles = (np.arange(SIDE) + 0.5) / SIDE
    x1 = across[0] + middles * (across[1] - across[0])
    x2 = up[1] - middles * (up[1] - up[0])
    return np.stack([np.tile(x1, SIDE), np.repeat(x2, SIDE)], axis=1)


def signed(a: Array, low: float, high: float) -> Array:
    """Activations as values from −1 to 1: of a bounded activation as far as it can go, of another
    as far as these go."""
    if np.isfinite([low, high]).all():
        if not np.isfinite(high - low):  # halves do not overflow
            a, low, high = a / 2, low / 2, high / 2
        return (a - low) / (high - low) * 2 - 1
    finite = a[np.isfinite(a)]
    largest = float(np.abs(finite).max(initial=0.0))
    return a / largest if largest > 0 else np.zeros_like(a)
