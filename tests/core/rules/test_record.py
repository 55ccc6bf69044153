"""The record of an update: every stage's number, and the terms of every parameter's."""

import numpy as np
import pytest

from backprop_core import BackpropError, Network, Penalty, backward, forward, rules
from backprop_core.rules import schedules
from backprop_core.rules.record import entry_of
from tests.core.rules.options import RULES

NETWORK = Network.random((2, 3, 2), "tanh", "squared_error", seed=3)
X, Y = [[0.5, -1.0], [1.5, 2.0]], [[1.0, 0.0], [0.0, 1.0]]
G = backward(NETWORK, forward(NETWORK, X), Y)
EVERYTHING = {"penalty": Penalty(l1=0.01, l2=0.1), "clip": rules.ClipByNorm(0.5)}


def third_update(rule, network=NETWORK, **options):
    state = rule.start(network)
    for _ in range(2):
        g = backward(network, forward(network, X), Y)
        network, state = rule.step(network, g, state, **options)
    return rule.record(network, backward(network, forward(network, X), Y), state, **options)


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("options", [{}, EVERYTHING], ids=["alone", "penalty and clip"])
def test_the_terms_of_every_stage_and_parameter_add_up_to_its_number(rule, options):
    record = third_update(rule, **options)
    checked = 0
    for stage in record.stages:
        value = record.value(stage.result)
        if stage.scalar:
            terms = record.terms(stage.result)
            assert sum(term.value for term in terms) == pytest.approx(value, rel=1e-14)
            continue
        for entry, number in enumerate(value.tolist()):
            terms = record.terms(stage.result, entry)
            if not terms:
                assert stage.name == "penalty"
                continue
            checked += 1
            scale = max(abs(term.value) for term in terms)
            assert sum(t.value for t in terms) == pytest.approx(
                number, rel=1e-14, abs=1e-15 * scale
            )
            for term in terms:
                product = term.sign * np.prod([factor.value for factor in term.factors])
                quotient = product / np.prod([divisor.value for divisor in term.divisors])
                assert term.value == pytest.approx(quotient, rel=1e-14, abs=1e-300)
    assert checked >= len(NETWORK.parameters)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_results_have_names_of_their_own_and_the_last_are_the_new_parameters(rule):
    record = third_update(rule, **EVERYTHING)
    results = [stage.result for stage in record.stages]
    assert len(set(results)) == len(results)
    assert results[-1] == "parameter"
    assert record.stages[-1].name == "update"
    np.testing.assert_array_equal(record.value("parameter"), record.network.parameters)
    for name, vector in record.state.vectors.items():
        np.testing.assert_array_equal(record.value(name), vector)
    assert record.state.updates == 3


def test_adam_is_seven_operations_in_the_order_of_the_arithmetic():
    record = third_update(rules.Adam(0.01, weight_decay=0.1), penalty=Penalty(l2=0.1))
    assert [(stage.name, stage.result, stage.symbol) for stage in record.stages] == [
        ("penalty", "penalized", "g"),
        ("weight_decay", "decayed", "g"),
        ("first_moment", "m", "m"),
        ("second_moment", "v", "v"),
        ("bias_correction", "m_hat", "m̂"),
        ("bias_correction", "v_hat", "v̂"),
        ("update", "parameter", "θ"),
    ]
    assert str(record.stage("m").formula) == "beta1 * m + (1 - beta1) * decayed"
    assert str(record.stage("v_hat").formula) == "v / (1 - beta2 ** t)"
    last = record.terms("parameter", 0)[1]
    assert [factor.name for factor in last.factors] == ["learning_rate", "m_hat"]
    assert [factor.name for factor in last.divisors] == ["sqrt(v_hat) + eps"]


def test_clipping_and_schedule_are_stages_of_one_number_for_all_parameters():
    rule = rules.GradientDescent(schedules.Exponential(0.5, 0.9))
    record = third_update(rule, clip=rules.ClipByNorm(0.1))
    scalars = [(stage.name, record.value(stage.result)) for stage in record.stages if stage.scalar]
    g = backward(record.before, forward(record.before, X), Y)
    length = np.sqrt(sum((layer.dW**2).sum() + (layer.db**2).sum() for layer in g.layers))
    assert [name for name, _ in scalars] == ["gradient_norm", "clip_factor", "schedule"]
    expected = [length, min(1.0, 0.1 / (length + 1e-6)), 0.5 * 0.9**2]
    assert [value for _, value in scalars] == pytest.approx(expected, rel=1e-14)


def test_a_stage_is_had_by_layer_and_each_entry_by_its_place():
    record = third_update(rules.Adam(0.01))
    flat = record.value("m")
    for layer, (W, b) in enumerate(record.by_layer("m")):
        assert W.shape == NETWORK.layers[layer].W.shape
        for neuron, source in np.ndindex(W.shape):
            assert flat[entry_of(NETWORK, layer, neuron, source)] == W[neuron, source]
        for neuron in range(len(b)):
            assert flat[entry_of(NETWORK, layer, neuron)] == b[neuron]


def test_a_shared_bias_has_an_entry_without_a_neuron():
    network = Network.random((2, 3, 1), "tanh", "squared_error", bias="shared")
    assert entry_of(network, 0, None) == 6
    assert entry_of(network, 1, 0, 2) == 9


@pytest.mark.parametrize(
    "place", [(2, 0, 0), (-1, 0, 0), (0, 3, 0), (0, -1, 0), (0, 0, 2), (0, None, 0), (0, None)]
)
def test_a_place_that_the_network_does_not_have_is_refused(place):
    with pytest.raises(BackpropError, match=r"^place got layer .* It takes a weight or a bias"):
        entry_of(NETWORK, *place)


def test_a_result_or_an_entry_that_is_not_there_is_refused():
    record = third_update(rules.GradientDescent(0.1))
    with pytest.raises(BackpropError, match=r"^result got 'm'. It takes one of parameter"):
        record.value("m")
    for entry in (None, -1, len(NETWORK.parameters)):
        with pytest.raises(BackpropError, match=r"^entry got .* whole number from 0 to 16"):
            record.terms("parameter", entry)


def test_a_penalty_on_the_weights_has_no_terms_for_a_bias():
    record = third_update(rules.GradientDescent(0.1), penalty=Penalty(l2=0.1))
    weight, bias = entry_of(NETWORK, 0, 0, 0), entry_of(NETWORK, 0, 0)
    gradient, pull = record.terms("penalized", weight)
    assert [factor.name for factor in pull.factors] == ["l2", "parameter"]
    assert pull.value == 0.1 * record.before.parameters[weight]
    assert record.terms("penalized", bias) == ()
    (at_bias,) = (factor for factor in record.terms("parameter", bias)[1].factors[1:])
    assert at_bias.value == record.value("penalized")[bias]
    assert gradient.value != 0
