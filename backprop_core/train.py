"""Training over mini-batches and epochs, one update at a time.

Each epoch visits all samples once, in order or in an order drawn from a seed, and every
mini-batch makes one update. `train` yields the updates one by one, so that a loop can inspect
each, stop, and later resume from any of them with the same numbers, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan
from typing import Any, NamedTuple

import numpy as np

from backprop_core.checks import Array, make_read_only, quoted, real_number, whole_number
from backprop_core.dropout import Dropout
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.fast_training import FastUpdates
from backprop_core.forward import batch_of
from backprop_core.network import Network, require_network
from backprop_core.penalty import Penalty
from backprop_core.recipe import Recipe, Rows
from backprop_core.rules.clipping import ClipByNorm, ClipByValue
from backprop_core.rules.gradient_descent import GradientDescent
from backprop_core.rules.options import flag, option
from backprop_core.rules.rule import Rule
from backprop_core.rules.state import Place, State
from backprop_core.training_update import Stopped, Update


class Limits(NamedTuple):
    """When a run ends; None or infinity where it does not end for that."""

    epochs: int | None
    updates: int | None
    loss: float
    patience: int | None
    min_delta: float


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
    order, which is redrawn each epoch; None keeps the order of the rows.

    The run ends after `epochs` epochs or update number `updates` (None: no limit); when the loss of
    an epoch is at most `until_loss`; when the best loss has not improved by more than `min_delta`
    for `patience` epochs; and at the first number that is not finite. The last Update says why.

    To resume from an update u, pass `u.network` and `state=u.state`; epochs and updates keep
    counting from there. `fast=False` uses `forward`, `backward` and the rule's record instead of
    the fast path. Raises BackpropError, when called, for invalid arguments.
    """
    recipe = _recipe(network, x, y, rule, penalty, clip, dropout, biases_frozen)
    limits = Limits(
        _count(epochs, "epochs", 0),
        _count(updates, "updates", 0),
        -inf if until_loss is None else real_number(until_loss, "until_loss"),
        _count(patience, "patience", 1),
        option(min_delta, "min_delta"),
    )
    state = recipe.rule.start(network) if state is None else state
    _require_state(recipe, state)
    size = len(recipe.x) if batch_size is None else whole_number(batch_size, "batch_size", 1)
    seed = _count(shuffle, "shuffle", 0)
    maker = FastUpdates(recipe) if flag(fast, "fast") else recipe
    return _updates(recipe, state, size, seed, limits, maker)


def _updates(
    recipe: Recipe,
    state: State,
    size: int,
    seed: int | None,
    limits: Limits,
    maker: Recipe | FastUpdates,
) -> Iterator[Update]:
    number, place, order = state.updates, state.place, None
    numbers = recipe.numbers(recipe.network, state)
    stopped: Stopped | None = None
    while stopped is None and not _over(limits, number, place):
        if order is None or not place.row:
            order = order_of_rows(seed, place.epoch, len(recipe.x))
            maker.begin_epoch(order)
        rows = order[place.row : place.row + size]
        one = _next(recipe, number, numbers, place, rows, limits, maker)
        yield one
        number, numbers, place, stopped = one.number, one.numbers, one.place, one.stopped


def _next(
    recipe: Recipe,
    number: int,
    numbers: Array,
    place: Place,
    rows: Rows,
    limits: Limits,
    maker: Recipe | FastUpdates,
) -> Update:
    """The update after number `number`; where a number is not finite, it does not take place."""
    stopped: Stopped | None
    epoch_loss: float | None
    try:
        made, data_loss, penalty = maker.update(numbers, rows, number, place)
    except NonFiniteError as error:
        made, after, stopped = numbers, place, Stopped("not_finite", error)
        loss, data_loss, epoch_loss = nan, nan, None
    else:
        loss = data_loss + penalty
        epoch_loss, after = _moved_on(recipe, place, len(rows), loss, limits.min_delta)
        stopped = _stopped(limits, number + 1, after, epoch_loss)
    return Update(
        number + 1,
        place.epoch + 1,
        rows,
        loss,
        data_loss,
        epoch_loss,
        stopped,
        recipe,
        made,
        numbers,
        after,
        place,
    )


def order_of_rows(seed: int | None, epoch: int, samples: int) -> Rows:
    """The order of the samples in an epoch, counted from 0: (samples,). It depends on the seed and
    the epoch alone, and is that of the rows without a seed."""
    order = np.arange(samples)
    if seed is not None:
        order = np.random.default_rng((seed, epoch)).permutation(samples)
    make_read_only(order)
    return order


def _moved_on(
    recipe: Recipe, place: Place, rows: int, loss: float, min_delta: float
) -> tuple[float | None, Place]:
    """The epoch's loss if this update was its last, and the place after the update."""
    summed = place.loss + loss * (rows if recipe.network.reduction == "mean" else 1)
    samples = len(recipe.x)
    if place.row + rows < samples:
        return None, Place(place.epoch, place.row + rows, summed, place.best, place.waited)
    mean = summed / samples if recipe.network.reduction == "mean" else summed
    better = mean < place.best - min_delta
    best, waited = (mean, 0) if better else (place.best, place.waited + 1)
    return mean, Place(place.epoch + 1, 0, 0.0, best, waited)


def _over(limits: Limits, number: int, place: Place) -> bool:
    """Whether there is nothing to do at all."""
    done = limits.epochs is not None and place.epoch >= limits.epochs
    return done or (limits.updates is not None and number >= limits.updates)


def _stopped(limits: Limits, number: int, place: Place, epoch_loss: float | None) -> Stopped | None:
    if epoch_loss is not None:
        if epoch_loss <= limits.loss:
            return Stopped("loss")
        if limits.patience is not None and place.waited >= limits.patience:
            return Stopped("patience")
        if limits.epochs is not None and place.epoch >= limits.epochs:
            return Stopped("epochs")
    if limits.updates is not None and number >= limits.updates:
        return Stopped("updates")
    return None


def _recipe(
    network: Network,
    x: Any,
    y: Any,
    rule: Any,
    penalty: Any,
    clip: Any,
    dropout: Any,
    biases_frozen: Any,
) -> Recipe:
    """What an update depends on, checked."""
    require_network(network)
    x = batch_of(x, "x", network.layers[0].n_in, "input")
    y = batch_of(y, "y", network.layers[-1].n_out, "output")
    if len(y) != len(x):
        raise BackpropError(
            f"y got {len(y)} rows, x has {len(x)}. It takes a row of targets for each sample."
        )
    rule = rule if isinstance(rule, Rule) else GradientDescent(_rate(rule))
    _require(penalty, "penalty", Penalty)
    _require(clip, "clip", ClipByValue, ClipByNorm)
    _require(dropout, "dropout", Dropout)
    if dropout is not None:
        dropout.rates(network)
    frozen = flag(biases_frozen, "biases_frozen")
    return Recipe(network, x, y, rule, penalty, clip, dropout, frozen)


def _rate(rule: Any) -> Any:
    if isinstance(rule, (bool, str)) or not np.isscalar(rule):
        raise BackpropError(
            f"rule got {quoted(rule)}. It takes a rule such as rules.Adam(0.01), or the "
            "learning rate of gradient descent."
        )
    return rule


def _count(value: Any, name: str, least: int) -> int | None:
    return None if value is None else whole_number(value, name, least)


def _require(value: Any, name: str, *kinds: type) -> None:
    if value is not None and not isinstance(value, kinds):
        takes = " or ".join(kind.__name__ for kind in kinds)
        raise BackpropError(f"{name} got {quoted(value)}. It takes a {takes}, or None.")


def _require_state(recipe: Recipe, state: State) -> None:
    recipe.rule.require_state(recipe.network, state)
    if not 0 <= state.place.row < len(recipe.x):
        raise BackpropError(
            f"state got the row {state.place.row}. It takes one of this data set, which has "
            f"{len(recipe.x)} rows."
        )
