"""A layer that is pasted by its number changes that layer and no other."""

import pytest

from backprop_core import read_arrays
from playground.exercise.edits.pasted_edits import set_parameters
from playground.exercise.pasted_layers import layers_in
from tests.playground.walks import document_of

NOW = document_of((2, 3, 1))


@pytest.mark.parametrize("text", ["W2 = [[1, 2, 3]]\nb2 = [4]", "b^(2): 4\nW^(2): [1, 2, 3]"])
def test_the_layer_of_that_number_is_taken_and_the_others_stay(text):
    made = set_parameters(NOW, layers_in(read_arrays(text), NOW)).document
    first, second = made["layers"]
    assert first == NOW["layers"][0]
    assert (second["W"], second["b"]) == ([[1, 2, 3]], [4])
    assert (made["x"], made["y"]) == (NOW["x"], NOW["y"])


def test_biases_of_all_layers_are_taken_alone():
    made = set_parameters(NOW, layers_in(read_arrays("b1 = [1, 2, 3]\nb2 = [4]"), NOW)).document
    assert [layer["b"] for layer in made["layers"]] == [[1, 2, 3], [4]]
    assert [layer["W"] for layer in made["layers"]] == [layer["W"] for layer in NOW["layers"]]


def test_rows_lie_as_the_exercise_has_them():
    sending = {**NOW, "conventions": {"weights": "sending"}}
    found = layers_in(read_arrays("W1 = [[1, 2, 3], [4, 5, 6]]\nb1 = [7, 8, 9]"), sending)
    assert found.weights[0].tolist() == [[1, 4], [2, 5], [3, 6]]


@pytest.mark.parametrize(
    "text",
    [
        "W1 = [[1, 2], [3, 4], [5, 6]]\nb1 = [1, 2, 3]\nW2 = [[1, 2, 3]]",
        "W1 = [[1, 2]]\nb1 = [1]",
        "W3 = [[1, 2, 3]]\nb3 = [4]",
        "W2 = [[1, 2, 3]]\nx = [1, 2]",
        "W2 = [[1, 2, 3]]\ndb2 = [4]",
        "W2 = [[1, 2, 3]]\nW2 = [[1, 2, 3]]",
        "W2 = [[1, 2, 3]]\nb2 = [4, 5]",
        "[1, 2]\n\n[3, 4]",
    ],
    ids=["a whole network", "shape", "number", "x", "gradient", "twice", "biases", "no names"],
)
def test_anything_else_is_no_layer_of_it(text):
    assert layers_in(read_arrays(text), NOW) is None
