"""One layer as a value: its weights, biases, connections and activation.

Row j of W holds the weights *into* neuron j. The shape of b is the bias mode: (n_out,) for one bias
per neuron, () for one that the layer shares, None for none. A missing connection has weight 0 and
gradient 0, and stays that way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop_core.activation_function import Activation
from backprop_core.activations import activation_named
from backprop_core.checks import Array, make_read_only, quoted, real_array
from backprop_core.errors import BackpropError

Bias = Literal["each", "shared", "none"]


@dataclass(frozen=True, eq=False, slots=True, init=False)
class Layer:
    """W (n_out, n_in), b (n_out,) or () or None, activation, connected bool (n_out, n_in) or None.

    `mask`, (batch, n_out), is what dropout multiplies the activations of one batch by, or None.

    `activation` is a name such as "sigmoid" or "leaky_relu(0.2)", or an Activation; `f` is what it
    names. False in `connected` means that the edge does not exist; its weight is set to 0.
    Raises BackpropError for shapes that don't fit, a width of 0, values that are not finite, an
    unknown activation, and softmax over one neuron.
    """

    W: Array
    b: Array | None
    activation: str | Activation
    connected: NDArray[np.bool_] | None
    mask: Array | None
    f: Activation = field(init=False, repr=False)

    def __init__(
        self,
        W: ArrayLike,
        b: ArrayLike | None,
        activation: str | Activation,
        connected: ArrayLike | None = None,
        mask: ArrayLike | None = None,
    ) -> None:
        W = real_array(W, "W", (2,), "a table of numbers, one row for each neuron")
        if 0 in W.shape:
            raise BackpropError(f"W got shape {W.shape}. It takes one row and one column or more.")
        cuts = _connections(connected, W.shape)
        if cuts is not None:
            W = np.where(cuts, W, 0.0)
            make_read_only(W)
        bias = None if b is None else _bias(b, len(W))
        f = activation_named(activation)
        if f.derivative is None and len(W) == 1:
            raise BackpropError(
                "softmax over one neuron is always 1, so nothing could be learned. "
                "It takes at least 2 neurons; for one output use sigmoid."
            )
        object.__setattr__(self, "activation", activation)
        object.__setattr__(self, "mask", None if mask is None else _mask(mask, len(W), f))
        for name, value in (("W", W), ("b", bias), ("connected", cuts), ("f", f)):
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        return Layer, (self.W, self.b, self.activation, self.connected, self.mask)

    @property
    def n_in(self) -> int:
        """The number of inputs: the columns of W."""
        return int(self.W.shape[1])

    @property
    def n_out(self) -> int:
        """The number of neurons: the rows of W."""
        return int(self.W.shape[0])

    @property
    def bias(self) -> Bias:
        """ "each", "shared" or "none", from the shape of b."""
        if self.b is None:
            return "none"
        return "each" if self.b.ndim else "shared"

    def with_numbers(self, W: Array, b: Array | None) -> Layer:
        """This layer with other numbers of the same shapes, which are taken as they are."""
        new = object.__new__(Layer)
        fill = object.__setattr__  # written out, which is quicker: this runs with every update
        fill(new, "W", W)
        fill(new, "b", b)
        fill(new, "activation", self.activation)
        fill(new, "connected", self.connected)
        fill(new, "mask", self.mask)
        fill(new, "f", self.f)
        return new

    def activated(self, z: Array) -> tuple[Array, Array | None]:
        """a = f(z) and its slope, both (batch, n_out), times the mask where there is one; the slope
        is None for softmax. Raises BackpropError for rows that `masked` does not take."""
        a, slope = self.f.value_and_slope(z)
        return self.masked(a), None if slope is None else self.masked(slope)

    def masked(self, values: Array) -> Array:
        """a or a slope, (batch, n_out), times the mask; itself without one.

        The rows may be the batch several times, one under the other. Raises BackpropError for
        another number of rows.
        """
        if self.mask is None:
            return values
        if len(values) % len(self.mask):
            raise BackpropError(
                f"x got {len(values)} rows. It takes {len(self.mask)}: the dropout masks are those "
                "of one batch."
            )
        return values * np.resize(self.mask, values.shape)


def zero_bias(bias: Bias, n_out: int) -> Array | None:
    """Biases of 0 in the shape of that mode: (n_out,), () or None.

    Raises BackpropError for an unknown mode.
    """
    if not isinstance(bias, str) or bias not in ("each", "shared", "none"):
        raise BackpropError(f'bias got {quoted(bias)}. It takes "each", "shared" or "none".')
    return {"each": np.zeros(n_out), "shared": np.zeros(()), "none": None}[bias]


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


def _mask(mask: Any, n_out: int, f: Activation) -> Array:
    if f.derivative is None:
        raise BackpropError("mask got a softmax layer. It takes activations of one z each.")
    takes = f"shape (batch, {n_out}), a number for each sample and neuron"
    rows = real_array(mask, "mask", (2,), takes)
    if rows.shape[1] != n_out:
        raise BackpropError(f"mask got shape {rows.shape}. It takes {takes}.")
    return rows


def _bias(b: Any, n_out: int) -> Array:
    takes = f"shape ({n_out},), a number for each neuron, one plain number that they share, or None"
    array = real_array(b, "b", (0, 1), takes)
    if array.ndim == 1 and len(array) != n_out:
        raise BackpropError(f"b got shape ({len(array)},). It takes {takes}.")
    return array
