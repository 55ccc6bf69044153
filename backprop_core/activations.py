"""Activation functions, a = f(z): from a neuron's input sum to its output.

Each activation holds the function, its derivative f′(z) = ∂a/∂z and further properties; a registry
lists them by name. Both functions take z, not a. Neither overflows, and neither loses small
digits far from 0: sigmoid′(40) is 4e-18 here, not 0. Softmax, whose outputs
depend on every z of the layer, has a Jacobian instead of a derivative: see `softmax`.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf

import numpy as np

from backprop_core.activation_function import Activation
from backprop_core.checks import Array, name_and_parameter, quoted, require_shape_kept
from backprop_core.errors import BackpropError
from backprop_core.interval import NOT_NEGATIVE, POSITIVE, REALS, UNIT, Interval
from backprop_core.softmax import softmax
from backprop_core.thresholds import sign, step

# As arrays: NumPy takes a plain float less quickly, and the forward pass does so in every layer.
_ONE, _LARGEST = np.array(1.0), np.array(np.finfo(np.float64).max)


def decay(z: Array) -> Array:
    """exp(−|z|), which never overflows.

    |z| goes by the sign of the real part, so that a complex step can check the derivative.
    """
    return np.exp(np.where(z.real >= 0, -z, z))


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(−z)), for z < 0 written exp(z) / (1 + exp(z)): the same, and never inf / inf."""
    e = decay(z)
    return np.where(z.real >= 0, 1.0, e) / (1.0 + e)


def sigmoid_derivative(z: Array) -> Array:
    """sigmoid(z) (1 − sigmoid(z)), written e / (1 + e)² with e = exp(−|z|): no cancellation."""
    e = decay(z)
    return e / (1.0 + e) ** 2


def _sigmoid_pair(z: Array) -> tuple[Array, Array]:
    """Value and derivative from one exponential: a = 1 / (1 + e), f′ = e a² with e = exp(−z)."""
    e = np.exp(-z)
    a = _ONE / (_ONE + e)
    return a, np.minimum(e, _LARGEST) * a * a  # inf · 0 would be no number; where e is inf, a is 0


def tanh_derivative(z: Array) -> Array:
    """1 − tanh²(z), written 4e / (1 + e)² with e = exp(−2|z|): no cancellation."""
    return 4.0 * sigmoid_derivative(2.0 * z)


def _tanh_pair(z: Array) -> tuple[Array, Array]:
    """tanh(z) and its derivative, 1 / cosh²(z): no cancellation either, and half the work."""
    below = np.cosh(z)
    return np.tanh(z), _ONE / (below * below)


def softplus(z: Array) -> Array:
    """log(1 + exp(z)), a smooth relu."""
    return np.where(z.real >= 0, z, 0.0) + np.log1p(decay(z))


def silu(z: Array) -> Array:
    """z · sigmoid(z), also called swish."""
    return z * sigmoid(z)


def silu_derivative(z: Array) -> Array:
    """s + z s (1 − s) with s = sigmoid(z)."""
    return sigmoid(z) + z * sigmoid_derivative(z)


_GELU = float(np.sqrt(2.0 / np.pi))


def _gelu_inner(z: Array) -> Array:
    """2u with u = √(2/π) (z + 0.044715 z³); then ½ (1 + tanh u) = sigmoid(2u)."""
    return 2.0 * _GELU * (z + 0.044715 * z**3)


def gelu(z: Array) -> Array:
    """½ z (1 + tanh u), the tanh form (Hendrycks and Gimpel, 2016)."""
    return z * sigmoid(_gelu_inner(z))


def gelu_derivative(z: Array) -> Array:
    """sigmoid(2u) + z sigmoid′(2u) 2u′(z); beyond |z| = 100 it is 0 or 1, and z³ might overflow."""
    z = np.clip(z, -100.0, 100.0)
    u2 = _gelu_inner(z)
    return sigmoid(u2) + z * sigmoid_derivative(u2) * 2.0 * _GELU * (1.0 + 3 * 0.044715 * z**2)


def _linear(z: Array) -> Array:
    return z


def _relu(z: Array) -> Array:
    return np.where(z.real > 0, z, 0.0)


def _above_zero(z: Array) -> Array:
    return (z > 0).astype(np.float64)


def _relu_pair(z: Array) -> tuple[Array, Array]:
    return np.maximum(z, 0.0), _above_zero(z)


def leaky_relu(slope: float = 0.01) -> Activation:
    """z above 0, slope · z elsewhere; its derivative at 0 is the slope, as in PyTorch."""
    return Activation(
        "leaky_relu",
        lambda z: np.where(z.real > 0, z, slope * z),
        lambda z: np.where(z > 0, 1.0, slope),
        slope,
        range=REALS if slope > 0 else NOT_NEGATIVE,
        kinks=() if slope == 1 else (0.0,),
        with_parameter=leaky_relu,
    )


def elu(alpha: float = 1.0) -> Activation:
    """z above 0, α (exp(z) − 1) elsewhere (Clevert, Unterthiner and Hochreiter, 2015)."""
    return Activation(
        "elu",
        lambda z: np.where(z.real > 0, z, alpha * np.expm1(np.where(z.real > 0, 0.0, z))),
        lambda z: np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0))),
        alpha,
        range=Interval(-alpha, inf) if alpha > 0 else NOT_NEGATIVE,
        kinks=() if alpha == 1 else (0.0,),
        with_parameter=elu,
    )


_SILU_LEAST, _GELU_LEAST = -0.2784645427610738, -0.17004075057125406  # at z ≈ −1.278 and −0.753

ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", _linear, np.ones_like),
        Activation(
            "sigmoid",
            sigmoid,
            sigmoid_derivative,
            pair=_sigmoid_pair,
            range=UNIT,
            slope_of_a=lambda a: a * (1.0 - a),
        ),
        Activation(
            "tanh",
            np.tanh,
            tanh_derivative,
            pair=_tanh_pair,
            range=Interval(-1.0, 1.0),
            slope_of_a=lambda a: 1.0 - a**2,
        ),
        Activation("relu", _relu, _above_zero, pair=_relu_pair, range=NOT_NEGATIVE, kinks=(0.0,)),
        leaky_relu(),
        Activation("softplus", softplus, sigmoid, range=POSITIVE),
        elu(),
        Activation("silu", silu, silu_derivative, range=Interval(_SILU_LEAST, inf, True)),
        Activation("gelu", gelu, gelu_derivative, range=Interval(_GELU_LEAST, inf, True)),
        Activation("softmax", softmax, None, range=UNIT),
        step(),
        sign(),
    )
}


def activation_named(spec: str | Activation) -> Activation:
    """Return the activation named by `spec`: "sigmoid", or with its parameter "leaky_relu(0.2)".

    An `Activation` is returned unchanged, so you can use your own function.
    Raises BackpropError for an unknown name, a parameter that is not a finite number, and an
    Activation that lacks its derivative or does not give arrays of the shape of z.
    """
    if isinstance(spec, Activation):
        if spec.derivative is None and spec != ACTIVATIONS["softmax"]:
            raise BackpropError(
                f"activation {spec.name} has no derivative, which the backward pass takes. "
                "Give it one: a function of z, from (batch, n) to (batch, n)."
            )
        _require_shapes_kept(spec)
        return spec
    name, parameter = name_and_parameter(spec, "activation", ACTIVATIONS)
    if parameter is None:
        return ACTIVATIONS[name]
    make = ACTIVATIONS[name].with_parameter
    if make is None:
        got = quoted(spec)
        raise BackpropError(f"activation {name} takes no number in brackets; it got {got}.")
    return make(parameter)


@lru_cache(maxsize=64)
def _require_shapes_kept(activation: Activation) -> None:
    """Try the functions once."""
    z = np.full((2, 3), 0.5)
    tried = {"value": activation.value(z)}
    if activation.derivative is not None:
        tried["derivative"] = activation.derivative(z)
    if activation.pair is not None:
        tried |= zip(("pair, its value", "pair, its slope"), activation.pair(z), strict=True)
    for what, made in tried.items():
        require_shape_kept(made, z, f"activation {activation.name}, its {what},")
