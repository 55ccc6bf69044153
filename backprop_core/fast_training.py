"""The fast path of `train`: the plain engine's updates, on arrays that are there already.

Forward pass, backward pass and the rule's stages become one list of NumPy calls for each size of
batch, made once; an update gathers its rows and runs down the list. No check stands between them.
Instead one sum over all new numbers tells whether they are of a size at which nothing on the way
can have overflowed; where they are not, the update is made again by the plain engine, which finds
the first number that is not finite, or none.
"""

from __future__ import annotations

from itertools import groupby
from math import isfinite
from typing import NamedTuple

import numpy as np

from backprop_core.activations import ACTIVATIONS
from backprop_core.checks import Array, make_read_only
from backprop_core.fast_layers import (
    FastLayer,
    activation_calls,
    bias_calls,
    gradient_calls,
    masked,
    place_of_delta,
    product_calls,
    rest_of_gradient,
    slope_calls,
    through_activation,
)
from backprop_core.fast_losses import FastLoss, fast_loss
from backprop_core.fast_stages import Call, Scalars, calls_of
from backprop_core.recipe import Made, Recipe, Rows
from backprop_core.rules.expression import BATCH, DATA_SET, EPOCH, T
from backprop_core.rules.record import by_layer, frozen_in, is_bias
from backprop_core.rules.state import Place

_LARGEST = 1e100  # what numbers on the way may grow to: their squares are still finite


class _Batch(NamedTuple):
    """The arrays and calls for one size of batch. What takes x and y themselves is called apart,
    as they are parts of the epoch's data and other ones in each update."""

    W: Array  # the first layer's, transposed
    z: Array  # the first layer's
    forward: list[Call]
    loss: FastLoss
    backward: list[Call]
    delta: Array  # the first layer's, transposed
    dW: Array  # the first layer's
    last: list[Call]
    masks: tuple[Array | None, ...]  # each (batch, width) or None
    x: Array  # the inputs times their mask; unused without one


class FastUpdates:
    """The updates of one run. It owns a table of numbers, which the calls change in place: the rows
    of the run's table, and one for the gradient."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        network = recipe.network
        self.numbers = np.zeros((2 + len(recipe.kept), len(network.parameters)))
        self.table, self.flat = self.numbers[:-1], self.numbers.ravel()
        self.latest: Array | None = None  # the table last made, if the calls can go on from it
        self.x, self.y = np.empty_like(recipe.x), np.empty_like(recipe.y)  # in the epoch's order
        self.scalars: Scalars = {DATA_SET: float(len(recipe.x))}
        self.frozen = frozen_in(network, recipe.biases_frozen)
        self.bias = is_bias(network)
        self.counted = None if recipe.penalty is None or recipe.penalty.biases else ~self.bias
        self.limit = _largest_sum(recipe)
        self.batches: dict[int, _Batch] = {}
        self.stage_calls = calls_of(
            recipe.stages, self.numbers, self.bias, self.frozen, self.scalars
        )

    def begin_epoch(self, order: Rows) -> None:
        """Gather the data in the order of the epoch, so that a batch is a part of it."""
        # "clip" spares a check, and no row is out of range
        self.recipe.x.take(order, 0, self.x, "clip")
        self.recipe.y.take(order, 0, self.y, "clip")

    @np.errstate(over="ignore", invalid="ignore", divide="ignore")
    def update(self, numbers: Array, rows: Rows, updates: int, place: Place) -> Made:
        """As `Recipe.update`, and the same numbers. Raises NonFiniteError as that does."""
        if self._ready(numbers):
            size, start = len(rows), place.row
            batch = self.batches.get(size) or self._new_batch(size)
            scalars = self.scalars
            scalars[T], scalars[EPOCH], scalars[BATCH] = updates + 1.0, place.epoch + 1.0, size
            penalty = 0.0 if self.recipe.penalty is None else self._penalty(size)
            x, y = self.x[start : start + size], self.y[start : start + size]
            if self.recipe.dropout is not None:
                x = self._dropped(batch, x, updates + 1)
            loss = _run(batch, x, y)
            if self.flat.dot(self.flat) < self.limit and isfinite(loss):
                self.latest = self.table.copy()
                make_read_only(self.latest)
                return self.latest, loss, penalty
        self.latest = None
        return self.recipe.update(numbers, rows, updates, place)

    def _ready(self, numbers: Array) -> bool:
        """Whether the calls can go on from these numbers, which they do if they made them."""
        if numbers is not self.latest:
            self.table[...] = numbers
            self.numbers[-1] = 0.0
            return bool(self.flat.dot(self.flat) < self.limit)
        return True

    def _dropped(self, batch: _Batch, x: Array, update: int) -> Array:
        """Put this update's masks where the calls find them; x, with its own."""
        masks = self.recipe.masks(len(x), update)
        assert masks is not None
        for place, mask in zip(batch.masks, masks, strict=True):
            if place is not None and mask is not None:
                place[...] = mask
        return x if masks[0] is None else np.multiply(x, masks[0], batch.x)

    def _penalty(self, batch: int) -> float:
        penalty = self.recipe.penalty
        assert penalty is not None
        return penalty.of_parameters(self.numbers[0], self.counted, batch, len(self.recipe.x))

    def _new_batch(self, size: int) -> _Batch:
        """Arrays and calls for batches of that size, which are kept."""
        network = self.recipe.network
        # z, a and f′(z) of all layers, one layer after the other
        values = np.empty((3, size * sum(network.sizes[1:])))
        layers = self._layers(size, values)
        masks = self._masks(size)
        first, last, delta = layers[0], layers[-1], place_of_delta(layers[-1])
        forward = self._forward(layers, masks, values)
        loss = fast_loss(network, last, delta)
        backward = list(loss.calls)
        if not network.fused:
            backward += through_activation(last, delta, None)
        for number in range(len(layers) - 1, 0, -1):
            here, before = layers[number], layers[number - 1]
            backward += gradient_calls(here, delta, before.a)
            da = place_of_delta(before)
            backward.append((delta.dot, (here.W, da)))
            backward += through_activation(before, da, masks[number])
            delta = da
        rest = rest_of_gradient(first, delta) + self.stage_calls
        x = np.empty((size, network.sizes[0]))
        made = _Batch(
            first.W.T, first.z, forward, loss, backward, delta.T, first.dW, rest, masks, x
        )
        self.batches[size] = made
        return made

    def _forward(
        self, layers: list[FastLayer], masks: tuple[Array | None, ...], values: Array
    ) -> list[Call]:
        """The calls after the first layer's product up to the last layer's f′(z). The slopes come
        at the end, all at once, unless a mask wants them before."""
        calls: list[Call] = []
        at_once = self.recipe.dropout is None
        for number, (it, mask) in enumerate(zip(layers, masks[1:], strict=True)):
            calls += product_calls(it, layers[number - 1].a) if number else bias_calls(it)
            calls += activation_calls(it)
            if it.slope is not None and not at_once:
                calls += slope_calls(it.layer.f, it.z, it.a, it.slope)
            calls += masked(it.a, it.slope, mask)
        return calls + _all_slopes(layers, values) if at_once else calls

    def _masks(self, size: int) -> tuple[Array | None, ...]:
        """Places for the dropout masks of x and of each layer, where there are any."""
        network, dropout = self.recipe.network, self.recipe.dropout
        rates = (0.0,) * len(network.sizes) if dropout is None else dropout.rates(network)
        return tuple(
            np.empty((size, width)) if rate else None
            for rate, width in zip(rates, network.sizes, strict=True)
        )

    def _layers(self, size: int, values: Array) -> list[FastLayer]:
        network, found, start = self.recipe.network, list[FastLayer](), 0
        parameters = by_layer(network, self.numbers[0])
        gradients = by_layer(network, self.numbers[-1])
        for layer, (W, b), (dW, db) in zip(network.layers, parameters, gradients, strict=True):
            stop = start + size * layer.n_out
            z, a, slope = values[:, start:stop].reshape(3, size, layer.n_out)
            linear, softmax = layer.f is ACTIVATIONS["linear"], layer.f is ACTIVATIONS["softmax"]
            below = np.empty_like(z) if softmax else None
            slopes = None if linear or softmax else slope
            found.append(FastLayer(layer, W, b, dW, db, z, z if linear else a, slopes, below))
            start = stop
        return found


def _all_slopes(layers: list[FastLayer], values: Array) -> list[Call]:
    """f′(z) of all layers, at once for neighbours of one function, whose arrays are neighbours."""
    calls, start = list[Call](), 0
    for f, alike in groupby(layers, lambda it: it.layer.f):
        stop = start + sum(it.z.size for it in alike)
        calls += slope_calls(f, *values[:, start:stop])
        start = stop
    return calls


def _run(batch: _Batch, x: Array, y: Array) -> float:
    """One update in place, and the batch's loss."""
    x.dot(batch.W, batch.z)
    for function, arguments in batch.forward:
        function(*arguments)
    batch.loss.first(y)
    for function, arguments in batch.backward:
        function(*arguments)
    batch.delta.dot(x, batch.dW)
    loss = batch.loss.value(y)
    for function, arguments in batch.last:
        function(*arguments)
    return loss


def _largest_sum(recipe: Recipe) -> float:
    """How large Σ numbers² may be so that nothing in two passes can grow beyond `_LARGEST`.

    Each layer multiplies by at most 2 · width · weight · slope on the way forward, and again on the
    way back. 0, so that all goes through the plain engine, where a function of somebody's own has
    no bound that is known.
    """
    network = recipe.network
    own = [layer.activation for layer in network.layers if not isinstance(layer.activation, str)]
    if own or not isinstance(network.loss, str):
        return 0.0
    samples = float(max(np.abs(recipe.x).max(), np.abs(recipe.y).max(), 1.0))
    slopes = max(2.0, *(abs(layer.f.parameter or 0.0) for layer in network.layers))
    kept = 1.0 if recipe.dropout is None else 1.0 - max(recipe.dropout.rates(network))
    factor = 2.0 * max(network.sizes) * slopes / kept
    steps = 2 * len(network.layers) + 2
    room = np.log10(_LARGEST) - np.log10(len(recipe.x)) - 2.0 * np.log10(samples)
    return float(10.0 ** (2.0 * (room / steps - np.log10(factor)))) if room > 0 else 0.0
