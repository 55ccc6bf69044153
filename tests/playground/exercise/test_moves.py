"""After an edit the walk and the selection find the neuron that they were at."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Address
from playground.exercise import edits
from playground.exercise.document import EMPTY, sizes_of
from playground.exercise.document_reader import parse
from playground.exercise.moves import address_after, selection_after
from playground.where import Neuron, Weight


def document_of(sizes):
    """Every weight and bias different, so that a number tells its neuron."""
    count = iter(range(1, 100_000))
    layers = [
        {
            "W": [[float(next(count)) for _ in range(n_in)] for _ in range(n_out)],
            "b": [float(next(count)) for _ in range(n_out)],
            "activation": "tanh",
        }
        for n_in, n_out in pairwise(sizes)
    ]
    x, y = [[0.5] * sizes[0]], [[0.5] * sizes[-1]]
    return parse({**EMPTY, "x": x, "y": y, "layers": layers})


@st.composite
def neuron_edits(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    column = draw(st.integers(0, len(sizes) - 1))
    neuron = draw(st.integers(0, sizes[column] - 1))
    if sizes[column] > 1 and draw(st.booleans()):
        return sizes, edits.remove_neuron, (column, neuron)
    to = draw(st.integers(0, sizes[column] - 1))
    return sizes, edits.move_neuron, (column, neuron, to)


@given(neuron_edits())
def test_a_neuron_is_found_again_by_its_bias_and_an_edge_by_its_weight(case):
    sizes, change, args = case
    before = document_of(sizes)
    after, moved = change(before, *args)
    for layer, (old, new) in enumerate(zip(before["layers"], after["layers"], strict=True)):
        for j, b in enumerate(old["b"]):
            at = address_after(Address("z", layer, j, sample=0), moved)
            assert (None if at is None else new["b"][at.neuron]) == (b if b in new["b"] else None)
        for j, i in np.ndindex(np.shape(old["W"])):
            at = address_after(Address("dW", layer, j, i), moved)
            weight = old["W"][j][i]
            there = any(weight in row for row in new["W"])
            assert (at is not None) == there
            if at is not None:
                assert new["W"][at.neuron][at.source] == weight


@given(st.lists(st.integers(1, 3), min_size=2, max_size=5), st.data())
def test_a_new_layer_shifts_those_after_it(sizes, data):
    after = data.draw(st.integers(-1, len(sizes) - 1))
    new, moved = edits.add_layer(document_of(sizes), after)
    for column, size in enumerate(sizes):
        place = moved(Neuron(column, size - 1))
        assert sizes_of(new)[place[0]] == size
        assert place[0] - column == (column > after)


def test_a_layer_taken_out_shifts_those_after_it_and_is_gone_itself():
    _, moved = edits.remove_column(document_of((2, 3, 2, 1)), 1)
    assert moved(Neuron(0, 1)) == (0, 1)
    assert moved(Neuron(1, 2)) is None
    assert moved(Neuron(3, 0)) == (2, 0)
    assert address_after(Address("delta", 2, 0, sample=0), moved).layer == 1
    assert address_after(Address("delta", 0, 0, sample=0), moved) is None


def test_the_last_neuron_takes_its_column_with_it():
    _, moved = edits.remove_neuron(document_of((2, 1, 2)), 1, 0)
    assert moved(Neuron(2, 1)) == (1, 1)


def test_a_gesture_moves_what_its_edit_moves():
    gesture = {"kind": "remove_neuron", "column": 1, "neuron": 0}
    _, moved = edits.by_gesture(document_of((2, 3, 1)), gesture)
    assert moved(Neuron(1, 2)) == (1, 1)
    assert moved(Neuron(1, 0)) is None


def test_other_edits_leave_every_place():
    _, moved = edits.cut(document_of((2, 3, 1)), 0, 1, 1)
    assert moved(Neuron(1, 2)) == (1, 2)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (
            Neuron(1, 2),
            Neuron(1, 1),
        ),
        (Neuron(1, 1), None),
        (
            Weight(0, 2, 1),
            Weight(0, 1, 1),
        ),
        (Weight(1, 0, 1), None),
        (None, None),
    ],
)
def test_the_selection_goes_along(chosen, expected):
    _, moved = edits.remove_neuron(document_of((2, 3, 1)), 1, 1)
    assert selection_after(chosen, moved) == expected


def test_an_edge_between_layers_that_were_pulled_apart_is_gone():
    _, moved = edits.add_layer(document_of((2, 3, 1)), 0)
    assert selection_after(Weight(0, 2, 1), moved) is None
