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
ONES = ("loss", "loss_after", "dx")


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


@pytest.mark.parametrize("label", ["final loss", "loss after epoch 1"])
def test_a_loss_that_may_be_either_is_asked_about(label):
    (_, item), _ = items_of(f"initial loss = 0.3\n{label} = 0.2")
    assert [option.place[0] for option in item.options] == ["loss", "loss_after"]
    assert item.asks


@pytest.mark.parametrize(
    "text",
    [
        "dW1 = 10^-3 [[1, 2, 3], [4, 5, 6]]",
        "dW1 = 10⁻³ · [[1, 2, 3], [4, 5, 6]]",
        "dW1 = 10^{-3} × [[1, 2, 3], [4, 5, 6]]",
    ],
)
def test_a_power_of_ten_before_an_array_counts(text):
    assert given(text)["dW 0"].tolist() == [[0.001, 0.002, 0.003], [0.004, 0.005, 0.006]]


def test_layers_of_one_size_may_stand_in_one_array():
    found = given("dW = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", sizes=(2, 2, 2))
    assert sorted(found) == ["dW 0", "dW 1"]
    assert found["dW 1"].tolist() == [[5, 6], [7, 8]]


def test_deltas_of_layers_of_one_size_may_stand_in_one_array():
    found = given("deltas = [[0.1, 0.2], [0.3, 0.4]]", sizes=(2, 2, 2))
    assert (found["delta 0"].tolist(), found["delta 1"].tolist()) == ([[0.1, 0.2]], [[0.3, 0.4]])
    (item,), _ = items_of("deltas = [[0.1, 0.2], [0.3, 0.4]]", sizes=(2, 2, 2), batch=2)
    assert item.asks


def test_the_loss_after_the_update_is_not_taken_for_the_loss():
    assert given("new loss = 0.2") == {"loss_after": 0.2}
    assert given("loss = 0.3\nE' = 0.2") == {"loss": 0.3, "loss_after": 0.2}
    (item,), _ = items_of("loss after epoch 1: 0.2")
    assert [option.place[0] for option in item.options] == ["loss", "loss_after"]
    assert item.asks


def test_an_array_with_a_bracket_too_many_is_taken():
    found = given("dW1 = [[[.1, .2, .3], [.4, .5, .6]]]", batch=3)
    assert found["dW 0"].shape == (2, 3)


def test_one_number_called_error_may_be_the_loss_or_an_error_signal():
    (item,), _ = items_of("Error = 0.0855")
    assert item.asks
    assert [option.place for option in item.options] == [("loss", 0), ("delta", 1)]
    (total,), _ = items_of("Total error = 0.0855")
    assert total.taken.place == ("loss", 0)


def test_a_number_given_twice_counts_as_it_came_last_and_that_is_told():
    text = "dW1 = [[1, 2, 3], [4, 5, 6]]\ndb1 = [.1, .2]\ndW1 = [[1, 2, 3], [4, 5, 7]]"
    items, _ = items_of(text)
    assert [item.again for item in items] == [2, None, None]
    assert given(text)["dW 0"][1, 2] == 7
    items, _ = items_of(text, chosen={"2": "leave out"})
    assert [item.again for item in items] == [None, None, None]
    assert given(text, chosen={"2": "leave out"})["dW 0"][1, 2] == 6


def test_a_number_given_twice_to_more_and_fewer_digits_is_one_number():
    items, _ = items_of("db2 = 0.0082\ndb2 = 0.00821")
    assert [item.again for item in items] == [None, None]


def test_neurons_may_be_counted_through_the_network():
    found = given("dE/dw46 = 0.3\ndE/dw14 = .1\ndE/dw35 = .2\nz5 = .4\nδ6 = .5\na4 = .6")
    assert found["dW 1"][0, 0] == 0.3
    assert (found["dW 0"][0, 0], found["dW 0"][1, 2]) == (0.1, 0.2)
    assert (found["z 0"][0, 1], found["delta 1"][0, 0], found["a 0"][0, 0]) == (0.4, 0.5, 0.6)
    (item,), _ = items_of("dw64 = 0.3", sizes=(2, 2, 2))
    assert item.taken.way.said == "read as from node 4 to node 6, counted through the network"


def test_thresholds_and_input_sums_count_through_the_network_as_well():
    found = given("new θ4 = 0.3\nI6 = .2\nErr5 = .1\nΔw46 = .7\nO1 = 1")
    assert found["b 0"][0] == 0.3
    assert (found["z 1"][0, 0], found["delta 0"][0, 1]) == (0.2, 0.1)
    assert found["step_W 1"][0, 0] == 0.7


def test_neurons_may_be_counted_from_the_first_hidden_one():
    found = given("δ1 = 0.1\nδ2 = 0.2\nδ3 = 0.3")
    assert found["delta 0"].tolist() == [[0.1, 0.2]]
    assert found["delta 1"].tolist() == [[0.3]]


def test_a_number_that_two_ways_of_counting_fit_is_asked_about():
    (item,), _ = items_of("δ3 = 0.1", sizes=(2, 2, 1))
    assert item.asks
    assert {option.place for option in item.options} == {("delta", 0), ("delta", 1)}


def test_weights_that_fit_within_one_layer_are_counted_within_it():
    found = given("dw11 = 1\ndw12 = 2\ndw23 = 3")
    assert found["dW 0"][1, 2] == 3


@pytest.mark.parametrize(
    ("text", "place", "index"),
    [
        ("dw_{4→6} = 0.3", "dW 1", (0, 0)),
        ("dE/dw_{1,3} = 0.3", "dW 0", (0, 2)),
        ("δ_L = 0.3", "delta 1", (0, 0)),
        ("δ^{(L)} = 0.3", "delta 1", (0, 0)),
        ("z[L] = 0.3", "z 1", (0, 0)),
        ("l2 = 0.3", "a 1", (0, 0)),
        ("After the update: W2 = [0.3, 0.4]", "W 1", (0, 0)),
        ("w_7^{new} = 0.3", "W 1", (0, 0)),
        ("Derivative of E with respect to w7: 0.3", "dW 1", (0, 0)),
        ("partial derivative of E w.r.t. w7 = 0.3", "dW 1", (0, 0)),
        ("Ableitung von E nach w7 = 0.3", "dW 1", (0, 0)),
        ("∂E_{o1}/∂net_{o1} = 0.3", "delta 1", (0, 0)),
        (r"\frac{\partial E_{o1}}{\partial out_{o1}} = 0.3", "da 1", (0, 0)),
    ],
)
def test_a_label_says_where_its_number_belongs(text, place, index):
    assert given(text)[place][index] == 0.3


def test_the_layer_before_the_last_is_l_minus_1():
    assert given("δ^{L-1} = [0.1, 0.2]")["delta 0"].tolist() == [[0.1, 0.2]]
    assert given("dW^[L-1] = [[1, 2, 3], [4, 5, 6]]")["dW 0"][1, 2] == 6


@pytest.mark.parametrize("first", [0, 1])
def test_classes_are_outputs(first):
    text = "\n".join(f"class {first + k}: {p} %" for k, p in enumerate((32, 28, 40)))
    found = given(text, sizes=(3, 2, 3))
    np.testing.assert_allclose(found["a 1"], [[0.32, 0.28, 0.4]])


def test_what_is_called_y_is_the_output_unless_it_is_the_target():
    network = network_of(document_of((3, 2, 2)))
    arrays = read_arrays("y1 = 0.75\ny2 = 1")
    one, two = placed(arrays, network, 1, {}, targets=[[0.0, 1.0]])
    assert one.taken.place == ("a", 1)
    assert one.taken.way.said == "read as the output: it is not the target"
    assert two.own
    assert two.aside


def test_of_a_log_the_first_pass_is_read():
    text = "iter 1 | loss 0.25 | dw1 0.3\niter 2 | loss 0.2 | dw1 0.35"
    items, _ = items_of(text, sizes=(2, 1))
    assert [item.aside for item in items] == [False, False, True, True]
    found = given(text, sizes=(2, 1))
    assert found["loss"] == 0.25
    assert found["dW 0"][0, 0] == 0.3


@pytest.mark.parametrize("between", ["\t", ";", ",", " | "])
def test_the_head_of_a_column_says_what_its_numbers_are(between):
    rows = [("weight", "gradient"), ("w1", "0.1"), ("w2", "0.2"), ("w7", "0.3")]
    found = given("\n".join(between.join(row) for row in rows))
    assert found["dW 0"][0].tolist()[:2] == [0.1, 0.2]
    assert found["dW 1"][0, 0] == 0.3


def test_a_column_called_gradient_alone_is_no_weight():
    (item,), _ = items_of("gradient\n0.1\n0.2\n0.3", sizes=(3, 1))
    assert item.asks
    assert {option.place[0] for option in item.options} == {"dW", "dx"}


@pytest.mark.parametrize("label", ["E_o1", "E2", "loss 1"])
def test_what_one_output_adds_to_the_loss_is_not_taken_for_the_loss(label):
    (item,), _ = items_of(f"{label} = 0.2", sizes=(3, 2, 2))
    assert item.taken is None
    assert not item.options


def test_what_one_bare_weight_is_all_of_the_paste_are():
    text = "w46 = 0.192\nw56 = -0.138\nθ6 = 0.218"
    items, _ = items_of(text)
    assert all(item.asks for item in items)
    key = next(one.key for one in items[0].options if one.place[0] == "W")
    found = given(text, chosen={"0": key})
    assert found["W 1"].tolist() == [[0.192, -0.138]]
    assert found["b 1"].tolist() == [0.218]
    (_, own, _), _ = items_of(text, chosen={"0": key, "1": "leave out"})
    assert own.left_out


PLACES = json.loads((Path(__file__).parent / "places.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("each", PLACES, ids=lambda each: each["form"])
def test_what_people_write_is_read_as_what_it_is(each):
    assert sorted(given(each["text"], sizes=each["sizes"])) == each["places"]


def test_of_two_neurons_each_number_is_taken_by_its_own():
    found = given("z1 = .1\nz2 = .2\nz3 = .3", sizes=(2, 2, 1))
    assert found["z 0"].tolist() == [[0.1, 0.2]]
    assert found["z 1"].tolist() == [[0.3]]


@pytest.mark.parametrize(
    "text",
    [
        "a) 0.35",
        "e1 = 0.3",
        "Fehler von h1: 0.0087",
        "z2 = 0.5",
        "| foo | bar |\n|---|---|\n| 0.1 | 0.2 |\n| 0.3 | 0.4 |",
        "w11\tw12\tw21\tw22\n0.1\t0.2\t0.3\t0.4",
    ],
)
def test_what_may_be_several_things_is_asked_about(text):
    items, _ = items_of(text, sizes=(2, 2, 1))
    assert all(item.asks for item in items)


@pytest.mark.parametrize(
    "label",
    [
        "∂out_o1/∂net_o1",
        "f'(z1)",
        "Output after update",
        "ŷ_new",
        "a2 after the update",
    ],
)
def test_what_is_no_number_of_the_pass_is_left_aside(label):
    (item,), _ = items_of(f"{label} = 0.2", sizes=(2, 2, 1))
    assert item.aside
    assert item.taken is None


def test_a_connection_that_is_not_there_leaves_the_others_as_they_are():
    found = given("dw35 = 0.1\ndw57 = 0.2", sizes=(2, 2, 2))
    assert [*found] == ["dW 1"]
    assert found["dW 1"][0, 0] == 0.1


def test_what_one_of_two_outputs_adds_to_a_gradient_is_left_aside():
    for label in ("∂E_{o1}/∂out_{h1}", "∂E_o1/∂w5"):
        (item,), _ = items_of(f"{label} = 0.2", sizes=(2, 2, 2))
        assert item.aside
        assert item.taken is None


def test_of_the_only_output_it_is_the_gradient():
    found = given("∂E_{o1}/∂out_{h1} = 0.2\n∂E_o1/∂w5 = 0.3", sizes=(2, 2, 1))
    assert np.nansum(found["da 0"]) == 0.2
    assert np.nansum(found["dW 1"]) == 0.3
