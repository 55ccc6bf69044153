"""One weight or bias: which there are, what a selection means, how it is named and read."""

import numpy as np
import pytest

from backprop_core import Address, Layer, Network, trace
from backprop_core.story.shape import shape_of
from playground.exercise.parameters import (
    exists,
    parameter_name,
    parameter_selected,
    parameters_into,
    parameters_of,
    receivers,
    short_name,
    value_of,
    varied,
)
from playground.notation.symbols import NOTATIONS, Symbols
from playground.where import Bias, Neuron, Weight, address_of, selected_by

CUT = np.array([[True, False], [False, False], [True, True]])
NETWORK = Network(
    [Layer(np.ones((3, 2)), None, "tanh", CUT), Layer([[1.0, 2.0, 3.0]], 0.5, "tanh")],
    "squared_error",
)
SHAPE = shape_of(NETWORK, 1, False)


def test_cut_edges_and_missing_biases_are_not_offered():
    assert receivers(SHAPE) == [Neuron(1, 0), Neuron(1, 2), Neuron(2, 0)]
    assert parameters_into(SHAPE, Neuron(0, 0)) == []
    assert parameters_into(SHAPE, Neuron(1, 0)) == [Weight(0, 0, 0)]
    into_output = [Weight(1, 0, 0), Weight(1, 0, 1), Weight(1, 0, 2), Bias(1, 0)]
    assert parameters_into(SHAPE, Neuron(2, 0)) == into_output
    for absent in (Weight(0, 1, 0), Weight(4, 0, 0), Weight(-1, 0, 0), Bias(0, 0), Bias(1, 1)):
        assert not exists(SHAPE, absent)
    assert exists(SHAPE, Bias(1, 0))
    alone = Network([Layer([[0.0]], None, "tanh", [[False]])], "squared_error")
    assert parameters_of(shape_of(alone, 1, False)) == []
    assert receivers(shape_of(alone, 1, False)) == []


@pytest.mark.parametrize(
    ("selected", "meant"),
    [
        (None, Weight(0, 0, 0)),
        (Weight(0, 2, 1), Weight(0, 2, 1)),
        (Weight(0, 1, 1), Weight(0, 0, 0)),  # it is cut
        (Weight(7, 1, 1), Weight(0, 0, 0)),
        (Neuron(2, 0), Bias(1, 0)),
        (Neuron(1, 2), Weight(0, 2, 0)),  # it has no bias
        (Neuron(0, 1), Weight(0, 2, 1)),  # an input
        (Neuron(9, 1), Weight(0, 0, 0)),
    ],
)
def test_a_selection_means_a_weight_or_a_bias(selected, meant):
    assert parameter_selected(SHAPE, selected) == meant


def test_a_parameter_is_selected_and_found_again():
    for place in parameters_of(SHAPE):
        assert parameter_selected(SHAPE, selected_by(place)) == place


def test_its_address_name_and_value():
    symbols = Symbols(NOTATIONS["own"], NETWORK.sizes)
    weight, shared = (
        address_of(Weight(1, 0, 2), SHAPE),
        address_of(Bias(1, 0), SHAPE),
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
