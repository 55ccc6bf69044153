"""The table of all steps: every digit, the formula as text, and nothing a spreadsheet would run."""

import csv
import io
import json
from collections import Counter

import numpy as np
import pytest

from playground.exercise.view import View, trace_of
from playground.export import step_rows
from playground.export.escapes import csv_cell
from playground.export.step_rows import steps_csv
from playground.latex.symbol_text import symbol
from playground.notation.symbols import NOTATIONS
from tests.playground.export.exercises import BY_TURNS, MAZUR, view_of
from tests.playground.export.walked_updates import CASES, walked
from tests.playground.walks import document_of


def rows_of(view):
    return list(csv.DictReader(io.StringIO("".join(steps_csv(view)))))


@pytest.mark.parametrize(("name", "granularity"), BY_TURNS)
def test_every_step_has_its_row_with_every_digit(name, granularity):
    view = view_of(name, granularity)
    rows = rows_of(view)
    assert len(rows) == len(view.trace)
    for row, step in zip(rows, view.trace, strict=True):
        assert row["step"] == str(step.number + 1)
        assert (row["operation"], row["quantity"]) == (step.operation.name, step.quantity)
        assert json.loads(row["value"]) == np.asarray(step.value).tolist()
        places = (step.layer, step.neuron, step.source, step.sample)
        for column, place in zip(("layer", "neuron", "from", "sample"), places, strict=True):
            assert row[column] == ("" if place is None else str(place + 1))


@pytest.mark.parametrize(("rule", "before"), CASES)
def test_every_stage_of_every_rule_has_its_row(rule, before):
    view = walked(rule, before)
    rows = rows_of(view)
    assert len(rows) == len(view.trace)
    for row, step in zip(rows, view.trace, strict=True):
        assert float(row["value"]) == step.value
        assert " = " in row["formula"]


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("name", ["batch", "12_gupta_no_bias", "deep"])
def test_numbers_are_named_and_written_as_in_the_notation(name, notation):
    view = view_of(name, notation=notation)
    for row, step in zip(rows_of(view), view.trace, strict=True):
        assert row["name"].removeprefix("'") == view.symbols.name(step.address)
        assert symbol(view.symbols.tex(step.address)) in row["formula"]


def test_a_formula_says_what_was_added_to_what():
    z, *_ = rows_of(view_of(MAZUR))
    assert z["formula"].endswith("= 0.15 · 0.05 + 0.2 · 0.1 + 0.35")
    last = rows_of(view_of(MAZUR))[-1]
    assert last["formula"].startswith("new b")
    assert "0.6 - 0.5 * (" in last["formula"]


def test_a_long_table_comes_in_pieces_of_whole_rows():
    document = document_of((8, 8, 8, 8), batch=8)
    view = View(document, trace_of(document, "term"), 0, None, 0)
    pieces = list(steps_csv(view))
    assert len(pieces) > 2
    assert all(step_rows.PIECE <= len(piece) < 2 * step_rows.PIECE for piece in pieces[:-1])
    assert all(piece.endswith("\n") for piece in pieces)
    assert "".join(pieces).count("\n") == len(view.trace) + 1, "the page counts lines"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", " =1+1"])
def test_what_looks_like_a_formula_is_made_text(text):
    assert csv_cell(text).startswith("'")


def test_no_cell_of_text_begins_like_a_formula():
    for row in rows_of(view_of("typed", "term")):
        for column in ("phase", "operation", "quantity", "name", "formula"):
            assert row[column][:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("granularity", ["neuron", "term"])
def test_a_batch_of_any_size_costs_no_more_than_its_rows(granularity, monkeypatch):
    """A walk may have half a million steps: what is slow to make, names and whole steps, is made
    once for all samples, but for the few numbers of a sample that have a formula of their own."""
    slow = Counter()

    def counted(name):
        made = getattr(step_rows, name)
        monkeypatch.setattr(step_rows, name, lambda *args: slow.update([name]) or made(*args))

    counted("symbol")
    counted("formula_of")
    rows, calls = [], []
    for samples in (4, 32):
        slow.clear()
        document = document_of((6, 6, 6, 2), batch=samples)
        view = View(document, trace_of(document, granularity), 0, None, 0)
        rows.append(len(rows_of(view)))
        calls.append(slow.total())
    assert rows[1] - rows[0] >= 28 * 50, "28 samples more, of some fifty steps each"
    assert calls[1] - calls[0] <= 28 * 10
