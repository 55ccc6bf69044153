"""Dropout: each update leaves out some neurons, chosen at random (Srivastava et al., 2014).

A mask has one number per sample and neuron: 0 if the neuron is left out, and 1 / (1 − rate) if it
stays, so that the sums of the next layer keep their size. Both a and f′(z) are multiplied by it, so
the backward pass needs no change. Outside training there is no dropout and nothing to correct.

The masks depend only on the seed and the number of the update, so any update can be repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core.checks import Array, make_read_only, quoted, whole_number
from backprop_core.errors import BackpropError
from backprop_core.forward import Forward, batch_of, forward
from backprop_core.network import Network, require_network
from backprop_core.rules.options import option

Masks = tuple[Array | None, ...]


@dataclass(frozen=True)
class Dropout:
    """`rate` is the share of neurons left out, one for all hidden layers or one for each.

    `inputs` is the share of inputs left out. Rates go from 0 up to but not including 1. Raises
    BackpropError for other rates, and for a seed that is no whole number from 0 up.
    """

    rate: float | Sequence[float]
    inputs: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        several = isinstance(self.rate, (list, tuple, np.ndarray))
        rate: Any = tuple(_rate(one) for one in self.rate) if several else _rate(self.rate)  # type: ignore[union-attr]
        object.__setattr__(self, "rate", rate)
        object.__setattr__(self, "inputs", option(self.inputs, "inputs", 0.0, 1.0))
        object.__setattr__(self, "seed", whole_number(self.seed, "seed", 0))

    def rates(self, network: Network) -> tuple[float, ...]:
        """The rate of the inputs and of each layer; the last layer's is 0.

        Raises BackpropError for rates that don't fit the network's hidden layers, and for a hidden
        softmax, whose activations depend on each other.
        """
        hidden = network.layers[:-1]
        each = self.rate if isinstance(self.rate, tuple) else (self.rate,) * len(hidden)
        if len(each) != len(hidden):
            raise BackpropError(
                f"rate got {quoted(self.rate)}. It takes one number, or {len(hidden)}: one for "
                "each hidden layer."
            )
        for number, (layer, rate) in enumerate(zip(hidden, each, strict=True), start=1):
            if rate and layer.f.derivative is None:
                raise BackpropError(
                    f"dropout got a softmax in layer {number}. It takes hidden layers in which "
                    "each activation depends on its own z alone; give that layer the rate 0."
                )
        return (self.inputs, *each, 0.0)

    def masks(self, network: Network, batch: int, update: int) -> Masks:
        """The masks of update number `update`: of x, (batch, n_in), and of each layer's a,
        (batch, n_out); None where nothing is left out."""
        rng = np.random.default_rng((self.seed, update))
        found: list[Array | None] = []
        for rate, width in zip(self.rates(network), network.sizes, strict=True):
            if not rate:
                found.append(None)
                continue
            stays = rng.random((batch, width)) >= rate
            found.append(stays / (1.0 - rate))
            make_read_only(found[-1])
        return tuple(found)

    def masked(self, network: Network, batch: int, update: int) -> Network:
        """The network of that update: its layers have the masks for a batch of so many rows. A
        mask of the inputs is left to whoever makes the batch."""
        return with_masks(network, self.masks(network, batch, update))


def with_masks(network: Network, masks: Masks) -> Network:
    """The network whose layers have those masks; the inputs' is left to whoever makes the batch.

    Raises BackpropError when a mask doesn't fit its layer.
    """
    require_network(network)
    pairs = zip(network.layers, masks[1:], strict=True)
    layers = tuple(replace(layer, mask=mask) for layer, mask in pairs)
    return Network(layers, network.loss, network.reduction)


def forward_with(network: Network, x: Any, masks: Masks) -> Forward:
    """The forward pass with every activation multiplied by its mask; `masks` as `masks` gives them.

    What `backward` makes of it are the gradients of the network with those neurons left out.
    Raises BackpropError when x or the masks don't fit.
    """
    require_network(network)
    x = batch_of(x, "x", network.layers[0].n_in, "input")
    _require_masks(masks, [(len(x), width) for width in network.sizes])
    return forward(
        with_masks(network, masks), x if masks[0] is None else x * masks[0], strict=False
    )


def _require_masks(masks: Masks, takes: list[tuple[int, int]]) -> None:
    got = [None if mask is None else mask.shape for mask in masks]
    fits = len(got) == len(takes) and all(
        shape in (None, taken) for shape, taken in zip(got, takes, strict=True)
    )
    if not fits:
        raise BackpropError(f"masks got shapes {got}. It takes {takes}, or None where all stay.")


def _rate(value: Any) -> float:
    return option(value, "rate", 0.0, 1.0)
