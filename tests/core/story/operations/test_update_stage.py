"""Whatever the rule, its stages are steps of every parameter, and their numbers are the rule's."""

import itertools

import numpy as np
import pytest

from backprop_core import (
    GRANULARITIES,
    Address,
    BackpropError,
    Layer,
    Network,
    Penalty,
    backward,
    forward,
    rules,
    trace,
    update,
)
from tests.core.cases import case

ADAM = ["first_moment", "second_moment", "bias_correction", "bias_correction", "update"]
RULES = [
    rules.GradientDescent(0.3),
    rules.GradientDescent(0.3, weight_decay=0.1),
    rules.Momentum(0.1, 0.9),
    rules.Momentum(0.1, 0.9, form="step"),
    rules.Momentum(0.1, 0.9, nesterov=True),
    rules.Adagrad(0.1, lr_decay=0.1),
    rules.RMSprop(0.1, centered=True),
    rules.Adam(0.01),
    rules.Adam(rules.schedules.Cosine(0.01, 10), amsgrad=True),
    rules.AdamW(0.01),
]


def walked(rule, granularity="neuron", bias="each", updates=2, **options):
    """The trace of an update, after some that gave the rule something to remember."""
    network, x, y = case("tanh", "squared_error", bias)
    state = rule.start(network)
    for _ in range(updates):
        g = backward(network, forward(network, x), y)
        network, state = rule.step(network, g, state)
    return trace(network, x, y, granularity=granularity, rule=rule, state=state, **options)


@pytest.mark.parametrize("rule", RULES, ids=repr)
@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_every_stage_of_every_rule_is_walked_with_the_rules_own_numbers(rule, granularity):
    steps = walked(rule, granularity)
    g = backward(steps.network, steps.forward, steps.y)
    expected, _ = rule.step(steps.network, g, steps.state)
    np.testing.assert_array_equal(steps.after.parameters, expected.parameters)
    told = [step for step in steps if step.phase == "update"]
    assert {step.operation.result for step in told} == {s.result for s in rule.stages()}
    for step in told:
        total = sum(term.value for term in step.terms)
        np.testing.assert_allclose(step.value, total, rtol=1e-12, atol=1e-15)
        np.testing.assert_array_equal(step.value, steps.value(step.address))
        assert steps.plan.step_making(step.address) == step.number


def test_adam_makes_its_moments_and_the_new_weight_of_one_weight_before_the_next():
    steps = [step for step in walked(rules.Adam(0.01)) if step.phase == "update"]
    for _, group in itertools.groupby(steps, key=lambda step: step.address[1:]):
        assert [step.operation.name for step in group] == ADAM
    first = steps[:5]
    quantities = ["m of W", "v of W", "m_hat of W", "v_hat of W", "W"]
    assert [step.quantity for step in first] == quantities
    went_in = [[number.quantity for number in step.inputs] for step in first]
    assert went_in[0] == ["beta1", "old m of W", "beta1", "dW"]
    assert went_in[2] == ["m of W", "beta1", "t"]
    assert went_in[4] == ["W", "learning_rate", "m_hat of W", "v_hat of W", "eps"]


def test_momentum_remembers_its_velocity():
    rule = rules.Momentum(0.1, 0.9)
    steps = walked(rule)
    at = Address("velocity of W", 1, 0, 2)
    step = steps[steps.plan.step_making(at)]
    mu, old, gradient = step.inputs
    assert (mu.value, old.quantity, gradient.quantity) == (0.9, "old velocity of W", "dW")
    assert old.value != 0
    assert step.value == pytest.approx(0.9 * old.value + gradient.value, rel=1e-15)


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_a_stage_uses_only_what_was_given_or_made_before(rule):
    steps = walked(rule)
    for step in steps:
        for number in step.inputs if step.phase == "update" else ():
            made = steps.plan.step_making(number.address)
            if number.quantity in ("W", "b"):
                old = getattr(steps.network.layers[step.layer], number.quantity)
                where = tuple(
                    n for n in (number.address.neuron, number.address.source) if n is not None
                )
                assert number.value == old[where]
            elif made is not None:
                assert made < step.number
                assert number.value == steps.value(number.address)


def test_without_a_rule_the_update_is_that_of_gradient_descent():
    network, x, y = case("tanh", "squared_error", "each")
    plain, ruled = trace(network, x, y, 0.3), trace(network, x, y, rule=rules.GradientDescent(0.3))
    assert [step.address for step in plain] == [step.address for step in ruled]
    assert [step.value for step in plain] == [step.value for step in ruled]
    assert ruled.learning_rate == 0.3
    expected = update(network, backward(network, forward(network, x), y), 0.3)
    np.testing.assert_array_equal(plain.after.parameters, expected.parameters)


def test_a_number_for_all_parameters_is_one_step_before_those_that_use_it():
    steps = walked(rules.Momentum(0.1, 0.9), clip=rules.ClipByNorm(0.01))
    told = [step for step in steps if step.phase == "update"]
    assert [step.quantity for step in told[:3]] == ["norm", "clip_factor", "clipped of W"]
    assert (told[0].layer, told[0].neuron) == (None, None)
    gradients = [step.value for step in steps if step.phase == "gradient"]
    assert told[0].value == pytest.approx(np.linalg.norm(gradients), rel=1e-12)


def test_a_penalty_on_the_weights_is_no_step_of_a_bias():
    steps = walked(rules.GradientDescent(0.1), penalty=Penalty(l2=0.5))
    told = [step.quantity for step in steps if step.phase == "update" and step.layer == 0]
    assert dict.fromkeys(told) == dict.fromkeys(["penalized of W", "W", "b"])
    step = steps[steps.plan.step_making(Address("penalized of W", 0, 1, 0))]
    weight = steps.network.layers[0].W[1, 0]
    assert step.value == steps.value(Address("dW", 0, 1, 0)) + 0.5 * weight


def test_a_shared_bias_has_its_stages_too():
    steps = walked(rules.Adam(0.01), bias="shared")
    told = [step for step in steps if step.phase == "update" and step.quantity.endswith("b")]
    assert [step.operation.name for step in told if step.layer == 0] == ADAM
    assert all(step.neuron is None and isinstance(step.value, float) for step in told)


def test_frozen_biases_and_cut_connections_have_no_stages():
    layer = Layer([[1.0, 2.0]], [0.5], "tanh", [[True, False]])
    steps = trace(
        Network((layer,), "squared_error"),
        [1.0, 2.0],
        [0.0],
        rule=rules.Adam(0.01),
        biases_frozen=True,
    )
    told = [step.address for step in steps if step.phase == "update"]
    assert {(at.neuron, at.source) for at in told} == {(0, 0)}
    assert not [at for at in told if at.quantity.endswith("b")]
    assert steps.after.layers[0].b.tolist() == [0.5]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rule": "adam"}, "rule got str"),
        ({"rule": None}, "learning_rate"),
    ],
)
def test_what_is_no_rule_is_refused(change, says):
    network, x, y = case("tanh", "squared_error", "each")
    with pytest.raises(BackpropError, match=says):
        trace(network, x, y, **change)
