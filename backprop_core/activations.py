"""Activation functions: what a neuron makes of its input sum, a = f(z).

Each is a pair, the value f(z) and the derivative f′(z) = ∂a/∂z, in one registry by name. Both take
z, not a. Every function is written so that it neither overflows nor loses its small digits far
out: sigmoid′(40) is 4e-18 here, not 0.

Softmax is the exception that a layer must know about: each of its outputs depends on every z of
the layer, so its derivative is a matrix, the Jacobian ∂aₖ/∂zⱼ = aₖ (δₖⱼ − aⱼ).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array, name_and_parameter, ones, require_shape_kept
from backprop_core.errors import BackpropError

Elementwise = Callable[[Array], Array]

# As arrays: NumPy takes a plain float less quickly, and the forward pass does so in every layer.
_ONE, _LARGEST = np.array(1.0), np.array(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Activation:
    """A function of z and its derivative, both from (batch, n) to (batch, n).

    `derivative` is None for softmax, whose derivative is a matrix for each sample.
    `parameter` is the slope of leaky_relu or the α of elu, and None for the others.
    `pair` gives both at once where that is less work. It serves the forward pass, which is the
    reason why it may overflow on its way; `value` does not, up to |z| = 1e100, and takes complex z
    as well, which `gradient_check` needs.
    """

    name: str
    value: Elementwise
    derivative: Elementwise | None
    parameter: float | None = None
    pair: Callable[[Array], tuple[Array, Array]] | None = None

    def value_and_slope(self, z: Array) -> tuple[Array, Array | None]:
        """(f(z), f′(z)), both (batch, n); the slope is None for softmax."""
        if self.pair is not None:
            return self.pair(z)
        return self.value(z), None if self.derivative is None else self.derivative(z)


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


def softmax(z: Array) -> Array:
    """exp(zⱼ) / Σₖ exp(zₖ) in each row, after taking off the row's largest z: (batch, n) → same."""
    e = np.exp(z - z[largest(z)][:, None])
    total: Array = e.dot(ones(z.shape[1]))  # (batch,)
    return e / total[:, None]


def largest(z: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each row's largest entry is, an index into arrays like z: (batch, n) → (batch,)."""
    return np.arange(len(z)), z.real.argmax(axis=1)


def softmax_jacobian(a: Array) -> Array:
    """∂aₖ/∂zⱼ = aₖ (δₖⱼ − aⱼ) for each sample: (batch, n) → (batch, n, n), [s, k, j]."""
    others = a.sum(axis=1, keepdims=True) - a
    jacobian = -a[:, :, None] * a[:, None, :]
    diagonal = np.arange(a.shape[1])
    jacobian[:, diagonal, diagonal] = a * others
    return jacobian


def softmax_delta(a: Array, da: Array) -> Array:
    """Σₖ daₖ ∂aₖ/∂zⱼ, the full Jacobian's product, written aⱼ Σₖ aₖ (daⱼ − daₖ).

    The two are equal since Σₖ aₖ = 1; this form keeps its digits where aⱼ is close to 1.
    """
    differences = da[:, :, None] - da[:, None, :]  # (batch, n, n), [s, j, k]
    weighted: Array = (differences @ a[:, :, None])[:, :, 0]  # (batch, n)
    return a * weighted


def _linear(z: Array) -> Array:
    return z


def _one(z: Array) -> Array:
    return np.ones_like(z)


def _relu(z: Array) -> Array:
    return np.where(z.real > 0, z, 0.0)


def _step(z: Array) -> Array:
    return (z > 0).astype(np.float64)


def _relu_pair(z: Array) -> tuple[Array, Array]:
    return np.maximum(z, 0.0), _step(z)


def leaky_relu(slope: float = 0.01) -> Activation:
    """z above 0, slope · z elsewhere; its derivative at 0 is the slope, as in PyTorch."""
    return Activation(
        "leaky_relu",
        lambda z: np.where(z.real > 0, z, slope * z),
        lambda z: np.where(z > 0, 1.0, slope),
        slope,
    )


def elu(alpha: float = 1.0) -> Activation:
    """z above 0, α (exp(z) − 1) elsewhere (Clevert, Unterthiner and Hochreiter, 2015)."""
    return Activation(
        "elu",
        lambda z: np.where(z.real > 0, z, alpha * np.expm1(np.where(z.real > 0, 0.0, z))),
        lambda z: np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0))),
        alpha,
    )


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", _linear, _one),
        Activation("sigmoid", sigmoid, sigmoid_derivative, pair=_sigmoid_pair),
        Activation("tanh", np.tanh, tanh_derivative, pair=_tanh_pair),
        Activation("relu", _relu, _step, pair=_relu_pair),
        leaky_relu(),
        Activation("softplus", softplus, sigmoid),
        elu(),
        Activation("silu", silu, silu_derivative),
        Activation("gelu", gelu, gelu_derivative),
        Activation("softmax", softmax, None),
    )
}

_WITH_PARAMETER: dict[str, Callable[[float], Activation]] = {"leaky_relu": leaky_relu, "elu": elu}


def activation_named(spec: str | Activation) -> Activation:
    """The activation that `spec` names: "sigmoid", or with its parameter "leaky_relu(0.2)".

    An `Activation` is taken as it is, so that a function of one's own can be used.
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
    if name not in _WITH_PARAMETER:
        raise BackpropError(f"activation {name} takes no number in brackets; it got {spec!r}.")
    return _WITH_PARAMETER[name](parameter)


@lru_cache(maxsize=64)
def _require_shapes_kept(activation: Activation) -> None:
    """Try the functions once."""
    z = np.full((2, 3), 0.5)
    field = f"activation {activation.name}"
    require_shape_kept(activation.value(z), z, f"{field}, its value,")
    if activation.derivative is not None:
        require_shape_kept(activation.derivative(z), z, f"{field}, its derivative,")
    if activation.pair is not None:
        for made in activation.pair(z):
            require_shape_kept(made, z, f"{field}, its pair,")
