"""The code of every step is found, is the engine's, and names this network's arrays."""

import inspect

import pytest

import backprop_core
from playground.export.engine_lines import engine_lines, numpy_lines
from tests.playground.export.exercises import EVERY, MAZUR, view_of


@pytest.mark.parametrize("name", EVERY)
def test_every_operation_has_its_lines(name):
    view = view_of(name)
    for step in {step.operation.name: step for step in view.trace}.values():
        assert " = " in numpy_lines(step, view), step
        engine = engine_lines(step, view.trace)
        assert engine or step.operation.name == "activation"  # NumPy's own tanh has no lines


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
