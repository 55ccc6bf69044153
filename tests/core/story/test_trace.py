"""The walk tells the truth: its numbers are the engine's, and each comes from what was known."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import (
    GRANULARITIES,
    PHASES,
    Address,
    BackpropError,
    Layer,
    Network,
    Paths,
    backward,
    forward,
    trace,
    update,
)
from tests.core.cases import case
from tests.core.strategies import passes

RATE = 0.25
GRANULARITY = st.sampled_from(GRANULARITIES)
GIVEN = {"x", "y", "slope", "jacobian", "learning_rate", "share"}


def expected(network, x, y):
    """Every array by (quantity, layer), from forward, backward and update."""
    made = forward(network, x)
    gradients = backward(network, made, y)
    new = update(network, gradients, RATE)
    known = {("loss", None): gradients.loss}
    for number in range(len(network.layers)):
        for quantity in ("z", "a"):
            known[quantity, number] = getattr(made.layers[number], quantity)
        for quantity in ("da", "delta", "dW", "db"):
            known[quantity, number] = getattr(gradients.layers[number], quantity)
        for quantity in ("W", "b"):
            known[quantity, number] = getattr(new.layers[number], quantity)
    return known


def entry(array, address):
    """The number of `array` that lives at `address`; the whole array for a step of a layer."""
    if address.neuron is None or np.ndim(array) == 0:
        return array
    if address.sample is not None:
        return array[address.sample, address.neuron]
    if address.source is not None:
        return array[address.neuron, address.source]
    return array[address.neuron]


@given(passes(), GRANULARITY)
def test_every_number_is_the_one_that_forward_backward_and_update_give(drawn, granularity):
    network, x, y = drawn
    known = expected(network, x, y)
    for step in trace(network, x, y, RATE, granularity):
        if step.complete and not (step.quantity == "loss" and step.sample is not None):
            whole = entry(known[step.quantity, step.layer], step.address)
            np.testing.assert_array_equal(step.value, whole)


@given(passes(), GRANULARITY)
def test_a_step_uses_only_what_was_given_or_made_before(drawn, granularity):
    network, x, y = drawn
    steps = trace(network, x, y, RATE, granularity)
    for step in steps:
        for number in step.inputs:
            if number.quantity in GIVEN:
                continue
            if number.quantity in ("W", "b"):  # the old ones, which the last step will replace
                old = getattr(network.layers[number.address.layer], number.quantity)
                np.testing.assert_array_equal(number.value, entry(old, number.address))
                continue
            assert steps.plan.step_making(number.address) < step.number
            np.testing.assert_array_equal(number.value, steps.value(number.address))


@given(passes(), st.sampled_from(("term", "neuron")))
def test_the_terms_add_up_to_the_number(drawn, granularity):
    network, x, y = drawn
    for step in trace(network, x, y, RATE, granularity):
        total = math.fsum(term.value for term in step.terms)
        size = math.fsum(abs(term.value) for term in step.terms)
        if step.quantity == "a":
            continue  # an activation is no sum: its terms are the z that it took
        if step.quantity == "loss" and not network.loss_function.separable:
            total, size = math.sqrt(total), math.sqrt(size)
        assert step.value == pytest.approx(total, rel=1e-12, abs=1e-13 * (size + 1e-300))


@given(passes(), st.sampled_from(("term", "neuron")))
def test_a_term_is_the_product_of_its_factors(drawn, granularity):
    network, x, y = drawn
    for step in trace(network, x, y, RATE, granularity):
        for term in step.terms if step.operation.sums else ():
            product = math.prod(number.value for number in term.factors)
            assert term.value == pytest.approx(product, rel=1e-15)


@given(passes(), st.sampled_from(("term", "neuron")))
def test_an_update_is_the_old_number_and_a_step_against_its_gradient(drawn, granularity):
    network, x, y = drawn
    for step in trace(network, x, y, RATE, granularity):
        if step.phase == "update":
            old, (rate, gradient) = step.terms[0], step.terms[1].factors
            assert (old.value, rate.value) == (old.factors[0].value, RATE)
            assert gradient.address == step.address._replace(quantity="d" + step.quantity)
            assert step.terms[1].value == -RATE * gradient.value


@given(passes())
def test_partial_sums_grow_term_by_term_and_end_at_the_number(drawn):
    network, x, y = drawn
    steps = trace(network, x, y, RATE, "term")
    for whole, group in itertools.groupby(steps, key=lambda step: step.address.whole):
        parts = list(group)
        assert [step.complete for step in parts] == [False] * (len(parts) - 1) + [True]
        assert parts[-1].value == steps.value(whole)
        if len(parts) == 1:
            continue
        for count, step in enumerate(parts, start=1):
            assert len(step.terms) == count
            size = sum(abs(term.value) for term in step.terms)
            total = sum(term.value for term in step.terms)
            assert step.value == pytest.approx(total, rel=1e-12, abs=1e-13 * (size + 1e-300))


@given(passes())
def test_each_product_of_each_sum_has_its_step(drawn):
    network, x, y = drawn
    by_neuron = {step.address: step for step in trace(network, x, y, RATE, "neuron")}
    counts = {}
    for step in trace(network, x, y, RATE, "term"):
        counts[step.address.whole] = counts.get(step.address.whole, 0) + 1
    assert list(counts) == list(by_neuron)
    for address, count in counts.items():
        if address.quantity in ("z", "da", "dW", "db") and not (
            address.quantity == "da" and address.layer == len(network.layers) - 1
        ):
            assert count == max(1, len(by_neuron[address].terms))


@given(passes())
def test_the_terms_of_any_number_can_be_asked_for_by_its_address(drawn):
    network, x, y = drawn
    steps = trace(network, x, y, RATE)
    for step in steps:
        told = [(term.value, [n.address for n in term.factors]) for term in step.terms]
        asked = [
            (term.value, [n.address for n in term.factors]) for term in steps.terms(step.address)
        ]
        assert asked == told


def test_deltas_go_back_through_the_old_weights():
    network, x, y = case("tanh", "squared_error", "each")
    steps = trace(network, x, y, 5.0)
    old, new = network.layers[1].W, steps.after.layers[1].W
    assert (old != new).all()
    sums = [step for step in steps if step.quantity == "da" and step.layer == 0]
    assert len(sums) == 4 * len(x)
    for step in sums:
        weights = [term.factors[0] for term in step.terms]
        assert [w.value for w in weights] == old[:, step.neuron].tolist()
    through_new = steps.gradients.layers[1].delta @ new
    assert not np.allclose(steps.gradients.layers[0].da, through_new)


def test_the_terms_of_a_neuron_come_from_its_connected_sources_only():
    layers = (Layer([[2.0, 3.0, 5.0]], 7.0, "linear", [[True, False, True]]),)
    step = trace(Network(layers, "squared_error"), [1.0, 10.0, 100.0], [0.0], RATE)[0]
    assert [[number.value for number in term.factors] for term in step.terms] == [
        [2.0, 1.0],
        [5.0, 100.0],
        [7.0],
    ]
    assert step.value == 509.0


def test_a_neuron_without_inputs_or_without_followers_is_a_sum_of_nothing():
    layers = (
        Layer([[1.0], [1.0]], None, "tanh", [[False], [True]]),
        Layer([[1.0, 1.0]], None, "linear", [[True, False]]),
    )
    for granularity in ("term", "neuron"):
        steps = trace(Network(layers, "squared_error"), [1.0], [1.0], RATE, granularity)
        alone = steps[steps.plan.step_making(Address("z", 0, 0, sample=0))]
        unheard = steps[steps.plan.step_making(Address("da", 0, 1, sample=0))]
        assert (alone.terms, alone.value, alone.complete) == ((), 0.0, True)
        assert (unheard.terms, unheard.value, unheard.complete) == ((), 0.0, True)


def test_a_shared_bias_gathers_the_deltas_of_the_whole_layer():
    network, x, y = case("tanh", "squared_error", "shared")
    steps = trace(network, x, y, RATE)
    step = steps[steps.plan.step_making(Address("db", 0))]
    assert len(step.terms) == len(x) * network.layers[0].n_out
    assert (step.neuron, step.value) == (None, float(steps.gradients.layers[0].db))


def test_softmax_sends_every_output_back_to_every_z():
    network, x, y = case("softmax", "squared_error", "each", batch=1)
    steps = trace(network, x, y, RATE)
    step = steps[steps.plan.step_making(Address("delta", 1, 0, sample=0))]
    told = [[number.address for number in term.factors] for term in step.terms]
    assert told == [
        [Address("da", 1, k, sample=0), Address("jacobian", 1, k, 0, sample=0)] for k in range(3)
    ]


def test_a_fused_output_has_its_delta_from_output_and_target():
    network, x, y = case("tanh", "cross_entropy", "each")
    steps = trace(network, x, y, RATE)
    assert not [step for step in steps if step.quantity == "da" and step.layer == 1]
    step = steps[steps.plan.step_making(Address("delta", 1, 0, sample=2))]
    assert [number.quantity for number in step.inputs] == ["a", "y", "share"]
    assert step.inputs[2].value == pytest.approx(1 / 3)


def test_the_loss_of_a_batch_is_its_samples_losses_shared_out():
    for reduction, share in (("mean", 1 / 3), ("sum", 1.0)):
        network, x, y = case("tanh", "squared_error", "each", reduction)
        steps = trace(network, x, y, RATE)
        *samples, whole = [step for step in steps if step.quantity == "loss"]
        alone = [
            backward(network, forward(network, row), t).loss for row, t in zip(x, y, strict=True)
        ]
        assert [step.value for step in samples] == pytest.approx(alone, rel=1e-14)
        assert [term.factors[0].value for term in whole.terms] == [share] * 3
        assert whole.value == pytest.approx(share * sum(alone), rel=1e-14)


def test_frozen_biases_stay_in_the_walk():
    network, x, y = case("tanh", "squared_error", "each")
    steps = trace(network, x, y, RATE, biases_frozen=True)
    assert not [step for step in steps if step.quantity == "b"]
    np.testing.assert_array_equal(steps.after.layers[0].b, network.layers[0].b)


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_a_trace_is_a_sequence(granularity):
    network, x, y = case("tanh", "squared_error", "each")
    steps = trace(network, x, y, RATE, granularity)
    assert [step.number for step in steps] == list(range(len(steps)))
    assert steps[-1].number == len(steps) - 1
    assert [step.number for step in steps[2:7:2]] == [2, 4, 6]
    assert steps[np.int64(3)].number == 3
    for beyond in (len(steps), -len(steps) - 1):
        with pytest.raises(IndexError):
            steps[beyond]
    assert [step.address for step in reversed(steps)][-1] == steps[0].address


def test_a_single_sample_needs_no_brackets():
    network = Network.random((2, 3, 1), "sigmoid", "squared_error")
    plain, rows = (
        trace(network, [1.0, 2.0], [0.5], RATE),
        trace(network, [[1.0, 2.0]], [[0.5]], RATE),
    )
    assert [step.value for step in plain] == [step.value for step in rows]


def test_the_trace_holds_what_it_is_about():
    network, x, y = case("tanh", "squared_error", "each")
    steps = trace(network, x, y, RATE)
    assert steps.network is network
    assert steps.learning_rate == RATE
    np.testing.assert_array_equal(steps.y, y)
    np.testing.assert_array_equal(steps.forward.x, x)
    assert steps.gradients.loss == steps.value(Address("loss"))
    assert steps.after.sizes == network.sizes
    assert {step.phase for step in steps} == set(PHASES)
    for array in (steps.loss_parts, steps.input_gradient, *steps.record.values.values()):
        assert isinstance(array, float) or not array.flags.writeable


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_overflow_is_shown_and_not_raised(granularity):
    layers = (Layer([[1e200]], [0.0], "linear"), Layer([[1e200], [-1e200]], 0.0, "relu"))
    network = Network(layers, "squared_error")
    steps = trace(network, [1e10], [0.0, 1.0], RATE, granularity)
    values = [np.ravel(step.value) for step in steps]
    assert not np.isfinite(np.concatenate(values)).all()
    shown = steps[steps.plan.step_making(Address("z", 1, 0, sample=0))].value
    assert np.ravel(shown)[0] == np.inf
    silent = steps[steps.plan.step_making(Address("a", 1, 1, sample=0))].value
    assert np.ravel(silent)[-1] == 0.0  # relu of minus infinity


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"x": [1.0]}, "x got shape"),
        ({"y": [1.0, 2.0]}, "y got shape"),
        ({"y": [[1.0], [2.0]]}, "y got 2 rows, x has 1"),
        ({"learning_rate": -1.0}, "learning_rate got -1.0"),
        ({"learning_rate": float("nan")}, "learning_rate got nan"),
        ({"learning_rate": True}, "learning_rate holds a boolean"),
        ({"granularity": "atom"}, "granularity got 'atom'"),
        ({"granularity": np.array([1, 2])}, "granularity got array([1, 2])"),
        ({"penalty": 0.1}, "penalty got 0.1. It takes a Penalty, or None"),
        ({"clip": 1.0}, "clip got 1.0. It takes a ClipByValue or ClipByNorm, or None"),
        ({"data_set": 0}, "data_set got 0"),
        ({"data_set": 2.5}, "data_set got 2.5"),
        ({"biases_frozen": "no"}, "biases_frozen got 'no'. It takes True or False"),
        ({"to_inputs": [True]}, "to_inputs got [True]. It takes True or False"),
    ],
)
def test_what_does_not_fit_is_refused(change, says):
    network = Network.random((2, 3, 1), "sigmoid", "squared_error")
    arguments = {"x": [1.0, 2.0], "y": [1.0], "learning_rate": 0.1} | change
    with pytest.raises(BackpropError) as error:
        trace(network, **arguments)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        Address("z", 0, 0),
        Address("x", neuron=0, sample=0),
        Address("z", 9),
        Address("a", 0, 99, sample=0),
        Address("W", 0, 0),
        Address("loss", sample=99),
        Address("delta"),
    ],
)
def test_an_address_that_the_network_does_not_have_is_refused(address):
    network = Network.random((2, 2, 1), "tanh", "squared_error")
    made = trace(network, [1.0, 2.0], [0.5], 0.1)
    for ask in (made.value, made.terms):
        with pytest.raises(BackpropError, match="address got"):
            ask(address)


@pytest.mark.parametrize("address", ["z", None, 3, ("z", 0, 0), []])
def test_what_is_no_address_is_refused(address):
    network = Network.random((2, 2, 1), "tanh", "squared_error")
    made = trace(network, [1.0, 2.0], [0.5], 0.1)
    for ask in (made.value, made.terms, made.plan.operation_making, lambda at: Paths(made, at)):
        with pytest.raises(BackpropError, match=r"address got .* It takes an Address, such as"):
            ask(address)
