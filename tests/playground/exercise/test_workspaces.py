"""Exercises put aside come back exactly as they were."""

import copy

from playground.exercise import history, workspaces
from playground.exercise.presets import presets

XOR, GUPTA = presets()["07_xor"], presets()["12_gupta_no_bias"]


def held():
    """A session's state with an exercise that has been worked on."""
    state = {"desk": workspaces.OWN, "desks": {}, **workspaces.begun(XOR), "digits": 5}
    run = history.advanced(history.present(state["history"]), 3)
    state["history"] = history.recorded(state["history"], run, "next pass")
    return state | {"step": 7, "sample": 2, "granularity": "term", "selected": {"kind": "neuron"}}


def test_another_desk_begins_with_its_document_and_the_old_one_is_kept():
    state = held()
    now = state | workspaces.taken(state, "lesson", GUPTA)
    assert history.current(history.present(now["history"])) == GUPTA
    assert (now["step"], now["sample"], now["granularity"]) == (0, 0, "neuron")
    assert history.undoes(now["history"]) is None, "undo stays on its own desk"
    assert now["digits"] == 5


def test_coming_back_restores_everything():
    state = held()
    before = copy.deepcopy(state)
    away = state | workspaces.taken(state, "lesson", GUPTA)
    away["history"] = history.recorded(away["history"], history.started(XOR), "preset")
    away |= {"step": 3, "sample": 0}
    back = away | workspaces.taken(away, workspaces.OWN)
    assert {k: back[k] for k in before if k != "desks"} == {
        k: before[k] for k in before if k != "desks"
    }
    assert state == before, "nothing was changed in place"


def test_a_desk_goes_on_as_it_was_left():
    state = held()
    away = state | workspaces.taken(state, "lesson", GUPTA) | {"step": 4}
    back = away | workspaces.taken(away, workspaces.OWN)
    again = back | workspaces.taken(back, "lesson", XOR)
    assert again["step"] == 4
    assert history.current(history.present(again["history"])) == GUPTA
