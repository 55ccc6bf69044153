"""Pasted weights become a network; what they lack stays as it was."""

import numpy as np
import pytest

from backprop_core import BackpropError, read_arrays
from playground.exercise.document import network_of
from playground.exercise.edits.pasted_edits import set_parameters
from playground.exercise.pasted_network import document_with, network_in
from playground.export.network_code import network_names
from tests.playground.export.exercises import EVERY
from tests.playground.walks import document_of

STATE_DICT = """OrderedDict([('fc1.weight', tensor([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])),
('fc1.bias', tensor([0.7, 0.8])),
('fc2.weight', tensor([[0.9, 1.0]])), ('fc2.bias', tensor([1.1]))])"""
KERAS = """{'dense/kernel:0': array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]),
'dense_1/kernel:0': array([[0.9], [1.0]])}"""
NUMPY = """W1 = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
b1 = [0.7, 0.8]
W2 = [[0.9, 1.0]]
b2 = [1.1]"""


@pytest.mark.parametrize("text", [STATE_DICT, NUMPY, KERAS])
def test_weights_of_a_framework_are_a_network(text):
    found = network_in(read_arrays(text))
    now = document_with(found, document_of((2, 2, 2), "tanh", batch=2))
    assert [np.shape(layer["W"]) for layer in now["layers"]] == [(2, 3), (1, 2)]
    assert now["layers"][0]["W"] == [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
    assert [layer["activation"] for layer in now["layers"]] == ["tanh", "tanh"]
    assert [len(row) for row in now["x"] + now["y"]] == [3, 3, 1, 1]
    assert (now["layers"][0]["b"] is None) == (text is KERAS)


SAMPLES = "\nx = [[1, 0, 1], [0.5, 2, 3]]\ny = [[1], [0]]"


def test_samples_beside_the_weights_are_taken_with_them():
    found = network_in(read_arrays(NUMPY + SAMPLES))
    for made in (
        document_with(found, document_of((2, 2, 2))),
        set_parameters(document_of((3, 2, 1)), found).document,
    ):
        assert made["x"] == [[1, 0, 1], [0.5, 2, 3]]
        assert made["y"] == [[1], [0]]


@pytest.mark.parametrize("samples", ["\nx = [[1, 0], [0, 1]]", "\nx = [1, 0, 1]\ny = [1, 0]", ""])
def test_samples_that_do_not_fit_leave_those_that_there_are(samples):
    now = document_of((3, 2, 1))
    made = document_with(network_in(read_arrays(NUMPY + samples)), now)
    assert (made["x"], made["y"]) == (now["x"], now["y"])


@pytest.mark.parametrize(
    "text", ["dW1 = [[1, 2]]", "W1 = [[1, 2]]\nW2 = [[1, 2, 3]]", "b1 = [1]", "[1, 2]"]
)
def test_what_is_no_network_is_none(text):
    assert network_in(read_arrays(text)) is None


def exported(document, *, samples=True):
    """The lines of the exercise's own program that say its samples, weights and biases."""
    names = network_names(document, network_of(document), "np.array", None)
    lines = [f"x = {document['x']}", f"y = {document['y']}"] * samples
    for number, layer in enumerate(names["layers"], start=1):
        lines += [f"W{number} = {layer['W']}"]
        lines += [f"b{number} = {layer['b']}"] * bool(layer["b"])
    return "\n".join(lines)


def laid(name, weights):
    return {**EVERY[name], "conventions": {"weights": weights}}


@pytest.mark.parametrize("weights", ["sending", "receiving"])
@pytest.mark.parametrize("samples", [True, False])
@pytest.mark.parametrize("name", EVERY)
def test_own_lines_of_an_exercise_are_the_same_network_again(name, samples, weights):
    now = laid(name, weights)
    found = network_in(read_arrays(exported(now, samples=samples)), now)
    made = set_parameters(now, found).document
    assert [layer["W"] for layer in made["layers"]] == [layer["W"] for layer in now["layers"]]
    assert [layer["b"] for layer in made["layers"]] == [layer["b"] for layer in now["layers"]]
    assert (made["x"], made["y"]) == (now["x"], now["y"])


@pytest.mark.parametrize("weights", ["sending", "receiving"])
def test_a_shared_bias_is_no_wider_layer(weights):
    now = {**document_of((1, 3), bias="shared"), "conventions": {"weights": weights}}
    found = network_in(read_arrays(exported(now, samples=False)), now)
    assert found.sizes == (1, 3)
    assert found.biases[0].ndim == 0
    assert isinstance(document_with(found, now)["layers"][0]["b"], float)


def test_a_column_of_weights_with_one_bias_is_one_neuron():
    found = network_in(read_arrays("W1 = [[1], [2], [3]]\nb1 = [4]"), document_of((2, 2)))
    assert found.sizes == (3, 1)
    assert found.biases[0].tolist() == [4]


def test_inputs_tell_which_way_weights_lie():
    text = "W1 = [[1, 2, 3], [4, 5, 6]]\nW2 = [[1, 2], [3, 4], [5, 6]]\n"
    assert network_in(read_arrays(text)).sizes == (3, 2, 3)
    inputs = network_in(read_arrays(f"{text}x = [[1, 2]]"))
    assert inputs.sizes == (2, 3, 2)
    assert inputs.weights[0].tolist() == [[1, 4], [2, 5], [3, 6]]


def test_names_of_a_framework_say_which_way_its_square_weights_lie():
    sending = laid("01_mazur_own_bias", "sending")
    torch = network_in(read_arrays("{'fc1.weight': [[1, 2], [3, 4]]}"), sending)
    assert torch.weights[0].tolist() == [[1, 2], [3, 4]]
    keras = network_in(read_arrays("{'dense/kernel:0': [[1, 2], [3, 4]]}"), document_of((2, 2)))
    assert keras.weights[0].tolist() == [[1, 3], [2, 4]]


def test_a_network_that_is_too_wide_is_refused_by_name():
    found = network_in(read_arrays(f"W1 = {np.ones((40, 2)).tolist()}"))
    with pytest.raises(BackpropError, match="40 neurons"):
        document_with(found, document_of((2, 1)))


def test_weights_counted_through_all_layers_are_no_chain_of_neurons():
    text = "\n".join(f"w{n} = 0.{n}" for n in range(1, 6))
    assert network_in(read_arrays(text), document_of((2, 2, 2))) is None
    assert network_in(read_arrays(text), document_of((1,) * 6)).sizes == (1,) * 6
    assert network_in(read_arrays("w1 = 0.1\nw2 = 0.2"), document_of((2, 2, 2))).sizes == (1, 1, 1)
