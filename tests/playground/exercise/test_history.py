"""Passes, undo and redo: what is kept, what is dropped, and the way back to the first weights."""

import copy
import json
import math

import numpy as np
import pytest

from backprop_core import NonFiniteError, backward, forward, update
from playground.exercise import edits, history
from playground.exercise.document import EMPTY, network_of
from playground.exercise.history import (
    MOST_UNDO,
    adjusted,
    advanced,
    advanced_while_finite,
    at_pass,
    current,
    edited,
    first_weights,
    history_of,
    loss_now,
    present,
    recorded,
    redoes,
    redone,
    started,
    undoes,
    undone,
)
from playground.exercise.presets import presets

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
    assert current(back) == run["passes"][1] != current(run)
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
    run = first_weights(adjusted(trained(), "learning_rate", 0.01))
    assert current(run) == {**MAZUR, "learning_rate": 0.01}


def test_after_drawing_weights_from_a_seed_those_are_the_first():
    run = edited(trained(), lambda d: edits.initialize(d, "he", 7))
    drawn = current(run)["layers"]
    assert first_weights(advanced(run, 5))["passes"][0]["layers"] == drawn
    assert drawn == edits.initialize(MAZUR, "he", 7)["layers"]


def test_an_edit_after_some_passes_goes_on_from_the_trained_weights():
    run = edited(trained(), typed)
    assert current(run)["layers"][1]["W"][0][0] == 0.75
    assert weight(current(run)) == weight(current(trained())) != weight(MAZUR)
    assert run["at"] == 0
    assert len(run["losses"]) == 1


def test_an_edit_after_some_passes_leaves_the_way_to_the_first_weights_open():
    run = edited(trained(), typed)
    first = current(first_weights(run))
    assert first == typed(MAZUR)
    assert weight(first) == weight(MAZUR)
    assert first["layers"][1]["W"][0][1:] == MAZUR["layers"][1]["W"][0][1:]
    assert first["layers"][1]["W"][1] == MAZUR["layers"][1]["W"][1]


def test_two_edits_after_some_passes_still_leave_it_open():
    run = edited(edited(trained(), typed), lambda d: edits.add_neuron(d, 1))
    assert current(first_weights(run)) == edits.add_neuron(typed(MAZUR), 1)


def test_an_edit_that_is_refused_changes_nothing():
    run = trained()
    before = copy.deepcopy(run)
    with pytest.raises(ValueError, match="activation got 'step'"):
        edited(run, lambda d: edits.set_activation(d, 0, "step"))
    assert run == before


def test_the_learning_rate_is_changed_for_the_pass_that_is_shown_and_for_the_beginning():
    run = adjusted(trained(), "learning_rate", 0.25)
    assert current(run)["learning_rate"] == 0.25
    assert run["origin"]["learning_rate"] == 0.25
    assert run["passes"][1]["learning_rate"] == 0.5, "a pass that was made keeps its rate"
    assert run["losses"] == trained()["losses"]


def test_another_rate_at_an_earlier_pass_drops_the_passes_that_no_longer_follow():
    run = adjusted(at_pass(trained(5), 2), "learning_rate", 0.25)
    assert run["losses"] == trained(5)["losses"][:3]
    assert len(run["passes"]) == 3
    assert weight(current(run)) == weight(trained(2)["passes"][2])


def test_an_undo_brings_passes_back_that_another_rate_had_dropped():
    history = history_of(adjusted(trained(5), "learning_rate", 0.1))
    for number, rate in ((5, 0.2), (2, 0.3), (2, 0.4)):
        new = adjusted(at_pass(present(history), number), "learning_rate", rate)
        history = recorded(history, new, "learning rate")
    assert len(present(history)["passes"]) == 3
    assert len(present(undone(history))["passes"]) == 6
    assert current(present(undone(history)))["learning_rate"] == 0.2


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


def test_a_loss_may_overflow_before_the_weights_do():
    assert loss_now(steep(weight=1e200)) == math.inf


def test_nothing_changes_a_run_in_place():
    run = trained()
    before = copy.deepcopy(run)
    for change in (
        lambda: advanced(at_pass(run, 1)),
        lambda: adjusted(run, "learning_rate", 1.0),
        lambda: edited(run, typed),
        lambda: first_weights(run),
        lambda: at_pass(run, 0),
    ):
        change()
        assert run == before


def test_a_history_is_plain_data():
    history = recorded(history_of(trained()), edited(trained(), typed), "type")
    assert json.loads(json.dumps(history)) == history


def written(*labels):
    """A history whose entry for each label has as many passes as the label's place."""
    history = history_of(started(MAZUR))
    for count, label in enumerate(labels, start=1):
        history = recorded(history, trained(count), label)
    return history


def test_undo_and_redo_go_through_all_entries_and_stop_at_the_ends():
    history = written("a", "b", "c")
    runs = [present(history)]
    for _ in range(5):
        history = undone(history)
        runs.append(present(history))
    assert [run["at"] for run in runs] == [3, 2, 1, 0, 0, 0]
    for _ in range(5):
        history = redone(history)
    assert history == written("a", "b", "c")


def test_undo_and_redo_name_what_they_would_do():
    history = written("a", "b")
    assert (undoes(history), redoes(history)) == ("b", None)
    history = undone(history)
    assert (undoes(history), redoes(history)) == ("a", "b")
    history = undone(history)
    assert (undoes(history), redoes(history)) == (None, "a")


def test_something_new_after_an_undo_drops_what_was_undone():
    history = recorded(undone(written("a", "b", "c")), trained(7), "d")
    assert redoes(history) is None
    assert history["labels"] == ["", "a", "b", "d"]
    assert len(history["runs"]) == 4


def test_many_changes_of_the_learning_rate_in_a_row_are_one_entry():
    history = history_of(started(MAZUR))
    for rate in (0.1, 0.2, 0.3):
        new = adjusted(present(history), "learning_rate", rate)
        history = recorded(history, new, "learning rate")
    assert len(history["runs"]) == 2
    assert current(present(history))["learning_rate"] == 0.3
    assert current(present(undone(history)))["learning_rate"] == 0.5


def test_other_changes_in_a_row_are_an_entry_each():
    assert len(written("neurons", "neurons", "neurons")["runs"]) == 4


def test_a_change_of_the_rate_after_something_else_is_an_entry_of_its_own():
    assert len(written("learning rate", "next pass", "learning rate")["runs"]) == 4


def test_looks_at_other_passes_are_one_entry_which_an_undo_takes_back():
    history = history_of(started(MAZUR))
    for _ in range(3):
        history = recorded(history, advanced(present(history)), "next pass")
    for number in (1, 2):
        history = recorded(history, at_pass(present(history), number), "going to another pass")
    assert len(history["runs"]) == 5
    assert present(history)["at"] == 2
    assert present(undone(history))["at"] == 3
    assert present(redone(undone(history)))["at"] == 2


def test_the_oldest_entries_are_dropped_in_the_end():
    history = written(*map(str, range(MOST_UNDO + 5)))
    assert len(history["runs"]) == len(history["labels"]) == MOST_UNDO
    assert history["at"] == MOST_UNDO - 1
    assert undoes(history) == str(MOST_UNDO + 4)


def test_very_many_passes_keep_the_last_and_the_way_to_the_first_weights(monkeypatch):
    monkeypatch.setattr(history, "MOST_PASSES", 20)
    run = trained(50)
    assert len(run["passes"]) == len(run["losses"]) == 20
    assert run["at"] == 19
    assert current(first_weights(run)) == MAZUR
