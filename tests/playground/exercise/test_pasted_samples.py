"""Samples that are pasted by name are taken whole, or refused with what does not fit."""

import pytest

from backprop_core import BackpropError, read_arrays
from playground.exercise.pasted_network import network_in
from playground.exercise.pasted_samples import left_out, samples_in
from tests.playground.walks import document_of


@pytest.mark.parametrize(
    "text",
    [
        "x = [[0, 1], [1, 1]]\ny = [0, 1]",
        "target: [[0], [1]]\ninput: [[0, 1], [1, 1]]",
    ],
)
def test_inputs_and_targets_have_a_row_for_each_sample(text):
    x, y = samples_in(read_arrays(text), 2, 1)
    assert x.tolist() == [[0, 1], [1, 1]]
    assert y.tolist() == [[0], [1]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [[1, 2, 3]]\ny = [1]", "x that you pasted does not fit. Its rows take 2 numbers"),
        ("x = [[1, 2]]\ny = [[1, 2]]", "y that you pasted does not fit. Its rows take 1 number,"),
        ("x = [[1, 2], [3, 4]]\ny = [1]", "different numbers of rows: 2 and 1"),
    ],
)
def test_what_does_not_fit_is_said(text, said):
    with pytest.raises(BackpropError, match=said):
        samples_in(read_arrays(text), 2, 1)


@pytest.mark.parametrize("text", ["x = [[1, 2]]", "W1 = [[1, 2]]\nx = [[1, 2]]", "[1, 2]\n\n[3]"])
def test_other_arrays_are_no_samples(text):
    assert samples_in(read_arrays(text), 2, 1) is None


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        ("", ""),
        ("x = [[1, 2], [3, 4]]\ny = [0, 1]", ""),
        ("x = [1, 2]", ""),
        ("x = [1, 2, 3]\ny = [0, 1]", "The x that you pasted does not fit the network"),
        ("x = [1, 2, 3]\ny = [[0, 1], [1, 0]]", "The x and the y that you pasted do not fit"),
        ("x = [[1, 2], [3, 4]]", "different numbers of rows: 2 and 1"),
        ("x = [1, 2]\ny = [0, 1, 1]", "different numbers of rows: 1 and 3"),
    ],
)
def test_samples_beside_a_network_that_are_not_taken_are_named(samples, said):
    arrays = read_arrays(f"W1 = [[1, 2], [3, 4]]\nW2 = [[5, 6]]\n{samples}")
    now = document_of((2, 2, 1))
    made = left_out(arrays, network_in(arrays, now), now)
    assert made.startswith(said) if said.startswith("The") else said in made
    assert bool(made) == bool(said)
