"""An update of a run, taken up as an exercise, has the numbers that the run had."""

import json

import numpy as np
import pytest

from backprop_core import Address, BackpropError
from playground.exercise import edits, runs
from playground.exercise.document import EMPTY
from playground.exercise.document_reader import parse
from playground.exercise.rule_choices import RULES
from playground.exercise.view import trace_of
from playground.train.task import Task
from playground.train.walked_update import exercise_of, why_not
from tests.playground.train.runs import chosen, course, xor_task


def exercise(run, number):
    """Of the network that the run began with."""
    layers = [
        {"W": layer.W.tolist(), "b": layer.b.tolist(), "activation": layer.activation}
        for layer in run.task.network.layers
    ]
    blank = {"W": [[0.0]], "b": [0.0], "activation": "tanh"}
    now = {**EMPTY, "loss": "binary_cross_entropy", "layers": layers or [blank]}
    return exercise_of(now, run, run.at(number).update)


@pytest.fixture(params=RULES)
def run(request):
    made = course(None, (0, chosen(request.param, l2=0.01, batch_size=3, shuffle=2)))
    made.go_on(12)
    return made


def test_its_walk_leads_to_the_weights_of_the_run(run):
    trace = trace_of(exercise(run, 11), "neuron")
    assert np.array_equal(trace.network.parameters, run.at(10).network.parameters)
    assert np.array_equal(trace.after.parameters, run.at(11).network.parameters)
    step = trace[trace.plan.step_making(Address("W", 1, 0, 2))]
    assert step.value == run.at(11).network.layers[1].W[0, 2]


def test_it_is_kept_in_a_file_with_every_digit(run):
    document = exercise(run, 12)
    again = parse(json.loads(json.dumps(document)))
    assert again["update"] == document["update"]
    after = trace_of(again, "layer").after.parameters
    assert np.array_equal(after, run.at(12).network.parameters)


def test_an_edit_makes_it_an_exercise_like_any_other():
    made = course()
    made.go_on(3)
    begun = runs.started(exercise(made, 3))
    edited, _ = runs.edited(begun, lambda document: edits.add_neuron(document, 1))
    assert "update" not in runs.current(edited)


@pytest.mark.parametrize(
    "change",
    [
        {"vectors": {}},
        {"vectors": {"first_moment": [1.0], "second_moment": [1.0]}},
        {"number": -1},
        {"rows": ["a"]},
        {"chosen": {}},
    ],
)
def test_an_update_that_does_not_fit_its_network_is_refused(change):
    made = course()
    made.go_on(3)
    document = exercise(made, 3)
    with pytest.raises(BackpropError):
        parse({**document, "update": {**document["update"], **change}})


def test_what_cannot_be_walked_says_why():
    made = course()
    assert why_not(made, made.at(0)) == "Run an update first."
    made.go_on(1)
    assert why_not(made, made.at(1)) is None
    wide = course(Task(xor_task().network, *[np.zeros((99, k)) for k in (2, 1, 2, 1)]),
                  (0, chosen(batch_size=None)))  # fmt: skip
    wide.go_on(1)
    assert "99 rows" in why_not(wide, wide.at(1))


@pytest.mark.parametrize("rule", RULES)
def test_the_walk_of_an_update_with_dropout_leads_to_the_weights_of_the_run(rule):
    made = course(xor_task(hidden=6), (0, chosen(rule, dropout=0.4, batch_size=3, shuffle=2)))
    made.go_on(9)
    trace = trace_of(exercise(made, 8), "neuron")
    assert (trace.network.layers[0].mask == 0).any()
    assert np.array_equal(trace.after.parameters, made.at(8).network.parameters)
