"""Pasted weights become a network; what they lack stays as it was."""

import numpy as np
import pytest

from backprop_core import BackpropError, read_arrays
from playground.exercise.edits.pasted_edits import set_parameters
from playground.exercise.pasted_network import document_with, network_in
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


def test_a_network_that_is_too_wide_is_refused_by_name():
    found = network_in(read_arrays(f"W1 = {np.ones((40, 2)).tolist()}"))
    with pytest.raises(BackpropError, match="40 neurons"):
        document_with(found, document_of((2, 1)))
