"""Hyperparameters make rules, and what comes from outside is checked."""

import pytest

from backprop_core import BackpropError, Network, backward, forward, rules
from playground.exercise.hyperparameters import arguments, read_hyperparameters, rule_of, usual
from playground.exercise.rule_choices import RULES, SCHEDULES


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_rule_that_is_offered_makes_an_update_with_every_schedule(name, schedule):
    chosen = read_hyperparameters({**usual(0.1), "rule": name, "schedule": schedule})
    network = Network.random([2, 2, 1], "tanh", "squared_error", seed=1)
    made = forward(network, [[0.5, -1.0]])
    new, state = rule_of(chosen).step(network, backward(network, made, [[1.0]]))
    assert (new.parameters != network.parameters).any()
    assert state.updates == 1


@pytest.mark.parametrize("name", RULES)
def test_each_option_that_is_offered_reaches_the_rule(name):
    values = {"beta1": 0.5, "beta2": 0.75, "eps": 1e-3, "form": "step", "nesterov": True}
    values |= {"mu": 0.5, "alpha": 0.5, "momentum": 0.25, "centered": True, "amsgrad": True}
    options = {one.name: values.get(one.name, 0.125) for one in RULES[name].options}
    made = rule_of({**usual(), "rule": name, "options": options})
    given = dict(options)
    if "beta1" in given:
        given["betas"] = (given.pop("beta1"), given.pop("beta2"))
    assert all(getattr(made, field) == value for field, value in given.items())


def test_plain_gradient_descent_is_what_it_begins_with():
    made = arguments(usual(0.5))
    assert made["rule"] == rules.GradientDescent(0.5)
    assert (made["batch_size"], made["shuffle"], made["penalty"]) == (1, None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "magic"},
        {"lr": -1.0},
        {"lr": "much"},
        {"options": {"mu": 0.9}},
        {"batch_size": -1},
        {"shuffle": 1.5},
        {"l2": -1.0},
        {"clip": "value", "clip_limit": 0.0},
        {"dropout": 1.0},
        {"schedule": "step", "schedule_options": {"step_size": 0}},
        {"schedule": "step", "schedule_options": {"step_size": 2.5}},
        {"schedule": "step", "schedule_options": {"step_size": "often"}},
    ],
)
def test_what_cannot_be_trained_with_is_refused(change):
    with pytest.raises(BackpropError):
        read_hyperparameters({**usual(), **change})


def test_anything_else_is_refused():
    for raw in (None, [], {}, {**usual(), "more": 1}):
        with pytest.raises(BackpropError):
            read_hyperparameters(raw)
