"""The network as a value: layers of weights, biases and an activation, and a loss.

Row j of W holds the weights *into* neuron j. The shape of b is the bias mode: (n_out,) is a bias
for each neuron, () one that the layer shares, None none. A connection can be cut; it then has
weight 0, gradient 0, and stays so. Nothing here ever changes: an edit makes a new Network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backprop_core.activations import Activation, activation_named
from backprop_core.checks import Array, real_array, whole_number
from backprop_core.errors import BackpropError
from backprop_core.initialization import initial_weights
from backprop_core.losses import Loss, loss_named

Bias = Literal["each", "shared", "none"]
Reduction = Literal["mean", "sum"]


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """W (n_out, n_in), b (n_out,) or () or None, activation, connected bool (n_out, n_in) or None.

    `activation` is a name such as "sigmoid" or "leaky_relu(0.2)", or an Activation; `f` is what it
    names. `connected` False means that there is no such edge: its weight is taken as 0.
    Raises BackpropError for shapes that don't fit, a width of 0, or values that are not finite.
    """

    W: Array
    b: Array | None
    activation: str | Activation
    connected: NDArray[np.bool_] | None = None
    f: Activation = field(init=False)

    def __post_init__(self) -> None:
        W = real_array(self.W, "W", (2,), "a table of numbers, one row for each neuron")
        if 0 in W.shape:
            raise BackpropError(
                f"W got shape {W.shape}. A layer takes at least one neuron and one input."
            )
        connected = _connections(self.connected, W.shape)
        if connected is not None:
            W = _read_only(np.where(connected, W, 0.0))
        b = None if self.b is None else _bias(self.b, len(W))
        f = activation_named(self.activation)
        if f.derivative is None and len(W) == 1:
            raise BackpropError(
                "softmax over one neuron is always 1, so nothing could be learned. "
                "It takes at least 2 neurons; for one output use sigmoid."
            )
        for name, value in (("W", W), ("b", b), ("connected", connected), ("f", f)):
            object.__setattr__(self, name, value)

    @property
    def n_in(self) -> int:
        return self.W.shape[1]

    @property
    def n_out(self) -> int:
        return self.W.shape[0]

    @property
    def bias(self) -> Bias:
        if self.b is None:
            return "none"
        return "each" if self.b.ndim else "shared"

    def with_parameters(self, W: Array, b: Array | None) -> Layer:
        """This layer with other numbers of the same shapes, taken as they are: nothing is checked."""
        new = object.__new__(Layer)
        W.flags.writeable = False
        if b is not None:
            b.flags.writeable = False
        for name, value in zip(
            ("W", "b", "activation", "connected", "f"),
            (W, b, self.activation, self.connected, self.f),
            strict=True,
        ):
            object.__setattr__(new, name, value)
        return new


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """Layers in the order of the forward pass, the loss by name, and its reduction over the batch.

    `layers[0]` is the first layer that has weights. Raises BackpropError, with a way out, when
    widths don't fit or when a cross-entropy lacks the activation that makes its probabilities.
    """

    layers: tuple[Layer, ...]
    loss: str
    reduction: Reduction = "mean"
    loss_function: Loss = field(init=False)

    def __post_init__(self) -> None:
        layers = tuple(self.layers)
        if not layers or not all(isinstance(layer, Layer) for layer in layers):
            raise BackpropError(f"layers got {self.layers!r}. It takes one Layer or more.")
        if self.reduction not in ("mean", "sum"):
            raise BackpropError(f'reduction got {self.reduction!r}. It takes "mean" or "sum".')
        _require_matching_widths(layers)
        loss = loss_named(self.loss)
        _require_probabilities(loss, layers[-1])
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "loss_function", loss)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of each column, inputs first: (n_in, …, n_out)."""
        return (self.layers[0].n_in, *(layer.n_out for layer in self.layers))

    @property
    def fused(self) -> bool:
        """Whether the loss and the last activation are differentiated together, from z."""
        return self.loss_function.fused is not None

    def with_layers(self, layers: tuple[Layer, ...]) -> Network:
        """This network with other numbers in layers of the same shapes; nothing is checked."""
        new = object.__new__(Network)
        object.__setattr__(new, "layers", layers)
        object.__setattr__(new, "loss", self.loss)
        object.__setattr__(new, "reduction", self.reduction)
        object.__setattr__(new, "loss_function", self.loss_function)
        return new

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: str | Activation | Sequence[str | Activation],
        loss: str,
        *,
        bias: Bias = "each",
        init: str = "xavier",
        seed: int = 0,
        reduction: Reduction = "mean",
    ) -> Network:
        """A fully connected network of the given widths, inputs first, with first weights by `init`.

        `activations` is one for all layers or one for each of the len(sizes) − 1 layers.
        The same seed gives the same weights.
        """
        widths = [whole_number(size, "sizes", 1) for size in sizes]
        if len(widths) < 2:
            raise BackpropError(f"sizes got {list(sizes)!r}. It takes the inputs and one layer or more.")
        names = _one_for_each(activations, len(widths) - 1)
        rng = np.random.default_rng(whole_number(seed, "seed", 0))
        layers = [
            Layer(initial_weights(init, n_out, n_in, rng), zero_bias(bias, n_out), name)
            for n_in, n_out, name in zip(widths, widths[1:], names, strict=False)
        ]
        return cls(tuple(layers), loss, reduction)


def zero_bias(bias: Bias, n_out: int) -> Array | None:
    """Biases of 0 in the shape of that mode: (n_out,), () or None."""
    if bias not in ("each", "shared", "none"):
        raise BackpropError(f'bias got {bias!r}. It takes "each", "shared" or "none".')
    return {"each": np.zeros(n_out), "shared": np.zeros(()), "none": None}[bias]


def _read_only(array: Any) -> Any:
    array.flags.writeable = False
    return array


def _connections(connected: Any, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    if connected is None:
        return None
    table = np.array(connected)
    if table.dtype.kind != "b" or table.shape != shape:
        raise BackpropError(
            f"connected got {table.dtype} values of shape {table.shape}. "
            f"It takes True or False for each weight, shape {shape}."
        )
    flags: NDArray[np.bool_] = _read_only(table)
    return flags


def _bias(b: Any, n_out: int) -> Array:
    takes = f"{n_out} numbers, one for each neuron, one plain number that they share, or None"
    array = real_array(b, "b", (0, 1), takes)
    if array.ndim == 1 and len(array) != n_out:
        raise BackpropError(f"b got {len(array)} numbers. It takes {takes}.")
    return array


def _require_matching_widths(layers: tuple[Layer, ...]) -> None:
    for number, (before, after) in enumerate(zip(layers, layers[1:], strict=False), start=2):
        if after.n_in != before.n_out:
            raise BackpropError(
                f"W of layer {number} has {after.n_in} columns, but layer {number - 1} has "
                f"{before.n_out} neurons. W takes one column for each neuron of the layer before."
            )


def _require_probabilities(loss: Loss, last: Layer) -> None:
    if loss.fused is not None and last.f.name != loss.fused.activation:
        raise BackpropError(
            f"loss {loss.name} takes the activation {loss.fused.activation} in the last layer; "
            f"it got {last.f.name}. Change one of the two: {loss.fused.activation} as the last "
            "activation, or squared_error as the loss."
        )


def _one_for_each(
    activations: str | Activation | Sequence[str | Activation], count: int
) -> Sequence[str | Activation]:
    if isinstance(activations, (str, Activation)):
        return [activations] * count
    if len(activations) != count:
        raise BackpropError(
            f"activations got {len(activations)} names. It takes one for all layers or {count}, "
            "one for each layer."
        )
    return activations
