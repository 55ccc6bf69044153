"""What the loss does when one parameter changes a little, by taking that step.

At a kink a slope is only a convention, at a minimum it is 0 although every step goes uphill, and
one that is tiny is lost in rounding. So a slope is asked about only where a step agrees with it.
"""

from __future__ import annotations

import numpy as np

from backprop_core import Address, Trace, batch_loss, forward
from playground.exercise.parameters import index_of

_STEP = 1e-5  # of a parameter, and of 1 where it is smaller
_SAME = 1e-14  # of the loss, or of 1: what rounding makes


def direction(trace: Trace, at: Address, towards: int) -> int:
    """1 where the loss rises, -1 where it falls, 0 where it stays; with a larger parameter where
    `towards` is 1, with a smaller one where it is -1."""
    network, place = trace.network, index_of(trace.network, at)
    moved = network.parameters.copy()
    moved[place] += towards * _STEP * max(1.0, abs(float(moved[place])))
    there = network.with_parameters(moved)
    made = forward(there, trace.forward.x, strict=False)
    change = float(batch_loss(there, made, trace.y)) - float(trace.gradients.loss)
    is_same = abs(change) <= _SAME * max(1.0, abs(float(trace.gradients.loss)))
    return 0 if is_same else int(np.sign(change))
