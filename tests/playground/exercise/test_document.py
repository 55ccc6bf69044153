"""Documents from outside: what is right comes back as it was, what is wrong is named."""

import copy
import json
from pathlib import Path

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, BackpropError, forward
from playground.exercise.document import (
    EMPTY,
    bias_mode,
    connected_of,
    is_complete,
    network_of,
    sizes_of,
    with_parameters,
)
from playground.exercise.document_check import check
from playground.exercise.document_reader import parse
from tests.playground.walks import document_of, walk_of


def with_layer(**changes):
    """A sound 2-2-1 document whose first layer is changed."""
    document = document_of((2, 2, 1))
    document["layers"][0] |= changes
    return document


def test_a_document_comes_back_from_json_as_it_was():
    document = document_of((3, 4, 2), ["relu", "softmax"], "cross_entropy", batch=3, seed=7)
    document["layers"][0]["W"][1][2] = 0.0
    document["layers"][0]["connected"] = np.ones((4, 3), bool).tolist()
    document["layers"][0]["connected"][1][2] = False
    assert parse(json.loads(json.dumps(document))) == document


def test_a_document_that_was_parsed_is_the_same_when_parsed_again():
    document = parse({"x": [[1, 2]], "y": [[1]], "layers": [{"W": [[1, 2]], "activation": "relu"}]})
    assert parse(document) == document
    assert document["layers"][0]["b"] is None
    assert all(isinstance(v, float) for v in document["x"][0])


def test_parsing_changes_nothing_of_what_came_in():
    raw = document_of((2, 2, 1))
    before = copy.deepcopy(raw)
    parse(raw)["layers"][0]["W"][0][0] = 99.0
    assert raw == before


def test_what_is_left_out_gets_its_usual_value():
    drawn = {"x": [[]], "y": [[]], "layers": []}
    assert parse(drawn) == EMPTY
    assert parse({**drawn, "title": "mine"}) == {**EMPTY, "title": "mine"}


@pytest.mark.parametrize("raw", [{}, {"title": "mine"}, {"x": [[1.0]], "y": [[]]}])
def test_what_names_no_drawing_is_refused_and_not_taken_for_an_empty_one(raw):
    with pytest.raises(BackpropError, match="It takes x, y and layers"):
        parse(raw)


@pytest.mark.parametrize("n_in", [0, 1, 16])
def test_a_drawing_without_layers_is_unfinished_and_sound(n_in):
    document = parse({"x": [[0.5] * n_in], "y": [[]], "layers": []})
    assert not is_complete(document)
    assert sizes_of(document) == ((n_in,) if n_in else ())


REFUSED = [
    ("no object", [], ["The file", "x, y and layers"]),
    ("no object", "text", ["The file", "JSON object"]),
    ("no object", None, ["The file", "JSON object"]),
    ("unknown field", {"weights": []}, ["'weights'", "unknown", "learning_rate", "update, conv"]),
    ("title", {"title": 5}, ["title got int", "text"]),
    ("title", {"source": "\ud800"}, ["source", "text"]),
    ("note", {"note": None}, ["note got NoneType", "text"]),
    ("frozen", {"biases_frozen": 1}, ["biases_frozen got 1", "true or false"]),
    ("rate", {"learning_rate": -1}, ["learning_rate got -1", "0 or more"]),
    ("rate", {"learning_rate": True}, ["learning_rate", "boolean"]),
    ("rate", {"learning_rate": "fast"}, ["learning_rate got text"]),
    ("rate", {"learning_rate": float("nan")}, ["learning_rate got nan", "finite"]),
    ("loss", {"loss": "hinge"}, ["loss got 'hinge'", "squared_error"]),
    ("loss", {"loss": ["squared_error"]}, ["loss got"]),
    ("reduction", {"reduction": "max"}, ["reduction got 'max'", '"mean" or "sum"']),
    ("bias", {"bias": "some"}, ["bias got 'some'", "shared"]),
    ("init", {"init": "magic"}, ["init got 'magic'", "xavier"]),
    ("init", {"init": "uniform(1e308)"}, ["init got 'uniform(1e308)'", "at most"]),
    ("seed", {"seed": -1}, ["seed got -1", "whole number"]),
    ("seed", {"seed": 1.5}, ["seed got 1.5", "whole number"]),
    ("seed", {"seed": True}, ["seed got True"]),
    ("seed", {"seed": 2**53}, ["seed got", "at most"]),
    ("x", {"x": []}, ["x got shape", "rows"]),
    ("x", {"x": [1, 2]}, ["x got shape (2,)", "rows"]),
    ("x", {"x": {"x1": 1}}, ["x got", "rows"]),
    ("x", {"x": [[1], [1, 2]], "y": [[], []]}, ["x has rows of different lengths"]),
    ("x", {"x": [["a"]]}, ["x got text"]),
    ("x", {"x": [[10**400]]}, ["x got a number that is too large"]),
    ("x", {"x": [[True]]}, ["x holds a boolean"]),
    ("x", {"x": [[None]]}, ["x got"]),
    ("x", {"x": [[float("inf")]]}, ["x is infinite at row 1, column 1"]),
    ("x", {"x": [[0.5]] * 65, "y": [[]] * 65}, ["x got 65 rows", "at most 64"]),
    ("x", {"x": [[0.5] * 17]}, ["17 neurons", "at most 16"]),
    ("y", {"x": [[1], [2]], "y": [[]]}, ["y got 1 rows", "2"]),
    ("y", {"y": "none"}, ["y got text"]),
    ("layers", {"layers": {}}, ["layers got dict", "list"]),
    ("layer", {"layers": [5]}, ["Layer 1", "W, b and activation"]),
    ("layer", {"layers": [{"W": [[1]]}]}, ["Layer 1", "activation"]),
    ("W", with_layer(W=[[1, 2]], b=[0]), ["W of layer 2"]),
    ("W", with_layer(W=[[1], [1, 2]]), ["Layer 1: W has rows of different lengths"]),
    ("W", with_layer(W=[[1, float("nan")], [1, 2]]), ["Layer 1: W is not a number", "column 2"]),
    ("W", with_layer(W=[]), ["Layer 1: W got shape"]),
    ("b", with_layer(b=[1, 2, 3]), ["Layer 1: b got shape (3,)", "shape (2,)"]),
    ("b", with_layer(b="none"), ["Layer 1: b got text"]),
    (
        "activation",
        with_layer(activation="stairs"),
        ["Layer 1: activation got 'stairs'", "sigmoid"],
    ),
    ("activation", with_layer(activation=7), ["Layer 1: activation got int", "name"]),
    ("activation", with_layer(activation="relu(2)"), ["Layer 1", "no number in brackets"]),
    ("connected", with_layer(connected=[[1, 0], [1, 1]]), ["Layer 1: connected", "True or False"]),
    ("connected", with_layer(connected=[[True]]), ["Layer 1: connected", "shape (2, 2)"]),
    ("unknown", with_layer(bias=[1, 2]), ["Layer 1: the field 'bias' is unknown", "connected"]),
    ("width", {**document_of((2, 2, 1)), "x": [[1, 2, 3]]}, ["x got", "3"]),
    ("width", {**document_of((2, 2, 1)), "y": [[1, 2]]}, ["y got"]),
    ("pair", {**document_of((2, 2, 1)), "loss": "cross_entropy"}, ["takes the activation softmax"]),
    ("depth", document_of((1,) * 10), ["layers got 9", "at most 8"]),
    ("width", document_of((2, 17, 1)), ["17 neurons", "at most 16"]),
]


@pytest.mark.parametrize(("what", "raw", "words"), REFUSED)
def test_what_is_wrong_is_refused_with_a_message_that_names_it(what, raw, words):
    with pytest.raises(BackpropError) as refused:
        parse(raw)
    message = str(refused.value)
    assert all(word in message for word in words), f"{what}: {message}"
    assert len(message) < 500


def test_a_long_wrong_value_does_not_fill_the_message():
    with pytest.raises(BackpropError) as refused:
        parse({"x": {"k" * 10**5: 1}})
    assert len(str(refused.value)) < 200


def test_the_largest_drawing_is_taken():
    document = parse(document_of((16,) * 9, "tanh", batch=64))
    assert sizes_of(document) == (16,) * 9


@pytest.mark.parametrize("activation", [*ACTIVATIONS, "leaky_relu(0.2)", "elu(0.5)"])
def test_every_activation_of_the_engine_can_stand_in_a_document(activation):
    document = parse(document_of((2, 2, 2), activation))
    assert network_of(document).layers[0].activation == activation


def test_a_cut_edge_has_no_weight_whatever_the_document_says():
    document = with_layer(connected=[[True, False], [True, True]])
    parsed = parse(document)
    assert parsed["layers"][0]["W"][0][1] == 0
    assert not connected_of(parsed["layers"][0])[0, 1]


def test_connected_is_left_out_where_every_edge_is_there():
    parsed = parse(with_layer(connected=[[True, True], [True, True]]))
    assert "connected" not in parsed["layers"][0]


@pytest.mark.parametrize(("b", "mode"), [([0.0, 1.0], "each"), (0.5, "shared"), (None, "none")])
def test_the_shape_of_b_is_the_bias_mode(b, mode):
    parsed = parse(with_layer(b=b))
    assert bias_mode(parsed["layers"][0]["b"]) == mode
    assert network_of(parsed).layers[0].bias == mode


def test_a_document_takes_the_parameters_of_a_network_and_keeps_all_else():
    document = document_of((2, 3, 1), note="kept")
    after = walk_of(document).after
    new = with_parameters(document, after)
    assert network_of(new).layers[0].W.tolist() == after.layers[0].W.tolist()
    assert {**new, "layers": 0} == {**document, "layers": 0}
    assert document == document_of((2, 3, 1), note="kept")
    json.dumps(new)


def test_check_gives_the_document_itself():
    document = document_of((2, 3, 1))
    assert check(document) is document


GOLDEN = sorted((Path(__file__).parents[2] / "core" / "golden").glob("*.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_example_is_a_document_and_gives_its_numbers(path):
    example = json.loads(path.read_text(encoding="utf-8"))
    layers = [{k: layer[k] for k in ("W", "b", "activation")} for layer in example["layers"]]
    document = parse({"x": [example["x"]], "y": [example["y"]], "layers": layers})
    output = forward(network_of(document), document["x"]).output[0]
    np.testing.assert_allclose(output, example["expected"]["layers"][-1]["a"], rtol=1e-15)
