"""Find the bug: the script gives the engine's numbers, and each planted slip is the one that the
engine names for what it makes."""

import numpy as np
import pytest

from backprop_core import BackpropError, explain
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.practice.bug_lines import WHAT
from playground.practice.bug_script import (
    begun,
    bugs,
    choices_of,
    planted,
    script_of,
    worked,
)
from playground.practice.sets import TOPICS, exercise
from playground.practice.weight_layout import WeightLayout

DOCUMENTS = {**presets(), **{f"{one.key}": exercise(one, 2, 0) for one in TOPICS}}


def pass_of(name):
    return trace_of(DOCUMENTS[name], "neuron")


def given_by(trace, made):
    """What the script made, as explain takes it."""
    count = len(trace.network.layers)
    given = {
        name: [made.get(f"{name}{k}") for k in range(1, count + 1)]
        for name in ("da", "delta", "dW", "db")
    }
    *_, new = made.values()
    given["W"], given["b"] = [], []
    for layer in trace.network.layers:
        W, new = new[: layer.W.size], new[layer.W.size :]
        given["W"].append(W.reshape(layer.W.shape))
        size = 0 if layer.b is None or trace.shape.biases_frozen else layer.b.size
        b, new = new[:size], new[size:]
        given["b"].append(b.reshape(layer.b.shape) if size else None)
    return given


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_script_without_a_bug_is_right(name):
    trace = pass_of(name)
    made = worked(script_of(trace), begun(trace))
    given = given_by(trace, made)
    assert explain(trace.network, trace.forward.x, trace.y, given, trace.learning_rate).right


@pytest.mark.parametrize("name", DOCUMENTS)
def test_where_a_row_of_W_sends_the_script_makes_the_same_numbers_transposed(name):
    trace, sending = pass_of(name), WeightLayout(sending=True)
    usual = worked(script_of(trace), begun(trace))
    turned = worked(script_of(trace, sending), begun(trace, sending))
    *most, _ = usual
    for key in most:
        expected = usual[key].T if key.startswith("dW") else usual[key]
        np.testing.assert_allclose(turned[key], expected)
    here = {(bug.at, bug.slip.name) for bug in bugs(trace)}
    assert {(bug.at, bug.slip.name) for bug in bugs(trace, sending)} == here


def test_the_script_is_written_for_the_layout_of_W():
    lines = {line.name: line.text for line in script_of(pass_of("06_sigmoid_2_2_1"))}
    turned = script_of(pass_of("06_sigmoid_2_2_1"), WeightLayout(sending=True))
    assert lines["da1"] == "delta2 @ W2"
    assert lines["dW1"] == "delta1.T @ a0"
    texts = {line.name: line.text for line in turned}
    assert texts["da1"] == "delta2 @ W2.T"
    assert texts["dW1"] == "a0.T @ delta1"


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_planted_slip_is_named_by_the_engine(name):
    trace = pass_of(name)
    for bug in bugs(trace):
        given = given_by(trace, worked(bug.lines, begun(trace), bug))
        report = explain(trace.network, trace.forward.x, trace.y, given, trace.learning_rate)
        assert not report.right
        assert bug.slip.name in {name for cause in report.causes for name in cause.names}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_bug_is_one_line_and_its_name_is_among_the_choices(name):
    trace = pass_of(name)
    for seed in range(6):
        bug = planted(trace, seed)
        right = [f"{line.name} = {line.text}" for line in bug.lines]
        assert [k for k, text in enumerate(bug.texts) if text != right[k]] == [bug.at]
        choices = choices_of(bug, seed)
        assert bug.slip.name in choices
        assert len(choices) == len(set(choices))
        assert set(choices) <= WHAT.keys()


def test_a_network_whose_gradients_are_all_0_has_no_bug_to_find():
    one = presets()["04_one_neuron"]
    flat = {**one, "y": trace_of(one, "neuron").forward.output.tolist()}
    with pytest.raises(BackpropError, match="all 0"):
        planted(trace_of(flat, "neuron"), 0)


def test_of_numbers_that_overflow_it_is_said_that_they_do():
    one = presets()["04_one_neuron"]
    large = {**one, "x": [[1e300]], "y": [[0.0]]}
    bias = {**one, "x": [[0.0]] * 2, "y": [[-1e308]] * 2, "reduction": "sum"}
    for document in (large, bias):
        with pytest.raises(BackpropError, match="overflow"):
            planted(trace_of(document, "neuron"), 0)


def test_the_numbers_of_a_bug_differ_from_its_line_on():
    trace = pass_of("06_sigmoid_2_2_1")
    bug = planted(trace, 1)
    right, wrong = (worked(bug.lines, begun(trace), one) for one in (None, bug))
    names = [line.name for line in bug.lines]
    for name in names[: bug.at]:
        assert np.array_equal(right[name], wrong[name])
    assert not np.array_equal(right[names[bug.at]], wrong[names[bug.at]])
