"""Sheets hide what they ask and nothing else; keys have it; both are text whatever the title."""

import re
import shutil
import subprocess
from functools import partial

import numpy as np
import pytest

from playground.exercise.view import View, trace_of
from playground.export.needed import given_away, given_places, left_open
from playground.export.printed_numbers import fixed
from playground.export.printed_sheet import (
    QUANTITIES,
    Ordered,
    sheet_html,
    sheet_latex,
    sheet_markdown,
    sheet_of,
)
from playground.export.qr import LONGEST_QR
from playground.export.solution import (
    solution_html,
    solution_latex,
    solution_markdown,
    solution_of,
)
from playground.export.variants import link_to
from tests.playground.export.exercises import EVERY, HOSTILE, MAZUR, view_of
from tests.playground.export.test_solution import Elements
from tests.playground.walks import document_of

MAKERS = [sheet_html, sheet_markdown, sheet_latex]


@pytest.mark.parametrize("name", EVERY)
def test_everything_can_be_asked_and_is_the_engines(name):
    view = view_of(name)
    tasks = sheet_of(view, Ordered()).tasks
    asked = [c.value for t in tasks for _, row in t.rows for c in row if c.asked]
    made = {
        float(np.asarray(step.value)) for step in view.trace if step.operation.over != "samples"
    }
    assert made <= {float(value) for value in asked} | {float(view.trace.gradients.loss)}
    assert sum(task.count for task in tasks) == len(asked)


@pytest.mark.parametrize("make", MAKERS)
def test_an_asked_number_is_in_the_key_and_not_in_the_sheet(make):
    view, ordered = view_of(MAZUR), Ordered(decimals=6)
    number = "0.751365"  # a of o1
    assert number in make(view, ordered, key=True)
    assert "0.75136506955" in make(view, ordered, key=True)  # exactly, too
    assert "0.7513" not in make(view, ordered, key=False)


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_not_asked_is_given(make):
    view = view_of(MAZUR)
    ordered = Ordered(asked=frozenset({"delta", "db"}))
    sheet = make(view, ordered, key=False)
    assert "0.7514" in sheet
    assert "0.1385" not in sheet
    assert "8 points" in sheet


@pytest.mark.parametrize("make", MAKERS)
def test_no_number_is_given_that_gives_an_answer_away(make):
    """db is δ, and a new weight says what its gradient was."""
    for asked, answer, later in (
        ({"z", "delta"}, "0.1385", "0.1385"),
        ({"dW"}, "0.0822", "0.3589"),
        ({"z", "a"}, "0.7514", "0.2984"),
    ):
        sheet = make(view_of(MAZUR), Ordered(asked=frozenset(asked)), key=False)
        assert answer not in sheet
        assert later not in sheet


MADE = {"z", "a", "da", "delta", "dW", "db"}  # all others that a step takes are always given


def inputs_of(view, places):
    """What the steps that make those take from earlier ones, each a quantity and its layer."""
    for step in view.trace:
        if (step.quantity, view.trace.shape.last if step.layer is None else step.layer) in places:
            for one in step.inputs:
                if one.address.quantity in MADE and one.address[:2] != ("a", -1):
                    yield one.address[:2]


@pytest.mark.parametrize("asked", [{q} for q in QUANTITIES] + [{"z", "delta"}, {"da", "W"}])
@pytest.mark.parametrize("name", EVERY)
def test_an_answer_can_be_worked_out_from_what_is_given_asked_and_made_on_the_way(name, asked):
    view = view_of(name)
    given, left = given_places(view, asked), left_open(view, asked)
    assert not given & left
    assert not {place[0] for place in given | left} & asked
    wanted = {(step.quantity, step.layer) for step in view.trace if step.quantity in asked}
    for quantity, layer in inputs_of(view, wanted | left):
        assert quantity in asked or (quantity, layer) in given | left
    if "loss" not in asked:
        last = max((s.number for s in view.trace if s.quantity in asked), default=0)
        firsts = [s.number for s in view.trace if (s.quantity, s.layer) in given]
        assert max(firsts, default=0) <= last, "nothing that comes later"


@pytest.mark.parametrize("name", EVERY)
def test_by_itself_nothing_is_given_that_an_answer_can_be_read_from(name):
    view = view_of(name)
    for asked in ({"z"}, {"da"}, {"z", "delta"}, {"delta", "W"}, {"a", "dW"}, {"dW", "db", "W"}):
        assert not given_away(view, asked)


@pytest.mark.parametrize("make", MAKERS)
def test_what_a_teacher_chooses_is_given_and_nothing_else(make):
    view = view_of(MAZUR)
    asked, chosen = frozenset({"dW"}), frozenset({"z", "loss", "W"})
    sheet = make(view, Ordered(asked=asked, given=chosen), key=False)
    key = make(view, Ordered(asked=asked, given=chosen), key=True)
    for text in (sheet, key):
        assert "0.3775" in text, "z of h1"
        assert "0.2984" in text, "the loss"
        assert "0.3589" in text, "a new weight"
        assert "0.1385" not in text, "delta, which the answers need"
    assert "0.0822" in key
    assert "0.0822" not in sheet
    assert given_away(view, asked, chosen) == {("W", "dW")}
    assert {quantity for quantity, _ in left_open(view, asked, chosen)} == {"a", "da", "delta"}


@pytest.mark.parametrize("make", MAKERS)
def test_a_number_that_is_asked_is_never_given(make):
    chosen = Ordered(asked=frozenset({"z", "a"}), given=frozenset(QUANTITIES))
    sheet = make(view_of(MAZUR), chosen, key=False)
    assert "0.3775" not in sheet
    assert "0.7514" not in sheet
    assert "0.1385" in sheet


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_the_figure_of_a_sheet_has_no_answers(granularity):
    sheet = sheet_html(view_of(MAZUR, granularity), Ordered(), key=False)
    assert "0.3775" not in sheet


def test_the_note_which_tells_the_answers_is_not_on_the_sheet():
    assert "0.298371109" not in sheet_html(view_of(MAZUR), Ordered(), key=False)


@pytest.mark.parametrize("key", [True, False])
def test_titles_and_names_are_text(key):
    hostile = Ordered(whose=HOSTILE)
    page = Elements(sheet_html(view_of(MAZUR, title=HOSTILE), hostile, key=key))
    plain = Elements(sheet_html(view_of(MAZUR, title="a"), Ordered(whose="b"), key=key))
    assert page.tags == plain.tags
    assert r"\input" not in sheet_latex(view_of(MAZUR, title=HOSTILE), hostile, key=key)
    head = sheet_markdown(view_of(MAZUR, title=HOSTILE), hostile, key=key).partition("## ")[0]
    assert not re.search(r"(?<!\\)[<>`$*\[]", head)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-0.00001, 3, "0.000"),
        (-0.0, 0, "0"),
        (1e308, 2, "1.00e308"),
        (np.inf, 2, "∞"),
        (-5e-324, 4, "0.0000"),
        (-0.25, 1, "-0.3"),
        (0.3925, 3, "0.393"),
        (-1.0005, 3, "-1.001"),
        (2.5, 2, "2.50"),
        (-12, 0, "-12"),
    ],
)
def test_rounding_keeps_its_zeros_and_loses_the_sign_of_none(value, decimals, text):
    assert fixed(value, decimals) == text


def test_nothing_asked_is_a_sheet_of_no_points():
    assert sheet_of(view_of(MAZUR), Ordered(asked=frozenset())).points == "0 points"
    assert sheet_of(view_of(MAZUR), Ordered(points=0.5)).points == "20.5 points"
    assert set(QUANTITIES) == Ordered().asked


@pytest.mark.parametrize("make", MAKERS)
def test_one_point_is_a_point(make):
    sheet = make(view_of(MAZUR), Ordered(asked=frozenset({"loss"})), key=False)
    assert "1 point." in sheet
    assert "1 points" not in sheet


@pytest.mark.parametrize("make", MAKERS)
def test_one_decimal_is_a_decimal(make):
    view, one, two = view_of(MAZUR), Ordered(decimals=1), Ordered(decimals=2)
    assert "Round to 1 decimal. 41 points." in make(view, one, key=False)
    assert "Round to 2 decimals." in make(view, two, key=False)


@pytest.mark.parametrize("value", [-0.0, 1e308, 1e-5, -2.5e-7, 1 / 3, 12345678.9, np.nan, -np.inf])
def test_a_sheet_and_a_solution_write_a_number_alike(value):
    view = view_of(MAZUR)
    assert sheet_of(view).cell(value) == solution_of(view).given_cell(value)
    assert sheet_of(view).cell(-0.0) == "0"


@pytest.mark.parametrize(("sheet", "solution"), [(sheet_html, solution_html),
    (sheet_markdown, solution_markdown), (sheet_latex, solution_latex)])  # fmt: skip
def test_a_solution_gives_the_numbers_that_its_sheet_gives(sheet, solution):
    view = view_of(MAZUR, x=[[1 / 3, 0.1]])
    assert "0.333333333333" in sheet(view, Ordered(), key=False)
    assert "0.333333333333" in solution(view)


@pytest.mark.parametrize(
    "make", [partial(sheet_latex, ordered=Ordered(), key=True), solution_latex]
)
def test_latex_has_a_minus_sign_before_what_is_negative(make):
    made = make(view_of(MAZUR))
    assert r"& \ensuremath{-}0." in made
    assert not re.search(r"& -|size \(-", made), "a formula has its own"


def test_a_wide_table_goes_on_below_with_all_its_numbers():
    document = document_of((3, 7, 11))
    view = View(document, trace_of(document, "neuron"), 0, None, 0)
    page = sheet_html(view, Ordered(decimals=6), key=True)
    for task in sheet_of(view, Ordered()).tasks:
        for _, row in task.rows:
            shown = [fixed(cell.value, 6).replace("-", "−") for cell in row]
            assert all(f">{text}<" in page for text in shown)
    assert page.count("<strong>a of the output layer") == 3, "five, five and one"
    assert max(map(len, re.findall(r"<thead>.*?</thead>", page))) < 300


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX here")
@pytest.mark.parametrize("key", [True, False])
def test_latex_compiles(tmp_path, key):
    view = view_of("cut", title=HOSTILE)
    link = link_to(view_of("cut"), "https://example.org/", hidden=True)
    made = sheet_latex(view, Ordered(whose=HOSTILE, lines=2), key=key, link=link)
    assert made.count(") rectangle +(") > 500, "the QR code"
    (tmp_path / "sheet.tex").write_text(made, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-800:]


def test_a_negative_number_on_paper_has_a_minus():
    page = sheet_html(view_of(MAZUR), Ordered(decimals=4), key=True)
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert any(cell.startswith("−0.0381<br>") for cell in cells)  # delta of o2
    assert not any(re.search(r"-\d", cell) for cell in cells)


def test_every_form_of_a_sheet_has_the_link():
    view, ordered = view_of(MAZUR), Ordered()
    link = link_to(view, "https://example.org/", hidden=True)
    written = link.replace("&", "&amp;")
    assert f'<a class="qr" href="{written}"' in sheet_html(view, ordered, key=False, link=link)
    assert f"[Open this exercise]({link})" in sheet_markdown(view, ordered, key=False, link=link)
    assert r"\fill" in sheet_latex(view, ordered, key=False, link=link)
    for make in MAKERS:
        assert "Open this exercise" not in make(view, ordered, key=False)


def test_a_link_that_is_too_long_for_a_qr_code_is_a_link_on_the_page():
    page = sheet_html(view_of(MAZUR), Ordered(), key=False, link="x" * (LONGEST_QR + 1))
    assert ">Open this exercise</a>" in page
    assert 'class="qr"' not in page


def test_the_lines_to_write_on_are_lines_in_latex_too():
    tasks = sheet_of(view_of(MAZUR), Ordered()).tasks
    made = sheet_latex(view_of(MAZUR), Ordered(lines=3), key=False)
    assert made.count(r"\rule{\linewidth}") == 3 * len(tasks)
    assert r"\rule{\linewidth}" not in sheet_latex(view_of(MAZUR), Ordered(lines=3), key=True)


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_given_stands_before_the_work(make):
    ordered = Ordered(asked=frozenset({"dW"}), given=frozenset({"z"}))
    given, _, work = make(view_of(MAZUR), ordered, key=False).partition("Your work")
    assert "0.3775" in given
    assert "0.3775" not in work
    assert "4 points" in work
    assert "dW into" not in given


def test_a_table_in_markdown_begins_a_paragraph():
    ordered = Ordered(asked=frozenset({"dW"}), given=frozenset({"z", "loss"}))
    for key in (True, False):
        lines = sheet_markdown(view_of(MAZUR), ordered, key=key).splitlines()
        firsts = [k - 1 for k, line in enumerate(lines) if line.startswith(("| --- |", "| ---: |"))]
        assert len(firsts) == 8
        assert not any(lines[k - 1] for k in firsts)
