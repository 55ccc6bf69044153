"""Passes: what each is, what is kept and dropped, and the way back to the first weights."""

import copy
import math
import pickle

import numpy as np
import pytest

from backprop_core import BackpropError, NonFiniteError, backward, forward, update
from playground.exercise import edits, runs
from playground.exercise.credit import credited
from playground.exercise.document import EMPTY, network_of
from playground.exercise.passes import loss_now
from playground.exercise.presets import presets
from playground.exercise.runs import (
    advanced,
    advanced_while_finite,
    at_pass,
    current,
    edited,
    first_loss,
    first_weights,
    last_of,
    losses_since,
    place_of,
    started,
    vectors_of,
    with_learning_rate,
)
from playground.where import Neuron
from tests.playground import drawings
from tests.playground.walks import document_of

MAZUR = presets()["01_mazur_own_bias"]


def trained(count=3):
    return advanced(started(MAZUR), count)


def weight(document):
    return document["layers"][0]["W"][0][0]


def typed(document):
    return edits.set_weights(document, 1, {(0, 0): 0.75})


def test_a_run_begins_with_one_pass_and_its_loss():
    run = started(MAZUR)
    assert current(run) == MAZUR == run["origin"]
    assert run["losses"] == [pytest.approx(0.298371109, abs=1e-9)]


def test_an_unfinished_drawing_has_no_loss():
    assert loss_now(EMPTY) is None
    assert started(EMPTY)["losses"] == [None]


@pytest.mark.parametrize("name", presets())
def test_the_next_pass_has_the_weights_of_the_engines_update(name):
    document = presets()[name]
    network = network_of(document)
    g = backward(network, forward(network, document["x"]), document["y"])
    rate, frozen = document["learning_rate"], document["biases_frozen"]
    expected = update(network, g, rate, biases_frozen=frozen)
    new = network_of(current(advanced(started(document))))
    for layer, wanted in zip(new.layers, expected.layers, strict=True):
        assert np.array_equal(layer.W, wanted.W)
        assert (layer.b is None) == (wanted.b is None)
        assert layer.b is None or np.array_equal(layer.b, wanted.b)


def test_ten_passes_at_once_are_ten_passes_one_by_one():
    run = started(MAZUR)
    for _ in range(10):
        run = advanced(run)
    assert run == advanced(started(MAZUR), 10)
    assert len(run["losses"]) == 11
    assert run["losses"] == sorted(run["losses"], reverse=True)


def test_going_back_to_a_pass_shows_its_numbers_and_keeps_the_others():
    run = trained()
    back = at_pass(run, 1)
    assert current(back) == current(trained(1)) != current(run)
    assert back["passes"] == run["passes"]
    assert at_pass(back, 3) == run


@pytest.mark.parametrize(("number", "at"), [(-5, 0), (99, 3)])
def test_a_pass_that_there_is_not_is_the_nearest(number, at):
    assert at_pass(trained(), number)["at"] == at


def test_going_on_from_an_earlier_pass_drops_the_later_ones():
    run = advanced(at_pass(trained(5), 2))
    assert len(run["passes"]) == len(run["losses"]) == 4
    assert run["at"] == 3
    assert run["passes"][:4] == trained(3)["passes"]


def test_the_first_weights_come_back_exactly():
    run = first_weights(trained(50))
    assert current(run)["layers"] == MAZUR["layers"]
    assert run["losses"] == started(MAZUR)["losses"]


def test_the_first_weights_come_back_at_the_present_learning_rate():
    run = first_weights(with_learning_rate(trained(), 0.01))
    assert current(run) == {**MAZUR, "learning_rate": 0.01}


def test_after_drawing_weights_from_a_seed_those_are_the_first():
    run, _ = edited(trained(), lambda d: edits.initialize(d, "he", 7))
    drawn = current(run)["layers"]
    assert first_weights(advanced(run, 5))["exercise"]["layers"] == drawn
    assert drawn == drawings.initialize(MAZUR, "he", 7)["layers"]


def test_an_edit_after_some_passes_goes_on_from_the_trained_weights():
    run, _ = edited(trained(), typed)
    assert current(run)["layers"][1]["W"][0][0] == 0.75
    assert weight(current(run)) == weight(current(trained())) != weight(MAZUR)
    assert run["at"] == 0
    assert len(run["losses"]) == 1


def test_an_edit_after_some_passes_leaves_the_way_to_the_first_weights_open():
    run, _ = edited(trained(), typed)
    first = current(first_weights(run))
    assert first == credited(typed(MAZUR).document)
    assert weight(first) == weight(MAZUR)
    assert first["layers"][1]["W"][0][1:] == MAZUR["layers"][1]["W"][0][1:]
    assert first["layers"][1]["W"][1] == MAZUR["layers"][1]["W"][1]


def test_two_edits_after_some_passes_still_leave_it_open():
    run, _ = edited(edited(trained(), typed)[0], lambda d: edits.add_neuron(d, 1))
    assert current(first_weights(run)) == credited(drawings.add_neuron(typed(MAZUR).document, 1))


def test_an_edit_that_is_refused_changes_nothing():
    run = trained()
    before = copy.deepcopy(run)
    with pytest.raises(ValueError, match="activation got 'stairs'"):
        edited(run, lambda d: edits.set_activation(d, 0, "stairs"))
    assert run == before


def test_the_learning_rate_is_changed_for_the_pass_that_is_shown_and_for_the_beginning():
    run = with_learning_rate(trained(), 0.25)
    assert current(run)["learning_rate"] == 0.25
    assert run["origin"]["learning_rate"] == 0.25
    assert current(at_pass(run, 1))["learning_rate"] == 0.5, "a pass that was made keeps its rate"
    assert run["losses"] == trained()["losses"]


def test_another_rate_at_an_earlier_pass_drops_the_passes_that_no_longer_follow():
    run = with_learning_rate(at_pass(trained(5), 2), 0.25)
    assert run["losses"] == trained(5)["losses"][:3]
    assert len(run["passes"]) == 3
    assert weight(current(run)) == weight(current(trained(2)))


def steep(rate=10.0, weight=1e150):
    layer = {"W": [[weight]], "b": None, "activation": "linear"}
    x, y = [[1.0]], [[0.0]]
    return {**EMPTY, "loss": "squared_error", "learning_rate": rate, "x": x, "y": y} | {
        "layers": [layer]
    }


def test_a_pass_that_leaves_the_range_of_numbers_is_refused_and_nothing_changes():
    run = started(steep())
    before = copy.deepcopy(run)
    with pytest.raises(NonFiniteError):
        advanced(run, 500)
    assert run == before


def test_several_passes_go_as_far_as_the_numbers_stay_finite():
    run = started({**presets()["05_linear_2_2_1"], "learning_rate": 10.0})
    far, count, stopped = advanced_while_finite(run, 10)
    assert 0 < count < 10
    assert far == advanced(run, count)
    with pytest.raises(NonFiniteError):
        advanced(run, count + 1)
    assert len(far["passes"]) == count + 1
    assert stopped.quantity == "loss"
    assert far["losses"][-1] == math.inf


def test_passes_that_all_stay_finite_are_all_made():
    run, count, stopped = advanced_while_finite(started(MAZUR), 10)
    assert (run, count, stopped) == (trained(10), 10, None)


def test_passes_end_where_the_loss_reaches_the_goal():
    run = runs.started(MAZUR)
    new, made, stopped = runs.advanced_while_finite(run, 500, 0.1)
    assert stopped is None
    assert new["losses"][-1] <= 0.1 < new["losses"][-2]
    assert made == len(new["passes"]) - 1 == new["at"]
    assert new["losses"] == runs.advanced(run, made)["losses"]
    assert runs.advanced_while_finite(new, 500, 0.1)[:2] == (new, 0)


def test_a_loss_may_overflow_before_the_weights_do():
    assert loss_now(steep(weight=1e200)) == math.inf


def test_nothing_changes_a_run_in_place():
    run = trained()
    before = copy.deepcopy(run)
    for change in (
        lambda: advanced(at_pass(run, 1)),
        lambda: with_learning_rate(run, 1.0),
        lambda: edited(run, typed),
        lambda: first_weights(run),
        lambda: at_pass(run, 0),
    ):
        change()
        assert run == before


def test_a_run_is_plain_data():
    run = edited(trained(), typed)[0]
    for kept in (run, trained(), started(EMPTY), started(steep(weight=1e200))):
        back = pickle.loads(pickle.dumps(kept))
        assert back == kept
        assert current(back) == current(kept)


def test_an_edit_tells_where_the_neurons_went():
    _, move = edited(trained(), lambda d: edits.remove_neuron(d, 1, 0))
    assert move(Neuron(1, 1)) == Neuron(1, 0)
    assert move(Neuron(1, 0)) is None


def test_the_vectors_are_the_parameters_of_each_pass():
    run = trained(4)
    vectors = vectors_of(run)
    for number in range(5):
        network = network_of(current(at_pass(run, number)))
        assert np.array_equal(vectors[number], network.parameters)


def test_the_same_pass_is_the_same_document():
    """What is computed from a document is kept for that object."""
    run = trained()
    assert current(run) is current(copy.deepcopy(run) | {"exercise": run["exercise"]})
    assert current(started(MAZUR)) is MAZUR


def test_no_backward_pass_is_made_to_read_a_loss(monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("a backward pass was made")

    run = trained()
    monkeypatch.setattr(runs, "backward", forbidden)
    assert loss_now(current(run)) == run["losses"][-1]
    started(MAZUR)
    edited(run, typed)


@pytest.mark.parametrize("rate", [-1, math.nan, math.inf, None, "fast", True])
def test_a_learning_rate_that_is_none_is_refused(rate):
    run = trained()
    with pytest.raises(BackpropError, match="learning_rate"):
        with_learning_rate(run, rate)


def test_an_unfinished_drawing_keeps_its_learning_rate_too():
    run = with_learning_rate(started(EMPTY), 0.25)
    assert current(run) == {**EMPTY, "learning_rate": 0.25}
    assert current(first_weights(run)) == {**EMPTY, "learning_rate": 0.25}


def test_very_many_passes_keep_the_last_and_the_way_to_the_first_weights(monkeypatch):
    monkeypatch.setattr(runs, "MOST_PASSES", 20)
    run = trained(50)
    assert len(run["passes"]) == len(run["losses"]) == len(run["rates"]) == 20
    assert current(first_weights(run)) == MAZUR


def test_passes_keep_their_numbers_when_the_oldest_are_dropped(monkeypatch):
    every = trained(50)
    monkeypatch.setattr(runs, "MOST_PASSES", 20)
    run = trained(50)
    assert (run["at"], run["first"], last_of(run), place_of(run)) == (50, 31, 50, 19)
    for number in (31, 40, 50):
        seen = at_pass(run, number)
        assert seen["at"] == number
        assert current(seen) == current(at_pass(every, number))
        assert seen["losses"][place_of(seen)] == every["losses"][number]
    assert at_pass(run, 3)["at"] == 31
    assert losses_since(at_pass(run, 45), 44) == every["losses"][44:46]
    assert losses_since(run, 0) == run["losses"]
    assert first_loss(run) == every["losses"][0]
    assert advanced(at_pass(run, 40))["at"] == 41


def test_two_hundred_passes_of_the_largest_network_are_pass_201():
    run = advanced(started(document_of((16,) * 9, "tanh", learning_rate=1e-3)), 200)
    assert run["at"] == 200
    assert len(run["passes"]) == runs.MOST_NUMBERS // 2176
    assert run["first"] > 0
