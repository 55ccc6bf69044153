"""What neurons, layers and numbers are called."""

import pytest

from backprop_core import Address
from playground.names import address_name, column_names, layer_name, neuron_name
from tests.playground.walks import document_of, walk_of


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((1, 1), [["x1"], ["o1"]]),
        ((2, 3, 1), [["x1", "x2"], ["h1", "h2", "h3"], ["o1"]]),
        ((1, 2, 1, 1), [["x1"], ["h1.1", "h1.2"], ["h2.1"], ["o1"]]),
    ],
)
def test_columns_are_named_x_h_and_o(sizes, expected):
    assert [column_names(sizes, c) for c in range(len(sizes))] == expected


def test_no_two_neurons_share_a_name():
    sizes = (16,) * 9
    names = [neuron_name(sizes, c, j) for c in range(9) for j in range(16)]
    assert len(set(names)) == 144


def test_layers_are_numbered_only_where_there_are_several_hidden_ones():
    assert [layer_name((2, 1), n) for n in range(1)] == ["output layer"]
    assert [layer_name((2, 3, 1), n) for n in range(2)] == ["hidden layer", "output layer"]
    assert [layer_name((2, 3, 3, 1), n) for n in range(3)] == [
        "hidden layer 1",
        "hidden layer 2",
        "output layer",
    ]


@pytest.mark.parametrize(
    ("at", "batch", "expected"),
    [
        (Address("loss"), 1, "loss"),
        (Address("loss", sample=1), 3, "loss of sample 2"),
        (Address("z", 0, 1, sample=0), 1, "z of h2"),
        (Address("z", 0, 1, sample=2), 3, "z of h2, sample 3"),
        (Address("delta", 1, 0, sample=0), 1, "delta of o1"),
        (Address("dW", 0, 1, 0), 1, "dW from x1 to h2"),
        (Address("W", 1, 0, 2), 1, "W from h3 to o1"),
        (Address("b", 0, 1), 1, "b of h2"),
        (Address("db", 0), 1, "shared db of the hidden layer"),
        (Address("z", 1), 1, "z of the output layer"),
    ],
)
def test_a_number_is_named_in_words(at, batch, expected):
    assert address_name((2, 3, 1), at, batch) == expected


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_every_step_has_a_name_of_its_own_up_to_its_parts(granularity):
    t = walk_of(document_of((2, 3, 2), batch=3, bias="shared"), granularity)
    names = {}
    for step in t:
        name = address_name(t.network.sizes, step.address, len(t.y))
        assert "None" not in name
        assert names.setdefault(name, step.address.whole) == step.address.whole
