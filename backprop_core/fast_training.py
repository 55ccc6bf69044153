"""The fast path of `train`: the plain engine's updates, on arrays that are there already.

Forward pass, backward pass and the rule's stages become one list of NumPy calls for each size of
batch, made once; an update gathers its rows and runs down the list. No check stands between them.
Instead one sum over all new numbers tells whether they are of a size at which nothing on the way
can have overflowed; where they are not, the update is made again by the plain engine, which finds
the first number that is not finite, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import NamedTuple

import numpy as np

from backprop_core.activations import ACTIVATIONS
from backprop_core.checks import Array, make_read_only
from backprop_core.fast_layers import (
    Call,
    FastLayer,
    backward_calls,
    forward_calls,
    loss_calls,
    loss_value,
    through_activation,
)
from backprop_core.fast_stages import Scalars, calls_of
from backprop_core.recipe import Made, Recipe, Rows
from backprop_core.rules.expression import BATCH, DATA_SET, EPOCH, T
from backprop_core.rules.record import by_layer, frozen_in, is_bias
from backprop_core.rules.state import Place

_LARGEST = 1e100  # what numbers on the way may grow to: their squares are still finite


class _Batch(NamedTuple):
    """The arrays and calls for one size of batch; a mask is (batch, width) or None."""

    x: Array
    y: Array
    masks: tuple[Array | None, ...]
    calls: list[Call]
    loss: Callable[[], float]


class FastUpdates:
    """The updates of one run. It owns a table of numbers, which the calls change in place."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        network = recipe.network
        self.numbers = np.zeros((2 + len(recipe.kept), len(network.parameters)))
        self.flat = self.numbers.ravel()
        self.latest: Array | None = None  # the table last made, if the calls can go on from it
        self.scalars: Scalars = {DATA_SET: float(len(recipe.x))}
        frozen = frozen_in(network, recipe.biases_frozen)
        bias = is_bias(network)
        self.stage_calls = calls_of(recipe.stages, self.numbers, bias, frozen, self.scalars)
        self.counted = None if recipe.penalty is None or recipe.penalty.biases else ~bias
        self.limit = _largest_sum(recipe)
        self.batches: dict[int, _Batch] = {}

    @np.errstate(over="ignore", invalid="ignore", divide="ignore")
    def update(self, numbers: Array, rows: Rows, updates: int, place: Place) -> Made:
        """As `Recipe.update`, and the same numbers. Raises NonFiniteError as that does."""
        if self._ready(numbers):
            batch = self.batches.get(len(rows)) or self._new_batch(len(rows))
            self._gather(batch, rows, updates + 1)
            scalars = self.scalars
            scalars[T], scalars[EPOCH], scalars[BATCH] = updates + 1.0, place.epoch + 1.0, len(rows)
            penalty = self._penalty(len(rows))
            for function, arguments in batch.calls:
                function(*arguments)
            loss = batch.loss()
            if np.vdot(self.flat, self.flat) < self.limit and isfinite(loss):
                self.latest = self.numbers.copy()
                make_read_only(self.latest)
                return Made(self.latest, loss, penalty)
        self.latest = None
        return self.recipe.update(numbers, rows, updates, place)

    def _ready(self, numbers: Array) -> bool:
        """Whether the calls can go on from these numbers, which they do if they made them."""
        if numbers is not self.latest:
            self.numbers[...] = numbers
            return bool(np.vdot(self.flat, self.flat) < self.limit)
        return True

    def _gather(self, batch: _Batch, rows: Rows, update: int) -> None:
        recipe = self.recipe
        recipe.x.take(rows, 0, batch.x, "clip")  # "clip" spares a check, and no row is out of range
        recipe.y.take(rows, 0, batch.y, "clip")
        masks = recipe.masks(len(rows), update)
        if masks is not None:
            for place, mask in zip(batch.masks, masks, strict=True):
                if place is not None and mask is not None:
                    place[...] = mask

    def _penalty(self, batch: int) -> float:
        penalty = self.recipe.penalty
        if penalty is None:
            return 0.0
        return penalty.of_parameters(self.numbers[0], self.counted, batch, len(self.recipe.x))

    def _new_batch(self, size: int) -> _Batch:
        """Arrays and calls for batches of that size, which are kept."""
        network, dropout = self.recipe.network, self.recipe.dropout
        x, y = np.empty((size, network.sizes[0])), np.empty((size, network.sizes[-1]))
        masks: tuple[Array | None, ...] = (None,) * len(network.sizes)
        if dropout is not None:
            rates = zip(dropout.rates(network), network.sizes, strict=True)
            masks = tuple(np.empty((size, width)) if rate else None for rate, width in rates)
        layers = self._layers(size)
        calls = _forward(layers, x, masks)
        calls += self._backward(layers, x, y, masks)
        made = _Batch(x, y, masks, calls + self.stage_calls, loss_value(network, layers[-1], y))
        self.batches[size] = made
        return made

    def _layers(self, size: int) -> list[FastLayer]:
        network, found = self.recipe.network, []
        parameters = by_layer(network, self.numbers[0])
        gradients = by_layer(network, self.numbers[1])
        for layer, (W, b), (dW, db) in zip(network.layers, parameters, gradients, strict=True):
            z = np.empty((size, layer.n_out))
            linear, softmax = layer.f is ACTIVATIONS["linear"], layer.f is ACTIVATIONS["softmax"]
            a = z if linear else np.empty_like(z)
            slope = None if linear or softmax else np.empty_like(z)
            found.append(FastLayer(layer, W, b, dW, db, z, a, slope))
        return found

    def _backward(
        self, layers: list[FastLayer], x: Array, y: Array, masks: tuple[Array | None, ...]
    ) -> list[Call]:
        delta = np.empty_like(y)
        calls, is_delta = loss_calls(self.recipe.network, layers[-1], y, delta)
        if not is_delta:
            more, delta = through_activation(layers[-1], delta, None)
            calls += more
        calls += backward_calls(layers[-1], delta, layers[-2].a if len(layers) > 1 else x)
        for number in range(len(layers) - 2, -1, -1):
            here, after = layers[number], layers[number + 1]
            da = np.empty_like(here.z)
            calls.append((delta.dot, (after.W, da)))
            more, delta = through_activation(here, da, masks[number + 1])
            calls += more
            calls += backward_calls(here, delta, layers[number - 1].a if number else x)
        return calls


def _forward(layers: list[FastLayer], x: Array, masks: tuple[Array | None, ...]) -> list[Call]:
    calls = _masked(x, None, masks[0])
    for before, it, mask in zip(
        [x, *(layer.a for layer in layers)], layers, masks[1:], strict=False
    ):
        calls += forward_calls(it, before) + _masked(it.a, it.slope, mask)
    return calls


def _masked(a: Array, slope: Array | None, mask: Array | None) -> list[Call]:
    if mask is None:
        return []
    both = (a,) if slope is None else (a, slope)
    return [(np.multiply, (each, mask, each)) for each in both]


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
