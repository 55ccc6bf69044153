"""Penalties: by hand, in each way that books write them, and against the complex step."""

import numpy as np
import pytest

from backprop_core import BackpropError, Layer, Network, Penalty, backward, forward, rules, train

NETWORK = Network(
    (Layer([[1.0, -2.0], [0.0, 4.0]], [3.0, -1.0], "tanh"), Layer([[0.5, -0.5]], 2.0, "linear")),
    "half_squared_error",
)
WEIGHTS, BIASES = np.array([1.0, -2.0, 0.0, 4.0, 0.5, -0.5]), np.array([3.0, -1.0, 2.0])
X, Y = [[1.0, 0.5], [0.2, -1.0]], [[1.0], [-1.0]]
G = backward(NETWORK, forward(NETWORK, X), Y)


def pull(penalty, data_set=None):
    """What the penalty adds to the gradient: weights and biases, in the order of above."""
    rule = rules.GradientDescent(1.0)
    with_it, _ = rule.step(NETWORK, G, penalty=penalty, data_set=data_set)
    added = rule.step(NETWORK, G)[0].parameters - with_it.parameters
    return added[[0, 1, 2, 3, 6, 7]], added[[4, 5, 8]]


def test_by_hand():
    assert Penalty(l2=0.1).value(NETWORK, 2) == pytest.approx(0.05 * 21.5)
    assert Penalty(l1=0.1).value(NETWORK, 2) == pytest.approx(0.1 * 8)
    both = Penalty(l1=0.1, l2=0.1, half=False, biases=True)
    assert both.value(NETWORK, 2) == pytest.approx(0.1 * (8 + 6) + 0.1 * (21.5 + 14))


@pytest.mark.parametrize(
    ("penalty", "factor"),
    [
        (Penalty(l2=0.1), 0.1),
        (Penalty(l2=0.1, half=False), 0.2),
        (Penalty(l2=0.1, divide_by="batch"), 0.1 / 2),
        (Penalty(l2=0.1, divide_by="data_set"), 0.1 / 50),
    ],
)
def test_l2_pulls_each_weight_in_proportion_to_its_size(penalty, factor):
    weights, biases = pull(penalty, 50)
    np.testing.assert_allclose(weights, factor * WEIGHTS, atol=1e-15)
    assert not biases.any()


def test_l1_pulls_all_weights_alike_and_leaves_zero_alone():
    weights, biases = pull(Penalty(l1=0.1))
    np.testing.assert_allclose(weights, 0.1 * np.sign(WEIGHTS), atol=1e-15)
    assert not biases.any()


def test_biases_are_in_where_they_are_asked_for():
    weights, biases = pull(Penalty(l1=0.1, l2=0.2, biases=True))
    np.testing.assert_allclose(weights, 0.2 * WEIGHTS + 0.1 * np.sign(WEIGHTS), atol=1e-15)
    np.testing.assert_allclose(biases, 0.2 * BIASES + 0.1 * np.sign(BIASES), atol=1e-15)


@pytest.mark.parametrize("divide_by", [None, "batch", "data_set"])
@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("biases", [True, False])
def test_the_pull_is_the_slope_of_the_value(divide_by, half, biases):
    penalty = Penalty(0.03, 0.2, half, divide_by, biases)
    weights, own = pull(penalty, 7)
    h, slopes = 1e-6, []
    for entry in range(9):
        nudge = np.zeros(9)
        nudge[entry] = h
        above, below = (
            penalty.value(NETWORK.with_parameters(NETWORK.parameters + sign * nudge), 2, 7)
            for sign in (1, -1)
        )
        slopes.append((above - below) / (2 * h))
    np.testing.assert_allclose(weights, np.array(slopes)[[0, 1, 2, 3, 6, 7]], atol=1e-9)
    np.testing.assert_allclose(own, np.array(slopes)[[4, 5, 8]], atol=1e-9)


def test_l2_on_all_parameters_is_pytorchs_weight_decay():
    rule, decayed = rules.GradientDescent(0.1), rules.GradientDescent(0.1, weight_decay=0.3)
    expected, _ = decayed.step(NETWORK, G)
    got, _ = rule.step(NETWORK, G, penalty=Penalty(l2=0.3, biases=True))
    np.testing.assert_allclose(got.parameters, expected.parameters, rtol=1e-15)


def test_a_penalty_of_nothing_changes_nothing():
    assert Penalty().value(NETWORK, 2) == 0.0
    assert rules.Adam().stages(Penalty()) == rules.Adam().stages()


@pytest.mark.parametrize("fast", [True, False])
def test_the_loss_of_an_update_is_data_loss_plus_penalty(fast):
    penalty = Penalty(l1=0.01, l2=0.1, divide_by="data_set")
    for u in train(NETWORK, X, Y, 0.1, 1, 2, penalty=penalty, fast=fast):
        rows = u.rows
        data_loss = backward(u.before, forward(u.before, np.array(X)[rows]), np.array(Y)[rows]).loss
        assert u.data_loss == pytest.approx(data_loss, rel=1e-13)
        assert u.loss - u.data_loss == pytest.approx(penalty.value(u.before, 1, 2), rel=1e-12)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Penalty(l2=-0.1), "l2 got -0.1. It takes a number from 0 up."),
        (lambda: Penalty(l1="much"), "l1 got text"),
        (lambda: Penalty(half=0.5), "half got 0.5. It takes True or False."),
        (lambda: Penalty(divide_by="epoch"), "divide_by got 'epoch'. It takes None or 'batch' or"),
        (lambda: Penalty(biases=None), "biases got None"),
    ],
)
def test_an_option_out_of_its_range_is_refused_by_name(make, message):
    with pytest.raises(BackpropError, match=message):
        make()
