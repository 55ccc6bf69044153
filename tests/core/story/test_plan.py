"""The order of the story, and where each number is made, at every granularity."""

import itertools
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import GRANULARITIES, PHASES, Address, BackpropError, Layer, Network
from backprop_core.story.plan import plan_for
from backprop_core.story.shape import shape_of
from tests.core.strategies import passes

GRANULARITY = st.sampled_from(GRANULARITIES)


def plan_of(network, batch=1, granularity="neuron", biases_frozen=False):
    return plan_for(shape_of(network, batch, biases_frozen), granularity)


def places(plan, quantity):
    return [k for k, address in enumerate(plan.addresses) if address.quantity == quantity]


def small(**changes):
    arguments = {"loss": "squared_error", "activations": "tanh", "seed": 1} | changes
    return Network.random((2, 3, 2), **arguments)


@given(passes(), GRANULARITY)
def test_phases_come_in_the_order_of_the_textbooks(drawn, granularity):
    network, x, _ = drawn
    plan = plan_of(network, len(x), granularity)
    phases = [plan.at(k)[0].phase for k in range(len(plan))]
    assert set(phases) <= set(PHASES)
    forward, loss, update = (phases.index(name) for name in ("forward", "loss", "update"))
    assert forward == 0
    assert set(phases[:loss]) == {"forward"}
    assert set(phases[update:]) == {"update"}  # no update before the last gradient
    assert set(phases[loss:update]) == {"loss", "backward", "gradient"}
    assert "loss" not in phases[phases.index("backward") :]


@given(passes(), GRANULARITY)
def test_forward_goes_up_the_layers_and_backward_comes_down(drawn, granularity):
    network, x, _ = drawn
    plan = plan_of(network, len(x), granularity)

    def blocks(phases):
        """(layer, quantity) in order, each once."""
        steps = (plan.at(k) for k in range(len(plan)))
        told = [(at.layer, at.quantity) for operation, at in steps if operation.phase in phases]
        return [key for key, _ in itertools.groupby(told)]

    layers = range(len(network.layers))
    assert blocks({"forward"}) == [(n, quantity) for n in layers for quantity in ("z", "a")]
    expected = []
    for n in reversed(layers):
        layer = network.layers[n]
        connected = layer.connected is None or layer.connected.any() or granularity == "layer"
        expected += [
            (n, quantity)
            for quantity, there in (
                ("da", not (network.fused and n == layers[-1])),
                ("delta", True),
                ("dW", connected),
                ("db", layer.b is not None),
            )
            if there
        ]
    assert blocks({"backward", "gradient"}) == expected


@given(passes(), GRANULARITY)
def test_every_number_is_made_once(drawn, granularity):
    network, x, _ = drawn
    plan = plan_of(network, len(x), granularity)
    assert len(set(plan.addresses)) == len(plan.addresses)
    if granularity != "term":
        assert all(address.part is None for address in plan.addresses)


@given(passes())
def test_every_weight_and_bias_is_updated_and_no_cut_connection_is_told_of(drawn):
    network, x, _ = drawn
    plan = plan_of(network, len(x))
    for quantity in ("W", "dW"):
        told = {(a.layer, a.neuron, a.source) for a in plan.addresses if a.quantity == quantity}
        assert told == {
            (n, j, i)
            for n, layer in enumerate(network.layers)
            for j in range(layer.n_out)
            for i in range(layer.n_in)
            if layer.connected is None or layer.connected[j, i]
        }
    for quantity in ("b", "db"):
        assert len(places(plan, quantity)) == sum(
            0 if layer.b is None else layer.b.size for layer in network.layers
        )


@given(passes())
def test_the_parts_of_a_sum_come_one_after_the_other(drawn):
    network, x, _ = drawn
    plan = plan_of(network, len(x), "term")
    for whole, addresses in itertools.groupby(plan.addresses, key=lambda a: a.whole):
        parts = [address.part for address in addresses]
        assert parts == [None] or (len(parts) > 1 and parts == list(range(len(parts)))), whole


def test_the_same_shape_has_the_same_plan_whatever_its_numbers():
    assert plan_of(small(seed=1)) is plan_of(small(seed=2))
    assert plan_of(small()) is not plan_of(small(bias="none"))


def test_frozen_biases_have_gradients_and_no_update():
    plan = plan_of(small(), biases_frozen=True)
    assert places(plan, "db")
    assert not places(plan, "b")


def test_a_batch_has_a_loss_for_each_sample_and_then_one_of_its_own():
    plan = plan_of(small(), batch=3)
    told = [plan.addresses[k].sample for k in places(plan, "loss")]
    assert told == [0, 1, 2, None]
    whole = plan_of(small(loss="root_mean_squared_error"), batch=3)
    assert [whole.addresses[k].sample for k in places(whole, "loss")] == [None]


def test_softmax_without_cross_entropy_is_a_sum_over_its_outputs():
    plan = plan_of(small(activations=["tanh", "softmax"]), granularity="term")
    deltas = [plan.addresses[k] for k in places(plan, "delta") if plan.addresses[k].layer == 1]
    assert [(a.neuron, a.part) for a in deltas] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    fused = small(activations=["tanh", "softmax"], loss="cross_entropy")
    plan = plan_of(fused, granularity="term")
    assert all(plan.addresses[k].part is None for k in places(plan, "delta"))


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_step_making_is_the_step_after_which_a_number_is_known(granularity):
    plan = plan_of(small(), granularity=granularity)
    for address in plan_of(small()).addresses:
        step = plan.step_making(address)
        made = plan.addresses[step]
        assert (made.quantity, made.layer) == (address.quantity, address.layer)
        assert made.neuron in (None, address.neuron)
        if granularity == "term":
            assert step == max(k for k, a in enumerate(plan.addresses) if a.whole == address)


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_steps_making_are_those_of_the_layers_neurons_in_order(granularity):
    plan = plan_of(small(), granularity=granularity)
    for quantity, layer in product(("z", "a", "da", "delta"), (0, 1)):
        row = plan.steps_making(quantity, layer, 0)
        places = [Address(quantity, layer, j, sample=0) for j in range(plan.shape.sizes[layer + 1])]
        assert list(row) == [plan.step_making(at) for at in places]
        assert list(row) == sorted(row)
    fused = plan_of(small(activations=["tanh", "softmax"], loss="cross_entropy"))
    assert fused.steps_making("da", 1, 0) == ()


def test_nothing_makes_what_was_given():
    plan = plan_of(small())
    for address in (Address("x", neuron=0, sample=0), Address("y"), Address("z", 7, 0, sample=0)):
        assert plan.step_making(address) is None


def test_nearest_keeps_ones_place_when_the_walk_changes():
    terms, neurons = plan_of(small(), granularity="term"), plan_of(small())
    here = Address("z", 1, 1, sample=0, part=2)
    assert terms.addresses[terms.nearest(here)] == here
    assert neurons.addresses[neurons.nearest(here)] == here.whole
    layers = plan_of(small(), granularity="layer")
    assert layers.addresses[layers.nearest(here)] == Address("z", 1)
    assert neurons.addresses[neurons.nearest(Address("z", 1))] == Address("z", 1, 0, sample=0)
    narrower = plan_of(Network.random((2, 1, 1), "tanh", "squared_error"))
    there = narrower.nearest(Address("a", 0, 2, sample=0))
    assert narrower.addresses[there] == Address("a", 0, 0, sample=0)
    assert narrower.nearest(Address("z", 5, 0, sample=0)) is None


@pytest.mark.parametrize("granularity", ["product", "", None, ["neuron"]])
def test_an_unknown_granularity_is_refused(granularity):
    with pytest.raises(BackpropError, match="It takes one of term, neuron, layer"):
        plan_of(small(), granularity=granularity)


def test_a_neuron_with_one_input_and_no_bias_needs_no_parts():
    network = Network((Layer([[1.0], [2.0]], None, "linear"),), "squared_error")
    plan = plan_of(network, granularity="term")
    assert [plan.addresses[k].part for k in places(plan, "z")] == [None, None]


def test_the_longest_plan_is_not_listed_and_every_address_leads_back_to_its_step():
    network = Network.random([16] * 9, "tanh", "squared_error")
    plan = plan_of(network, batch=64, granularity="term")
    assert len(plan) == 413_888
    assert len(plan.blocks) < 100
    for k in [*range(0, len(plan), 997), len(plan) - 1]:
        at = plan.addresses[k]
        assert plan.nearest(at) == k
        assert plan.step_making(at) >= k
    assert plan.addresses[-1] == plan.addresses[len(plan) - 1]
    assert plan.addresses[5:7] == [plan.addresses[5], plan.addresses[6]]


@given(passes(), GRANULARITY)
def test_every_address_leads_back_to_its_step(drawn, granularity):
    network, x, _ = drawn
    plan = plan_of(network, len(x), granularity)
    last = {address.whole: k for k, address in enumerate(plan.addresses)}
    for k, address in enumerate(plan.addresses):
        assert plan.nearest(address) == k
        assert plan.step_making(address) == last[address.whole]
