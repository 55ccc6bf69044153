"""A rule's state between updates, as plain numbers and arrays.

Together with the network's parameters it determines the next update: the same state, network and
batch give the same result, bit for bit. So a run can be resumed anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from backprop_core.checks import Array


class Place(NamedTuple):
    """Where a run through the data stands: what the next update begins with.

    `epoch` counts the epochs that are finished and `row` the samples of the present one that were
    used. `loss` is the sum of their losses so far. `best` is the lowest mean loss of an epoch, and
    `waited` the number of epochs since then: what a patience looks at.
    """

    epoch: int = 0
    row: int = 0
    loss: float = 0.0
    best: float = inf
    waited: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """`updates` made so far, the `vectors` that the rule keeps by name, and the place in the data.

    Each vector has shape (count,), a number for each of `network.parameters`, in their order.
    """

    updates: int = 0
    vectors: Mapping[str, Array] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
