"""A new rule is one class: nothing else in the engine has to know of it.

The one here is Lion (Chen et al., 2023): the sign of an average of momentum and gradient, with a
decay of its own, and a momentum that is taken further afterwards.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from backprop_core import BackpropError, Network, Penalty, backward, forward, train, update
from backprop_core.rules.expression import PARAMETER, setting, sign, state
from backprop_core.rules.rule import Rule, updated
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class Lion(Rule):
    lr: float = 1e-3
    weight_decay: float = 0.0

    def arithmetic(self, gradient, rate):
        beta1, beta2 = setting("beta1", "β₁", 0.9), setting("beta2", "β₂", 0.99)
        decay = setting("weight_decay", "λ", self.weight_decay)
        average = Stage("direction", "c", "c", beta1 * state("m") + (1 - beta1) * gradient)
        m = Stage("momentum", "m", "m", beta2 * state("m") + (1 - beta2) * gradient, start=0.0)
        step = sign(average.made) + decay * PARAMETER
        return average, m, updated(PARAMETER - rate * step)


NETWORK = Network.random((2, 3, 1), "tanh", "half_squared_error", seed=1)
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(10, 2)), RNG.normal(size=(10, 1))


def by_hand(network, g, m, lr=0.01, decay=0.1):
    gradient = np.concatenate([v.ravel() for layer in g.layers for v in (layer.dW, layer.db)])
    w = network.parameters
    return w - lr * (np.sign(0.9 * m + 0.1 * gradient) + decay * w), 0.99 * m + 0.01 * gradient


def test_it_updates_and_keeps_its_state():
    rule, network, m = Lion(0.01, 0.1), NETWORK, np.zeros(13)
    state_now = rule.start(network)
    for _ in range(10):
        g = backward(network, forward(network, X), Y)
        expected, m = by_hand(network, g, m)
        np.testing.assert_array_equal(
            update(network, g, rule, state_now).parameters,
            rule.step(network, g, state_now)[0].parameters,
        )
        network, state_now = rule.step(network, g, state_now)
        np.testing.assert_allclose(network.parameters, expected, rtol=1e-14, atol=1e-16)
        np.testing.assert_allclose(state_now.vectors["m"], m, rtol=1e-14, atol=1e-18)


def test_it_is_recorded_with_terms():
    record = Lion(0.01, 0.1).record(NETWORK, backward(NETWORK, forward(NETWORK, X), Y))
    assert [stage.name for stage in record.stages] == ["direction", "momentum", "update"]
    old, step = record.terms("parameter", 0)
    assert [factor.name for factor in step.factors] == [
        "learning_rate",
        "sign(c) + weight_decay * parameter",
    ]
    assert old.value + step.value == pytest.approx(record.network.parameters[0])


def test_it_trains_on_the_fast_path_to_the_last_bit():
    options = {"batch_size": 4, "epochs": 10, "shuffle": 0, "penalty": Penalty(l2=0.01)}
    plain = train(NETWORK, X, Y, Lion(0.01, 0.1), fast=False, **options)
    fast = train(NETWORK, X, Y, Lion(0.01, 0.1), **options)
    for one, other in zip(fast, plain, strict=True):
        np.testing.assert_allclose(one.numbers, other.numbers, rtol=1e-13, atol=1e-15)


def test_options_are_checked_by_the_base():
    with pytest.raises(BackpropError, match="lr got -1"):
        Lion(-1)
