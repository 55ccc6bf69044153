"""Journeys through the pages beside the walk: functions, symbols, the primer."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from backprop_core import ACTIVATIONS, LOSSES, backward, forward
from playground.check.notebook_code import gradient_code
from playground.exercise.document import network_of
from playground.exercise.presets import presets
from playground.primer.numbers import BOXES, CURVES
from playground.ui.page_text import whole

APP = str(Path(__file__).parents[2] / "app.py")


def opened(page, preset=None):
    """A session on that page; `preset` is the exercise that the Playground has."""
    at = AppTest.from_file(APP, default_timeout=120)
    if preset:
        at.query_params["preset"] = preset
    at.run()
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return at


def words(at):
    """Everything that is said on the page, in its order."""
    kinds = ("title", "subheader", "markdown", "caption", "success", "error", "info", "warning")
    return "\n".join(str(element.value) for kind in kinds for element in at.get(kind))


def pressed(at, key, choice):
    """Another choice of a segmented control."""
    at.button_group(key=key).set_value(choice).run()
    assert not at.exception
    return at


# Activations and losses.


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_can_be_looked_at(name):
    at = pressed(opened("learn/functions"), "function", name)
    said = words(at)
    assert ("**No gradient**" if name in ("step", "sign") else "**Range**") in said
    assert ("Jacobian" in said) == (name == "softmax")
    assert not re.search(r"\{(slope|layers|left|target)\}", said)


def test_the_slider_moves_the_point():
    at = opened("learn/functions")
    at.slider(key="function_z").set_value(2.0).run()
    said = words(at)
    assert r"\mathbf{0.8808}" in said
    assert r"\mathbf{0.105}" in said
    assert r"\mathbf{0.7311}" not in said


def test_vanishing_gradients_are_told_only_where_they_vanish():
    at = opened("learn/functions")
    assert "1.526e−5" in words(at)
    pressed(at, "function", "relu")
    assert "leave at most" not in words(at)


def test_a_slope_of_ones_own_changes_the_numbers():
    at = pressed(opened("learn/functions"), "function", "leaky_relu")
    at.text_input(key="parameter_leaky_relu").set_value("0.25").run()
    at.slider(key="function_z").set_value(-2.0).run()
    assert r"\mathbf{-0.5}" in words(at)
    assert not at.error


def test_softmax_takes_two_to_five_outputs():
    at = pressed(opened("learn/functions"), "function", "softmax")
    pressed(at, "softmax_count", 5)
    assert [s.label for s in at.slider if s.key.startswith("softmax")] == [
        "z1",
        "z2",
        "z3",
        "z4",
        "z5",
    ]
    pressed(at, "softmax_count", 2)
    assert "softmax_z2" not in [s.key for s in at.slider]


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_can_be_looked_at(name):
    at = pressed(opened("learn/functions"), "loss_function", name)
    said = words(at)
    assert "**Over the batch:**" in said
    assert "One output: at" in said
    assert "NaN" not in said
    assert "∞" not in said


def test_a_loss_at_its_target_pulls_nowhere():
    at = opened("learn/functions")
    at.slider(key="loss_y_number").set_value(-1.0).run()
    assert "does not move" in words(at)
    assert "moves this output" not in words(at)


# Symbols and conventions.


def test_the_symbols_page_says_what_is_otherwise_unsaid():
    at = opened("learn/symbols")
    said = words(at)
    for needed in (
        "delta",
        "(n_out, n_in)",
        "old",
        "Ctrl+Shift+Z",
        "full Jacobian",
        "Home and End",
    ):
        assert needed in said
    assert len(at.tabs) == 5
    assert not at.error


def test_the_code_in_the_notebook_lesson_runs_and_learns_xor():
    code = re.search(r"```python\n(.*?)```", whole("symbol_reference/notebook"), re.DOTALL)[1]
    names = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, names)
    assert names["g"].loss < 0.05
    assert "update" in printed.getvalue()
    assert len(code.strip().splitlines()) <= 13


# The primer.


@pytest.mark.parametrize("name", CURVES)
def test_every_function_of_the_primer_can_be_looked_at(name):
    at = pressed(opened("learn/primer"), "primer_function", name)
    at.select_slider(key="primer_dx").set_value(1e-6).run()
    assert not at.exception
    assert r"f'(x) &= " in words(at)
    assert r"\frac{\Delta f}{\Delta x} &= " in words(at)
    assert not at.error


def test_the_primers_sliders_move_its_numbers():
    at = opened("learn/primer")
    assert r"\mathbf{3}" in words(at)
    at.select_slider(key="primer_dx").set_value(0.01).run()
    assert r"\mathbf{2.01}" in words(at)
    assert r"\mathbf{3}" not in words(at)
    at.slider(key="primer_y").set_value(0.5).run()
    assert r"\mathbf{-0.479426}" in words(at)
    at.slider(key="primer_rules_x").set_value(2.0).run()
    assert "By the rule **32**, by a secant **32**" in words(at)


def test_the_primer_goes_to_the_left_as_well_and_says_where_there_is_no_secant():
    at = pressed(opened("learn/primer"), "primer_function", "log")
    at.select_slider(key="primer_dx").set_value(-0.5).run()
    assert r"\mathbf{1.38629}" in words(at)  # (ln 0.5 - ln 1) / -0.5
    at.select_slider(key="primer_dx").set_value(-1.0).run()
    assert "defined above 0 only, and x + Δx is 0" in at.info[0].value
    assert r"\Delta f}{\Delta x} &= " not in words(at)


def test_the_primer_says_that_a_kink_has_two_slopes():
    at = pressed(opened("learn/primer"), "primer_function", "relu")
    assert not at.info
    at.slider(key="primer_x_relu").set_value(0.0).run()
    assert "the slope is 0 on the left and 1 on the right" in at.info[0].value


@pytest.mark.parametrize("inner", BOXES)
def test_the_chain_rule_is_checked_through_both_boxes(inner):
    at = opened("learn/primer")
    at.selectbox(key="primer_inner").set_value(inner).run()
    said = words(at)
    product = re.search(r"\\frac\{dy\}\{du\} = .*\\mathbf\{([^}]+)\}", said)[1]
    assert f"through both boxes: **{product}**" in said


# The same in Python, on the page Check my work.


def right_gradient(preset):
    now = presets()[preset]
    network = network_of(now)
    return backward(network, forward(network, now["x"]), now["y"])


@pytest.mark.parametrize("preset", ["07_xor", "09_sakryukin_even_odd", "12_gupta_no_bias"])
def test_the_code_shown_computes_the_same_gradient(preset):
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(gradient_code(presets()[preset]), names)
    for got, wanted in zip(names["g"].layers, right_gradient(preset).layers, strict=True):
        np.testing.assert_array_equal(got.dW, wanted.dW)


def test_the_code_of_a_large_network_reads_the_saved_file(tmp_path, monkeypatch):
    from playground.exercise.link import to_json

    now = presets()["01_mazur_own_bias"]
    big = {**now, "x": now["x"] * 64, "y": now["y"] * 64}
    (tmp_path / "network.json").write_text(to_json(big), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(gradient_code(big), names)
    assert len(names["x"]) == 64
    assert "dW2 =" in printed.getvalue()
