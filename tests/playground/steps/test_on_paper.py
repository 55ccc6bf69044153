"""What a step says where its exercise has conventions: equalities hold with the numbers shown."""

from dataclasses import replace

import pytest

from backprop_core import LOSSES
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import with_conventions
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of
from playground.latex.tree import Bold, Nearly, nodes
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula_of
from playground.steps.sentences import sentence
from tests.playground.steps.test_formula import PARTNER
from tests.playground.tree_value import value_of
from tests.playground.walks import DRAWINGS, document_of

ROUNDED = Conventions(PaperRounding("decimals", 3))
TURNED = Conventions(turned=True)
STEPS = {r"\operatorname{step}": lambda z: 1.0 * (z >= 0)}
EVERY = {**DRAWINGS, "mazur": presets()["01_mazur_own_bias"]}


def view_of(document, conventions, notation="own", granularity="neuron"):
    document = with_conventions(document, conventions)
    return View(document, paper_trace_of(document, granularity), 0, None, 0, notation)


def formula(view, step):
    return formula_of(step, view.trace, view.digits, view.notation)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("conventions", [ROUNDED, TURNED, Conventions(ROUNDED.rounding, True)])
def test_every_line_says_which_number_it_comes_to(name, conventions):
    view = view_of(EVERY[name], conventions)
    for step in view.trace:
        made = formula(view, step)
        assert r"\aligned" not in made.plain
        if conventions.rounding is None or not step.complete:
            assert not any(isinstance(node, Nearly) for line in made.lines for node in nodes(line))
            continue
        last = made.lines[-1]
        assert isinstance(last, Bold) or isinstance(last.of, Bold)
        before = view.trace.before_rounding(step)
        assert conventions.rounding(before) == pytest.approx(step.value, abs=1e-12), step.address


def test_the_exact_number_stands_beside_where_it_is_another():
    view = view_of(EVERY["mazur"], ROUNDED)
    remarks = [one.words for step in view.trace for one in formula(view, step).remarks]
    assert remarks.count("without any rounding: ") > 30


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_with_the_error_turned_every_line_in_symbols_comes_to_the_number(loss, reduction):
    last = PARTNER.get(loss, "tanh")
    document = document_of((2, 2, 2), ["tanh", last], loss, batch=2, reduction=reduction)
    view = view_of(document, TURNED)
    view = replace(view, chosen_digits=17)
    for step in view.trace:
        made = formula(view, step)
        assert value_of(made.left) == pytest.approx(step.value, rel=1e-12), step.address
        for line in made.lines:
            got = value_of(line, functions=STEPS)
            assert got == pytest.approx(step.value, rel=1e-9, abs=1e-12), step.address


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_with_the_error_turned_each_notation_has_a_minus_before_its_derivatives(
    notation, granularity
):
    view = view_of(EVERY["batch"], TURNED, notation, granularity)
    for step in view.trace:
        made = formula(view, step)
        if step.quantity in ("dW", "db", "da"):
            assert made.plain.startswith("−"), made.plain
            assert "Its sign is that of" in sentence(step, view.trace, view.notation)
        if step.quantity == "W":
            assert "+" in made.plain.partition("=")[2], made.plain


def test_a_gradient_that_rounding_makes_0_is_not_called_0():
    view = view_of(EVERY["mazur"], ROUNDED)
    step = next(s for s in view.trace if (s.quantity, s.layer) == ("dW", 0))
    assert step.value == 0
    said = sentence(step, view.trace)
    assert "It is rounded to 0; without rounding, the loss would grow" in said
