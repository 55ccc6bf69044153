"""What the order of steps depends on: the structure of the network, and none of its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backprop_core.network import Network
from backprop_core.rules.gradient_descent import GradientDescent
from backprop_core.rules.stage import Stage


class Outline(NamedTuple):
    """A stage of an update rule without its formula: its name, its result and its symbol.

    `scalar` is one number for the whole update; `weights_only` passes the biases by.
    """

    name: str
    result: str
    symbol: str
    scalar: bool
    weights_only: bool


def outlines_of(stages: Iterable[Stage]) -> tuple[Outline, ...]:
    """The stages of a rule, without their formulas."""
    return tuple(
        Outline(stage.name, stage.result, stage.symbol, stage.scalar, stage.covers == "weights")
        for stage in stages
    )


PLAIN_UPDATE = outlines_of(GradientDescent().stages())


class Shape(NamedTuple):
    """Everything the order depends on. Hashable, so that each plan is made once."""

    sizes: tuple[int, ...]
    biases: tuple[str, ...]
    sources: tuple[tuple[tuple[int, ...], ...], ...]  # [layer][neuron] -> connected source neurons
    softmaxes: tuple[bool, ...]  # [layer] -> whether each output depends on every z of the layer
    fused: bool
    separable: bool
    batch: int
    biases_frozen: bool
    update: tuple[Outline, ...] = PLAIN_UPDATE
    for_thresholds: bool = False  # whether the loss is the rule of threshold units
    to_inputs: bool = False  # whether the backward pass goes on to ∂loss/∂x

    @property
    def last(self) -> int:
        """The number of the last layer."""
        return len(self.biases) - 1

    def fused_at(self, layer: int) -> bool:
        """Whether loss and activation are differentiated together there, from z."""
        return self.fused and layer == self.last

    def bias_learns(self, layer: int) -> bool:
        """Whether the layer has biases and they are updated."""
        return self.biases[layer] != "none" and not self.biases_frozen


def shape_of(
    network: Network,
    batch: int,
    biases_frozen: bool,
    update: tuple[Outline, ...] = PLAIN_UPDATE,
    to_inputs: bool = False,
) -> Shape:
    """What the plan needs to know of a network, and of the rule that updates it."""
    return Shape(
        network.sizes,
        tuple(layer.bias for layer in network.layers),
        tuple(_sources(layer.connected, layer.n_out, layer.n_in) for layer in network.layers),
        tuple(layer.f.derivative is None for layer in network.layers),
        network.fused,
        network.loss_function.separable,
        batch,
        biases_frozen,
        update,
        network.loss_function.for_thresholds,
        to_inputs,
    )


def _sources(
    connected: NDArray[np.bool_] | None, n_out: int, n_in: int
) -> tuple[tuple[int, ...], ...]:
    if connected is None:
        return (tuple(range(n_in)),) * n_out
    return tuple(tuple(i for i, there in enumerate(row) if there) for row in connected.tolist())
