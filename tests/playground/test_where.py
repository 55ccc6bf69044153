"""Places: each is itself alone, and comes back from every form that it takes."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Address, Layer, Network
from backprop_core.story.shape import shape_of
from playground.where import (
    Bias,
    Loss,
    Neuron,
    Weight,
    address_of,
    neuron_at,
    neurons_at,
    parameter,
    parameter_at,
    place_pressed,
    plain,
    role_of,
    selected_by,
    selection_in,
    weight_at,
    weights_at,
    weights_of,
    within,
)

CUT = np.array([[True, False], [False, False], [True, True]])
NETWORK = Network(
    [Layer(np.ones((3, 2)), np.zeros(3), "tanh", CUT), Layer([[1.0, 2.0, 3.0]], 0.5, "tanh")],
    "squared_error",
)
SHAPE = shape_of(NETWORK, 1, False)
SIZES = NETWORK.sizes
NEURONS = [Neuron(c, j) for c, size in enumerate(SIZES) for j in range(size)]
WEIGHTS = [one for layer in (0, 1) for one in weights_of(SHAPE.sources, layer)]
NOT_MESSAGES = [None, 3, 1.5, True, "neuron", [], [1, 2], {}, {"kind": None}, {"point": None}]
COUNTS = st.one_of(st.none(), st.booleans(), st.integers(-3, 99), st.floats(), st.text())
WILD = st.recursive(
    COUNTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def test_no_two_places_are_the_same():
    places = [*NEURONS, *WEIGHTS, Bias(0, 0), Bias(0, 1), Bias(1, 0), Loss()]
    assert len(set(places)) == len(places)
    assert all(places), "each counts as true, so that `or` can stand for None"


def test_a_parameter_is_a_weight_or_without_a_source_a_bias():
    assert parameter(0, 2, 1) == Weight(0, 2, 1)
    assert parameter(0, 2, None) == Bias(0, 2)
    assert selected_by(Bias(0, 2)) == Neuron(1, 2)
    assert selected_by(Weight(0, 2, 1)) == Weight(0, 2, 1)
    assert selected_by(Loss()) is None


def test_the_first_column_holds_inputs_and_the_last_outputs():
    assert [role_of(column, SIZES) for column in range(3)] == ["input", "hidden", "output"]


def test_within_are_the_places_of_these_widths():
    assert all(within(place, SIZES) for place in [*NEURONS, *WEIGHTS, Bias(1, 0), Weight(0, 1, 1)])
    outside = [Neuron(3, 0), Neuron(0, 2), Neuron(-1, 0), Neuron(0, -1)]
    outside += [Weight(2, 0, 0), Weight(0, 3, 0), Weight(0, 0, 2), Weight(-1, 0, 0)]
    outside += [Weight(0, -1, 0), Weight(0, 0, -1), Bias(2, 0), Bias(0, 3)]
    assert not any(within(place, SIZES) for place in outside)
    assert not any(within(place, ()) for place in [*NEURONS, *WEIGHTS])


@pytest.mark.parametrize("place", [*WEIGHTS, Bias(0, 0), Bias(0, 2)])
def test_a_parameter_comes_back_from_its_address_and_its_gradients(place):
    at = address_of(place, SHAPE)
    assert parameter_at(at) == parameter_at(at._replace(quantity="d" + at.quantity)) == place
    assert NETWORK.layers[at.layer] is NETWORK.layers[place.layer]


def test_a_shared_bias_is_the_whole_layers():
    at = address_of(Bias(1, 0), SHAPE)
    assert at == Address("b", 1)
    assert parameter_at(at) is None
    assert list(neurons_at(at, SIZES)) == []


@pytest.mark.parametrize(
    ("at", "neuron"),
    [
        (Address("x", neuron=1, sample=0), Neuron(0, 1)),
        (Address("y", neuron=0, sample=0), Neuron(2, 0)),
        (Address("z", 0, 2, sample=0), Neuron(1, 2)),
        (Address("delta", 1, 0), Neuron(2, 0)),
        (Address("b", 0, 1), Neuron(1, 1)),
        (Address("z", 0), None),
        (Address("loss"), None),
    ],
)
def test_a_number_belongs_to_a_neuron(at, neuron):
    assert neuron_at(at, SIZES) == neuron


def test_a_layer_of_numbers_belongs_to_its_neurons_or_its_weights():
    assert list(neurons_at(Address("a", 0, sample=0), SIZES)) == [Neuron(1, j) for j in range(3)]
    assert list(neurons_at(Address("x", sample=0), SIZES)) == [Neuron(0, 0), Neuron(0, 1)]
    for none in (Address("loss"), Address("learning_rate"), Address("share"), Address("dW", 0)):
        assert list(neurons_at(none, SIZES)) == []
    assert list(weights_at(Address("dW", 0), SHAPE)) == [one for one in WEIGHTS if one.layer == 0]
    assert list(weights_at(Address("W", 0, 2, 1), SHAPE)) == [Weight(0, 2, 1)]
    assert list(weights_at(Address("z", 0, 2), SHAPE)) == []
    assert weight_at(Address("z", 0, 2)) is None


@pytest.mark.parametrize("place", [*NEURONS, *WEIGHTS, None])
def test_a_selection_is_kept_as_plain_data_and_read_again(place):
    assert selection_in(json.loads(json.dumps(plain(place)))) == place


def test_a_press_on_the_graph_is_a_place():
    assert place_pressed({"point": [1, 2]}) == Neuron(1, 2)
    assert place_pressed({"edge": [0, 2, 1], "id": "7"}) == Weight(0, 2, 1)
    assert place_pressed({"point": ["loss"]}) == Loss()


@pytest.mark.parametrize(
    "message",
    [
        *NOT_MESSAGES,
        {"kind": "neuron", "column": 1},
        {"kind": "neuron", "column": "1", "neuron": 0},
        {"kind": "neuron", "column": True, "neuron": 0},
        {"kind": "neuron", "column": -1, "neuron": 0},
        {"kind": "edge", "layer": 0, "to": 1.0, "from": 0},
        {"kind": ["edge"], "layer": 0, "to": 1, "from": 0},
        {"kind": "column", "column": 1},
        {"point": [1]},
        {"point": [1, 2, 3]},
        {"point": "12"},
        {"point": [1, None]},
        {"edge": [0, 1]},
        {"edge": [0, 1, -1]},
        {"edge": {"layer": 0}},
    ],
)
def test_what_names_no_place_is_none(message):
    assert selection_in(message) is None
    assert place_pressed(message) is None


@given(WILD)
def test_nothing_that_a_browser_sends_is_an_error(message):
    for wild in (message, {"point": message}):
        selection_in(wild)
        place_pressed(wild)
