"""Which array is which: every form people have, on networks that leave one reading or several."""

import json
from pathlib import Path

import numpy as np
import pytest

from backprop_core import read_arrays
from playground.check.reading import LEAVE_OUT, given_of, placed
from playground.exercise.document import network_of
from tests.playground.walks import document_of

FORMS = json.loads((Path(__file__).parent / "forms.json").read_text(encoding="utf-8"))
REFUSED = {"sums left open", "trailing ellipsis"}
NETWORK = network_of(document_of((3, 2, 1)))


def read(text, network=NETWORK, batch=1, chosen=(), **more):
    return placed(read_arrays(text), network, batch, dict(chosen), **more)


def given(items, network=NETWORK, batch=1):
    return given_of(items, network, batch)


def numbers(cells):
    return np.array([float(one) if one else np.nan for one in cells.ravel()]).reshape(cells.shape)


@pytest.mark.parametrize(
    "form", [f for f in FORMS if f["form"] not in REFUSED], ids=lambda f: f["form"]
)
def test_every_form_is_read_into_the_shape_it_has_or_asked(form):
    """As it stands behind its own label or none; and what is asked can be answered."""
    batch = 2 if "per-sample" in form["form"] else 1
    label_fits_elsewhere = form["text"].startswith("Network dW2")
    network = network_of(document_of((3, 3, 2))) if label_fits_elsewhere else NETWORK
    quantity = {(2, 3): "dW", (2,): "db", (): "loss"}[tuple(form["shape"])]
    layer = 1 if label_fits_elsewhere else 0
    items = read(form["text"], network, batch)
    if items[0].asks:
        answers = [o for o in items[0].options if o.place == (quantity, layer)]
        assert answers
        items = read(form["text"], network, batch, {"0": answers[0].key})
    found = given(items, network, batch)[quantity]
    cells = found if quantity == "loss" else found[layer]
    assert cells.shape == tuple(form["shape"])


FITTING = {
    "transposed": ("[[.1, .4], [.2, .5], [.3, .6]]", "read as W transposed"),
    "flat": ("[.1, .2, .3, .4, .5, .6]", "read row by row, a row for each neuron that receives"),
    "as it is": ("[[.1, .2, .3], [.4, .5, .6]]", ""),
}


@pytest.mark.parametrize("name", FITTING)
def test_what_fits_one_quantity_is_taken_and_said(name):
    text, said = FITTING[name]
    (item,) = read(text)
    assert item.taken.place == ("dW", 0)
    assert item.taken.way.said == said
    assert numbers(given([item])["dW"][0]).tolist() == [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]


def test_what_was_turned_can_be_turned_back():
    (item,) = read(FITTING["transposed"][0])
    (back,) = read(FITTING["transposed"][0], chosen={"0": item.turned_back.key})
    assert numbers(given([back])["dW"][0]).tolist() == [[0.1, 0.4, 0.2], [0.5, 0.3, 0.6]]


@pytest.mark.parametrize(
    "text", ["[0.1, 0.2]", "0.5", "[[0.7, 0.1, 0.2, 0.3], [0.8, 0.4, 0.5, 0.6]]"]
)
def test_what_fits_in_several_ways_is_asked_and_not_guessed(text):
    (item,) = read(text)
    assert item.asks
    assert not given([item])
    (answered,) = read(text, chosen={"0": item.options[0].key})
    assert given([answered])
    (left,) = read(text, chosen={"0": LEAVE_OUT})
    assert left.left_out
    assert not left.asks


def test_a_square_matrix_lies_as_the_others_of_the_paste():
    network = network_of(document_of((3, 2, 2)))
    text = "dW1 = [[1, 2], [3, 4], [5, 6]]\ndW2 = [[1, 2], [3, 4]]"
    first, second = read(text, network)
    assert first.taken.way.turned
    assert second.taken.way.turned
    (alone,) = read("dW2 = [[1, 2], [3, 4]]", network)
    assert not alone.taken.way.turned
    (sending,) = read("dW2 = [[1, 2], [3, 4]]", network, sending=True)
    assert sending.taken.way.turned
    assert not sending.taken.way.said


def test_arrays_without_a_name_are_known_by_their_order():
    items = read("[[1, 2, 3], [4, 5, 6]]\n\n[.1, .2]\n\n[[.3, .4]]\n\n[.5]")
    places = [item.taken.place for item in items]
    assert places == [("dW", 0), ("db", 0), ("dW", 1), ("db", 1)]


def test_a_state_dict_of_this_network_has_nothing_to_check_in_it():
    W = NETWORK.layers[0].W
    (item,) = read(f"fc1.weight: {W.round(4).tolist()}")
    assert item.own
    assert not item.asks
    assert not given([item])


@pytest.mark.parametrize("text", ["learning rate = 0.9", "Epoch [1/1]", "target: 1"])
def test_what_is_no_number_of_a_pass_is_neither_asked_about_nor_checked(text):
    (item,) = read(text)
    assert item.own
    assert not item.asks
    assert not given([item])


def test_a_layer_is_not_taken_for_a_neuron():
    """As a digit would say: h1 is the first hidden neuron, the hidden layer is all of them."""
    (item,) = read("Hidden layer out = 0.59")
    assert item.taken is None


def test_one_row_of_a_bias_and_weights_is_asked_where_the_bias_stands():
    (item,) = read("Theta2_grad = [-0.132, -0.05, -0.071]")
    assert item.asks
    said = {option.way.said: option for option in item.options}
    first = said["read with the bias as its first column"]
    (answered,) = read("Theta2_grad = [-0.132, -0.05, -0.071]", chosen={"0": first.key})
    found = given([answered])
    assert numbers(found["dW"][1]).tolist() == [[-0.05, -0.071]]
    assert numbers(found["db"][1]).tolist() == [-0.132]


def test_a_number_counts_with_its_own_digits_in_what_may_be_the_networks_own():
    """New weights of which some stay as they are, printed without zeros at the end."""
    W = NETWORK.layers[0].W.round(1).tolist()
    network = network_of({**document_of((3, 2, 1)), "layers": _layers(W)})
    assert read(f"W1 = {W}", network)[0].own
    W[0][0] += 0.0031
    (item,) = read(f"W1 = {W}", network)
    assert not item.own
    assert item.asks


def _layers(W):
    first, second = document_of((3, 2, 1))["layers"]
    return [{**first, "W": W}, second]


def test_bare_weights_that_are_not_the_networks_are_asked_about():
    (item,) = read("W1 = [[1, 2, 3], [4, 5, 6]]")
    assert item.asks
    assert {option.place[0] for option in item.options} == {"dW", "step_W", "W"}


def test_what_fits_nothing_is_not_taken():
    (item,) = read("dW2 = [[1, 2, 3], [4, 5, 6]]")
    assert item.taken is None
    assert not item.options


def test_single_numbers_come_together_in_their_array():
    items = read("z_h1 = 0.35\nz_h2 = 0.75")
    assert given(items)["z"][0].tolist() == [["0.35", "0.75"]]
    (one,) = read("z_h2 = 0.75")
    assert given([one])["z"][0].tolist() == [["", "0.75"]]


def test_one_sample_of_a_batch_is_asked_unless_it_is_named():
    (item,) = read("z1 = [0.35, 0.75]", batch=3)
    assert item.asks
    (named,) = read("z1 (sample 3) = [0.35, 0.75]", batch=3)
    assert numbers(given([named], batch=3)["z"][0])[2].tolist() == [0.35, 0.75]


@pytest.mark.parametrize(("reduction", "made"), [("sum", 0.3), ("mean", 0.15)])
def test_gradients_of_each_sample_are_put_together(reduction, made):
    network = network_of(document_of((3, 2, 1), reduction=reduction))
    text = f"dW1 = {np.multiply.outer([0.10, 0.20], np.ones((2, 3))).tolist()}"
    text = text.replace("0.1", "0.10").replace("0.2", "0.20")
    items = read(text, network, batch=2)
    assert (numbers(given(items, network, 2)["dW"][0]) == made).all()
    other = items[0].options[1]
    again = read(text, network, 2, {"0": other.key})
    assert (numbers(given(again, network, 2)["dW"][0]) == round(0.45 - made, 2)).all()


def test_numbers_keep_the_digits_they_were_written_with():
    items = read("dW1 =\n0,0820; 1/3; 4,2×10^-3\n1,5; 0,5; 0,25")
    cells = given(items)["dW"][0]
    assert cells[0, 0] == "8.20e-02"
    assert float(cells[0, 1]) == 1 / 3
    assert float(cells[0, 2]) == 0.0042
