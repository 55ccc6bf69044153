"""Solving in a table: every number that is asked has a row, and any order will do."""

import time

import pytest
import streamlit as st

from playground.ui import solve_table
from tests.app.playground_session import Session

PRESET = "06_sigmoid_2_2_1"


@pytest.fixture
def page():
    one = Session(preset=PRESET)
    one.at.toggle(key="solve").set_value(True)
    one.run()
    return one.open("values")


def table(page):
    keys = (c.key or "" for c in page.at.get("bidi_component"))
    (key,) = (key for key in keys if key.startswith(solve_table.KEY))
    return {**page.component(key), "key": key}


def report(page, cells, choice=None, shape=None):
    """What the browser tells of the table."""
    found = table(page)
    made = {"cells": [[row, 0, text, False] for row, text in cells.items()], "choice": choice}
    made |= {"shape": shape or [len(found["rows"]), 1], "id": str(time.monotonic_ns())}

    def act():
        st.session_state[found["key"]] = {"cells": made}
        solve_table._taken(int(found["key"].rpartition("_")[2]))
        del st.session_state[found["key"]]

    return page.do(act)


def answers(page):
    """By row."""
    return {row: text for row, (text,) in enumerate(table(page)["texts"]) if text}


def test_every_number_has_a_row_and_a_far_one_can_be_answered_first(page):
    names = [name for (name,) in table(page)["names"]]
    assert names[0] == "z of h1"
    assert any(name.startswith("dW") for name in names)
    loss = names.index("loss")
    value = next(step.value for step in page.steps if step.quantity == "loss")
    report(page, {loss: f"{value:.6g}"})
    assert answers(page) == {loss: f"{value:.6g}"}
    assert table(page)["rows"][loss] == "✓ loss"


def test_a_pasted_column_fills_the_rows_from_there_on(page):
    values = [float(step.value) for step in list(page.steps)[:3]]
    report(page, {0: "\n".join(f"{value:.4g}" for value in values)})
    assert answers(page) == {row: f"{value:.4g}" for row, value in enumerate(values)}
    assert [row[0] for row in table(page)["rows"][:3]] == ["✓"] * 3


def test_a_text_that_is_no_number_stays_with_why_and_a_comma_asks(page):
    report(page, {1: "0,5"})
    (refused,) = table(page)["refused"]
    assert (refused["row"], refused["text"]) == (1, "0,5")
    assert "'0,5'" in refused["why"]
    assert answers(page) == {}
    report(page, {}, {"row": 1, "column": 0, "name": "use 0.5"})
    assert table(page)["refused"] == []
    assert answers(page) == {1: "0.5"}
    report(page, {2: "abc"})
    report(page, {}, {"row": 2, "column": 0, "name": "keep"})
    assert table(page)["refused"] == []


def test_what_was_refused_is_forgotten_once_it_is_answered_elsewhere(page):
    report(page, {0: "abc"})
    page.at.text_input(key="answer").set_value("0.2")
    next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
    page.run()
    assert answers(page) == {0: "0.2"}
    assert table(page)["refused"] == []


def test_a_late_report_on_another_table_or_row_is_left_aside(page):
    report(page, {0: "1"}, shape=[3, 1])
    report(page, {}, {"row": 99, "column": 0, "name": "use 1"})
    assert answers(page) == {}


def test_a_long_walk_shows_the_rows_about_its_step(page, monkeypatch):
    whole = table(page)["names"]
    monkeypatch.setattr(solve_table, "MOST_ROWS", 4)
    page.go_to(6)
    assert table(page)["names"] == whole[4:8]
    report(page, {1: "1"})
    assert answers(page) == {1: "1"}
