"""The update: one step against the gradient, for all weights and biases at once.

Plain gradient descent is W_new = W − learning_rate · ∂loss/∂W, and the same for b; other rules are
in `backprop_core.rules`. All gradients are computed at the old weights.
"""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from backprop_core.backward import Gradients
from backprop_core.checks import all_finite, real_number, require_finite
from backprop_core.errors import BackpropError
from backprop_core.network import Network, joined, require_network
from backprop_core.rules.options import flag
from backprop_core.rules.record import is_bias
from backprop_core.rules.rule import Rule, require_same_shapes
from backprop_core.rules.state import State


@np.errstate(over="ignore", invalid="ignore")
def update(
    network: Network,
    g: Gradients,
    rule: Any = None,
    state: State | None = None,
    *,
    learning_rate: Any = None,
    biases_frozen: bool = False,
    strict: bool = True,
) -> Network:
    """Return the network after one update; the old one is unchanged.

    `rule` is a Rule, or a finite number of at least 0: the learning rate of gradient descent, which
    may also be given as `learning_rate`.
    `state` is the state of a rule such as Adam, and None before its first update; `rule.step`
    also returns the state after the update. `biases_frozen` leaves the biases unchanged, as some
    textbooks do. Raises BackpropError if gradients or state do not have this network's shapes, and
    NonFiniteError, naming layer and neuron, when a number leaves the range of float64. With
    `strict=False` such values are kept.
    """
    if rule is not None and learning_rate is not None:
        raise BackpropError("update got a rule and a learning_rate. It takes one of the two.")
    if isinstance(rule, Rule):
        return rule.step(network, g, state, biases_frozen=biases_frozen, strict=strict)[0]
    # GradientDescent(rate) makes the same numbers; this runs with every step of a walk
    frozen = flag(biases_frozen, "biases_frozen")
    rate = np.array(
        learning_rate_of(learning_rate if rule is None else rule)
    )  # quicker to multiply with than a float
    require_network(network)
    require_same_shapes(network, g)
    step = rate * joined([(layer.dW, layer.db) for layer in g.layers])
    if frozen:
        step = np.where(is_bias(network), 0.0, step)
    new = network.with_parameters(network.parameters - step)
    if strict and not all_finite(new.parameters):
        _report(new)
    return new


def learning_rate_of(value: Any) -> float:
    """Return `value` as a finite float of at least 0; raise BackpropError for anything else."""
    rate = value if type(value) is float else real_number(value, "learning_rate")
    if not 0.0 <= rate < inf:
        raise BackpropError(f"learning_rate got {rate}. It takes a finite number of 0 or more.")
    return rate


def _report(network: Network) -> None:
    advice = "The step was too large; take a smaller learning rate."
    for number, layer in enumerate(network.layers):
        require_finite(layer.W, "W", number, advice)
        if layer.b is not None:
            require_finite(layer.b, "b", number, advice)
