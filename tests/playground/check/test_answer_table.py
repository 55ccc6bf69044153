"""Answers in a table: a worksheet that comes back, and tables as students make them."""

import re

import pytest

from playground.check.numbers import outcome
from playground.export.printed_sheet import Ordered, sheet_markdown
from tests.playground.export.exercises import MAZUR, view_of

TABLES = {
    "a number behind each name": """
        | Step | Quantity | My answer | Points |
        |---|---|---|---|
        | 1 | z of h1 | 0.3775 | 1 |
        | 2 | a of h1 | 0.5933 | 1 |
        | 3 | delta of o1 | 0.1385 | 2 |""",
    "the same from a spreadsheet": """
        Step\tQuantity\tMy answer
        1\tz of h1\t0.3775
        2\ta of h1\t0.5933
        3\tdelta of o1\t0.1385""",
    "a row for each neuron": """
        | neuron | z | a |
        |---|---|---|
        | h1 | 0.3775 | 0.5933 |
        | o1 | 1.1059 | 0.7514 |""",
    "a column for each neuron": """
        | | h1 | o1 |
        |---|---|---|
        | z | 0.3775 | 1.1059 |
        | a | 0.5933 | 0.7514 |""",
    "a row for each sample": """
        | sample | z of h1 | a of h1 |
        |---|---|---|
        | 1 | 0.3775 | 0.5933 |""",
}
DEEP = "deep"
COUNTS = {"a number behind each name": 3, "the same from a spreadsheet": 3}


def checked(view, text):
    return outcome(view.document, text, {}, {})


def written(text):
    return "\n".join(line.strip(" ") for line in text.strip("\n").splitlines())


def verdicts(found):
    """All that are not blank."""
    every = (v for by in found.report.verdicts.values() for v in _all_of(by))
    return [verdict for verdict in every if verdict != "blank"]


def _all_of(by):
    return by.ravel().tolist() if hasattr(by, "ravel") else _each(by)


def _each(by):
    return [by] if isinstance(by, str) else [v for one in by or () for v in _all_of(one)]


@pytest.mark.parametrize("name", TABLES)
def test_each_number_is_what_the_names_around_it_say(name):
    found = checked(view_of(MAZUR), written(TABLES[name]))
    assert found.report.right
    assert len(verdicts(found)) == COUNTS.get(name, 2 if "sample" in name else 4)


@pytest.mark.parametrize("name", TABLES)
def test_a_wrong_answer_in_a_table_is_the_one_that_is_named(name):
    head, dot, tail = TABLES[name].rpartition("0.")
    found = checked(view_of(MAZUR), written(f"{head}{dot}9{tail[1:]}"))
    assert verdicts(found).count("wrong") == 1


@pytest.mark.parametrize("whole", [False, True], ids=["work", "whole sheet"])
@pytest.mark.parametrize(
    "name", [MAZUR, "07_xor", "06_sigmoid_2_2_1", "classes of a batch", "deep"]
)
def test_a_worksheet_that_comes_back_is_checked_number_by_number(name, whole):
    view = view_of(name)
    sheet = re.sub(r" \(-?[0-9.e+-]+\)", "", sheet_markdown(view, Ordered(), key=True))
    work = sheet.partition("## Key")[2]
    found = checked(view, sheet if whole else work)
    assert not found.refused
    assert found.report.right
    rows = [line.split("|")[2:] for line in work.splitlines() if line.startswith("|")]
    answers = sum(bool(re.fullmatch(r" -?[0-9][0-9.e-]* ", cell)) for row in rows for cell in row)
    assert len(verdicts(found)) == answers


def test_names_that_say_nothing_leave_a_table_as_it_is():
    found = checked(view_of(MAZUR), "| p | q |\n|---|---|\n| 0.1 | 0.2 |\n| 0.3 | 0.4 |")
    (item,) = found.items
    assert item.array.values.shape == (2, 2)
    assert item.array.columns == ("p", "q")
