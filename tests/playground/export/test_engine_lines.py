"""The code of every step is found, is the engine's, and names this network's arrays."""

import inspect

import pytest

import backprop_core
from playground.export.engine_lines import engine_lines, numpy_lines
from playground.export.program import numpy_program
from tests.playground.export.exercises import EVERY, MAZUR, view_of
from tests.playground.export.walked_updates import CASES, walked

CLIPPED = "clipped by value, scheduled"


@pytest.mark.parametrize("name", EVERY)
def test_every_operation_has_its_lines(name):
    view = view_of(name)
    for step in {step.operation.name: step for step in view.trace}.values():
        assert " = " in numpy_lines(step, view), step
        engine = engine_lines(step, view.trace)
        assert engine or step.operation.name == "activation"  # NumPy's own tanh has no lines


@pytest.mark.parametrize("way", ["receiving", "sending"])
@pytest.mark.parametrize("quantity", ["dW", "W"])
def test_the_place_of_a_weight_is_that_of_its_number_in_the_program(quantity, way):
    view = view_of("narrow", conventions={"weights": way})
    program = {"check": lambda *_: None}
    exec(numpy_program(view).replace("def check", "def _"), program)
    for step in view.trace:
        if step.quantity == quantity:
            last = numpy_lines(step, view).splitlines()[-1].removesuffix("  # this step")
            assert eval(last, program) == pytest.approx(step.value, abs=1e-12)


@pytest.mark.parametrize("name", ["classes of a batch", "summed", "13_perceptron_and", "rooted"])
def test_the_lines_of_a_loss_end_with_the_number_of_the_step(name):
    view = view_of(name)
    program = {"check": lambda *_: None}
    exec(numpy_program(view).replace("def check", "def _"), program)
    for step in view.trace:
        if step.quantity == "loss":
            last = numpy_lines(step, view).splitlines()[-1]
            if step.sample is not None:
                assert last == f"losses[{step.sample}]  # this step"
            made = eval(last.partition(" = ")[2] or last, program)
            assert made == pytest.approx(step.value, abs=1e-12)


@pytest.mark.parametrize(("rule", "before"), CASES)
def test_every_stage_of_every_rule_has_its_lines(rule, before):
    """A walk has no dropout masks, so dropout has no step; all else that training does has."""
    view = walked(rule, before)
    program = numpy_program(view).splitlines()
    found = {step.operation.name: step for step in view.trace}
    assert len(found) > 7 or (rule, before) == ("gradient_descent", "plain")
    for step in found.values():
        lines = numpy_lines(step, view).splitlines()
        assert " = " in lines[0], step
        assert {line for line in lines if not line.endswith("# this step")} <= set(program)
        assert engine_lines(step, view.trace) or step.operation.name == "activation", step


@pytest.mark.parametrize(
    ("rule", "before", "quantity", "said"),
    [
        ("adam", "plain", "m of W", "def moments("),
        ("adamw", "plain", "decayed_parameter of W", "def arithmetic("),
        ("momentum", "plain", "W", "def arithmetic("),
        ("adam", "L2", "penalized of W", "self.l2"),
        ("adam", "clipped by norm", "clip_factor", "norm(gradient)"),
        ("adam", CLIPPED, "clipped of W", "minimum(maximum("),
        ("adam", CLIPPED, "learning_rate", "cos(turn)"),
        ("", "amsgrad", "decayed of W", "def ascent_and_decay("),
    ],
)
def test_the_engines_lines_are_those_that_wrote_the_stage_down(rule, before, quantity, said):
    view = walked(rule, before)
    step = next(one for one in view.trace if one.quantity == quantity)
    assert said in engine_lines(step, view.trace)


@pytest.mark.parametrize("name", ["m of W", "v_hat of b", "learning_rate", "clip_factor"])
def test_the_lines_of_a_stage_name_all_that_it_takes(name):
    view = walked("adam", "clipped by norm" if name == "clip_factor" else CLIPPED)
    step = next(one for one in view.trace if one.quantity == name)
    lines = numpy_lines(step, view)
    made = {line.partition(" = ")[0] for line in lines.splitlines()}
    stage = view.trace.record.stage(step.operation.result)
    scalars = {leaf for leaf in stage.inputs if leaf.scalar}
    assert len(made) >= 1 + len(scalars)


def test_the_lines_are_those_that_ran():
    view = view_of(MAZUR)
    z, a = view.trace[0], view.trace[2]
    assert "@np.errstate" in engine_lines(z, view.trace)
    assert engine_lines(a, view.trace) == inspect.getsource(backprop_core.sigmoid).strip("\n")


def test_the_same_in_numpy_is_in_this_networks_names():
    view = view_of(MAZUR)
    assert numpy_lines(view.trace[0], view) == (
        "z1 = x @ W1.T + b1  # (1, 2)\nz1[0, 0]  # this step"
    )
    last = numpy_lines(view.trace[-1], view)
    assert last.splitlines()[:2] == ["learning_rate = 0.5", "b2_new = b2 - learning_rate * db2"]
