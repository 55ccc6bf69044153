"""Journeys through the pages beside the walk: functions, symbols, and checking a gradient."""

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
from playground.notation.bare_symbols import product
from playground.notation.symbols import NOTATIONS
from playground.primer.numbers import BOXES, CURVES
from playground.ui.page_text import whole

APP = str(Path(__file__).parents[2] / "app.py")


def opened(page, preset=None):
    """A session on that page; `preset` is the exercise that the Playground has."""
    at = AppTest.from_file(APP, default_timeout=30)
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
    assert "**Range**" in said
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
    assert "1.526e-5" in words(at)
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
    assert "pulled nowhere" in words(at)
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


# Check my gradient.


def right_gradient(preset):
    now = presets()[preset]
    network = network_of(now)
    return backward(network, forward(network, now["x"]), now["y"])


def paste(at, number, dW="", db=""):
    at.text_area(key=f"paste_dW_{number}").set_value(dW)
    at.text_area(key=f"paste_db_{number}").set_value(db)
    at.button(key=f"use_paste_{number}").click().run()
    assert not at.exception
    return at


def errors(at):
    """As they are read: without what keeps Markdown from taking them for markup."""
    return [re.sub(r"\\(\W)", r"\1", error.value).replace("\u2060", "") for error in at.error]


def successes(at):
    return [success.value for success in at.success]


def test_the_engines_gradient_is_checked_by_a_second_method():
    at = opened("play/check")
    assert "Two independent methods agree on all 12 gradients" in successes(at)[0]
    assert "Mazur" in words(at)
    assert not at.error


def assert_shows(table, numbers):
    """A cell shows a number to 12 digits."""
    np.testing.assert_allclose(np.asarray(table, dtype=float), numbers, rtol=1e-11)


@pytest.mark.parametrize("preset", presets())
def test_every_preset_can_be_checked(preset):
    at = opened("play/check", preset)
    assert "Two independent methods agree" in successes(at)[0]
    assert not at.error
    assert "from backprop_core import" in at.code[0].value


def test_a_right_gradient_that_is_pasted_agrees():
    at = opened("play/check")
    g = right_gradient("01_mazur_own_bias")
    paste(at, 0, repr(g.layers[0].dW), np.array2string(g.layers[0].db))
    assert "Your gradient agrees. 6 of 12 numbers compared." in successes(at)[-1]
    assert not at.error
    pressed(at, "check_layer_3", 1)
    paste(at, 1, str(g.layers[1].dW.tolist()), str(g.layers[1].db.tolist()))
    assert "All 12 numbers compared." in successes(at)[-1]
    assert not at.error


def test_a_transposed_gradient_is_named():
    at = opened("play/check")
    dW = right_gradient("01_mazur_own_bias").layers[0].dW
    paste(at, 0, str(dW.T.tolist()))
    assert "Numbers that differ: 2 of the 4 given." in errors(at)
    said = words(at)
    assert "The matrix is transposed" in said
    assert "dW of the hidden layer" in said
    assert "Your gradient agrees" not in said


def in_notation(at, key):
    at.selectbox(key="notation").set_value(key).run()
    assert not at.exception
    return at


@pytest.mark.parametrize("key", NOTATIONS)
@pytest.mark.parametrize("preset", ["01_mazur_own_bias", "10_sugden_units_ijk"])
def test_a_gradient_is_pasted_as_the_notation_lays_it_out(key, preset):
    """2-2-2, where a transposed matrix fits too, and a shape that fits only one way round."""
    at = in_notation(opened("play/check", preset), key)
    sending = NOTATIONS[key].weights == "sending"
    layers = right_gradient(preset).layers
    for number, layer in enumerate(layers):
        pressed(at, f"check_layer_{len(layers) + 1}", number)
        paste(at, number, str((layer.dW.T if sending else layer.dW).tolist()))
        assert not at.error, errors(at)
        weights = at.dataframe[0].value
        assert_shows(weights, layer.dW.T if sending else layer.dW)
        to, source = list(weights.columns), list(weights.index)
        to, source = (to, source) if sending else (source, to)
        assert all(name.startswith("to ") for name in to)
        assert all(name.startswith("from ") for name in source)
    assert "Your gradient agrees" in successes(at)[-1]
    said = words(at)
    assert f"a row for each {NOTATIONS[key].words['neuron']} that " in said
    assert ("that sends, a column" in said) == sending
    assert ("that receives, a column" in said) != sending


@pytest.mark.parametrize("key", ["own", "sakryukin", "hallstrom"])
def test_a_transposed_gradient_is_named_in_every_layout(key):
    at = in_notation(opened("play/check"), key)
    dW = right_gradient("01_mazur_own_bias").layers[0].dW
    paste(at, 0, str((dW if NOTATIONS[key].weights == "sending" else dW.T).tolist()))
    assert "Numbers that differ: 2 of the 4 given." in errors(at)
    assert "The matrix is transposed" in words(at)
    assert product(NOTATIONS[key], "dW") in words(at)


@pytest.mark.parametrize(("key", "row"), [("own", "receives"), ("sugden", "sends")])
def test_a_matrix_that_fits_only_the_other_way_round_is_told_what_a_row_is(key, row):
    at = in_notation(opened("play/check", "08_hallstrom_3_4_3_2"), key)
    dW = right_gradient("08_hallstrom_3_4_3_2").layers[0].dW
    wrong = dW if NOTATIONS[key].weights == "sending" else dW.T
    paste(at, 0, str(wrong.tolist()))
    assert len(at.error) == 1
    neuron = NOTATIONS[key].words["neuron"]
    assert (
        f"Yours looks transposed. Here it has a row for each {neuron} that {row}" in errors(at)[0]
    )
    assert len(at.success) == 1


def test_typed_numbers_stay_with_their_weights_when_the_notation_changes():
    at = opened("play/check", "08_hallstrom_3_4_3_2")
    dW = right_gradient("08_hallstrom_3_4_3_2").layers[0].dW
    paste(at, 0, str(dW.tolist()))
    in_notation(at, "gupta")
    assert_shows(at.dataframe[0].value, dW.T)
    assert "Your gradient agrees" in successes(at)[-1]
    in_notation(at, "own")
    assert_shows(at.dataframe[0].value, dW)


@pytest.mark.parametrize("key", ["own", "devforum"])
def test_what_the_code_prints_can_be_pasted(key):
    at = in_notation(opened("play/check", "08_hallstrom_3_4_3_2"), key)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(at.code[0].value, {})
    lines = dict(line.split(" = ") for line in printed.getvalue().splitlines() if " = " in line)
    paste(at, 0, f"dW1 = {lines['dW1']}", lines["db1"])
    assert "Your gradient agrees. 16 of " in successes(at)[-1]
    assert not at.error


def test_a_guess_from_one_number_is_called_a_guess():
    at = opened("play/check")
    db = right_gradient("01_mazur_own_bias").layers[0].db
    at.selectbox(key="example").select("The bias is forgotten").run()
    assert "this is a guess" not in words(at)
    at.button(key="empty_gradient").click().run()
    at.session_state["playground"]["rooms"]["own_gradient"]["layers"][0]["db"] = [
        [-float(db[0])],
        [None],
    ]
    at.run()
    assert errors(at) == ["Numbers that differ: 1 of the 1 given."]
    assert "this is a guess" in words(at)


def test_bad_text_is_refused_and_what_was_there_stays():
    at = opened("play/check")
    g = right_gradient("01_mazur_own_bias")
    paste(at, 0, str(g.layers[0].dW.tolist()))
    paste(at, 0, "[[1, two], [3, 4]]", "[1, 2]")
    assert errors(at) == [
        "dW of the hidden layer got 'two', which is no finite number. "
        "It takes 2 rows of 2 numbers, such as [[0.1, -0.2], [3e-4, 0]]."
    ]
    assert "4 of 12 numbers compared" in successes(at)[-1]
    paste(at, 0, str(g.layers[0].dW.tolist()))
    assert not at.error


def test_nothing_pasted_is_said():
    at = paste(opened("play/check"), 0)
    assert errors(at) == ["Nothing was pasted: both fields are empty."]


def test_an_example_with_a_mistake_is_filled_in_and_named():
    at = opened("play/check")
    example = at.selectbox(key="example")
    wanted = "Deltas went back through updated weights"
    assert wanted in example.options
    example.select(wanted).run()
    assert wanted in words(at)
    assert errors(at) == ["Numbers that differ: 6 of the 12 given."]
    at.selectbox(key="example").select("the right gradient").run()
    assert "All 12 numbers compared" in successes(at)[-1]
    assert not at.error
    at.button(key="empty_gradient").click().run()
    assert "Nothing to compare yet" in words(at)
    assert not at.error


def test_what_was_typed_is_still_there_after_a_visit_to_another_page():
    at = opened("play/check")
    at.selectbox(key="example").select("The bias is forgotten").run()
    assert errors(at) == ["Numbers that differ: 4 of the 12 given."]
    at.switch_page("pages/learn/symbols.py").run()
    at.switch_page("pages/play/check.py").run()
    assert errors(at) == ["Numbers that differ: 4 of the 12 given."]
    assert not at.exception


def test_another_networks_shapes_begin_an_empty_sheet():
    at = opened("play/check")
    at.selectbox(key="example").select("The bias is forgotten").run()
    at.switch_page("pages/play/playground.py").run()
    at.selectbox(key="preset").select("08_hallstrom_3_4_3_2").run()
    at.switch_page("pages/play/check.py").run()
    assert not at.exception
    assert "Nothing to compare yet" in words(at)
    assert not at.error


def test_an_unfinished_drawing_is_met_with_a_way_on():
    at = AppTest.from_file(APP, default_timeout=30).run()
    pressed(at, "mode", "draw")
    at.button(key="clear_board").click().run()
    at.switch_page("pages/play/check.py").run()
    assert not at.exception
    assert "no layer of weights yet" in at.info[0].value
    assert not at.success
    assert not at.error


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
