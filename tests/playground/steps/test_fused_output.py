"""Beside the short form of a cross-entropy's delta: ∂loss/∂a and the slope, one by one."""

import pytest

from playground.exercise.conventions import Conventions
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.paper_trace import on_paper
from playground.steps.fused_output import separately
from playground.steps.tables import neuron_table
from tests.playground.walks import document_of, formula, walk_of

PAIRS = {
    "sigmoid": document_of((2, 2, 2), ["tanh", "sigmoid"], "binary_cross_entropy", batch=2),
    "softmax": document_of((2, 2, 3), ["tanh", "softmax"], "cross_entropy", batch=2),
}


def outputs(trace):
    return [step for step in trace if step.operation.name == "fused_output"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", PAIRS)
def test_their_products_add_up_to_the_short_form(name, turned):
    trace = on_paper(walk_of(PAIRS[name]), Conventions(turned=turned))
    for step in outputs(trace):
        terms = separately(trace, step.address)
        assert sum(term.value for term in terms) == pytest.approx(step.value, rel=1e-12)
        assert "factor by factor" in formula(step, trace, 4)


@pytest.mark.parametrize("name", PAIRS)
def test_the_table_has_the_derivative_of_the_loss_once_delta_is_known(name):
    trace = walk_of(PAIRS[name])
    first, *_ = outputs(trace)
    column = neuron_table(trace, first).columns.index("da")
    before = neuron_table(trace, trace[first.number - 1]).rows
    assert [row[column] for row in before] == [None] * len(before)
    made = next(row for row in neuron_table(trace, first).rows if row[1] == "o1")
    assert made[column] == trace.gradients.layers[-1].da[0, 0]


def test_rounded_numbers_have_the_short_form_alone():
    rounded = Conventions(PaperRounding("decimals", 2))
    trace = on_paper(walk_of(PAIRS["sigmoid"]), rounded)
    assert separately(trace, outputs(trace)[0].address) == ()


def test_an_output_that_is_0_or_1_has_the_short_form_alone():
    document = document_of((1, 1), "sigmoid", "binary_cross_entropy", y=[[1.0]])
    document["layers"][0] |= {"W": [[-9000.0]], "b": [0.0]}
    trace = walk_of({**document, "x": [[1.0]]})
    assert separately(trace, outputs(trace)[0].address) == ()
