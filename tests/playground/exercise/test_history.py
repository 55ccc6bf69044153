"""Undo and redo: what is kept, what is dropped, and what each would do."""

from playground.exercise import edits
from playground.exercise.history import (
    MOST_UNDO,
    history_of,
    present,
    recorded,
    redoes,
    redone,
    undoes,
    undone,
)
from playground.exercise.presets import presets
from playground.exercise.runs import (
    advanced,
    at_pass,
    current,
    started,
    with_learning_rate,
)

MAZUR = presets()["01_mazur_own_bias"]


def trained(count=3):
    return advanced(started(MAZUR), count)


def typed(document):
    return edits.set_weights(document, 1, {(0, 0): 0.75})


def test_an_undo_brings_passes_back_that_another_rate_had_dropped():
    history = history_of(with_learning_rate(trained(5), 0.1))
    for number, rate in ((5, 0.2), (2, 0.3), (2, 0.4)):
        new = with_learning_rate(at_pass(present(history), number), rate)
        history = recorded(history, new, "learning rate")
    assert len(present(history)["passes"]) == 3
    assert len(present(undone(history))["passes"]) == 6
    assert current(present(undone(history)))["learning_rate"] == 0.2


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
        new = with_learning_rate(present(history), rate)
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
