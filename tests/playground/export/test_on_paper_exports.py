"""What is taken along of an exercise with conventions."""

import json

import pytest

from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import with_conventions
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of
from playground.export.printed_sheet import Ordered, sheet_and_key
from playground.export.solution import solution_html, solution_latex, solution_markdown
from playground.export.step_rows import steps_csv
from playground.take_along.files import CODE, NUMBERS
from tests.playground.walks import DRAWINGS

MAZUR = presets()["01_mazur_own_bias"]

ALL = Conventions(PaperRounding("decimals", 3), turned=True, comma=True)


def view_of(document, conventions):
    document = with_conventions(document, conventions)
    return View(document, paper_trace_of(document, "neuron"), 0, None, 0)


def test_a_worked_solution_is_by_the_conventions():
    view = view_of(MAZUR, ALL)
    for text in (solution_markdown(view), solution_latex(view)):
        assert r"(-0{,}139) \cdot 0{,}593" in text
        assert r"\approx" in text
        assert "0.593" not in text
    html = solution_html(view)
    assert "<mo>≈</mo>" in html
    assert "0,593" in html


def test_a_key_has_the_numbers_of_the_walk():
    view = view_of(MAZUR, Conventions(PaperRounding("decimals", 2)))
    _, key = sheet_and_key(view, Ordered(decimals=4), "")
    assert "1.1000" in key or "1.1100" in key  # z of o1, of which the exact one is 1.1059
    assert "1.1059" not in key


def test_what_asserts_or_computes_its_numbers_has_the_engines():
    view, plain = view_of(MAZUR, ALL), view_of(MAZUR, Conventions())
    for kind in CODE:
        assert kind.make(view) == kind.make(plain)
    both = {"view": view, "plain": plain}
    arrays = {key: json.loads("".join(pass_of(one))) for key, one in both.items()}
    assert arrays["view"]["layers"] == arrays["plain"]["layers"]
    assert next(one for one in NUMBERS if one.ending == ".xlsx").make(view)


def pass_of(view):
    return next(one for one in NUMBERS if one.ending == "-pass.json").make(view)


@pytest.mark.parametrize("name", ["classes of a batch", "cut", "rooted"])
def test_every_kind_of_exercise_can_be_taken_along(name):
    view = view_of(DRAWINGS[name], ALL)
    assert solution_latex(view)
    assert list(steps_csv(view))
