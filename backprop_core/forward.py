"""The forward pass: from the inputs to the outputs, layer by layer.

Each neuron computes the weighted sum of its inputs, z = x Wᵀ + b, and its activation a = f(z).
The activations of one layer are the inputs of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from backprop_core.checks import Array, all_finite, make_read_only, real_array, require_finite
from backprop_core.errors import BackpropError
from backprop_core.layer import Layer
from backprop_core.network import Network, require_network


@dataclass(frozen=True, eq=False, slots=True)
class LayerForward:
    """Input sums z, activations a = f(z) and slopes ∂a/∂z of one layer, all (batch, n_out).

    With a dropout mask m, a = m f(z) and ∂a/∂z = m f′(z). The slope is None for softmax,
    whose derivative is a matrix for each sample.
    """

    z: Array
    a: Array
    slope: Array | None


@dataclass(frozen=True, eq=False, slots=True)
class Forward:
    """The result of a forward pass: x (batch, n_in), and z and a of every layer."""

    x: Array
    layers: tuple[LayerForward, ...]

    @property
    def output(self) -> Array:
        """The last layer's activations, (batch, n_out)."""
        return self.layers[-1].a

    def into(self, layer: int) -> Array:
        """The input of layer `layer`: x or the previous layer's activations, (batch, n_in)."""
        return self.layers[layer - 1].a if layer else self.x


@np.errstate(over="ignore", invalid="ignore")
def forward(network: Network, x: Any, *, strict: bool = True) -> Forward:
    """Run `x`, (batch, n_in) or one sample (n_in,), through the network.

    Raises BackpropError when x, or its number of rows, doesn't fit the network and its dropout
    masks, and NonFiniteError, naming layer and neuron, when a
    sum leaves the range of float64. With `strict=False` such values are kept, so
    that a walk can show where they arose.
    """
    require_network(network)
    x = batch_of(x, "x", network.layers[0].n_in, "input")
    a, layers = x, []
    for layer in network.layers:
        layers.append(_layer_forward(layer, a))
        a = layers[-1].a
    made = Forward(x, tuple(layers))
    if strict and not _all_finite(made):
        _report(made)
    return made


def _layer_forward(layer: Layer, a_before: Array) -> LayerForward:
    """z = a_before @ Wᵀ + b and a = f(z), with the slope that the backward pass will ask for."""
    z = a_before.dot(layer.W.T)  # (batch, n_in) (n_in, n_out) -> (batch, n_out)
    if layer.b is not None:
        z += layer.b
    a, slope = layer.activated(z)
    make_read_only(z, a, slope)
    return LayerForward(z, a, slope)


def batch_of(values: Any, name: str, width: int, what: str) -> Array:
    """Return `values` as (batch, width); a 1-D row is a batch of one.

    Raises BackpropError, with the shape it got, for anything else.
    """
    takes = _rows_of(width, what)
    rows = real_array(values, name, (1, 2), takes)
    if rows.shape[-1] != width or not len(rows):
        raise BackpropError(f"{name} got shape {rows.shape}. It takes {takes}.")
    return rows if rows.ndim == 2 else rows[None, :]


@lru_cache(maxsize=32)
def _rows_of(width: int, what: str) -> str:
    return f"rows of {width}, a number for each {what}; one plain row is a batch of one"


def _all_finite(made: Forward) -> bool:
    """An activation that is not finite makes every z after it not finite, so z tells for both."""
    for layer in made.layers:  # a loop, and not all(…): this runs with every pass
        if not all_finite(layer.z):
            return False
    return all_finite(made.output)


def _report(made: Forward) -> None:
    advice = "The weights or inputs are too large; take smaller ones, or a smaller learning rate."
    for number, layer in enumerate(made.layers):
        require_finite(layer.z, "z", number, advice)
        require_finite(layer.a, "a", number, advice)
