"""Exercises put aside come back exactly as they were."""

import copy

from playground.exercise import history, runs, workspaces
from playground.exercise.presets import presets

XOR, GUPTA = presets()["07_xor"], presets()["12_gupta_no_bias"]


def held():
    """A session's state with an exercise that has been worked on."""
    state = {"workspace": workspaces.OWN, "workspaces": {}, **workspaces.begun(XOR), "digits": 5}
    run = runs.advanced(history.present(state["history"]), 3)
    state["history"] = history.recorded(state["history"], run, "next pass")
    return state | {"step": 7, "sample": 2, "granularity": "term", "selected": {"kind": "neuron"}}


def take(state, name, document=None):
    """The state with another workspace taken."""
    taken, aside = workspaces.taken(state, name, document)
    return state | taken | {"workspace": name, "workspaces": aside}


def test_another_workspace_begins_with_its_document_and_the_old_one_is_kept():
    now = take(held(), "lesson", GUPTA)
    assert runs.current(history.present(now["history"])) == GUPTA
    assert (now["step"], now["sample"], now["granularity"]) == (0, 0, "neuron")
    assert history.undoes(now["history"]) is None, "undo stays in its own workspace"
    assert now["digits"] == 5


def test_coming_back_restores_everything():
    state = held()
    before = copy.deepcopy(state)
    away = take(state, "lesson", GUPTA)
    away["history"] = history.recorded(away["history"], runs.started(XOR), "preset")
    back = take(away | {"step": 3, "sample": 0}, workspaces.OWN)
    assert {**back, "workspaces": {}} == before
    assert state == before, "nothing was changed in place"


def test_a_workspace_goes_on_as_it_was_left():
    away = take(held(), "lesson", GUPTA) | {"step": 4}
    again = take(take(away, workspaces.OWN), "lesson", XOR)
    assert again["step"] == 4
    assert runs.current(history.present(again["history"])) == GUPTA
