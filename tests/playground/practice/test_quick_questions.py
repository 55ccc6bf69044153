"""Quick questions: each has one right answer among different ones, and says why."""

from dataclasses import replace

import pytest

from backprop_core import Address, BackpropError, batch_loss, forward
from playground.exercise.document import EMPTY
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of
from playground.notation import number_text
from playground.practice.quick_questions import FALLS, RISES, STAYS, question

TURNED = {"error": "target_minus_output"}
ON_PAPER = {**TURNED, "bias_as": "threshold", "round_decimals": 2, "round_products": True}
SIGMOID = "06_sigmoid_2_2_1"


def view_of(preset, granularity="neuron", notation="own", **conventions):
    document = presets()[preset]
    kept = {**document.get("conventions", {}), **conventions}
    document = {**document, "conventions": kept} if kept else document
    return View(document, paper_trace_of(document, granularity), 0, None, 0, notation)


@pytest.mark.parametrize("conventions", [{}, TURNED, ON_PAPER])
@pytest.mark.parametrize("preset", list(presets()))
def test_the_right_answer_is_one_of_several_different_ones(preset, conventions):
    for granularity in ("neuron", "term", "layer"):
        view = view_of(preset, granularity, **conventions)
        for seed in range(8):
            asked = question(view, seed)
            assert asked.options.count(asked.right) == 1
            assert len(set(asked.options)) == len(asked.options) >= 2
            assert asked.why


@pytest.mark.parametrize("conventions", [{}, TURNED, ON_PAPER])
def test_what_happens_to_the_loss_is_what_a_small_step_does(conventions):
    """By a difference quotient, not by the gradient."""
    view, seen = view_of(SIGMOID, **conventions), 0
    exact = view.exactly
    trace = exact.trace
    is_threshold = view.conventions.bias_as == "threshold"
    called, sign = ("threshold", -1) if is_threshold else ("bias", 1)
    for seed in range(0, 40, 4):
        asked = question(view, seed)
        for k, layer in enumerate(trace.network.layers):
            for j in range(len(layer.W)):
                name = f"The {called} of {view.symbols.neuron(k + 1, j)} becomes"
                if not asked.text.startswith(name):
                    continue
                b = layer.b.copy()
                b[j] += sign * 1e-3
                layers = list(trace.network.layers)
                layers[k] = replace(layer, b=b)
                other = replace(trace.network, layers=tuple(layers))
                loss = batch_loss(other, forward(other, trace.forward.x), trace.y)
                assert asked.right == (RISES if loss > trace.gradients.loss else FALLS)
                seen += 1
    assert seen


@pytest.mark.parametrize("conventions", [{}, TURNED, ON_PAPER])
@pytest.mark.parametrize("preset", [SIGMOID, "14_delta_rule_sign"])
def test_the_right_delta_is_that_of_the_walk(preset, conventions):
    view = view_of(preset, **conventions)
    shown = {}
    for k, width in enumerate(view.network.sizes[1:]):
        for j in range(width):
            at = Address("delta", k, j, sample=0)
            written = number_text.on_screen(view.trace.value(at), view.digits)
            shown[f"Which number is the {view.symbols.name(at)}?"] = written
    for seed in range(1, 40, 4):
        asked = question(view, seed)
        assert shown[asked.text] == asked.right
        assert ("Its sign is that of target minus output" in asked.why) == (
            view.conventions.turned and preset == SIGMOID
        )
        assert ("rounded to 2 decimals" in asked.why) == (conventions is ON_PAPER)


def test_the_published_error_of_the_delta_rule_is_right():
    asked = question(view_of("14_delta_rule_sign"), 1)
    assert asked.right == "0.28"
    assert "target minus input sum" in asked.why


def test_a_gradient_that_is_rounded_to_nothing_still_tells_what_the_loss_does():
    view, said = view_of(SIGMOID, round_decimals=1), set()
    for seed in range(0, 80, 4):
        asked = question(view, seed)
        assert asked.right != STAYS
        said.add("It is rounded to 0; without rounding" in asked.why)
    assert said == {True, False}


def test_a_rule_has_no_gradient_to_speak_of():
    asked = question(view_of("14_delta_rule_sign"), 3)
    assert "gradient" not in asked.why
    assert asked.why.startswith("Δw/η from x1 to o1 is 0.28. The rule would move it up")
    assert asked.right == FALLS


def of(W, b, f="linear", loss="half_squared_error", x=1.0, y=3.0):
    layers = [{"W": [[W]], "b": [b], "activation": f}]
    return View(
        document := {**EMPTY, "layers": layers, "x": [[x]], "y": [[y]], "loss": loss},
        paper_trace_of(document, "neuron"),
        0,
        None,
        0,
    )


@pytest.mark.parametrize(
    "view",
    [
        of(2.0, 1.0),
        of(2.0, 1.0, loss="mean_absolute_error"),
        of(1.0, -1.0, "relu"),
        of(60.0, 0.0, "sigmoid"),
    ],
    ids=["at a minimum", "at the loss's kink", "at an activation's kink", "saturated"],
)
def test_nobody_is_told_that_the_loss_stays_where_a_step_changes_it(view):
    """There the slope is 0 by convention, or tells of nothing but the place itself."""
    for seed in range(0, 16, 4):
        asked = question(view, seed)
        assert asked.text.startswith("Which number")
        assert asked.right in asked.options


def test_of_a_dead_neuron_the_loss_does_stay():
    assert question(of(-1.0, -1.0, "relu"), 0).right == STAYS


@pytest.mark.parametrize("seed", range(4))
def test_of_numbers_that_overflow_nothing_is_asked(seed):
    with pytest.raises(BackpropError, match="overflow"):
        question(of(1e308, 0.0, x=1e10), seed)
