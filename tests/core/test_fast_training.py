"""The fast path against the plain one, to 1e-13: every function, rule, bias mode and option."""

import itertools

import numpy as np
import pytest

from backprop_core import (
    ACTIVATIONS,
    LOSSES,
    Activation,
    Dropout,
    Layer,
    Loss,
    Network,
    Penalty,
    rules,
    train,
)
from backprop_core.fast_stages import PIECE
from backprop_core.rules import schedules
from tests.core.cases import BIASES, PARTNER
from tests.core.rules.options import RULES

NAMES = (*ACTIVATIONS, "leaky_relu(0.2)", "elu(0.5)")
GRID = [
    (activation, loss, bias)
    for (activation, loss), bias in zip(
        itertools.product(NAMES, LOSSES), itertools.cycle(BIASES), strict=False
    )
]


def data(samples=10, n_in=3, n_out=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(samples, n_in)), rng.dirichlet(np.ones(n_out), samples)


def net(activation="tanh", loss="half_squared_error", bias="each", cut=False, reduction="mean"):
    last = PARTNER.get(loss, activation)
    names = [activation, activation, last]
    network = Network.random((3, 4, 5, 3), names, loss, bias=bias, seed=2, reduction=reduction)
    rng = np.random.default_rng(1)
    layers = [
        Layer(
            layer.W,
            layer.b,
            layer.activation,
            rng.uniform(size=layer.W.shape) < 0.8 if cut else None,
        )
        for layer in network.layers
    ]
    return Network(tuple(layers), loss, reduction)


def assert_both_ways_alike(network, rule, x=None, y=None, **options):
    x, y = data() if x is None else (x, y)
    options = {"batch_size": 4, "epochs": 6, "shuffle": 0} | options
    plain = list(train(network, x, y, rule, fast=False, **options))
    fast = list(train(network, x, y, rule, **options))
    assert len(plain) == len(fast)
    for one, other in zip(fast, plain, strict=True):
        scale = np.abs(other.numbers).max()
        np.testing.assert_allclose(one.numbers, other.numbers, rtol=0, atol=1e-13 * scale)
        assert one.loss == pytest.approx(other.loss, rel=1e-13, abs=1e-15)
        assert one.stopped == other.stopped
        assert one.rows.tolist() == other.rows.tolist()


@pytest.mark.parametrize(("activation", "loss", "bias"), GRID)
def test_every_activation_with_every_loss(activation, loss, bias):
    for cut, reduction in ((False, "mean"), (True, "sum")):
        assert_both_ways_alike(net(activation, loss, bias, cut, reduction), 0.05)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_rule_with_every_option(rule):
    for options in ({}, {"penalty": Penalty(l1=0.001, l2=0.01), "clip": rules.ClipByNorm(0.1)}):
        assert_both_ways_alike(net(), rule, **options)


@pytest.mark.parametrize("bias", BIASES)
@pytest.mark.parametrize("divide_by", [None, "batch", "data_set"])
@pytest.mark.parametrize("biases", [True, False])
def test_every_penalty(bias, divide_by, biases):
    for l1, l2, half in ((0.01, 0.0, True), (0.0, 0.02, False), (0.01, 0.02, True)):
        penalty = Penalty(l1, l2, half, divide_by, biases)
        assert_both_ways_alike(net(bias=bias), rules.Momentum(0.1), penalty=penalty)


@pytest.mark.parametrize("activation", ["linear", "sigmoid", "relu", "gelu"])
@pytest.mark.parametrize("rates", [(0.5, 0.2), (0.0, 0.3)])
@pytest.mark.parametrize("inputs", [0.0, 0.3])
def test_dropout(activation, rates, inputs):
    dropout = Dropout(rates, inputs=inputs, seed=3)
    assert_both_ways_alike(net(activation), rules.Adam(0.01), dropout=dropout)


@pytest.mark.parametrize("bias", BIASES)
@pytest.mark.parametrize("rule", [rules.Adam(0.01, eps=0.0), rules.Momentum(0.1)], ids=str)
def test_frozen_biases_and_cut_connections(bias, rule):
    options = {"biases_frozen": True, "penalty": Penalty(l2=0.1)}
    assert_both_ways_alike(net(bias=bias, cut=True), rule, **options)


@pytest.mark.parametrize("clip", [rules.ClipByValue(0.01), rules.ClipByNorm(0.01)])
@pytest.mark.parametrize(
    "schedule",
    [
        schedules.WarmUp(schedules.Cosine(0.1, 9), 4),
        schedules.Exponential(0.1, 0.5, per="epoch"),
        schedules.StepDecay(0.1, 5),
    ],
)
def test_schedules_and_clipping(clip, schedule):
    assert_both_ways_alike(net(), rules.Adagrad(schedule, lr_decay=0.1), clip=clip)


@pytest.mark.parametrize("rule", [0.1, rules.AdamW(0.01), rules.RMSprop(centered=True)], ids=str)
@pytest.mark.parametrize("clip", [None, rules.ClipByNorm(0.1)])
def test_vectors_longer_than_a_piece(rule, clip):
    network = Network.random((120, 140, 3), ["relu", "softmax"], "cross_entropy", seed=1)
    assert len(network.parameters) > PIECE + 1
    x, y = data(20, 120)
    options = {"batch_size": 8, "penalty": Penalty(l2=1e-3), "clip": clip}
    assert_both_ways_alike(network, rule, x, y, **options)


def test_one_layer_one_neuron_one_sample():
    network = Network.random((1, 1), "linear", "half_squared_error", bias="none", seed=1)
    assert_both_ways_alike(network, rules.Adam(0.1), [[2.0]], [[1.0]], batch_size=None)


def test_functions_of_ones_own():
    square = Activation("square", lambda z: z**2, lambda z: 2 * z)
    quartic = Loss("quartic", lambda a, y: (a - y) ** 4, lambda a, y: 4 * (a - y) ** 3)
    layers = net().layers
    own = (Layer(layers[0].W, layers[0].b, square), *layers[1:])
    assert_both_ways_alike(Network(own, quartic), rules.Adam(0.01))


def test_saturated_units_and_extreme_numbers():
    for activation in ("sigmoid", "tanh", "softplus", "relu"):
        layers = [Layer(1e3 * layer.W, layer.b, activation) for layer in net().layers]
        assert_both_ways_alike(Network(tuple(layers), "squared_error"), rules.Adam(0.1))


def test_gradients_that_are_zero_but_for_rounding_are_the_same_to_the_last_bit():
    """Deltas of softmax add up to 0 at a shared bias; Adagrad makes a step of what is left."""
    network = net("tanh", "cross_entropy", "shared")
    x, y = data()
    pair = (train(network, x, y, rules.Adagrad(0.1), 4, 6, fast=fast) for fast in (True, False))
    for one, other in zip(*pair, strict=True):
        np.testing.assert_array_equal(one.numbers, other.numbers)


@pytest.mark.parametrize("fast", [True, False])
def test_an_infinite_gradient_is_found_even_where_clipping_hides_it(fast):
    network = Network((Layer([[1e200]], None, "linear"),), "squared_error")
    clip = rules.ClipByValue(1.0)
    (only,) = train(network, [[1e150]], [[0.0]], 0.1, clip=clip, fast=fast)
    assert only.stopped.reason == "not_finite"
    assert only.stopped.error.quantity == "z"
