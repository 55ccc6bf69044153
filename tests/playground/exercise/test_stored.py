"""A history that was written as JSON goes on as if nothing had happened."""

import json
import math

from playground.exercise import edits
from playground.exercise.document import EMPTY
from playground.exercise.history import history_of, present, recorded, undone
from playground.exercise.presets import presets
from playground.exercise.runs import advanced, current, edited, started
from playground.exercise.stored import restored, stored

MAZUR = presets()["01_mazur_own_bias"]


def worked_on():
    """Passes, an edit, and passes again."""
    history = history_of(started(MAZUR))
    for count in (3, 20):
        history = recorded(history, advanced(present(history), count), "next pass")
    new, _ = edited(present(history), lambda d: edits.set_weights(d, 0, {(0, 0): 1 / 3}))
    history = recorded(history, new, "weight")
    return recorded(history, advanced(present(history), 5), "next pass")


def back(history):
    """As it comes back from JSON."""
    return restored(json.loads(json.dumps(stored(history))))


def test_every_digit_of_every_pass_comes_back():
    history = worked_on()
    assert back(history) == history
    assert back(undone(history)) == undone(history)


def test_what_comes_back_goes_on_in_the_same_way():
    history = worked_on()
    run = present(back(history))
    assert current(run) == current(present(history))
    assert advanced(run, 4) == advanced(present(history), 4)


def test_an_unfinished_drawing_and_a_loss_that_overflowed_come_back():
    steep = {"W": [[1e200]], "b": None, "activation": "linear"}
    huge = {**EMPTY, "loss": "squared_error", "x": [[1.0]], "y": [[0.0]], "layers": [steep]}
    for document in (EMPTY, huge):
        history = history_of(started(document))
        assert back(history) == history
    assert present(back(history))["losses"] == [math.inf]


def test_what_runs_share_is_written_once():
    history = worked_on()
    made = stored(history)
    assert len(made["vectors"]) == 24 + 6
    assert len(made["documents"]) < len(history["runs"])
    again = history
    for _ in range(20):
        again = recorded(again, present(again), "again")
    assert len(json.dumps(stored(again))) < 2 * len(json.dumps(made))
