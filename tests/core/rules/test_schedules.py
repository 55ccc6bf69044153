"""Schedules: the rates by hand, by update and by epoch."""

import math

import pytest

from backprop_core import BackpropError, Network, rules, train
from backprop_core.rules import schedules

NETWORK = Network.random((2, 1), "tanh", "half_squared_error", seed=1)
X, Y = [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], [[0.1], [0.2], [0.3]]

BY_HAND = [
    (schedules.ConstantRate(0.3), [0.3] * 6),
    (schedules.StepDecay(0.8, 2, 0.5), [0.8, 0.8, 0.4, 0.4, 0.2, 0.2]),
    (schedules.Exponential(0.8, 0.5), [0.8, 0.4, 0.2, 0.1, 0.05, 0.025]),
    (schedules.Cosine(1.0, 4), [1.0, (1 + math.sqrt(0.5)) / 2, 0.5, (1 - math.sqrt(0.5)) / 2, 0.0]),
    (schedules.Cosine(1.0, 2, eta_min=0.2), [1.0, 0.6, 0.2, 0.6, 1.0]),
    (schedules.InverseTime(0.6, 0.5), [0.6, 0.4, 0.3, 0.24, 0.2]),
    (schedules.WarmUp(0.4, 2, start_factor=0.5), [0.2, 0.3, 0.4, 0.4]),
    (schedules.WarmUp(schedules.Exponential(0.4, 0.5), 2, 0.5), [0.2, 0.15, 0.1, 0.05]),
]


@pytest.mark.parametrize(("schedule", "rates"), BY_HAND, ids=lambda value: str(value)[:40])
def test_the_rates_are_those_worked_out_by_hand(schedule, rates):
    got = [schedule.rate(update) for update in range(1, len(rates) + 1)]
    assert got == pytest.approx(rates, rel=1e-15, abs=1e-16)


@pytest.mark.parametrize(("schedule", "rates"), BY_HAND, ids=lambda value: str(value)[:40])
def test_training_moves_by_the_scheduled_rate(schedule, rates):
    for u, rate in zip(
        train(NETWORK, X, Y, rules.GradientDescent(schedule), epochs=5), rates, strict=False
    ):
        (W,) = (layer.dW for layer in u.passes()[1].layers)
        moved = u.before.layers[0].W - u.network.layers[0].W
        assert moved == pytest.approx(rate * W, rel=1e-12, abs=1e-16)


def test_a_schedule_by_epoch_keeps_its_rate_within_an_epoch():
    rule = rules.GradientDescent(schedules.Exponential(0.8, 0.5, per="epoch"))
    for u in train(NETWORK, X, Y, rule, batch_size=1, epochs=3):
        assert u.record().value("learning_rate") == 0.8 * 0.5 ** (u.epoch - 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: schedules.StepDecay(0.1, 0), "step_size got 0"),
        (lambda: schedules.StepDecay(0.1, 1.5), "step_size got 1.5"),
        (lambda: schedules.Exponential(-0.1, 0.9), "lr got -0.1"),
        (lambda: schedules.Exponential(0.1, -0.9), "gamma got -0.9"),
        (lambda: schedules.Cosine(0.1, 10, -1), "eta_min got -1"),
        (lambda: schedules.Cosine(0.1, 10, per="pass"), "per got 'pass'. It takes 'update' or"),
        (lambda: schedules.WarmUp(0.1, 5, 0.0), "start_factor got 0. It takes a number above 0"),
        (lambda: schedules.WarmUp(0.1, 5, 1.0), "start_factor got 1"),
        (lambda: schedules.WarmUp("0.1"), "lr got text"),
        (lambda: schedules.InverseTime(0.1, math.inf), "decay is infinite"),
    ],
)
def test_an_option_out_of_its_range_is_refused_by_name(make, message):
    with pytest.raises(BackpropError, match=message):
        make()
