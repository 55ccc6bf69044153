"""One's own exercises come back whole; what is damaged is left out or refused in words."""

import json

import pytest

from backprop_core import Address, BackpropError
from playground.exercise import history, own_exercises
from playground.exercise.answers import answered
from playground.exercise.packed import pack
from playground.exercise.presets import presets
from playground.exercise.runs import started, with_learning_rate
from playground.exercise.workspaces import begun

XOR = presets()["07_xor"]
ANSWERS = answered({}, 0, Address("z", 0, 0, sample=0), "0.25")


def saved(name="Mine", at=5):
    space = begun(XOR)
    faster = {**with_learning_rate(started(XOR), 0.25), "answers": ANSWERS}
    space["history"] = history.recorded(space["history"], faster, "learning rate")
    space["step"] = 7
    return {**own_exercises.new(name, own_exercises.work_text(space)), "at": at}


def test_an_exercise_comes_back_with_its_place_and_its_history():
    space = own_exercises.workspace_of(saved()["work"])
    assert space["step"] == 7
    assert history.present(space["history"])["answers"] == ANSWERS
    assert history.undoes(space["history"]) == "learning rate"
    assert own_exercises.document_of(saved())["learning_rate"] == 0.25


def test_export_and_import_bring_all_of_them_beside_those_that_are_there():
    two = [saved("Mine", 2), saved("Other", 1)]
    made, damaged = own_exercises.imported(own_exercises.exported(two), ["Mine"])
    assert damaged == 0
    assert [one["name"] for one in made] == ["Mine (2)", "Other"]
    assert [one["work"] for one in made] == [one["work"] for one in two]
    assert not {one["id"] for one in made} & {one["id"] for one in two}


def test_an_exported_file_holds_each_as_a_plain_exercise_too():
    data = json.loads(own_exercises.exported([saved()]))
    assert data["exercises"][0]["exercise"]["layers"] == XOR["layers"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"own_exercises": 1, "exercises": [{}]}'])
def test_a_file_that_is_none_is_refused_in_words(text):
    with pytest.raises(BackpropError, match="file"):
        own_exercises.imported(text, [])


def test_of_a_damaged_file_what_can_be_read_is_imported():
    data = json.loads(own_exercises.exported([saved("Mine", 2), saved("Other", 1)]))
    data["exercises"][0]["work"] = data["exercises"][0]["work"][:-9]
    made, damaged = own_exercises.imported(json.dumps(data), [])
    assert ([one["name"] for one in made], damaged) == (["Other"], 1)


def test_a_file_that_unpacks_to_a_giant_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(own_exercises, "MOST_UNPACKED", 10_000_000)
    monkeypatch.setattr(own_exercises, "read", None)
    giant = {**saved(), "work": pack(" " * 4_000_000)}
    text = json.dumps({"own_exercises": 1, "exercises": [giant] * 3})
    assert len(text) < 100_000
    with pytest.raises(BackpropError, match="more than 10 MB"):
        own_exercises.imported(text, [])


def test_no_more_are_imported_than_a_browser_keeps():
    text = own_exercises.exported([saved("Mine", 2), saved("Other", 1)])
    with pytest.raises(BackpropError, match=r"at most 200 exercises\. It has 199, and this would"):
        own_exercises.imported(text, [str(k) for k in range(199)])


def test_of_what_a_browser_tells_only_what_can_be_read_is_taken():
    whole = saved()
    damaged = [None, 3, {**whole, "work": "x"}, {**whole, "at": -1}, {**whole, "name": ""}]
    assert own_exercises.read([*damaged, whole]) == [whole]


def test_one_that_an_earlier_version_kept_has_no_training():
    before = {name: value for name, value in saved().items() if name != "training"}
    assert own_exercises.read([before]) == [saved() | {"id": before["id"], "training": ""}]
    assert own_exercises.read([{**before, "training": 3}])[0]["training"] == ""


def test_opening_one_keeps_what_was_on_screen_an_undo_away():
    now = history.history_of(started(presets()["04_one_neuron"]))
    then = own_exercises.workspace_of(saved()["work"])["history"]
    made = history.followed(now, then, "opening Mine")
    assert history.present(made) == history.present(then)
    assert history.undoes(made) == "learning rate"
    assert history.undoes(history.undone(made)) == "opening Mine"
    assert history.present(history.undone(history.undone(made))) == history.present(now)


def test_the_longest_histories_together_keep_the_one_that_is_shown():
    one = history.history_of(started(XOR))
    long = {**one, "runs": one["runs"] * 100, "labels": ["a"] * 100, "at": 40}
    made = history.followed(long, {**long, "labels": ["b"] * 100}, "opening")
    assert len(made["runs"]) == len(made["labels"]) == history.MOST_UNDO
    assert made["labels"][made["at"]] == "b"
