"""Whether a run gets on, told by the numbers that show it.

A rate is too small where the run is slow and far from done, although it goes straight ahead: ten
times as far the same way the loss would still fall. A network without a hidden layer has a convex
cross-entropy, so a gradient of 0 proves that no other weights do better; and were the classes
separable, the gradient would be 0 nowhere.
"""

from __future__ import annotations

import numpy as np

from backprop_core import Array, Network, backward
from playground.train.course import Course, Moment
from playground.train.finding import Finding
from playground.train.measures import Mark, loss_on
from playground.train.numbers import Outlook

PATIENCE_UPDATES, PATIENCE_EPOCHS = 200, 20  # without a better loss
LEARNT = 0.1  # of the first loss: what is below has been learnt
SWINGS = 0.1  # how far above its best a loss must be to go up and down
STUCK = 0.5  # of the first loss: what is above has hardly been learnt
WORSE = 1.15  # how far the test loss is above its lowest
RISE = 0.05  # the same, as a share of the first loss
SLOW_UPDATES, SLOW_EPOCHS = 5000, 50  # until the loss has halved
WINDOW, FURTHER = 50, 10.0  # updates looked back on; how many times as far is tried
STRAIGHT = 5.0  # times what the window gained, at least, from going that far
NO_SLOPE = 1e-4  # of the gradient that the same errors would make if they all pointed one way


def overfitting(course: Course, moment: Moment) -> list[Finding]:
    """Whether the test loss rises while the train loss falls."""
    marks = [mark for mark in _so_far(course, moment) if mark.test is not None]
    if len(marks) < 10:
        return []
    best = min(marks, key=lambda mark: mark.test or 0.0)
    lowest = best.test or 0.0
    now = float(np.median([mark.test or 0.0 for mark in marks[-5:]]))
    matters = now - lowest > RISE * marks[0].train and now > marks[-1].train
    if now > WORSE * lowest and matters and marks[-1].train < best.train:
        why = f"Its lowest was {lowest:.4g} after update {best.number:,}."
        return [Finding("Test loss rises while train loss falls: overfitting.", why)]
    return [Finding("No overfitting", fine=True)]


def _so_far(course: Course, moment: Moment) -> list[Mark]:
    return [mark for mark in course.marks if mark.number <= moment.number]


def _epoch(course: Course, moment: Moment) -> int:
    """How many updates an epoch has."""
    samples = len(course.task.x)
    size = course.leg_of(max(1, moment.number))["batch_size"] or samples
    return -(-samples // size)


def plateau(course: Course, moment: Moment) -> list[Finding]:
    """No better than before for a while, though the loss is not low: because it goes up and down,
    or because it stays where it is."""
    marks = _so_far(course, moment)
    losses = np.array([mark.train for mark in marks])
    patience = max(PATIENCE_UPDATES, PATIENCE_EPOCHS * _epoch(course, moment))
    if moment.number < 2 * patience or not np.isfinite(losses).all():
        return []
    tolerance = 1e-6 * losses.min()
    best = int(np.argmax(losses <= losses.min() + tolerance))  # the first as low as that
    waited = moment.number - marks[best].number
    if waited < patience or losses[-1] < LEARNT * losses[0]:
        return []
    said = f"No improvement for {waited:,} updates."
    if np.median(losses[best:]) > (1 + SWINGS) * losses[best]:
        return [Finding(said, "The loss goes up and down: the rate may be too large.")]
    if losses[-1] > STUCK * losses[0]:
        return [Finding(said, "The loss hardly changes: it is at a minimum, or on a plateau.")]
    return []


def too_slow(course: Course, moment: Moment) -> list[Finding]:
    """Whether the rate is too small: slow, far from done, and straight ahead."""
    number, before = course.kept_before(moment.number - WINDOW)
    task, first = course.task, course.marks[0].train
    if moment.number < 2 * WINDOW or number >= moment.number:
        return []
    now = moment.network.parameters
    far = before + FURTHER * (now - before)
    losses = [loss_on(_with(moment.network, one), task.x, task.y) for one in (before, now, far)]
    gained, more = losses[0] - losses[1], losses[1] - losses[2]
    if not np.isfinite(losses).all() or gained <= 0 or losses[1] < LEARNT * first:
        return []
    halves = losses[1] / 2 / (gained / (moment.number - number))
    limit = max(SLOW_UPDATES, SLOW_EPOCHS * _epoch(course, moment))
    if halves < limit or more < STRAIGHT * gained:
        return []
    updates = f"{halves:,.0f}" if halves < 1e9 else "over a billion"
    why = (
        f"At this pace the loss halves in {updates} updates, and steps {FURTHER:.0f} times as long "
        "would still lower it."
    )
    return [Finding("The learning rate may be too small.", why)]


def _with(network: Network, parameters: Array) -> Network:
    with np.errstate(all="ignore"):
        return network.with_parameters(parameters)


def inseparable(course: Course, moment: Moment, outlook: Outlook) -> list[Finding]:
    """Whether a network without a hidden layer has got as far as it can, and classes remain mixed.

    At separating weights W* every error signal points the wrong way, so that Σ delta · (W* x) < 0;
    a gradient of 0, which makes this sum 0 for all weights, rules them out.
    """
    network = moment.network
    convex = len(network.layers) == 1 and network.loss_function.probabilities
    accuracy = outlook.accuracy(test=False)
    if not convex or accuracy is None or accuracy == 1.0 or course.task.biases_frozen:
        return []
    x, (layer,) = course.task.x, network.layers
    slopes = backward(network, outlook.train, course.task.y).layers[0]
    largest = np.abs(slopes.delta).T @ np.maximum(1.0, np.abs(x))
    there = np.ones_like(layer.W, bool) if layer.connected is None else layer.connected
    db = np.zeros(1) if slopes.db is None else slopes.db
    slope = max(np.abs(slopes.dW[there]).max(initial=0.0), np.abs(db).max(initial=0.0))
    if not np.isfinite(largest).all() or slope > NO_SLOPE * largest.min():
        return []
    what = "No straight line" if x.shape[1] == 2 else "No plane"
    why = "The gradient is 0 and points are on the wrong side: add a hidden layer."
    return [Finding(f"{what} separates these classes, and this network can draw no other.", why)]
