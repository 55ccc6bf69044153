"""New weights alone tell what went wrong in the update: the rate, a penalty, the direction."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward

NETWORK = Network(
    (
        Layer([[0.15, 0.2], [0.25, -0.3]], [0.35, -0.2], "sigmoid"),
        Layer([[0.4, 0.45], [-0.5, 0.55]], [0.6, 0.1], "sigmoid"),
    ),
    "half_squared_error",
)
X, Y, RATE = [[0.5, 0.1]], [[0.1, 0.9]], 0.5


def updated(step_of):
    g = backward(NETWORK, forward(NETWORK, X), Y)
    pairs = list(zip(NETWORK.layers, g.layers, strict=True))
    return {
        "W": [own.W + step_of(own.W, each.dW) for own, each in pairs],
        "b": [own.b + step_of(own.b, each.db) for own, each in pairs],
    }


def names(given):
    report = explain(NETWORK, X, Y, given, learning_rate=RATE)
    assert not report.right
    return [cause.names for cause in report.causes]


@pytest.mark.parametrize("rate", [5.0, 0.05, 0.25, 0.3])
def test_another_learning_rate_is_named(rate):
    assert ("learning_rate",) in names(updated(lambda p, g: -rate * g))


def test_a_fitted_rate_is_said_with_its_value():
    given = updated(lambda p, g: -0.3 * g)
    report = explain(NETWORK, X, Y, given, learning_rate=RATE)
    assert "have been 0.3; it is 0.5" in report.causes[0].what


@pytest.mark.parametrize("strength", [0.1, 0.01])
def test_weight_decay_in_the_update_is_named(strength):
    given = updated(lambda p, g: -RATE * (g + strength * p))
    assert names(given)[0] == ("penalty_in_it",)


def test_a_step_added_comes_before_an_error_turned_where_no_gradient_is_given():
    assert names(updated(lambda p, g: RATE * g))[0] == ("step_added",)


def test_the_right_update_is_right():
    given = updated(lambda p, g: -RATE * g)
    assert explain(NETWORK, X, Y, given, learning_rate=RATE).right


def test_a_weight_gradient_with_the_neurons_own_output_is_named():
    f = forward(NETWORK, X)
    g = backward(NETWORK, f, Y)
    wrong = [
        np.repeat((each.delta * made.a).T, own.n_in, axis=1)
        for own, each, made in zip(NETWORK.layers, g.layers, f.layers, strict=True)
    ]
    assert names({"dW": wrong})[0] == ("wrong_array",)


def test_zeros_count_with_the_decimals_of_the_coarsest_array():
    """0.0 beside gradients of two decimals is 0.00, however fine the forward numbers are."""
    f = forward(NETWORK, X)
    g = backward(NETWORK, f, Y)
    small = np.abs(g.layers[0].dW) < 0.005
    assert small.any()
    given = {
        "a": [np.round(layer.a, 5) for layer in f.layers],
        "dW": [np.where(small, 0.0, np.nan), np.round(g.layers[1].dW, 2)],
    }
    assert explain(NETWORK, X, Y, given).right
