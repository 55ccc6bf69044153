"""A preset that was changed is no longer its author's, wherever it is shown or kept."""

import pytest

from playground.exercise import edits
from playground.exercise.credit import credited, same_as
from playground.exercise.document import EMPTY
from playground.exercise.link import from_json, from_link, to_json, to_link
from playground.exercise.presets import presets
from playground.exercise.runs import advanced, current, edited, first_weights, started
from tests.playground import drawings
from tests.playground.walks import document_of

MAZUR, SHARED = presets()["01_mazur_own_bias"], presets()["02_mazur_shared_bias"]
CHANGED = {
    "title": "Changed from Mazur 2-2-2, a bias for each neuron",
    "source": "Changed from M. Mazur, A Step by Step Backpropagation Example (2015)",
    "note": "",
}


def texts(document):
    return {name: document[name] for name in ("title", "source", "note")}


@pytest.mark.parametrize("name", presets())
def test_a_preset_is_its_authors_whatever_the_learning_rate(name):
    document = presets()[name]
    assert credited(document) is document
    other = {**document, "learning_rate": 0.123}
    assert credited(other) == other
    assert same_as(other) == name


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: edits.set_weights(d, 0, {(0, 0): 0.9}),
        lambda d: edits.set_biases(d, 0, {0: 0.9}),
        lambda d: edits.set_rows(d, "x", [[1.0, 2.0]]),
        lambda d: edits.set_loss(d, "squared_error"),
        lambda d: edits.set_activation(d, 0, "tanh"),
        lambda d: edits.add_neuron(d, 1),
        lambda d: edits.remove_column(d, 1),
        lambda d: edits.cut(d, 0, 0, 0),
        lambda d: edits.set_field(d, "biases_frozen", True),
        lambda d: edits.set_field(d, "seed", 5),
    ],
)
def test_whatever_is_edited_it_says_what_it_was_changed_from(edit):
    run, _ = edited(started(MAZUR), edit)
    assert texts(current(run)) == CHANGED
    assert texts(run["origin"]) == CHANGED
    assert current(run)["layers"] == edit(MAZUR).document["layers"]
    again, _ = edited(run, lambda d: edits.set_samples(d, 2))
    assert texts(current(again)) == CHANGED, "once is enough"


def test_an_edit_that_is_taken_back_by_hand_gives_the_preset_back():
    run, _ = edited(started(MAZUR), lambda d: edits.set_weights(d, 0, {(0, 0): 0.9}))
    back, _ = edited(run, lambda d: edits.set_weights(d, 0, {(0, 0): 0.15}))
    assert current(back) == MAZUR


def test_training_is_no_edit_but_an_edit_of_what_was_trained_is_one():
    run = advanced(started(MAZUR), 3)
    assert texts(current(run)) == texts(MAZUR)
    assert edited(run, lambda d: edits.set_field(d, "seed", d["seed"]))[0] is run
    changed, _ = edited(run, lambda d: edits.set_biases(d, 1, {0: 0.5}))
    assert texts(current(changed)) == texts(current(first_weights(changed))) == CHANGED


def test_what_the_reader_has_written_stays():
    own = {**MAZUR, "title": "Exercise 4", "source": "Our course", "note": "Mind the bias"}
    run, _ = edited(started(own), lambda d: edits.set_weights(d, 0, {(0, 0): 0.9}))
    assert texts(current(run)) == texts(own)
    half = {**MAZUR, "title": "Exercise 4"}
    run, _ = edited(started(half), lambda d: edits.set_weights(d, 0, {(0, 0): 0.9}))
    assert texts(current(run)) == {**CHANGED, "title": "Exercise 4"}


def test_one_preset_turned_into_another_is_not_called_by_the_first_ones_name():
    turned = {**SHARED, **texts(MAZUR)}
    made = credited(turned)
    assert made["title"] == CHANGED["title"]
    assert made["source"] == MAZUR["source"], "both are from the same article"
    assert made["note"] == ""


def test_texts_can_be_typed_and_are_checked():
    assert texts(drawings.set_text(MAZUR, "note", "mine")) == {**texts(MAZUR), "note": "mine"}
    assert drawings.set_text(MAZUR, "source", "")["source"] == ""
    for field, value in (("title", "  "), ("title", "x" * 1001), ("note", "\ud800"), ("note", 5)):
        with pytest.raises(ValueError, match=field):
            edits.set_text(MAZUR, field, value)


def test_a_file_and_a_link_of_an_edited_preset_do_not_credit_its_author():
    mine = drawings.set_weights(MAZUR, 0, {(0, 0): 0.9})  # as an older version saved it
    assert texts(mine) == texts(MAZUR)
    for opened in (from_json(to_json(mine)), from_link(to_link(mine))):
        assert texts(opened) == CHANGED
        assert opened["layers"] == mine["layers"]
    assert from_json(to_json(MAZUR)) == MAZUR


def test_a_drawing_of_ones_own_is_left_as_it_is():
    for document in (EMPTY, document_of((2, 3, 1), title="Changed from nothing", source="mine")):
        assert credited(document) is document
