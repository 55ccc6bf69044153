"""Every kind of file is made from any exercise, and each has a button of its own."""

import pytest

from playground.export.solution_choice import EVERY_STEP
from playground.take_along.files import CODE, FIGURES, NUMBERS, solutions
from tests.playground.export.exercises import HOSTILE, MAZUR, view_of, whole

EVERY_KIND = (*solutions(EVERY_STEP), *CODE, *FIGURES, *NUMBERS)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.key)
@pytest.mark.parametrize("name", ["cut", "classes of a batch", "typed"])
def test_a_file_is_made_of_any_exercise_in_any_notation(kind, name):
    view = view_of(name, "term", "gupta", position=3)
    assert whole(kind.of(view).make())


@pytest.mark.parametrize("label", ["Animation", "Spreadsheet", "Whole pass JSON"])
def test_a_file_that_takes_long_can_be_stopped_while_it_is_made(label):
    (kind,) = [kind for kind in EVERY_KIND if kind.label == label]
    assert len(list(kind.of(view_of("deep", "term")).make())) > 9


def test_of_a_table_the_lines_are_known_beforehand():
    view = view_of("classes of a batch", "term")
    (file,) = [kind.of(view) for kind in NUMBERS if kind.lines]
    assert "".join(file.make()).count("\n") == file.lines


def test_no_two_buttons_or_files_have_the_same_name():
    view = view_of(MAZUR)
    assert len({kind.key for kind in EVERY_KIND}) == len(EVERY_KIND)
    assert len({kind.name(view) for kind in EVERY_KIND}) == len(EVERY_KIND)


def test_a_file_is_called_after_the_title_in_letters_that_every_system_takes():
    kind = NUMBERS[0]
    assert kind.name(view_of(MAZUR)) == "mazur-2-2-2-a-bias-for-each-neuron.xlsx"
    assert kind.name(view_of(MAZUR, title="../../x\0")) == "x.xlsx"
    assert kind.name(view_of(MAZUR, title="Übung 3: Größe_2")) == "übung-3-größe-2.xlsx"
    assert kind.name(view_of(MAZUR, title="हिन्दी \u202e\ud800")) == "हिन्दी.xlsx"
    assert kind.name(view_of(MAZUR, title="中")) == "中.xlsx"
    assert "/" not in kind.name(view_of(MAZUR, title=HOSTILE))
