"""Edits of a drawing: what they change, what they leave alone, and what they refuse."""

import copy
import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import ACTIVATIONS, LOSSES, BackpropError, forward
from playground.exercise.document import EMPTY, bias_mode, connected_of, is_complete, network_of
from playground.exercise.document import sizes_of as sizes
from playground.exercise.document_check import check
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS, MAX_SAMPLES
from playground.exercise.presets import presets
from tests.playground import drawings as edits
from tests.playground.walks import document_of


def named(document):
    """Every number of the drawing by the names of the neurons that it belongs to."""
    held = {}
    for number, layer in enumerate(document["layers"]):
        for j, i in np.ndindex(np.shape(layer["W"])):
            held["W", number, j, i] = layer["W"][j][i]
        for j, b in enumerate(layer["b"] if isinstance(layer["b"], list) else [layer["b"]]):
            held["b", number, j] = b
    for quantity, column in (("x", 0), ("y", len(sizes(document)) - 1)):
        for s, row in enumerate(document[quantity]):
            for j, value in enumerate(row):
                held[quantity, column, j, s] = value
    return held


def output(document):
    return forward(network_of(document), document["x"]).output


BIAS_MODES = list(itertools.product(("each", "shared", "none"), repeat=2))


@pytest.fixture
def net():
    """A 2-3-2 drawing with two samples, whose second hidden neuron does not hear x1."""
    document = document_of((2, 3, 2), "tanh", batch=2, weights=5)
    return edits.cut(document, 0, 1, 0)


def test_a_network_can_be_drawn_from_nothing():
    document = EMPTY
    for gesture in (
        {"kind": "add_layer", "after": -1},
        {"kind": "add_neuron", "column": 0},
        {"kind": "add_layer", "after": 0},
        {"kind": "add_layer", "after": 1},
        {"kind": "add_neuron", "column": 1},
        {"kind": "add_neuron", "column": 1},
        {"kind": "cut", "layer": 0, "to": 1, "from": 0},
    ):
        document = check(edits.by_gesture(document, gesture))
    assert sizes(document) == (2, 3, 1)
    assert document["layers"][0]["W"][1][0] == 0
    assert not connected_of(document["layers"][0])[1, 0]
    assert EMPTY["layers"] == []


@pytest.mark.parametrize("column", [0, 1, 2])
def test_adding_a_neuron_leaves_all_other_numbers_alone(net, column):
    before, after = named(net), named(edits.add_neuron(net, column))
    assert {key: after[key] for key in before} == before
    assert len(after) > len(before)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_taking_the_new_neuron_away_gives_the_drawing_back(net, column):
    grown = edits.add_neuron(net, column)
    assert edits.remove_neuron(grown, column, sizes(net)[column]) == net


def test_a_new_neuron_is_connected_to_all_its_neighbours(net):
    grown = edits.add_neuron(net, 1)
    assert connected_of(grown["layers"][0])[3].all()
    assert connected_of(grown["layers"][1])[:, 3].all()
    assert not connected_of(grown["layers"][0])[1, 0]


def test_new_weights_have_two_decimals_and_depend_on_the_seed_alone(net):
    new = [edits.add_neuron({**net, "seed": seed}, 1)["layers"][0]["W"][-1] for seed in (1, 1, 2)]
    assert new[0] == new[1] != new[2]
    assert all(weight == round(weight, 2) for weight in new[0])


@pytest.mark.parametrize(("column", "neuron"), [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1)])
def test_removing_a_neuron_takes_its_numbers_and_no_others(net, column, neuron):
    def moved(key):
        quantity, place, *rest = key
        if quantity == "W" and place == column and rest[1] > neuron:
            rest[1] -= 1
        elif (place + (quantity in "Wb")) == column and rest[0] > neuron:
            rest[0] -= 1
        return (quantity, place, *rest)

    def concerns(key):
        quantity, place, *rest = key
        into = place + (quantity in "Wb") == column and rest[0] == neuron
        return into or (quantity == "W" and place == column and rest[1] == neuron)

    kept = {moved(key): value for key, value in named(net).items() if not concerns(key)}
    assert named(edits.remove_neuron(net, column, neuron)) == kept


def test_removing_the_last_neuron_takes_its_column_along():
    document = document_of((2, 1, 3))
    assert sizes(edits.remove_neuron(document, 1, 0)) == (2, 3)
    assert is_complete(edits.remove_neuron(document, 1, 0))


@pytest.mark.parametrize(("neuron", "to"), list(itertools.permutations(range(3), 2)))
def test_moving_a_hidden_neuron_changes_no_output(net, neuron, to):
    moved = edits.move_neuron(net, 1, neuron, to)
    np.testing.assert_allclose(output(moved), output(net), rtol=1e-14)
    assert moved["layers"][0]["W"][to] == net["layers"][0]["W"][neuron]
    assert moved["layers"][0]["b"][to] == net["layers"][0]["b"][neuron]
    assert edits.move_neuron(moved, 1, to, neuron) == net


def test_moving_an_input_takes_its_values_along(net):
    moved = edits.move_neuron(net, 0, 0, 1)
    assert [row[::-1] for row in net["x"]] == moved["x"]
    np.testing.assert_allclose(output(moved), output(net), rtol=1e-14)


def test_moving_an_output_takes_its_targets_along(net):
    moved = edits.move_neuron(net, 2, 0, 1)
    assert [row[::-1] for row in net["y"]] == moved["y"]
    np.testing.assert_allclose(output(moved), output(net)[:, ::-1], rtol=1e-14)


def test_a_cut_edge_has_weight_0_and_can_be_drawn_again():
    document = document_of((2, 3, 2))
    before = document["layers"][1]["W"]
    without = edits.cut(document, 1, 1, 2)
    assert without["layers"][1]["W"][1][2] == 0
    again = edits.connect(without, 1, 1, 2)
    assert "connected" not in again["layers"][1]
    assert again["layers"][1]["W"][1][2] != 0
    changed = np.array(again["layers"][1]["W"]) != np.array(before)
    assert not np.delete(changed.ravel(), 5).any()


def test_connecting_what_is_connected_changes_nothing(net):
    assert edits.connect(net, 1, 0, 0) == net
    assert edits.cut(net, 0, 1, 0) == net


@pytest.mark.parametrize(("after", "wanted"), [(-1, (1, 2, 3, 2)), (0, (2, 1, 3, 2))])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_new_layer_goes_where_it_was_asked_for(after, wanted, loss):
    document = edits.set_loss(document_of((2, 3, 2)), loss)
    assert sizes(check(edits.add_layer(document, after))) == wanted


@pytest.mark.parametrize("loss", LOSSES)
def test_a_new_last_layer_suits_the_loss(loss):
    document = check(edits.set_loss(document_of((2, 3, 2)), loss))
    longer = check(edits.add_layer(document, 2))
    width = 2 if loss == "cross_entropy" else 1
    assert sizes(longer) == (2, 3, 2, width)
    assert longer["layers"][-2]["activation"] != "softmax"
    assert any(longer["y"][0]), "targets of 0 alone would teach nothing"


@pytest.mark.parametrize("loss", LOSSES)
def test_the_first_layer_can_be_drawn_whatever_the_loss(loss):
    emptied = edits.remove_column(edits.set_loss(document_of((2, 2)), loss), 1)
    assert not is_complete(check(emptied))
    assert is_complete(check(edits.add_layer(emptied, 0)))
    assert is_complete(check(edits.add_layer(emptied, -1)))


def test_a_layer_in_between_keeps_all_other_layers(net):
    longer = check(edits.add_layer(net, 1))
    assert sizes(longer) == (2, 3, 1, 2)
    assert longer["layers"][0] == net["layers"][0]
    assert longer["layers"][2]["b"] == net["layers"][1]["b"]


@pytest.mark.parametrize(("column", "wanted"), [(0, (3, 2)), (1, (2, 2)), (2, (2, 3))])
def test_removing_a_column_connects_its_neighbours(net, column, wanted):
    shorter = check(edits.remove_column(net, column))
    assert sizes(shorter) == wanted
    assert is_complete(shorter)


def test_removing_the_last_columns_leaves_an_empty_board():
    document = document_of((2, 3))
    inputs = check(edits.remove_column(document, 1))
    assert sizes(inputs) == (2,)
    assert inputs["x"] == document["x"]
    assert sizes(check(edits.remove_column(document, 0))) == (3,)
    assert sizes(check(edits.remove_column(inputs, 0))) == ()


@pytest.mark.parametrize("count", [1, 2, 5, 16])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_column_gets_the_width_asked_for(net, column, count):
    wide = check(edits.set_width(net, column, count))
    assert sizes(wide)[column] == count
    before, after = named(net), named(wide)
    both = before.keys() & after.keys()
    assert {key: before[key] for key in both} == {key: after[key] for key in both}


LIMITS = [
    (edits.add_neuron, (1,), (2, 16, 1), ["at most 16 neurons", "full"]),
    (edits.add_layer, (0,), (1,) * 9, ["at most 8 layers"]),
    (edits.add_layer, (-1,), (1,) * 9, ["at most 8 layers"]),
    (edits.set_width, (1, 17), (2, 2), ["neurons got 17", "1 to 16"]),
    (edits.set_width, (1, 0), (2, 2), ["neurons got 0", "1 to 16"]),
    (edits.set_samples, (0,), (2, 2), ["samples got 0", "1 to 64"]),
    (edits.set_samples, (65,), (2, 2), ["samples got 65", "1 to 64"]),
    (edits.add_neuron, (3,), (2, 2), ["column got 3", "0 to 1"]),
    (edits.add_neuron, (-1,), (2, 2), ["column got -1"]),
    (edits.remove_neuron, (1, 2), (2, 2), ["neuron got 2", "0 to 1"]),
    (edits.move_neuron, (1, 0, 2), (2, 2), ["neuron got 2"]),
    (edits.remove_column, (2,), (2, 2), ["column got 2"]),
    (edits.add_layer, (2,), (2, 2), ["after got 2", "from -1 to 1"]),
    (edits.connect, (0, 2, 0), (2, 2), ["neuron got 2"]),
    (edits.connect, (-1, 0, 0), (2, 2), ["column got -1"]),
    (edits.cut, (1, 0, 0), (2, 2), ["column got 2"]),
    (edits.initialize, ("magic", 0), (2, 2), ["init got 'magic'", "xavier"]),
    (edits.initialize, ("uniform(1e308)", 0), (2, 2), ["init got 'uniform(1e308)'", "at most"]),
    (edits.initialize, ("he", 2**60), (2, 2), ["seed got", "at most"]),
]


@pytest.mark.parametrize(("edit", "arguments", "widths", "words"), LIMITS)
def test_a_limit_is_named_when_it_is_reached(edit, arguments, widths, words):
    document = document_of(widths)
    before = copy.deepcopy(document)
    with pytest.raises(BackpropError) as refused:
        edit(document, *arguments)
    assert all(word in str(refused.value) for word in words), refused.value
    assert document == before


def test_the_limits_themselves_can_be_reached():
    document = document_of((1,) * MAX_LAYERS)
    longest = check(edits.add_layer(document, 0))
    assert len(sizes(longest)) == MAX_LAYERS + 1
    assert sizes(check(edits.set_width(longest, 3, MAX_NEURONS)))[3] == MAX_NEURONS
    assert len(check(edits.set_samples(longest, MAX_SAMPLES))["x"]) == MAX_SAMPLES


def test_single_weights_change_and_the_others_stay(net):
    typed = edits.set_weights(net, 0, {(0, 1): 2.5, (2, 0): -1.0})
    changed = {key for key, value in named(typed).items() if value != named(net)[key]}
    assert changed == {("W", 0, 0, 1), ("W", 0, 2, 0)}
    assert typed["layers"][0]["W"][0][1] == 2.5


def test_a_number_typed_where_an_edge_is_cut_draws_it_again(net):
    assert "connected" not in edits.set_weights(net, 0, {(1, 0): 0.5})["layers"][0]
    still = edits.set_weights(net, 0, {(1, 0): 0.0, (0, 0): 0.0})["layers"][0]
    assert still["connected"] == net["layers"][0]["connected"]


def test_single_biases_change_and_a_shared_one_goes_by_0(net):
    assert edits.set_biases(net, 0, {1: 0.5})["layers"][0]["b"] == [0, 0.5, 0]
    shared = edits.set_bias_mode(net, 0, "shared")
    assert edits.set_biases(shared, 0, {0: 0.25})["layers"][0]["b"] == 0.25
    assert edits.set_biases(shared, 0, {})["layers"][0]["b"] == 0


@pytest.mark.parametrize(("old", "new"), BIAS_MODES)
def test_the_bias_mode_goes_from_any_to_any(net, old, new):
    document = edits.set_biases(edits.set_bias_mode(net, 0, old), 0, {})
    changed = check(edits.set_bias_mode(document, 0, new))
    assert bias_mode(changed["layers"][0]["b"]) == new
    assert changed["layers"][1] == document["layers"][1]


def test_a_bias_that_becomes_shared_is_the_mean(net):
    typed = edits.set_biases(net, 0, {0: 1.0, 1: 2.0, 2: 6.0})
    shared = edits.set_bias_mode(typed, 0, "shared")
    assert shared["layers"][0]["b"] == 3
    assert edits.set_bias_mode(shared, 0, "each")["layers"][0]["b"] == [3, 3, 3]


def test_the_mean_of_the_largest_biases_is_one_of_them(net):
    largest = edits.set_biases(net, 0, {0: 1e308, 1: 1e308, 2: 1e308})
    assert edits.set_bias_mode(largest, 0, "shared")["layers"][0]["b"] == pytest.approx(1e308)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_brings_the_output_activation_it_needs(net, loss):
    document = check(edits.set_loss(net, loss))
    needed = LOSSES[loss].activation
    wanted = "tanh" if needed is None else needed.name
    assert [layer["activation"] for layer in document["layers"]] == ["tanh", wanted]


def test_more_samples_repeat_the_last_and_fewer_drop_it(net):
    more = check(edits.set_samples(net, 4))
    assert more["x"] == [net["x"][0], *[net["x"][1]] * 3]
    assert edits.set_samples(more, 2) == net
    more["x"][3][0] = 99.0
    assert more["x"][2][0] != 99.0


@pytest.mark.parametrize("init", ["xavier", "he", "uniform(0.5)", "normal(2)", "zeros", "constant"])
def test_the_same_scheme_and_seed_give_the_same_weights(net, init):
    one, again = edits.initialize(net, init, 3), edits.initialize(net, init, 3)
    assert one == again
    assert one["layers"][0]["W"][1][0] == 0, "a cut edge stays cut"
    assert one["layers"][0]["b"] == [0, 0, 0]
    assert (one["init"], one["seed"]) == (init, 3)
    if init not in ("zeros", "constant"):
        assert edits.initialize(net, init, 4)["layers"] != one["layers"]


def test_clearing_leaves_nothing_but_the_learning_rate(net):
    cleared = edits.clear({**net, "learning_rate": 0.25})
    assert cleared == {**EMPTY, "learning_rate": 0.25}


@pytest.mark.parametrize(
    "gesture",
    [
        {"kind": "add_neuron"},
        {"kind": "add_neuron", "column": "1"},
        {"kind": "add_neuron", "column": 1.5},
        {"kind": "add_neuron", "column": True},
        {"kind": "cut", "layer": 0, "to": 0},
        {"kind": "move_neuron", "column": 1, "from": None, "to": 0},
    ],
)
def test_a_gesture_that_does_not_say_where_is_refused(net, gesture):
    with pytest.raises(BackpropError, match=f"The gesture {gesture['kind']} takes"):
        edits.by_gesture(net, gesture)


@pytest.mark.parametrize(
    ("gesture", "edit"),
    [
        ({"kind": "add_neuron", "column": 1}, lambda d: edits.add_neuron(d, 1)),
        ({"kind": "add_layer", "after": 1}, lambda d: edits.add_layer(d, 1)),
        (
            {"kind": "remove_neuron", "column": 1, "neuron": 2},
            lambda d: edits.remove_neuron(d, 1, 2),
        ),
        (
            {"kind": "move_neuron", "column": 1, "from": 2, "to": 0},
            lambda d: edits.move_neuron(d, 1, 2, 0),
        ),
        ({"kind": "connect", "layer": 0, "to": 1, "from": 0}, lambda d: edits.connect(d, 0, 1, 0)),
        ({"kind": "cut", "layer": 0, "to": 2, "from": 1}, lambda d: edits.cut(d, 0, 2, 1)),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_every_gesture_of_the_board_is_its_edit(net, gesture, edit):
    assert gesture["kind"] in edits.GESTURES
    assert edits.by_gesture(net, gesture) == edit(net)
    assert edits.by_gesture(net, gesture) != net


def test_all_gestures_are_tested():
    assert len(edits.GESTURES) == 6


def wild_edit(draw, document):
    """Any edit, with arguments that may be a little out of range."""
    last = len(sizes(document))
    column = st.integers(-1, last)
    neuron = st.integers(-1, 4)
    layer = st.integers(0, max(0, len(document["layers"]) - 1))
    choices = {
        edits.add_neuron: (column,),
        edits.add_layer: (column,),
        edits.remove_neuron: (column, neuron),
        edits.remove_column: (column,),
        edits.move_neuron: (column, neuron, neuron),
        edits.connect: (column, neuron, neuron),
        edits.cut: (column, neuron, neuron),
        edits.set_width: (column, st.integers(0, 17)),
        edits.set_loss: (st.sampled_from([*LOSSES, "hinge"]),),
        edits.set_samples: (st.integers(0, 5),),
        edits.initialize: (st.sampled_from(["he", "normal(3)", "nonsense"]), st.integers(-1, 3)),
    }
    if document["layers"]:
        choices[edits.set_activation] = (layer, st.sampled_from([*ACTIVATIONS, "elu(2)", "stairs"]))
        choices[edits.set_bias_mode] = (layer, st.sampled_from(["each", "shared", "none"]))
    edit = draw(st.sampled_from(list(choices)))
    return edit, tuple(draw(argument) for argument in choices[edit])


@settings(deadline=None, derandomize=True, max_examples=120)
@given(st.data())
def test_no_sequence_of_edits_makes_an_unsound_drawing_or_changes_an_old_one(data):
    document = data.draw(st.sampled_from([EMPTY, *presets().values()]))
    for _ in range(data.draw(st.integers(1, 10))):
        edit, arguments = wild_edit(data.draw, document)
        before = json.dumps(document)
        try:
            new = check(edit(document, *arguments))
        except BackpropError:
            new = document
        assert json.dumps(document) == before, f"{edit.__name__} changed its input"
        document = json.loads(json.dumps(new))
        assert document == new


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.data())
def test_only_edits_of_a_number_touch_it(data):
    """Grown at random, a drawing still has all the numbers that it had."""
    document = data.draw(st.sampled_from(list(presets().values())))
    before = named(document)
    for _ in range(data.draw(st.integers(1, 6))):
        document = edits.add_neuron(document, data.draw(st.integers(0, len(sizes(document)) - 1)))
    after = named(check(document))
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("init", ["constant(0.125)", "constant(0.001)"])
def test_a_drawn_constant_is_exactly_that(init):
    document = edits.add_neuron({**document_of((2, 1)), "init": init}, 0)
    assert document["layers"][0]["W"][0][-1] == float(init[9:-1])


def test_small_weights_are_drawn_with_the_digits_they_need():
    document = {**document_of((2, 1)), "init": "uniform(0.001)"}
    for _ in range(6):
        document = edits.add_neuron(document, 1)
    drawn = [w for row in document["layers"][0]["W"][1:] for w in row]
    assert all(0 < abs(w) <= 0.001 and w == round(w, 5) for w in drawn)
