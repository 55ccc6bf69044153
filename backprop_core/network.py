"""The network as a value: layers of weights, biases and an activation, and a loss.

Row j of W holds the weights *into* neuron j. The shape of b is the bias mode: (n_out,) is a bias
for each neuron, () one that the layer shares, None none. A connection can be cut; it then has
weight 0, gradient 0, and stays so. Nothing here ever changes: an edit makes a new Network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backprop_core.activations import Activation, activation_named
from backprop_core.checks import Array, make_read_only, quoted, real_array, whole_number
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
    `n_in` and `n_out` count its inputs and neurons, and `bias` is its mode.
    Raises BackpropError for shapes that don't fit, a width of 0, values that are not finite, an
    activation that nothing is called, and softmax over one neuron.
    """

    W: Array
    b: Array | None
    activation: str | Activation
    connected: NDArray[np.bool_] | None = None
    f: Activation = field(init=False)

    def __post_init__(self) -> None:
        W = real_array(self.W, "W", (2,), "a table of numbers, one row for each neuron")
        if 0 in W.shape:
            raise BackpropError(f"W got shape {W.shape}. It takes one row and one column or more.")
        connected = _connections(self.connected, W.shape)
        if connected is not None:
            W = np.where(connected, W, 0.0)
            make_read_only(W)
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
        """How many numbers come in: the columns of W."""
        return int(self.W.shape[1])

    @property
    def n_out(self) -> int:
        """How many neurons there are: the rows of W."""
        return int(self.W.shape[0])

    @property
    def bias(self) -> Bias:
        """ "each", "shared" or "none", as the shape of b tells."""
        if self.b is None:
            return "none"
        return "each" if self.b.ndim else "shared"

    def with_numbers(self, W: Array, b: Array | None) -> Layer:
        """This layer with other numbers of the same shapes, which are taken as they are."""
        new = object.__new__(Layer)
        fill = object.__setattr__
        fill(new, "W", W)
        fill(new, "b", b)
        fill(new, "activation", self.activation)
        fill(new, "connected", self.connected)
        fill(new, "f", self.f)
        return new


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """Layers in the order of the forward pass, the loss, and its reduction over the batch.

    `loss` is a name such as "squared_error", or a Loss; `loss_function` is what it names.
    `layers[0]` is the first layer that has weights. `parameters` are all weights and biases in one
    vector: of each layer W, row by row, and b. Raises BackpropError, with a way out, when
    widths don't fit or when a cross-entropy lacks the activation that makes its probabilities.
    """

    layers: tuple[Layer, ...]
    loss: str | Loss
    reduction: Reduction = "mean"
    loss_function: Loss = field(init=False)
    parameters: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        layers = _layers(self.layers)
        if self.reduction not in ("mean", "sum"):
            raise BackpropError(
                f'reduction got {quoted(self.reduction)}. It takes "mean" or "sum".'
            )
        _require_matching_widths(layers)
        loss = loss_named(self.loss)
        _require_probabilities(loss, layers[-1])
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "loss_function", loss)
        object.__setattr__(self, "parameters", joined((layer.W, layer.b) for layer in layers))
        make_read_only(self.parameters)

    def __deepcopy__(self, memo: dict[int, Any]) -> Network:
        return self  # a value; NumPy would make copies that can be written to

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of each column, inputs first: (n_in, …, n_out)."""
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
        """A fully connected network of the given widths, inputs first: (n_in, …, n_out).

        `activations` is one for all layers or one for each of the len(sizes) − 1 layers. `init`
        names the spread of the first weights, as in `initial_weights`; biases start at 0. The same
        seed gives the same weights. Raises BackpropError for what names no network.
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


def zero_bias(bias: Bias, n_out: int) -> Array | None:
    """Biases of 0 in the shape of that mode: (n_out,), () or None.

    Raises BackpropError for an unknown mode.
    """
    if bias not in ("each", "shared", "none"):
        raise BackpropError(f'bias got {quoted(bias)}. It takes "each", "shared" or "none".')
    return {"each": np.zeros(n_out), "shared": np.zeros(()), "none": None}[bias]


def _layers(layers: Any) -> tuple[Layer, ...]:
    several = tuple(layers) if isinstance(layers, (list, tuple)) else ()
    if not several or not all(isinstance(layer, Layer) for layer in several):
        kinds = [type(layer).__name__ for layer in several] or type(layers).__name__
        raise BackpropError(f"layers got {kinds}. It takes a tuple of one Layer or more.")
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
    return [whole_number(size, "sizes", 1) for size in sizes]


def _connections(connected: Any, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    if connected is None:
        return None
    takes = f"True or False for each weight, shape {shape}, or None for all"
    try:
        table = np.array(connected)
    except ValueError:
        raise BackpropError(f"connected has rows of different lengths. It takes {takes}.") from None
    if table.dtype.kind != "b" or table.shape != shape:
        raise BackpropError(
            f"connected got {table.dtype} values of shape {table.shape}. It takes {takes}."
        )
    make_read_only(table)
    return table


def _bias(b: Any, n_out: int) -> Array:
    takes = f"shape ({n_out},), a number for each neuron, one plain number that they share, or None"
    array = real_array(b, "b", (0, 1), takes)
    if array.ndim == 1 and len(array) != n_out:
        raise BackpropError(f"b got shape ({len(array)},). It takes {takes}.")
    return array


def _require_matching_widths(layers: tuple[Layer, ...]) -> None:
    for number, (before, after) in enumerate(pairwise(layers), start=2):
        if after.n_in != before.n_out:
            raise BackpropError(
                f"W of layer {number} has {after.n_in} columns, but layer {number - 1} has "
                f"{before.n_out} neurons. W takes one column for each neuron of the layer before."
            )


def _require_probabilities(loss: Loss, last: Layer) -> None:
    needed = loss.activation
    if needed is not None and last.f != needed:
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
