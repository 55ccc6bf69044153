"""What labels, lists and tables say about numbers, in the many ways that people write them."""

import json
from pathlib import Path

import numpy as np
import pytest

from backprop_core import read_arrays
from backprop_core.written.number import value_of
from playground.check.answer_table import spread
from playground.check.reading import given_of, placed
from playground.exercise.document import network_of
from tests.playground.walks import document_of

WORK = json.loads((Path(__file__).parent / "labelled.json").read_text(encoding="utf-8"))
ONES = ("loss", "dx")


def items_of(text, sizes=(3, 2, 1), batch=1, chosen=()):
    network = network_of(document_of(tuple(sizes), batch=batch))
    arrays = spread(read_arrays(text), len(network.layers))
    return placed(arrays, network, batch, dict(chosen)), network


def given(text, sizes=(3, 2, 1), batch=1, chosen=()):
    items, network = items_of(text, sizes, batch, chosen)
    found = given_of(items, network, batch)
    whole = {name: numbers(found[name]) for name in found if name in ONES}
    return whole | {
        f"{name} {layer}": numbers(cells)
        for name, layers in found.items()
        if name not in ONES
        for layer, cells in enumerate(layers)
        if cells is not None
    }


def numbers(cells):
    values = [value_of(str(cell)) if str(cell) else np.nan for cell in np.ravel(cells)]
    return np.reshape(values, np.shape(cells))


@pytest.mark.parametrize("work", WORK, ids=lambda work: work["form"])
def test_each_number_is_taken_for_what_it_is_called(work):
    found = given(work["text"], work["sizes"], work["batch"])
    assert sorted(found) == sorted(work["given"])
    for name, values in work["given"].items():
        np.testing.assert_allclose(found[name], np.array(values, dtype=float))


LIST = "[array([[.1, .2, .3], [.4, .5, .6]]), array([.7, .8]), array([[.1, .2]]), array([.3])]"


def test_a_place_in_a_list_is_no_layer():
    assert sorted(given(LIST)) == ["dW 0", "dW 1", "db 0", "db 1"]
    assert sorted(given(f"grads = {LIST}")) == ["dW 0", "dW 1", "db 0", "db 1"]


def test_weights_that_are_counted_on_can_be_counted_the_other_way():
    (first, *_), _ = items_of("dE/dw2 = 0.1")
    assert first.taken.way.said == "read as weight 2 of all, counted by the neuron that receives"
    other = next(one for one in first.options if one.way.name == "counted, sends")
    assert given("dE/dw2 = 0.1", chosen={"0": other.key})["dW 0"][1, 0] == 0.1


def test_one_vector_of_all_parameters_is_asked_and_can_lie_in_each_usual_order():
    text = str(list(range(11)))
    (item,), _ = items_of(text)
    assert item.asks
    firsts = {}
    for option in item.options:
        if option.place == ("dW", 0):
            found = given(text, chosen={"0": option.key})
            assert sorted(np.concatenate([v.ravel() for v in found.values()])) == [*range(11)]
            firsts[option.way.name] = found["dW 0"][0].tolist()
    assert firsts == {
        "all layer by layer, weights then biases": [0, 1, 2],
        "all weights, then all biases": [0, 1, 2],
        "all neuron by neuron, its weights and then its bias": [0, 1, 2],
        "all column by column, the biases as first column": [2, 4, 6],
    }


def test_words_that_say_nothing_are_asked_about():
    (item,), _ = items_of("foo = 0.5")
    assert item.asks


def test_a_rate_times_a_gradient_is_the_step_with_its_sign_turned():
    found = given("η·dW1 = [[.1, .2, .3], [.4, .5, .6]]")
    np.testing.assert_allclose(found["step_W 0"], [[-0.1, -0.2, -0.3], [-0.4, -0.5, -0.6]])
    found = given("-η·dW1 = [[.1, .2, .3], [.4, .5, .6]]")
    np.testing.assert_allclose(found["step_W 0"], [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])


def test_a_number_of_one_neuron_is_asked_where_several_layers_have_one():
    (item,), _ = items_of("z1 = 0.5", sizes=(2, 2, 2))
    assert [option.place for option in item.options] == [("z", 0), ("z", 1)]
    assert given("h1 = 0.5\no2 = 0.7", sizes=(2, 2, 2))["a 1"][0, 1] == 0.7
    assert given("∂E/∂x2 = 0.5", sizes=(2, 2, 2))["dx"][0, 1] == 0.5


def test_the_loss_after_the_update_is_not_taken_for_the_loss():
    (item,), _ = items_of("new loss = 0.2")
    assert item.taken is None
    assert not item.options


def test_an_array_with_a_bracket_too_many_is_taken():
    found = given("dW1 = [[[.1, .2, .3], [.4, .5, .6]]]", batch=3)
    assert found["dW 0"].shape == (2, 3)


def test_one_number_called_error_may_be_the_loss_or_an_error_signal():
    (item,), _ = items_of("Error = 0.0855")
    assert item.asks
    assert [option.place for option in item.options] == [("loss", 0), ("delta", 1)]
    (total,), _ = items_of("Total error = 0.0855")
    assert total.taken.place == ("loss", 0)
