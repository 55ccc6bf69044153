"""Targets that belong elsewhere: a class counted from 1 in place of 0, or another sample's row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.slip import Slip

_KINDS = (
    (1, 1, "next", "class"),
    (1, -1, "previous", "class"),
    (0, 1, "previous", "sample"),
    (0, -1, "next", "sample"),
)


def slips(o: Here) -> Iterator[Slip]:
    """Each way in which the targets may have been moved by one place."""
    for axis, by, whose, what in _KINDS:
        moved = np.roll(o.y, by, axis=axis)
        if o.y.shape[axis] > 1 and not np.array_equal(moved, o.y):
            yield _moved(axis, by, whose, what)


def _moved(axis: int, by: int, whose: str, what: str) -> Slip:
    place = "one output off" if what == "class" else f"those of the {whose} sample"
    which = f": each went to the {whose} output" if what == "class" else ""
    return Slip(
        "targets_moved",
        "loss_slope",
        f"y of the {whose} {what}",
        lambda o: _slope(o, np.roll(o.y, by, axis=axis)),
        f"The targets are {place}{which}.",
        "Start counting the classes at the same number in targets and outputs."
        if what == "class"
        else "Keep inputs and targets in the same order when samples are drawn or shuffled.",
        2.0 if what == "class" else 2.1,
        f"{what} {by}",
        also=(("loss", lambda o: _loss(o, np.roll(o.y, by, axis=axis))),),
    )


def _slope(o: Here, y: Array) -> Array:
    """∂loss/∂a for other targets; where loss and activation are taken together, a Σy − y."""
    if o.quantity == "error":
        scale = o.y.shape[1] if o.problem.network.loss == "binary_cross_entropy" else 1.0
        moved: Array = o.right + (o.y - y) * o.share / scale
        return moved
    loss = o.problem.network.loss_function
    share = o.share if loss.separable else 1.0
    slope: Array = loss.slope(o.a, y) * share
    return slope


def _loss(o: Here, y: Array) -> Array:
    loss, a = o.problem.network.loss_function, o.at(o.problem.last).a
    if loss.total is not None:
        return np.asarray(loss.total(a, y))
    return np.asarray(loss.contributions(a, y).sum() * o.share)
