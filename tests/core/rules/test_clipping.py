"""Clipping: by value entry by entry, by norm all parameters together."""

import numpy as np
import pytest

from backprop_core import BackpropError, Network, Penalty, backward, forward, rules, train

NETWORK = Network.random((2, 3, 1), "linear", "squared_error", seed=2)
G = backward(NETWORK, forward(NETWORK, [1.0, -2.0]), [3.0])
FLAT = np.concatenate([v.ravel() for layer in G.layers for v in (layer.dW, layer.db)])


def step(clip):
    return NETWORK.parameters - rules.GradientDescent(1.0).step(NETWORK, G, clip=clip)[0].parameters


def test_by_value_each_entry_is_held_between_the_limits():
    limit = float(np.median(np.abs(FLAT)))
    np.testing.assert_allclose(step(rules.ClipByValue(limit)), FLAT.clip(-limit, limit), atol=1e-15)


def test_by_norm_the_direction_stays_and_the_length_is_the_limit():
    got = step(rules.ClipByNorm(0.5, eps=0.0))
    assert np.linalg.norm(got) == pytest.approx(0.5)
    np.testing.assert_allclose(got / 0.5, FLAT / np.linalg.norm(FLAT), atol=1e-15)


@pytest.mark.parametrize("clip", [rules.ClipByValue(1e3), rules.ClipByNorm(1e3)])
def test_a_gradient_within_the_limit_stays_as_it_is(clip):
    np.testing.assert_array_equal(step(clip), step(None))


def test_a_gradient_of_zero_stays_zero():
    network = Network.random((1, 1), "linear", "squared_error", init="zeros")
    g = backward(network, forward(network, [1.0]), [0.0])
    for clip in (rules.ClipByNorm(1.0), rules.ClipByNorm(1.0, eps=0.0), rules.ClipByValue(1.0)):
        new, _ = rules.GradientDescent(1.0).step(network, g, clip=clip)
        assert not new.parameters.any()


@pytest.mark.parametrize("fast", [True, False])
def test_a_frozen_bias_is_not_part_of_the_norm_even_with_a_penalty_on_biases(fast):
    biased = NETWORK.with_parameters(np.where(NETWORK.parameters == 0, 5.0, NETWORK.parameters))
    network = Network(biased.layers, "squared_error")
    (update,) = train(
        network,
        [1.0, -2.0],
        [3.0],
        rules.GradientDescent(1.0),
        penalty=Penalty(l2=0.1, biases=True),
        clip=rules.ClipByNorm(0.5, eps=0.0),
        biases_frozen=True,
        fast=fast,
    )
    moved = network.parameters - update.network.parameters
    assert np.linalg.norm(moved) == pytest.approx(0.5)


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan"), "1", None])
@pytest.mark.parametrize("kind", [rules.ClipByNorm, rules.ClipByValue])
def test_a_limit_that_is_none_is_refused(kind, limit):
    with pytest.raises(BackpropError, match=r"^limit "):
        kind(limit)
