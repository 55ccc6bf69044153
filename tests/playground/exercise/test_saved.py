"""Work that a browser keeps comes back as it was, or is refused whole."""

import base64
import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import BackpropError
from playground.exercise import edits, history, runs, saved, saved_place, workspaces
from playground.exercise.document import sizes_of
from playground.exercise.presets import presets

XOR = presets()["07_xor"]
LABELS = ["", "add neuron", "next pass", "going to another pass", "learning rate"]


def worked():
    """A history with an edit, passes, a look back and an undone entry, and a second workspace."""
    space = workspaces.begun(XOR)
    run, _ = runs.edited(history.present(space["history"]), lambda d: edits.add_neuron(d, 1))
    made = history.recorded(space["history"], run, "add neuron")
    made = history.recorded(made, runs.advanced(run, 20), "next pass")
    made = history.recorded(made, runs.at_pass(history.present(made), 3), "going to another pass")
    made = history.recorded(
        made, runs.with_learning_rate(history.present(made), 0.25), "learning rate"
    )
    space = {
        **space,
        "history": history.undone(made),
        "step": 7,
        "sample": 2,
        "granularity": "term",
    }
    space["selected"] = {"kind": "edge", "layer": 0, "to": 1, "from": 0}
    other = workspaces.begun(presets()["01_mazur_own_bias"])
    return {"workspace": "own", "workspaces": {"own": space, "lesson": other}}


def test_everything_comes_back_as_it_was():
    text, dropped = saved.work_text(worked())
    assert dropped == 0
    assert saved.work_in(text) == worked()


def test_what_a_version_before_has_kept_still_opens():
    """A file of each format; a new format brings another one, and this stays as it is."""
    kept = json.loads((Path(__file__).parent / "kept_in_format_1.json").read_text("utf-8"))
    spaces = saved.work_in(kept["work"])["workspaces"]
    own = spaces["own"]["history"]
    assert own["labels"] == LABELS
    assert own["at"] == 3
    assert [len(run["passes"]) for run in own["runs"]] == [1, 1, 21, 21, 4]
    assert sizes_of(own["runs"][1]["exercise"]) == (2, 3, 1)
    lesson = spaces["lesson"]["history"]["runs"][0]["exercise"]
    assert lesson["layers"][0]["W"] == [[0.15, 0.2], [0.25, 0.3]]
    place = saved_place.place_in(kept["place"])
    assert (place["step"], place["mode"], place["notation"]) == (7, "draw", "mazur")
    assert place["rooms"]["own_numbers"]["text"] == "loss = 0,3"


def test_what_many_runs_share_is_kept_once():
    one, _ = saved.work_text(worked())
    work = worked()
    own = work["workspaces"]["own"]
    for _ in range(60):
        run = runs.advanced(history.present(own["history"]))
        own["history"] = history.recorded(own["history"], run, "next pass")
    many, _ = saved.work_text(work)
    assert len(many) < 12 * len(one)
    assert saved.work_in(many) == work


def test_of_too_long_a_history_the_oldest_entries_are_left_out(monkeypatch):
    work = worked()
    text, _ = saved.work_text(work)
    monkeypatch.setattr(saved, "MOST_TEXT", len(text) - 1)
    shorter, dropped = saved.work_text(work)
    kept = saved.work_in(shorter)["workspaces"]["own"]["history"]
    whole = work["workspaces"]["own"]["history"]
    assert 0 < dropped <= whole["at"]
    assert history.present(kept) == history.present(whole)
    assert kept["labels"] == whole["labels"][dropped:]


def spoilt(change):
    data = json.loads(zlib.decompress(base64.b64decode(saved.work_text(worked())[0])))
    change(data)
    return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()


def first_run(data):
    return data["spaces"]["own"]["history"]["runs"][0]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(format=99),
        lambda d: d.update(workspace="nobody's"),
        lambda d: d.update(spaces=[]),
        lambda d: d.pop("pool"),
        lambda d: d["pool"].insert(0, {"x": "<img src=x>"}),
        lambda d: first_run(d).update(origin=10**6),
        lambda d: first_run(d).update(at=5),
        lambda d: first_run(d).update(first=-1),
        lambda d: first_run(d).update(rates=["a lot"]),
        lambda d: first_run(d).update(losses=[True]),
        lambda d: first_run(d).update(passes=[]),
        lambda d: first_run(d).update(passes=[first_run(d)["origin"]]),
        lambda d: d["spaces"]["own"]["history"].update(at=17),
        lambda d: d["spaces"]["own"]["history"]["labels"].append("one more"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(change):
    with pytest.raises(BackpropError, match="saved"):
        saved.work_in(spoilt(change))


@given(st.text())
def test_any_other_text_is_refused(text):
    with pytest.raises(BackpropError):
        saved.work_in(text)


def test_what_cannot_be_selected_or_counted_begins_anew():
    text = spoilt(
        lambda d: d["spaces"]["own"].update(step=-3, selected={"kind": "x"}, granularity=7)
    )
    space = saved.work_in(text)["workspaces"]["own"]
    assert (space["step"], space["selected"], space["granularity"]) == (0, None, "neuron")


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers() | st.tuples(st.integers()), inner)
    ),
)


@given(st.dictionaries(st.text(), PLAIN))
def test_what_is_shown_comes_back_with_its_tuples_and_keys(place):
    assert saved_place.place_in(saved_place.place_text(place)) == place


@given(st.text())
def test_any_other_place_is_none(text):
    assert saved_place.place_in(text) == {}
