"""The update: one step downhill, on a network of its own."""

import copy

import numpy as np
import pytest
from hypothesis import given

from backprop_core import (
    BackpropError,
    Layer,
    Network,
    NonFiniteError,
    backward,
    forward,
    gradient_check,
    rules,
    update,
)
from tests.core.strategies import passes

NETWORK = Network.random((2, 3, 1), "sigmoid", "squared_error", seed=3)
X, Y = [0.5, -1.0], [1.0]


def gradients_of(network=NETWORK, x=X, y=Y):
    return backward(network, forward(network, x), y)


def parameters(network):
    return [value for layer in network.layers for value in (layer.W, layer.b) if value is not None]


@given(passes())
def test_every_number_moves_by_the_rate_times_its_gradient_and_the_old_network_stays(drawn):
    network, x, y = drawn
    before = [value.copy() for value in parameters(network)]
    gradients = gradients_of(network, x, y)
    new = update(network, gradients, 0.25)
    for kept, value in zip(before, parameters(network), strict=True):
        np.testing.assert_array_equal(value, kept)
    for old, moved, made in zip(network.layers, new.layers, gradients.layers, strict=True):
        np.testing.assert_array_equal(moved.W, old.W - 0.25 * made.dW)
        if old.b is not None:
            np.testing.assert_array_equal(moved.b, old.b - 0.25 * made.db)


@given(passes())
def test_the_new_network_is_like_the_old_and_cannot_be_written_to(drawn):
    network, x, y = drawn
    new = update(network, gradients_of(network, x, y), 0.25)
    assert new is not network
    assert (new.sizes, new.loss, new.reduction) == (network.sizes, network.loss, network.reduction)
    for old, moved in zip(network.layers, new.layers, strict=True):
        assert (moved.activation, moved.f, moved.bias) == (old.activation, old.f, old.bias)
        assert moved.connected is old.connected
        assert not moved.W.flags.writeable
        assert moved.b is None or (moved.b.shape == old.b.shape and not moved.b.flags.writeable)


@given(passes())
def test_all_parameters_are_one_vector_in_the_order_of_the_layers(drawn):
    network, x, y = drawn
    for one in (network, update(network, gradients_of(network, x, y), 0.25)):
        expected = np.concatenate([value.ravel() for value in parameters(one)])
        np.testing.assert_array_equal(one.parameters, expected)
        assert not one.parameters.flags.writeable
        assert copy.deepcopy(one) is one
        assert "parameters" not in repr(one)


@given(passes())
def test_a_cut_connection_keeps_weight_and_gradient_zero(drawn):
    network, x, y = drawn
    for _ in range(3):
        gradients = gradients_of(network, x, y)
        network = update(network, gradients, 0.1)
        for layer, made in zip(network.layers, gradients.layers, strict=True):
            if layer.connected is not None:
                assert not layer.W[~layer.connected].any()
                assert not made.dW[~layer.connected].any()


@given(passes())
def test_a_small_enough_step_never_raises_the_loss(drawn):
    network, x, y = drawn
    gradients = gradients_of(network, x, y)
    flat = [g for made in gradients.layers for g in (made.dW, made.db) if g is not None]
    steepness = sum(float((g**2).sum()) for g in flat)
    rate = 1e-7 / (1.0 + steepness)
    after = gradients_of(update(network, gradients, rate), x, y).loss
    rounding = 1e-14 * (1.0 + gradients.loss)
    assert after <= gradients.loss + rounding
    # and what it wins is what the gradient promised
    assert gradients.loss - after == pytest.approx(rate * steepness, rel=1e-2, abs=rounding)


def test_a_learning_rate_of_zero_changes_nothing():
    for old, new in zip(
        parameters(NETWORK), parameters(update(NETWORK, gradients_of(), 0)), strict=True
    ):
        np.testing.assert_array_equal(new, old)


def test_frozen_biases_stay_and_weights_move():
    new = update(NETWORK, gradients_of(), 0.5, biases_frozen=True)
    for old, moved in zip(NETWORK.layers, new.layers, strict=True):
        np.testing.assert_array_equal(moved.b, old.b)
        assert (moved.W != old.W).all()


@pytest.mark.parametrize("frozen", ["no", 1, None, [True], np.array([True, False])])
@pytest.mark.parametrize("rule", [0.1, rules.Adam(0.1)])
def test_biases_are_frozen_by_true_and_false_alone(rule, frozen):
    with pytest.raises(BackpropError, match=r"^biases_frozen got .* It takes True or False"):
        update(NETWORK, gradients_of(), rule, biases_frozen=frozen)


def test_a_network_that_was_updated_many_times_is_still_a_whole_network():
    network = NETWORK
    for _ in range(200):
        network = update(network, gradients_of(network), 0.5)
    assert gradients_of(network).loss < 0.01
    assert gradient_check(network, X, Y)


@pytest.mark.parametrize(
    "rate",
    [-0.1, -1, float("nan"), float("inf"), -float("inf"), True, np.True_, "0.1", None, 1j, [0.1]],
)
def test_a_learning_rate_that_is_none_is_refused(rate):
    with pytest.raises(BackpropError, match=r"^learning_rate .* It takes (one|a) finite number"):
        update(NETWORK, gradients_of(), rate)


@pytest.mark.parametrize("rate", [1, 0.5, np.float32(0.5), np.int64(1), np.array(0.5)])
def test_a_learning_rate_may_be_any_real_number(rate):
    new = update(NETWORK, gradients_of(), rate)
    expected = NETWORK.layers[0].W - float(rate) * gradients_of().layers[0].dW
    np.testing.assert_array_equal(new.layers[0].W, expected)


@pytest.mark.parametrize(
    "other",
    [
        Network.random((2, 1), "sigmoid", "squared_error"),
        Network.random((2, 1, 1), "sigmoid", "squared_error"),
        Network.random((2, 3, 1), "sigmoid", "squared_error", bias="shared"),
        Network.random((2, 3, 1), "sigmoid", "squared_error", bias="none"),
    ],
)
def test_gradients_of_another_network_are_refused(other):
    with pytest.raises(BackpropError, match="It takes the gradients of this network"):
        update(NETWORK, gradients_of(other), 0.1)


@pytest.mark.parametrize(("b", "quantity"), [(None, "W"), ([0.0, 0.0], "b"), (0.0, "b")])
def test_a_weight_or_bias_that_overflows_is_reported(b, quantity):
    x = [0.0, 1e200] if quantity == "W" else [0.0, 0.0]
    network = Network((Layer(np.zeros((2, 2)), b, "linear"),), "squared_error")
    gradients = gradients_of(network, x, [0.0, 1e100])
    with pytest.raises(NonFiniteError, match=f"{quantity} of .*smaller learning rate") as caught:
        update(network, gradients, 1e300)
    assert (caught.value.quantity, caught.value.layer) == (quantity, 0)
    assert caught.value.neuron == (None if b == 0.0 else 1)


def test_what_is_not_finite_is_kept_when_asked_for():
    network = Network((Layer([[0.0]], None, "linear"),), "squared_error")
    gradients = gradients_of(network, [1e100], [1e100])
    assert update(network, gradients, 1e300, strict=False).layers[0].W.tolist() == [[np.inf]]
