"""Every file of exercises with numbers at the ends of what a computer has, and of every other kind:
threshold units, softmax over a batch, functions of one's own, practice sets."""

import ast
import csv
import io
import json
import warnings
import zipfile
from xml.etree import ElementTree as ET

import nbformat
import openpyxl
import pytest

from playground.exercise.view import View, trace_of
from playground.export.printed_sheet import Ordered, sheet_html, sheet_latex, sheet_markdown
from playground.export.program import numpy_program, torch_program
from playground.export.questions import canvas, gift, moodle_xml, qti, questions
from playground.export.solution_choice import EVERY_STEP
from playground.functions.typed.typed_functions import named
from playground.practice.sets import TOPICS, exercise
from playground.take_along.files import CODE, FIGURES, NUMBERS, solutions
from tests.playground.export.exercises import EVERY, MAZUR, whole
from tests.playground.export.test_solution import Elements
from tests.playground.export.walked_updates import CASES, walked

TINY, HUGE = 5e-324, 1e308


def network(first, last, x, y, loss="half_squared_error", **more):
    """Two layers, each as (W, b, activation)."""
    layers = [dict(zip(("W", "b", "activation"), layer, strict=True)) for layer in (first, last)]
    return {**EVERY["by hand"], "layers": layers, "x": x, "y": y, "loss": loss, **more}


ODD = {
    "huge": network(
        ([[HUGE, HUGE], [-HUGE, HUGE]], [HUGE, -0.0], "linear"),
        ([[HUGE, 1.0]], [TINY], "linear"), [[1.0, 1.0]], [[0.0]],
    ),
    "tiny": network(
        ([[TINY, -TINY], [-0.0, 0.0]], [TINY, -0.0], "tanh"),
        ([[TINY, -0.0]], [-0.0], "linear"), [[TINY, -0.0]], [[TINY]],
    ),
    "huge and tiny": network(
        ([[HUGE, TINY], [-0.0, 1e-300]], [0.0, 1e5], "sigmoid"),
        ([[1e-308, 1e10]], [TINY], "tanh"), [[1.0, -0.0]], [[0.5]], "mean_absolute_error",
    ),
    "certain softmax of a batch": network(
        ([[1e3, -1e3], [1e4, 1.0]], None, "relu"),
        ([[1e3, 1.0], [-1e3, 2.0]], [0.0, -0.0], "softmax"),
        [[1.0, 1.0], [0.0, -0.0]], [[1.0, 0.0], [0.0, 1.0]], "cross_entropy",
    ),
    "functions of one's own": network(
        ([[0.3, -0.4], [0.1, -0.2]], [0.1, 0.2], named("x*sigmoid(x) + 0.1*abs(x)")),
        ([[0.5, 0.6]], [0.1], named("max(x, 0.1*x)")),
        [[1.0, 2.0], [0.5, -1.0]], [[1.0], [0.0]], named("abs(a-y)**3 + 1e-5"),
    ),
    "a rate of 0": {**EVERY[MAZUR], "learning_rate": 0.0},
    "a rate of 1e300": {**EVERY[MAZUR], "learning_rate": 1e300},
    "threshold": EVERY["13_perceptron_and"],
    "delta rule": EVERY["14_delta_rule_sign"],
}  # fmt: skip


def view_of(document):
    return View(document, trace_of(document, "neuron"), 0, None, 0)


def is_page(text):
    assert not Elements(text).open


def is_workbook(data):
    openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def is_table(text):
    widths = {len(row) for row in csv.reader(io.StringIO(text))}
    assert len(widths) == 1


def is_latex(text):
    assert text.count(r"\begin{") == text.count(r"\end{")
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


OPENED_BY = {
    ".py": ast.parse,
    ".ipynb": lambda text: nbformat.validate(nbformat.reads(text, as_version=4)),
    ".json": json.loads,
    ".svg": lambda text: ET.fromstring(text.encode()),
    ".tex": is_latex,
    ".html": is_page,
    ".xlsx": is_workbook,
    ".csv": is_table,
}
KINDS = (*solutions(EVERY_STEP), *CODE, *FIGURES, *NUMBERS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("name", ODD)
def test_every_file_is_made_and_can_be_opened(kind, name):
    made = whole(kind.make(view_of(ODD[name])))
    ending = "." + kind.ending.rpartition(".")[2]
    OPENED_BY.get(ending, bool)(made)


@pytest.mark.sampled(12)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
@pytest.mark.parametrize(("rule", "before"), CASES)
def test_every_file_of_an_update_of_a_training_run_is_made_and_can_be_opened(kind, rule, before):
    made = whole(kind.make(walked(rule, before)))
    OPENED_BY.get("." + kind.ending.rpartition(".")[2], bool)(made)


@pytest.mark.parametrize("name", ODD)
def test_the_program_runs_and_finds_every_number_as_it_was_shown(name, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # it overflows as the app does
        exec(compile(numpy_program(view_of(ODD[name])), "program.py", "exec"), {})
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


@pytest.mark.torch
@pytest.mark.parametrize("name", ODD)
def test_pytorch_finds_every_number_as_it_was_shown(name, capsys):
    pytest.importorskip("torch")
    exec(compile(torch_program(view_of(ODD[name])), "program.py", "exec"), {})
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


@pytest.mark.parametrize("name", ODD)
def test_sheets_and_questions_hold_no_number_that_is_longer_than_a_line(name):
    view = view_of(ODD[name])
    for key in (False, True):
        is_page(sheet_html(view, Ordered(), key=key))
        is_latex(sheet_latex(view, Ordered(), key=key))
        text = sheet_markdown(view, Ordered(), key=key)
        assert max(map(len, text.replace("|", " ").split()), default=0) < 60
    ET.fromstring(moodle_xml(view, Ordered()))
    assert gift(view, Ordered())
    for package in (qti(view, Ordered()), canvas(view, Ordered())):
        assert zipfile.ZipFile(io.BytesIO(package)).testzip() is None
    assert all(len(one.answer) < 40 for one in questions(view, Ordered()))


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_practice_set_becomes_a_sheet_with_its_key(topic):
    for level in range(len(topic.levels)):
        view = view_of(exercise(topic, level, 3))
        number = next(one for one in questions(view, Ordered()) if one.value)
        assert number.rounded.replace("-", "−") in sheet_html(view, Ordered(), key=True)
        is_page(sheet_html(view, Ordered(), key=False))
