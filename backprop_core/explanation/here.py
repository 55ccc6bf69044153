"""What one operation of the pass can see: its own layer's numbers, and its neighbours'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from backprop_core.activation_function import Activation
from backprop_core.checks import Array
from backprop_core.explanation.problem import Place, Problem
from backprop_core.layer import Layer
from backprop_core.softmax import softmax_delta

Values = dict[Place, Any]
Arithmetic = Callable[["Here"], Any]
Given = Mapping[Place, Array]
"""Somebody's numbers by place; NaN where there is none."""
ADD_UP = 1e-9  # so near to 1 do the outputs of softmax add up, but for what floats lose


class Here:
    """What one operation can see: its own layer's numbers, its neighbours', and the exercise.

    `right` is what the operation should give. Arrays have the shapes that they have everywhere:
    z, a, slope, da, delta (batch, n_out), into (batch, n_in), W and dW (n_out, n_in). `claims` are
    somebody's numbers, which only slips with a number of their own look at.
    """

    __slots__ = ("claims", "layer", "problem", "quantity", "right", "values")

    def __init__(
        self,
        problem: Problem,
        values: Values,
        quantity: str,
        layer: int,
        claims: Given | None = None,
    ) -> None:
        self.problem = problem
        self.values = values
        self.quantity = quantity
        self.layer = layer
        self.claims: Given = claims or {}
        self.right: Any = None

    def __getattr__(self, name: str) -> Any:
        """z, a, slope, error, da, delta, dW, db, step_W or step_b of this layer."""
        try:
            return self.values[name, self.layer]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def gives_gradient(self) -> bool:
        """Whether any dW or db is given, not only what the update made of them."""
        return any(quantity in ("dW", "db") for quantity, _ in self.claims)

    @property
    def own(self) -> Layer:
        """This layer: W, b, f, connected."""
        return self.problem.layers[self.layer]

    @property
    def W(self) -> Array:
        """The old weights, (n_out, n_in)."""
        return self.own.W

    @property
    def b(self) -> Array | None:
        """The old biases, (n_out,), () or None."""
        return self.own.b

    @property
    def f(self) -> Activation:
        """The activation."""
        return self.own.f

    @property
    def into(self) -> Array:
        """What comes in: x, or the activations of the layer before."""
        made: Array = self.values["a", self.layer - 1] if self.layer else self.problem.x
        return made

    @property
    def into_z(self) -> Array:
        """The input sums of the layer before; x for the first layer."""
        made: Array = self.values["z", self.layer - 1] if self.layer else self.problem.x
        return made

    @property
    def y(self) -> Array:
        """The targets."""
        return self.problem.y

    @property
    def share(self) -> float:
        """What one sample counts in the batch's loss."""
        return self.problem.share

    @property
    def batch(self) -> int:
        """How many samples there are."""
        return self.problem.batch

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self.problem.rate

    @property
    def new_W(self) -> Array:
        """The weights after the update, as far as this pass knows them."""
        made: Array = self.own.W - self.problem.rate * self.values["dW", self.layer]
        return made

    def at(self, layer: int) -> Here:
        """The view from another layer."""
        return Here(self.problem, self.values, self.quantity, layer)

    def through(self, da: Array) -> Array:
        """delta from da, as it should be: da · f′(z), for softmax the full Jacobian's product."""
        if self.f.derivative is None:
            return _through_softmax(self.a, da)
        made: Array = da * self.slope
        return made


def _through_softmax(a: Array, da: Array) -> Array:
    """a · (da − Σ a · da), as everybody writes it: it is what follows from outputs that are wrong
    and do not add up to 1. Where they do, the engine's form has more digits."""
    whole = np.abs(a.sum(axis=1, keepdims=True) - 1.0) < ADD_UP
    plain = a * (da - (a * da).sum(axis=1, keepdims=True))
    return np.where(whole, softmax_delta(a, da), plain)


@lru_cache(maxsize=64)
def form_in_a(f: Activation) -> Callable[[Array], Array] | None:
    """f′ as it is learnt by heart, a polynomial in a: a (1 − a), 1 − a², ½ (1 − a²), 1.

    None where there is no such form. It is found by fitting c₀ + c₁ a + c₂ a² to f′(z).
    """
    if f.derivative is None:
        return None
    z = np.linspace(-2.0, 2.0, 9)[None, :]
    a, slope = f.value(z)[0], f.derivative(z)[0]
    powers = np.stack([np.ones_like(a), a, a**2], axis=1)
    found: Array = np.linalg.lstsq(powers, slope, rcond=None)[0]
    if np.abs(powers @ found - slope).max() > 1e-9:
        return None
    c0, c1, c2 = np.round(found, 9)
    return lambda a: c0 + a * (c1 + a * c2)
