"""A bias written as a weight of a constant 1 or −1: the numbers of the walk, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from playground.exercise import edits
from playground.exercise.conventions import Conventions
from playground.exercise.document import EMPTY
from playground.exercise.document_conventions import conventions_of, with_conventions
from playground.exercise.link import from_link, to_link
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of, trace_of
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula_of
from playground.steps.sentences import sentence
from tests.playground.tree_value import value_of
from tests.playground.walks import DRAWINGS

# z = 2 · 3 + 1 = 7, loss (7 − 9)², delta −4, dw −8, db −4; rate 0.05
BY_HAND = presets()["04_one_neuron"]
WEIGHT, THRESHOLD = Conventions(bias_as="weight"), Conventions(bias_as="threshold")


def view_of(document, conventions, granularity="neuron", notation="own"):
    document = with_conventions(document, conventions)
    return View(document, paper_trace_of(document, granularity), 0, None, 0, notation)


def number(view, quantity):
    return next(step.value for step in view.trace if step.quantity == quantity)


@pytest.mark.parametrize(
    ("conventions", "db", "new"),
    [
        (Conventions(), -4.0, 1.2),
        (WEIGHT, -4.0, 1.2),
        (THRESHOLD, 4.0, -1.2),
        (replace(WEIGHT, turned=True), 4.0, 1.2),
        (replace(THRESHOLD, turned=True), -4.0, -1.2),
    ],
)
def test_a_threshold_and_its_gradient_have_the_other_sign(conventions, db, new):
    view = view_of(BY_HAND, conventions)
    assert number(view, "z") == 7.0
    assert number(view, "db") == db
    assert number(view, "b") == pytest.approx(new)
    assert number(view, "W") == pytest.approx(3.4)
    assert number(view.exactly, "db") == -4.0


@pytest.mark.parametrize(
    ("conventions", "line"), [(WEIGHT, "3 · 2 + 1 · 1"), (THRESHOLD, "3 · 2 + (−1) · (−1)")]
)
def test_the_constant_stands_in_the_sum(conventions, line):
    view = view_of(BY_HAND, conventions)
    made = formula_of(view.trace[0], view.trace, view.digits, view.notation)
    assert line in made.plain
    assert "x_{0}" in made.latex
    assert ("w^{(1)}_{1,0}" if conventions == WEIGHT else r"\theta^{(1)}_{1}") in made.latex


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("bias_as", ["weight", "threshold"])
@pytest.mark.parametrize("granularity", ["neuron", "layer"])
def test_every_line_comes_to_the_number(name, turned, bias_as, granularity):
    view = view_of(DRAWINGS[name], Conventions(turned=turned, bias_as=bias_as), granularity)
    view = replace(view, chosen_digits=17)
    for step in view.trace:
        if step.quantity not in ("z", "db", "b"):
            continue
        made = formula_of(step, view.trace, view.digits, view.notation)
        for line in made.lines:
            got = value_of(line, samples="rows")
            np.testing.assert_allclose(np.ravel(got), np.ravel(step.value), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("bias_as", "sign"), [("weight", "w0"), ("threshold", "θ")])
@pytest.mark.parametrize("name", ["batch", "deep", "by hand"])
def test_every_notation_has_the_letter(notation, bias_as, sign, name):
    view = view_of(DRAWINGS[name], Conventions(bias_as=bias_as), notation=notation)
    assert view.symbols.short("b") == sign
    for step in view.trace:
        tex = formula_of(step, view.trace, view.digits, view.notation).latex
        assert r"\text{x0}" not in tex
        if step.quantity in ("b", "db"):
            assert sign in view.symbols.name(step.address)
            assert not tex.startswith("b")


def test_what_is_said_of_a_threshold_is_so():
    view = view_of(BY_HAND, THRESHOLD)
    said = {s.quantity: sentence(s, view.trace, view.notation) for s in view.trace}
    assert "subtracts its threshold" in said["z"]
    assert "minus o1's delta" in said["db"]
    assert "would grow if it were larger" in said["db"]
    assert "the threshold goes down" in said["b"]


def test_an_update_of_another_rule_is_shown_as_the_engine_makes_it():
    document = with_conventions({**EMPTY, **BY_HAND}, THRESHOLD)
    assert paper_trace_of(document, "neuron").network.layers[0].b == -1.0
    assert trace_of(document, "neuron").network.layers[0].b == 1.0
    assert document["layers"] == BY_HAND["layers"]


@pytest.mark.parametrize("bias_as", ["weight", "threshold"])
def test_file_and_link_carry_it_and_an_edit_takes_it_back(bias_as):
    chosen = Conventions(bias_as=bias_as)
    document = edits.set_conventions(BY_HAND, chosen).document
    assert document["conventions"] == {"bias_as": bias_as}
    assert conventions_of(from_link(to_link(document))) == chosen
    assert edits.set_conventions(document, Conventions()).document == BY_HAND
