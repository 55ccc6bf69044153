"""Every rule against a loop of its own, and what is true of all of them."""

from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from backprop_core import (
    BackpropError,
    Layer,
    Network,
    NonFiniteError,
    backward,
    forward,
    rules,
    update,
)
from tests.core.rules import references
from tests.core.rules.options import CASES, FORMS, IDS, RULES

NETWORK = Network.random((2, 3, 1), "sigmoid", "squared_error", seed=3)
X, Y = [[0.5, -1.0], [1.5, 2.0]], [[1.0], [0.0]]
G = backward(NETWORK, forward(NETWORK, X), Y)


def gradients(values):
    """The gradients of NETWORK with other numbers in dW and db."""
    layers, start = [], 0
    for layer in G.layers:
        end = start + layer.dW.size
        dW, db = values[start:end], values[end : end + layer.db.size]
        layers.append(replace(layer, dW=dW.reshape(layer.dW.shape), db=db))
        start = end + layer.db.size
    return replace(G, layers=tuple(layers))


def walked(rule, drawn):
    """The parameters after each update, (updates, count)."""
    network, state = NETWORK, rule.start(NETWORK)
    for number, values in enumerate(drawn, start=1):
        network, state = rule.step(network, gradients(values), state)
        assert state.updates == number
        yield network.parameters


def assert_as_the_loop(rule, reference):
    drawn = np.random.default_rng(0).normal(size=(40, len(NETWORK.parameters)))
    got = np.array(list(walked(rule, drawn)))
    for entry, first in enumerate(NETWORK.parameters.tolist()):
        expected = list(reference(first, drawn[:, entry].tolist()))
        np.testing.assert_allclose(got[:, entry], expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("rule", "reference", "name", "lr", "options"), CASES, ids=IDS)
def test_each_option_moves_each_parameter_as_a_loop_of_its_own_does(
    rule, reference, name, lr, options
):
    assert_as_the_loop(rule, lambda w, g: reference(w, g, lr, **options))


@pytest.mark.parametrize("rule", FORMS, ids=str)
def test_each_form_of_momentum_moves_each_parameter_as_a_loop_of_its_own_does(rule):
    options = {field.name: getattr(rule, field.name) for field in fields(rule)}
    assert_as_the_loop(rule, lambda w, g: references.momentum(w, g, **options))


def test_the_forms_of_momentum_are_the_same_walk_where_the_rate_is_adapted():
    drawn = np.random.default_rng(0).normal(size=(20, len(NETWORK.parameters)))
    for nesterov in (False, True):
        torch, step, average = (
            np.array(list(walked(rules.Momentum(lr, 0.75, form, nesterov), drawn)))
            for form, lr in (("torch", 0.1), ("step", 0.1), ("average", 0.4))
        )
        np.testing.assert_allclose(step, torch, rtol=1e-12)
        if not nesterov:
            np.testing.assert_allclose(average, torch, rtol=1e-12)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_is_a_value_and_its_steps_leave_everything_as_it_was(rule):
    assert rule == replace(rule)
    assert hash(rule) == hash(replace(rule))
    with pytest.raises(FrozenInstanceError):
        rule.lr = 1.0
    before, state = NETWORK.parameters.copy(), rule.start(NETWORK)
    network, after = rule.step(NETWORK, G, state)
    np.testing.assert_array_equal(NETWORK.parameters, before)
    for name, vector in state.vectors.items():
        assert vector.shape == after.vectors[name].shape == before.shape
        assert not vector.flags.writeable
        assert not after.vectors[name].flags.writeable
        assert len(set(vector.tolist())) == 1
    assert not network.parameters.flags.writeable
    again, _ = rule.step(NETWORK, G, state)
    np.testing.assert_array_equal(again.parameters, network.parameters)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_update_takes_a_rule_and_its_state(rule):
    network, state = NETWORK, None
    for _ in range(3):
        g = backward(network, forward(network, X), Y)
        expected, after = rule.step(network, g, state)
        network = update(network, g, rule, state)
        np.testing.assert_array_equal(network.parameters, expected.parameters)
        state = after


def test_a_plain_number_is_gradient_descent_to_the_last_bit():
    expected = update(NETWORK, G, rules.GradientDescent(0.3)).parameters
    np.testing.assert_array_equal(update(NETWORK, G, 0.3).parameters, expected)
    np.testing.assert_array_equal(update(NETWORK, G, learning_rate=0.3).parameters, expected)
    frozen = update(NETWORK, G, rules.GradientDescent(0.3), biases_frozen=True).parameters
    np.testing.assert_array_equal(update(NETWORK, G, 0.3, biases_frozen=True).parameters, frozen)


def test_a_rule_and_a_rate_at_once_are_refused():
    with pytest.raises(BackpropError, match="It takes one of the two"):
        update(NETWORK, G, rules.Adam(), learning_rate=0.1)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_frozen_biases_and_cut_connections_keep_their_numbers_and_their_state(rule):
    connected = np.array([[True, False], [True, True], [False, True]])
    first = Layer(NETWORK.layers[0].W, NETWORK.layers[0].b, "tanh", connected)
    network = Network((first, NETWORK.layers[1]), "squared_error")
    g = backward(network, forward(network, X), Y)
    state = rule.start(network)
    new, after = rule.step(network, g, state, biases_frozen=True)
    assert not new.layers[0].W[~connected].any()
    assert (new.layers[0].W[connected] != network.layers[0].W[connected]).all()
    for old, moved in zip(network.layers, new.layers, strict=True):
        np.testing.assert_array_equal(old.b, moved.b)
    still = np.concatenate([~connected.ravel(), [True] * 3, [False] * 3, [True]])
    for name, vector in after.vectors.items():
        np.testing.assert_array_equal(vector[still], state.vectors[name][still])


def test_a_cut_connection_stays_at_zero_where_a_division_by_zero_lies_near():
    connected = np.array([[True, False]])
    network = Network((Layer([[0.5, 0.0]], None, "linear", connected),), "squared_error")
    g = backward(network, forward(network, [1.0, 1.0]), [0.0])
    for rule in (rules.Adam(0.1, eps=0.0), rules.Adagrad(0.1, eps=0.0), rules.RMSprop(eps=0.0)):
        np.testing.assert_array_equal(update(network, g, rule).layers[0].W[0, 1], 0.0)


def test_dampening_begins_with_the_second_update():
    rule = rules.Momentum(0.1, 0.9, dampening=0.5)
    (first, second) = walked(rule, np.ones((2, len(NETWORK.parameters))))
    np.testing.assert_allclose(NETWORK.parameters - first, 0.1)
    np.testing.assert_allclose(first - second, 0.1 * (0.9 + 0.5))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: rules.GradientDescent(-0.1), "lr got -0.1. It takes a number from 0 up."),
        (lambda: rules.Adam("0.1"), "lr got text"),
        (lambda: rules.Adam(float("nan")), "lr is not a number"),
        (lambda: rules.Adam(betas=(0.9, 1.0)), "betas got 1. It takes a number from 0 up to but"),
        (lambda: rules.Adam(betas=0.9), r"betas got 0.9. It takes two numbers"),
        (lambda: rules.Adam(betas=(0.9,)), r"betas got \(0.9,\). It takes two numbers"),
        (lambda: rules.Adam(eps=-1e-8), "eps got -1e-08"),
        (lambda: rules.Adam(amsgrad=1), "amsgrad got 1. It takes True or False."),
        (lambda: rules.AdamW(weight_decay=-1), "weight_decay got -1"),
        (lambda: rules.Momentum(0.1, 0.9, "heavy ball"), "form got 'heavy ball'. It takes 'torch'"),
        (lambda: rules.Momentum(0.1, 1.0, "average"), "mu got 1. It takes a number from 0 up to"),
        (lambda: rules.Momentum(0.1, 0.9, "step", dampening=0.1), 'dampening takes form="torch"'),
        (lambda: rules.Momentum(0.1, 0.0, nesterov=True), "nesterov takes a mu above 0"),
        (lambda: rules.Momentum(0.1, 0.9, nesterov=True, dampening=0.1), "and dampening 0.1"),
        (lambda: rules.Adagrad(initial_accumulator_value=-1), "initial_accumulator_value got -1"),
        (lambda: rules.RMSprop(alpha="x" * 200), "alpha got text"),
        (lambda: rules.RMSprop(centered="y" * 200), "centered got .{60}. It takes True or False."),
    ],
)
def test_an_option_out_of_its_range_is_refused_by_name(make, message):
    with pytest.raises(BackpropError, match=message):
        make()


def test_a_state_of_another_rule_or_network_is_refused():
    other = Network.random((2, 1), "sigmoid", "squared_error")
    for state in (rules.Momentum(0.1).start(NETWORK), rules.Adam().start(other), {"m": 0}):
        with pytest.raises(BackpropError, match=r"^state got .* It takes"):
            update(NETWORK, G, rules.Adam(), state)


def test_gradients_of_another_network_are_refused():
    with pytest.raises(BackpropError, match="It takes the gradients of this network"):
        update(Network.random((2, 1), "sigmoid", "squared_error"), G, rules.Adam())


def test_the_first_number_that_is_not_finite_is_named_by_stage_layer_and_neuron():
    values = np.zeros(len(NETWORK.parameters))
    values[4] = 1e200  # W of the first layer, neuron 3, from input 1
    with pytest.raises(
        NonFiniteError, match="v of W, neuron 3 of layer 1, from neuron 1"
    ) as caught:
        update(NETWORK, gradients(values), rules.Adam())
    assert (caught.value.quantity, caught.value.layer, caught.value.neuron) == ("v", 0, 2)
    kept = update(NETWORK, gradients(values), rules.Adam(), strict=False)
    assert np.isfinite(kept.parameters).all()
    with pytest.raises(NonFiniteError, match=r"^W of neuron 3 of layer 1") as caught:
        update(NETWORK, gradients(values), rules.GradientDescent(1e200))
    assert caught.value.quantity == "W"
    values[:] = 0.0
    values[-1] = 1e200  # b of the last layer
    with pytest.raises(NonFiniteError, match=r"^b of neuron 1 of layer 2 is minus inf") as caught:
        update(NETWORK, gradients(values), rules.GradientDescent(1e200))
    assert (caught.value.quantity, caught.value.layer, caught.value.neuron) == ("b", 1, 0)


def test_a_shared_bias_that_overflows_belongs_to_no_neuron():
    network = Network((Layer(np.zeros((2, 2)), 0.0, "linear"),), "squared_error")
    g = backward(network, forward(network, [0.0, 0.0]), [0.0, 1e100])
    with pytest.raises(NonFiniteError, match=r"^b of layer 1 is infinite") as caught:
        update(network, g, rules.GradientDescent(1e300))
    assert caught.value.neuron is None
