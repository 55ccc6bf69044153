"""A slope as a learner takes it: nudge one number by ε, and divide the change of the loss by ε.

One-sided, (L(w + ε) − L(w)) / ε, is off by about ε, central, (L(w + ε) − L(w − ε)) / 2ε, by about
ε². With a tiny ε both get worse again: the two losses agree in nearly all of their 16 digits, and
the difference keeps only the last of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backprop_core import (
    Address,
    Array,
    Forward,
    Network,
    backward,
    batch_loss,
    forward,
    targets_of,
)

POWERS = tuple(range(0, -16, -1))  # ε from 1 to 1e-15
_FINE = np.arange(0.0, -15.01, -0.25)


@dataclass(frozen=True, eq=False)
class Nudge:
    """One number of an exercise that can be nudged: W, b, or an input x of one sample."""

    network: Network
    x: Array
    y: Array
    at: Address

    @classmethod
    def of(cls, network: Network, x: list[list[float]], y: list[list[float]], at: Address) -> Nudge:
        """Raises NonFiniteError where the pass is not finite."""
        rows = np.atleast_2d(np.array(x, dtype=float))
        return cls(network, rows, targets_of(network, len(rows), y), at)

    @property
    def value(self) -> float:
        """The number as it is."""
        if self.at.quantity == "x":
            return float(self.x[self.at.sample or 0, self.at.neuron or 0])
        return float(_entry(self.network, self.at))

    @property
    def gradient(self) -> float:
        """The exact slope, from the backward pass."""
        g = backward(self.network, forward(self.network, self.x), self.y)
        if self.at.quantity == "x":
            dx = g.layers[0].delta @ self.network.layers[0].W
            return float(dx[self.at.sample or 0, self.at.neuron or 0])
        layer = g.layers[self.at.layer or 0]
        if self.at.quantity == "W":
            return float(layer.dW[self.at.neuron, self.at.source])
        db = np.asarray(layer.db)
        return float(db[self.at.neuron] if db.ndim else db)

    def passed(self, by: float) -> Forward:
        """The forward pass with the number nudged."""
        network, x = _nudged(self.network, self.x, self.at, by)
        return forward(network, x, strict=False)

    def loss(self, by: float) -> float:
        """The loss with the number nudged; nan where it overflows."""
        with np.errstate(all="ignore"):
            return float(batch_loss(self.network, self.passed(by), self.y))

    def quotient(self, epsilon: float, *, central: bool) -> float:
        """The difference quotient."""
        below = self.loss(-epsilon) if central else self.loss(0.0)
        return (self.loss(epsilon) - below) / (2 * epsilon if central else epsilon)

    def errors(self, *, central: bool) -> tuple[Array, Array]:
        """ε, and how far off the quotient is there."""
        epsilons = 10.0**_FINE
        exact = self.gradient
        made = [abs(self.quotient(float(one), central=central) - exact) for one in epsilons]
        return epsilons, np.array(made)

    def kinks(self, epsilon: float, *, central: bool) -> list[tuple[int, int, int]]:
        """Layer, neuron and sample of each kink that lies between the two losses."""
        low, high = self.passed(-epsilon if central else 0.0), self.passed(epsilon)
        found = []
        for number, layer in enumerate(self.network.layers):
            for kink in layer.f.kinks:
                a, b = low.layers[number].z - kink, high.layers[number].z - kink
                crossed = (np.sign(a) != np.sign(b)) & ~((a == 0) & (b == 0))
                found += [(number, int(j), int(s)) for s, j in np.argwhere(crossed)]
        return found


def _entry(network: Network, at: Address) -> float:
    layer = network.layers[at.layer or 0]
    if at.quantity == "W":
        return float(layer.W[at.neuron, at.source])
    b = np.asarray(layer.b)
    return float(b[at.neuron] if b.ndim else b)


def _nudged(network: Network, x: Array, at: Address, by: float) -> tuple[Network, Array]:
    if at.quantity == "x":
        moved = x.copy()
        moved[at.sample or 0, at.neuron or 0] += by
        return network, moved
    number = at.layer or 0
    old = network.layers[number]
    W, b = old.W.copy(), None if old.b is None else np.array(old.b, dtype=float)
    if at.quantity == "W":
        W[at.neuron, at.source] += by
    elif b is not None and b.ndim:
        b[at.neuron] += by
    elif b is not None:
        b = b + by
    layers = list(network.layers)
    layers[number] = old.with_numbers(W, b)
    return replace(network, layers=tuple(layers)), x
