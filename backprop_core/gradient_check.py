"""Check a gradient against derivatives computed by a second method.

The method is the complex step (Squire and Trapp, 1998): add i·h to one weight, with a tiny h, and
run the forward pass in complex numbers. The derivative is the imaginary part of the loss divided by
h. The real parts are those of the plain forward pass, so that both stand on the same side of every
kink, or on it. Unlike (loss(w + h) − loss(w − h)) / 2h it never subtracts nearly equal numbers, so
h can be tiny and every digit is right. It shares no code with the backward pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core.backward import backward, per_sample_weight, targets_of
from backprop_core.checks import Array, make_read_only, quoted
from backprop_core.errors import BackpropError
from backprop_core.forward import Forward, forward
from backprop_core.network import Network
from backprop_core.rules.options import option

_H = 1e-200  # h² is 0 in float64: a nudge never moves the real part off a kink


@dataclass(frozen=True, eq=False, slots=True)
class ParameterCheck:
    """The check of one layer's W or b: its gradient and the numeric one, of the same shape."""

    name: str  # "dW" or "db"
    layer: int
    analytic: Array
    numeric: Array

    @property
    def difference(self) -> Array:
        """|analytic − numeric|, entry by entry; infinite where the analytic one is not a number."""
        return np.nan_to_num(np.abs(self.analytic - self.numeric), nan=np.inf, posinf=np.inf)


@dataclass(frozen=True, eq=False, slots=True)
class GradientCheck:
    """The checks of all parameters; true if every gradient agrees to within `tolerance`."""

    parameters: tuple[ParameterCheck, ...]
    tolerance: float
    output_slope: float  # the largest |∂loss/∂a| of an output

    @property
    def scale(self) -> float:
        """The largest numeric gradient, to which differences are relative.

        Where the gradients are all 0 but for rounding, the slope at the outputs instead.
        """
        largest = max(float(np.abs(p.numeric).max(initial=0.0)) for p in self.parameters)
        return largest if largest > 1e-13 * self.output_slope else self.output_slope

    @property
    def worst(self) -> ParameterCheck:
        """The parameter with the largest difference."""
        return max(self.parameters, key=lambda p: float(p.difference.max(initial=0.0)))

    @property
    def error(self) -> float:
        """The largest difference, relative to `scale` (absolute if that is 0)."""
        return float(self.worst.difference.max(initial=0.0)) / (self.scale or 1.0)

    def __bool__(self) -> bool:
        return bool(self.error <= self.tolerance)


def gradient_check(
    network: Network,
    x: Any,
    y: Any,
    gradients: Any = None,
    tolerance: float = 1e-13,
) -> GradientCheck:
    """Compare `gradients`, or those of `backward`, with complex-step derivatives.

    x: (batch, n_in) or (n_in,); y: (batch, n_out) or (n_out,). `gradients` may come from
    elsewhere: anything whose `layers[l]` has `dW` (n_out, n_in) and `db`, shaped as b.
    `tolerance` is relative to the largest gradient. Raises BackpropError if a shape or a number
    does not fit, and NonFiniteError if the network's own numbers overflow. NaN in `gradients`
    raises nothing; it counts as a difference.
    """
    tolerance = option(tolerance, "tolerance")
    made = forward(network, x)
    y = targets_of(network, len(made.x), y)
    claimed = backward(network, made, y) if gradients is None else gradients
    layers: Any = getattr(claimed, "layers", ())
    if not hasattr(layers, "__len__") or len(layers) != len(network.layers):
        got = f"{len(layers)} layers" if hasattr(layers, "__len__") else quoted(layers)
        raise BackpropError(
            f"gradients got {got}. It takes something with {len(network.layers)} "
            "in its .layers, one for each layer of the network."
        )
    checks = []
    for number, layer in enumerate(network.layers):
        for name, value in (("W", layer.W), ("b", layer.b)):
            if value is None:
                continue
            analytic = _claimed(layers[number], "d" + name, number, value.shape)
            numeric = _complex_step(network, made, y, number, name)
            make_read_only(analytic, numeric)
            checks.append(ParameterCheck("d" + name, number, analytic, numeric))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # it is a scale, no result
        slope = np.abs(network.loss_function.slope(made.output, y))
    return GradientCheck(tuple(checks), tolerance, float(slope.max()))


def _claimed(layer: Any, name: str, number: int, shape: tuple[int, ...]) -> Array:
    """dW or db of a layer, as somebody gives it."""
    takes = f"It takes numbers of shape {shape}, the shape of {name[1:]}."
    try:
        array = np.array(getattr(layer, name), dtype=np.float64)
    except (AttributeError, TypeError, ValueError):
        where = f"{name} of layer {number + 1}"
        raise BackpropError(f"{where} is missing, or is not all numbers. {takes}") from None
    if array.shape != shape:
        raise BackpropError(f"{name} of layer {number + 1} got shape {array.shape}. {takes}")
    return array


def _complex_step(network: Network, f: Forward, y: Array, number: int, name: str) -> Array:
    """∂loss/∂(that parameter), one entry at a time; 0 where there is no connection."""
    layer = network.layers[number]
    value: Any = getattr(layer, name)
    slopes = np.zeros(value.shape)
    for index in np.ndindex(value.shape):
        if name == "W" and layer.connected is not None and not layer.connected[index]:
            continue
        nudged = value.astype(complex)
        nudged[index] += 1j * _H
        slopes[index] = _loss(network, f, y, {(number, name): nudged}).imag / _H
    return slopes


def _loss(network: Network, f: Forward, y: Array, instead: dict[tuple[int, str], Any]) -> Any:
    """The loss with some parameters nudged, in plain arithmetic of its own."""
    a: Any = f.x
    for number, (layer, made) in enumerate(zip(network.layers, f.layers, strict=True)):
        z = a @ instead.get((number, "W"), layer.W).T
        b = instead.get((number, "b"), layer.b)
        if b is not None:
            z = z + b
        z = made.z + 1j * z.imag
        a = made.a + 1j * layer.masked(layer.f.value(z)).imag
    loss = network.loss_function
    if loss.total is not None:
        return loss.total(a, y)
    each = loss.fused.contributions(z, a, y) if loss.fused else loss.contributions(a, y)
    return each.sum() * per_sample_weight(network, len(y))
