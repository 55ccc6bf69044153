"""One weight or bias: which there are, what a selection means, how it is named and read."""

import numpy as np
import pytest

from backprop_core import Address, Layer, Network, trace
from backprop_core.story.shape import shape_of
from playground.exercise.parameters import (
    Place,
    exists,
    first_place,
    neurons_of,
    parameter_address,
    parameter_name,
    place_selected,
    selection_of,
    short_name,
    sources_of,
    value_of,
    varied,
)
from playground.notation.symbols import NOTATIONS, Symbols

CUT = np.array([[True, False], [False, False], [True, True]])
NETWORK = Network(
    [Layer(np.ones((3, 2)), None, "tanh", CUT), Layer([[1.0, 2.0, 3.0]], 0.5, "tanh")],
    "squared_error",
)
SHAPE = shape_of(NETWORK, 1, False)


def test_cut_edges_and_missing_biases_are_not_offered():
    assert neurons_of(SHAPE) == [(0, 0), (0, 2), (1, 0)]
    assert sources_of(SHAPE, 0, 0) == [0]
    assert sources_of(SHAPE, 1, 0) == [0, 1, 2, None]
    assert not exists(SHAPE, Place(0, 1, 0))
    assert not exists(SHAPE, Place(4, 0, 0))
    alone = Network([Layer([[0.0]], None, "tanh", [[False]])], "squared_error")
    assert first_place(shape_of(alone, 1, False)) is None
    assert neurons_of(shape_of(alone, 1, False)) == []


@pytest.mark.parametrize(
    ("selected", "place"),
    [
        (None, Place(0, 0, 0)),
        ({"kind": "edge", "layer": 0, "to": 2, "from": 1}, Place(0, 2, 1)),
        ({"kind": "edge", "layer": 0, "to": 1, "from": 1}, Place(0, 0, 0)),  # it is cut
        ({"kind": "edge", "layer": 7, "to": 1, "from": 1}, Place(0, 0, 0)),
        ({"kind": "neuron", "column": 2, "neuron": 0}, Place(1, 0, None)),
        ({"kind": "neuron", "column": 1, "neuron": 2}, Place(0, 2, 0)),  # it has no bias
        ({"kind": "neuron", "column": 0, "neuron": 1}, Place(0, 2, 1)),  # an input
        ({"kind": "neuron", "column": 9, "neuron": 1}, Place(0, 0, 0)),
    ],
)
def test_a_selection_means_a_weight_or_a_bias(selected, place):
    assert place_selected(SHAPE, selected) == place


def test_a_place_is_selected_and_found_again():
    for place in (Place(0, 2, 1), Place(1, 0, None)):
        assert place_selected(SHAPE, selection_of(place)) == place


def test_its_address_name_and_value():
    symbols = Symbols(NOTATIONS["own"], NETWORK.sizes)
    weight, shared = (
        parameter_address(SHAPE, Place(1, 0, 2)),
        parameter_address(SHAPE, Place(1, 0, None)),
    )
    assert (weight, shared) == (Address("W", 1, 0, 2), Address("b", 1))
    assert (value_of(NETWORK, weight), value_of(NETWORK, shared)) == (3.0, 0.5)
    assert parameter_name(symbols, weight) == "weight from h3 to o1"
    assert parameter_name(symbols, shared) == "shared bias of the output layer"
    assert parameter_name(symbols, Address("b", 0, 1)) == "bias of h2"
    places = (weight, shared, Address("b", 0, 1))
    assert [short_name(symbols, at) for at in places] == ["h3 → o1", "shared bias", "bias of h2"]
    assert trace(NETWORK, [1, 2], [1], 0.1).value(weight._replace(quantity="dW")) != 0


def test_an_array_is_stacked_with_one_number_changed():
    W = np.arange(6.0).reshape(3, 2)
    made = varied(W, {Address("W", 0, 1, 0): np.array([7.0, 8.0])})
    assert made.shape == (2, 3, 2)
    assert made[:, 1, 0].tolist() == [7.0, 8.0]
    assert (np.delete(made.reshape(2, -1), 2, axis=1) == np.delete(W.ravel(), 2)).all()
    assert W[1, 0] == 2.0
    shared = varied(np.array(0.5), {Address("b", 0): np.array([1j, 2.0])})
    assert shared.tolist() == [1j, 2.0]
    both = {Address("W", 0, 1, 0): np.array([7.0, 8.0]), Address("W", 0, 2, 1): np.array([1j, 0.0])}
    assert varied(W, both)[0].tolist() == [[0, 1], [7, 3], [4, 1j]]
