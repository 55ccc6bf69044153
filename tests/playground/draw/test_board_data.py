"""What the board is given to draw: the document, laid out, as plain data."""

import json

import numpy as np
import pytest

from playground.draw.board_data import drawing_of
from playground.draw.geometry import SIZE, geometry_of
from playground.exercise.document import EMPTY, sizes_of
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS
from playground.exercise.presets import presets
from playground.where import Weight
from tests.playground import drawings as edits
from tests.playground.walks import document_of

CASES = {
    **presets(),
    "empty": EMPTY,
    "inputs": edits.add_layer(EMPTY, -1),
    "largest": document_of((16,) * 9),
}


@pytest.mark.parametrize("name", CASES)
def test_a_drawing_is_plain_data_and_shows_every_neuron_and_edge(name):
    document = CASES[name]
    drawing = json.loads(json.dumps(drawing_of(document, None, 4), allow_nan=False))
    widths = sizes_of(document)
    assert [column["column"] for column in drawing["columns"]] == list(range(len(widths)))
    assert len(drawing["neurons"]) == sum(widths)
    edges = sum(np.size(layer["W"]) for layer in document["layers"])
    assert len(drawing["edges"]) == edges
    assert drawing["limits"] == {"layers": MAX_LAYERS, "neurons": MAX_NEURONS}
    assert drawing["size"] == list(SIZE)


def test_neurons_lie_where_the_walk_draws_them():
    drawing = drawing_of(document_of((2, 3, 1)), None, 4)
    places = geometry_of((2, 3, 1)).places
    for neuron in drawing["neurons"]:
        assert (neuron["x"], neuron["y"]) == places[neuron["column"]][neuron["neuron"]]


def test_an_edge_that_was_cut_is_left_out():
    document = edits.cut(document_of((2, 2)), 0, 1, 0)
    edges = [(e["to"], e["from"]) for e in drawing_of(document, None, 4)["edges"]]
    assert (1, 0) not in edges
    assert len(edges) == 3


def test_weights_are_written_with_the_digits_asked_for_and_given_whole():
    document = edits.set_weights(document_of((1, 1)), 0, {(0, 0): -1 / 3})
    (edge,) = drawing_of(document, None, 4)["edges"]
    assert edge["text"] == "−0.3333"
    assert edge["weight"] == -1 / 3


def test_a_larger_weight_is_never_thinner():
    document = document_of((6, 1))
    weights = dict(zip([(0, i) for i in range(6)], (0.1, -0.2, 0.4, -0.7, 0.9, 1.2), strict=True))
    edges = drawing_of(edits.set_weights(document, 0, weights), None, 4)["edges"]
    widths = [edge["width"] for edge in sorted(edges, key=lambda edge: abs(edge["weight"]))]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_weights_that_are_all_0_can_be_drawn():
    document = edits.initialize(document_of((2, 2)), "zeros", 0)
    assert {edge["text"] for edge in drawing_of(document, None, 4)["edges"]} == {"0"}


@pytest.mark.parametrize(("bias", "text"), [("each", "b 0"), ("shared", "b 0"), ("none", "")])
def test_a_neuron_shows_what_is_given(bias, text):
    drawing = drawing_of(document_of((2, 1), bias=bias), None, 4)
    assert [neuron["value"] for neuron in drawing["neurons"]] == ["0.1", "0.2", text]


def test_full_columns_say_so_and_offer_no_place():
    drawing = drawing_of(document_of((16, 2)), None, 4)
    assert [column["full"] for column in drawing["columns"]] == [True, False]
    assert [slot["column"] for slot in drawing["slots"]] == [1]


def test_titles_name_the_layer_and_its_activation():
    columns = drawing_of(document_of((2, 3, 1), "leaky_relu"), None, 4)["columns"]
    assert [column["title"] for column in columns] == [
        "Inputs",
        "Hidden layer · leaky relu",
        "Output layer · leaky relu",
    ]
    assert [column["name"] for column in columns] == [
        "inputs",
        "the hidden layer",
        "the output layer",
    ]
    assert [column["role"] for column in columns] == ["input", "hidden", "output"]


def test_the_selection_is_handed_on_as_the_board_reports_one():
    reported = {"kind": "edge", "layer": 0, "to": 0, "from": 1}
    assert drawing_of(document_of((2, 1)), Weight(0, 0, 1), 4)["selected"] == reported
    assert drawing_of(document_of((2, 1)), None, 4)["selected"] is None


def test_an_empty_board_offers_one_place_to_press():
    drawing = drawing_of(EMPTY, None, 4)
    assert drawing["neurons"] == drawing["edges"] == []
    assert len(drawing["gaps"]) == 1


def test_the_inputs_are_those_of_the_sample_that_is_shown():
    document = document_of((2, 1), x=[[1.0, 2.0], [3.0, 4.0]], y=[[0.0], [1.0]])
    values = [n["value"] for n in drawing_of(document, None, 4, sample=1)["neurons"][:2]]
    assert values == ["3", "4"]
