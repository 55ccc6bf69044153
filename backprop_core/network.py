"""The network as a value: layers, a loss, and its reduction over the batch.

A Network never changes: an edit or an update returns a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backprop_core.activation_function import Activation
from backprop_core.checks import Array, make_read_only, quoted, whole_number
from backprop_core.errors import BackpropError
from backprop_core.initialization import initial_weights
from backprop_core.layer import Bias, Layer, zero_bias
from backprop_core.loss_function import Loss
from backprop_core.losses import loss_named

Reduction = Literal["mean", "sum"]
MOST_WEIGHTS = 10**8  # drawn at random: close to a gigabyte of them


@dataclass(frozen=True, eq=False, slots=True, init=False)
class Network:
    """Layers in the order of the forward pass, the loss, and its reduction over the batch.

    `loss` is a name such as "squared_error", or a Loss; `loss_function` is what it names.
    `layers[0]` is the first layer that has weights. `parameters` holds all weights and biases in
    one vector: for each layer W, row by row, then b. Raises BackpropError, with a remedy, if widths
    don't fit or if a cross-entropy lacks the activation that gives its probabilities.
    """

    layers: tuple[Layer, ...]
    loss: str | Loss
    reduction: Reduction
    loss_function: Loss = field(init=False, repr=False)
    parameters: Array = field(init=False, repr=False)

    def __init__(
        self, layers: Sequence[Layer], loss: str | Loss, reduction: Reduction = "mean"
    ) -> None:
        layers = _layers(layers)
        if not isinstance(reduction, str) or reduction not in ("mean", "sum"):
            raise BackpropError(f'reduction got {quoted(reduction)}. It takes "mean" or "sum".')
        _require_matching_widths(layers)
        loss_function = loss_named(loss)
        _require_probabilities(loss_function, layers[-1])
        parameters = joined((layer.W, layer.b) for layer in layers)
        make_read_only(parameters)
        for name, value in (("layers", layers), ("loss", loss), ("reduction", reduction)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "loss_function", loss_function)
        object.__setattr__(self, "parameters", parameters)

    def __deepcopy__(self, memo: dict[int, Any]) -> Network:
        return self  # a value; NumPy would make copies that can be written to

    def __reduce__(self) -> tuple[Any, ...]:
        # pickled by its names: most functions that they stand for cannot be pickled
        return Network, (self.layers, self.loss, self.reduction)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons in each column, inputs first: (n_in, …, n_out)."""
        return (self.layers[0].n_in, *(layer.n_out for layer in self.layers))

    @property
    def fused(self) -> bool:
        """Whether the loss and the last activation are differentiated together, from z."""
        return self.loss_function.fused is not None

    def with_parameters(self, parameters: Array) -> Network:
        """This network with other `parameters`, which are made read-only and not checked: this is
        for numbers that the engine made. The layers hold parts of that one vector."""
        make_read_only(parameters)
        layers, start = [], 0
        for layer in self.layers:
            W, b = layer.W, layer.b
            end = start + W.size
            W, start = parameters[start:end].reshape(W.shape), end
            if b is not None:
                end = start + b.size
                b, start = parameters[start:end].reshape(b.shape), end
            layers.append(layer.with_numbers(W, b))
        new = object.__new__(Network)
        fill = object.__setattr__
        fill(new, "layers", tuple(layers))
        fill(new, "parameters", parameters)
        fill(new, "loss", self.loss)
        fill(new, "reduction", self.reduction)
        fill(new, "loss_function", self.loss_function)
        return new

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: str | Activation | Sequence[str | Activation],
        loss: str | Loss,
        *,
        bias: Bias = "each",
        init: str = "xavier",
        seed: int = 0,
        reduction: Reduction = "mean",
    ) -> Network:
        """Return a fully connected network of the given widths, inputs first: (n_in, …, n_out).

        `activations` is one activation for all layers, or one for each of the len(sizes) − 1
        layers. `init` names the scheme for initial weights, as in `initial_weights`; biases start
        at 0. The same seed gives the same weights. Raises BackpropError for invalid arguments.
        """
        widths = _widths(sizes)
        names = _one_for_each(activations, len(widths) - 1)
        rng = np.random.default_rng(whole_number(seed, "seed", 0))
        layers = [
            Layer(initial_weights(init, n_out, n_in, rng), zero_bias(bias, n_out), name)
            for (n_in, n_out), name in zip(pairwise(widths), names, strict=True)
        ]
        return cls(tuple(layers), loss, reduction)


def joined(pairs: Iterable[tuple[NDArray[Any], NDArray[Any] | None]]) -> NDArray[Any]:
    """What belongs to each W and b, as one vector in the order of `parameters`, (count,)."""
    parts = []
    for W, b in pairs:
        parts.append(W.ravel())
        if b is not None:
            parts.append(b.ravel())
    return np.concatenate(parts)


def require_network(network: Any) -> None:
    """Raise BackpropError unless `network` is one."""
    if not isinstance(network, Network):
        raise BackpropError(f"network got {type(network).__name__}. It takes a Network.")


def _layers(layers: Any) -> tuple[Layer, ...]:
    several = tuple(layers) if isinstance(layers, (list, tuple)) else ()
    if not several or not all(isinstance(layer, Layer) for layer in several):
        kinds = ", ".join(type(layer).__name__ for layer in several[:5])
        got = kinds or ("none" if isinstance(layers, (list, tuple)) else type(layers).__name__)
        raise BackpropError(f"layers got {got}. It takes a tuple of one Layer or more.")
    return several


def _widths(sizes: Any) -> list[int]:
    if isinstance(sizes, np.ndarray):
        sizes = sizes.tolist()
    if not isinstance(sizes, Sequence) or isinstance(sizes, str):
        raise BackpropError(
            f"sizes got {quoted(sizes)}. It takes whole numbers, such as (2, 3, 1)."
        )
    if len(sizes) < 2:
        raise BackpropError(
            f"sizes got {quoted(sizes)}. It takes the inputs and one layer or more."
        )
    widths = [whole_number(size, "sizes", 1) for size in sizes]
    weights = sum(n_in * n_out for n_in, n_out in pairwise(widths))
    if weights > MOST_WEIGHTS:
        raise BackpropError(
            f"sizes got {quoted(widths)}, which is too many weights. It takes widths that make at "
            f"most {MOST_WEIGHTS:,} of them."
        )
    return widths


def _require_matching_widths(layers: tuple[Layer, ...]) -> None:
    for number, (before, after) in enumerate(pairwise(layers), start=2):
        if after.n_in != before.n_out:
            raise BackpropError(
                f"W of layer {number} has {after.n_in} columns, but layer {number - 1} has "
                f"{before.n_out} neurons. W takes one column for each neuron of the layer before."
            )


def _require_probabilities(loss: Loss, last: Layer) -> None:
    needed = loss.activation
    if needed is not None and not loss.suits(last.f):
        raise BackpropError(
            f"loss {loss.name} takes the activation {needed.name} in the last layer; "
            f"it got {last.f.name}. Change one of the two: {needed.name} as the last "
            "activation, or squared_error as the loss."
        )


def _one_for_each(
    activations: str | Activation | Sequence[str | Activation], count: int
) -> Sequence[str | Activation]:
    if isinstance(activations, (str, Activation)):
        return [activations] * count
    if not isinstance(activations, (list, tuple)) or len(activations) != count:
        raise BackpropError(
            f"activations got {quoted(activations)}. It takes one for all layers or {count}, one "
            "for each layer."
        )
    return activations
