"""Training over mini-batches and epochs, one update at a time.

Each epoch visits all samples once, in order or in an order drawn from a seed, and every
mini-batch makes one update. `train` yields the updates one by one, so that a loop can inspect
each, stop, and later resume from any of them with the same numbers, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from backprop_core.checks import Array, count_or_none, make_read_only, whole_number
from backprop_core.dropout import Dropout
from backprop_core.errors import NonFiniteError
from backprop_core.fast_training import FastUpdates
from backprop_core.network import Network
from backprop_core.penalty import Penalty
from backprop_core.recipe import Recipe, Rows, recipe_of
from backprop_core.rules.clipping import ClipByNorm, ClipByValue
from backprop_core.rules.options import flag
from backprop_core.rules.state import Place, State
from backprop_core.stopping import Limits, Stopped, limits_of
from backprop_core.training_update import Update


def train(
    network: Network,
    x: Any,
    y: Any,
    rule: Any,
    batch_size: int | None = None,
    epochs: int | None = 1,
    shuffle: int | None = None,
    *,
    penalty: Penalty | None = None,
    clip: ClipByValue | ClipByNorm | None = None,
    dropout: Dropout | None = None,
    biases_frozen: bool = False,
    state: State | None = None,
    updates: int | None = None,
    until_loss: float | None = None,
    patience: int | None = None,
    min_delta: float = 0.0,
    fast: bool = True,
) -> Iterator[Update]:
    """Train `network` on x, (samples, n_in), and y, (samples, n_out), and yield every Update.

    `rule` is a Rule, or the learning rate of gradient descent. A batch has `batch_size` samples,
    the last of an epoch those that remain; None uses all at once. `shuffle` is the seed of the
    order, which is redrawn each epoch; None keeps the order of the rows, as does a batch of all.

    The run ends after `epochs` epochs or update number `updates` (None: no limit); when the loss of
    an epoch is at most `until_loss`; when the best loss has not improved by more than `min_delta`
    for `patience` epochs; and at the first number that is not finite. The last Update says why.

    To resume from an update u, pass `u.network` and `state=u.state`; epochs and updates keep
    counting from there. `fast=False` uses `forward`, `backward` and the rule's record instead of
    the fast path. Raises BackpropError, when called, for invalid arguments.
    """
    recipe = recipe_of(network, x, y, rule, penalty, clip, dropout, biases_frozen)
    limits = limits_of(epochs, updates, until_loss, patience, min_delta)
    start = recipe.start(state)
    size = len(recipe.x) if batch_size is None else whole_number(batch_size, "batch_size", 1)
    seed = count_or_none(shuffle, "shuffle", 0)
    if size >= len(recipe.x):
        seed = None  # a batch of all samples has no order
    maker = FastUpdates(recipe) if flag(fast, "fast") else recipe
    return _Run(recipe, limits, size, seed, maker).updates(start)


@dataclass(frozen=True, eq=False)
class _Run:
    """A run of training: batches of `size`, in the order of `seed`, each update made by `maker`."""

    recipe: Recipe
    limits: Limits
    size: int
    seed: int | None
    maker: Recipe | FastUpdates

    def updates(self, start: State) -> Iterator[Update]:
        """Every update from that state to the end of the run."""
        number, place, order = start.updates, start.place, None
        if self.limits.reached(number, place):
            return
        numbers = self.recipe.numbers(self.recipe.network, start)
        stopped: Stopped | None = None
        while stopped is None:
            if order is None or (self.seed is not None and not place.row):
                order = order_of_rows(self.seed, place.epoch, len(self.recipe.x))
                self.maker.begin_epoch(order)
            one = self._next(number, numbers, place, order[place.row : place.row + self.size])
            yield one
            number, numbers, place, stopped = one.number, one.numbers, one.place, one.stopped

    def _next(self, number: int, numbers: Array, place: Place, rows: Rows) -> Update:
        """The update after number `number`; with a number that is not finite it is not made."""
        stopped: Stopped | None
        epoch_loss: float | None
        try:
            made, data_loss, penalty = self.maker.update(numbers, rows, number, place)
        except NonFiniteError as error:
            made, after, stopped = numbers, place, Stopped("not_finite", error)
            loss, data_loss, epoch_loss = nan, nan, None
        else:
            loss = data_loss + penalty
            epoch_loss, after = self._moved_on(place, len(rows), loss)
            stopped = self.limits.stopped(number + 1, after, epoch_loss)
        return Update(
            number + 1,
            place.epoch + 1,
            rows,
            loss,
            data_loss,
            epoch_loss,
            stopped,
            self.recipe,
            made,
            numbers,
            after,
            place,
        )

    def _moved_on(self, place: Place, rows: int, loss: float) -> tuple[float | None, Place]:
        """The epoch's loss if this update was its last, and the place after the update."""
        samples, is_mean = len(self.recipe.x), self.recipe.network.reduction == "mean"
        summed = place.loss + loss * (rows if is_mean else 1)
        if place.row + rows < samples:
            return None, Place(place.epoch, place.row + rows, summed, place.best, place.waited)
        mean = summed / samples if is_mean else summed
        better = mean < place.best - self.limits.min_delta
        best, waited = (mean, 0) if better else (place.best, place.waited + 1)
        return mean, Place(place.epoch + 1, 0, 0.0, best, waited)


def order_of_rows(seed: int | None, epoch: int, samples: int) -> Rows:
    """The order of the samples in an epoch, counted from 0: (samples,). It depends on the seed and
    the epoch alone, and is that of the rows without a seed."""
    order = np.arange(samples)
    if seed is not None:
        # default_rng's own generator and order; asked for by name, they take half of the time
        np.random.Generator(np.random.PCG64((seed, epoch))).shuffle(order)
    make_read_only(order)
    return order
