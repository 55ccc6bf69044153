"""The page's own way from a paste to a report, on what people had for exercises that were set."""

import io

import numpy as np
import pytest

from backprop_core import (
    BackpropError,
    Layer,
    Network,
    backward,
    explain,
    forward,
    read_arrays,
    read_file,
)
from playground.check.arrangements import Shapes
from playground.check.example import example_text
from playground.check.numbers import LONGEST, as_text, outcome
from playground.check.reading import given_of, placed
from playground.check.words import counted, first_wrong, headline, table
from playground.exercise import document
from playground.exercise.presets import presets
from playground.notation.symbols import NOTATIONS, Symbols
from tests.core.explanation.real_work import CLAIMS, EXERCISES, ROUNDED, network_of
from tests.core.explanation.test_real_work import CAUSES
from tests.playground.walks import document_of

# "1.0" alone has one decimal, and rounding to one on the way leads from 0.7744 to it.
TOLD_ROUNDED = {"numgrad_of_output"}
PRINTS = {
    "lists": lambda array: str(np.asarray(array).tolist()),
    "numpy": lambda array: repr(np.asarray(array)),
    "transposed": lambda array: str(np.asarray(array).T.tolist()),
}


def pasted(row, dW, db, form="lists"):
    """As a student would paste it, layer by layer."""
    lines = []
    for number, (W, b) in enumerate(zip(dW, db, strict=True), start=1):
        lines.append(f"dW{number} = {PRINTS[form](W)}")
        if b is not None and row["layers"][number - 1]["b"] is not None:
            lines.append(f"db{number} = {PRINTS['lists'](b)}")
    return "\n".join(lines)


def report_on(row, text, sending=False):
    network, batch = network_of(row), len(row["x"])
    items = placed(read_arrays(text), network, batch, {}, sending=sending)
    assert all(item.taken for item in items)
    y = row["y"]
    if y is None:
        y = np.zeros((batch, network.sizes[-1]))
    given = given_of(items, network, batch)
    return explain(network, row["x"], y, given, learning_rate=row["learning_rate"])


@pytest.mark.parametrize("name", ROUNDED)
def test_right_work_is_right_however_it_was_rounded(name):
    row = ROUNDED[name]
    exercise = EXERCISES[row["exercise"]]
    assert report_on(exercise, pasted(exercise, row["dW"], row["db"])).right


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("sending", [False, True])
def test_the_right_numbers_are_right_in_either_layout(name, sending):
    row = EXERCISES[name]
    expected = row["expected"]
    if "dW" not in expected:
        pytest.skip("This exercise has no gradient.")
    form = "transposed" if sending else "lists"
    text = pasted(row, expected["dW"], expected["db"], form)
    assert report_on(row, text, sending).right


@pytest.mark.parametrize(
    "name", [one for one in CLAIMS if one in CAUSES and one not in TOLD_ROUNDED]
)
def test_the_cause_of_each_claim_comes_first(name):
    row = CLAIMS[name]
    report = report_on(row, pasted(row, row["claimed_dW"], row["claimed_db"]))
    assert not report.right
    assert " ".join(slip.name for slip in report.causes[0].slips) == CAUSES[name]


@pytest.mark.parametrize("name", presets())
def test_the_example_of_every_preset_is_wrong_and_its_cause_is_known(name):
    found = outcome(presets()[name], example_text(presets()[name]), {}, {})
    assert found.report is not None
    assert not found.report.right
    assert found.report.causes


@pytest.mark.parametrize("key", NOTATIONS)
def test_every_quantity_has_a_row_in_every_notation(key):
    now = document_of((2, 2, 1), batch=2)
    symbols = Symbols(NOTATIONS[key], (2, 2, 1), 2)
    typed = {
        **{f"{name} {layer}": [[0.5] * (2 - layer)] * 2 for name in ("z", "a", "da", "delta")
           for layer in (0, 1)},
        **{f"{name} 0": [[0.5, 0.5], [0.5, 0.5]] for name in ("dW", "step_W", "W", "dx")},
        **{f"{name} 0": [[0.5], [0.5]] for name in ("db", "step_b", "b")},
        "loss 0": [[0.5]],
    }  # fmt: skip
    report = outcome(now, "", {}, typed).report
    assert report.total == 4 * 6 + 16 + 6 + 1
    shown = table(report, symbols)
    assert shown.count("<tr class") == report.total
    assert "first wrong" in shown
    assert headline(report).endswith("wrong.") or "follow" in headline(report)
    assert first_wrong(report) is not None


def test_tables_typed_for_another_drawing_are_left_aside():
    now = document_of((2, 2, 1))
    assert outcome(now, "", {}, {"dW 0": [[1.0]], "dW 7": [[1.0]], "z 1": [[None]]}).report is None


def test_a_table_adds_to_what_was_pasted():
    now = document_of((2, 2, 1))
    found = outcome(now, "dW1 = [[1, 2], [3, 4]]", {}, {"db 0": [[0.5], [None]]})
    assert found.report.total == 5


def test_a_comma_that_could_be_both_is_asked():
    now = document_of((2, 2, 1))
    found = outcome(now, "db1 = [0,1; 0,2]", {}, {})
    assert found.asks_comma
    assert outcome(now, "db1 = [0,1; 0,2]", {}, {}, decimal=",").report.total == 2


def test_a_text_that_is_too_long_is_refused_in_a_sentence():
    found = outcome(document_of((2, 2, 1)), "1 " * 500_000, {}, {})
    assert found.refused == f"The text has 1,000,000 characters. It takes up to {LONGEST:,}."
    assert not found.items


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_file_can_be_read_as_if_it_was_pasted(dtype):
    now = document_of((3, 2, 1))
    network = document.network_of(now)
    g = backward(network, forward(network, now["x"]), now["y"])
    kept = io.BytesIO()
    np.savez(kept, **{f"dW{n}": layer.dW.astype(dtype) for n, layer in enumerate(g.layers, 1)})
    report = outcome(now, as_text(read_file("mine.npz", kept.getvalue())), {}, {}).report
    assert report.total == 8
    assert report.right


def test_a_file_of_pickled_objects_is_refused():
    kept = io.BytesIO()
    np.save(kept, np.array([{"dW1": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(BackpropError, match="not unpacked"):
        read_file("mine.npy", kept.getvalue())


def test_a_long_quotation_is_cut():
    found = outcome(document_of((2, 2, 1)), "dW1 = [[1, " + "w" * 500 + "]]", {}, {})
    assert found.refused is not None
    assert "w" * 61 not in found.refused


def test_shapes_of_a_layer_without_bias():
    shapes = Shapes((2, 2, 1), 1, ("none", "shared"), mean=True)
    assert shapes.of_place(("db", 0)) is None
    assert shapes.of_place(("db", 1)) == ()


def test_biases_as_far_apart_as_numbers_go_are_told_from_one_for_the_layer():
    layers = (
        Layer(np.ones((2, 1)), [1e308, -1e308], "linear"),
        Layer(np.ones((1, 2)), [1e308], "linear"),
    )
    network = Network(layers, "half_squared_error", reduction="mean")
    assert Shapes.of(network, 1, sending=False).one_bias == (False, True)


@pytest.mark.parametrize(
    "written", ["0e-030085", "0e-400", "0.0e+500", "1.0000e-323", f"0.{'9' * 400}", f"1{'0' * 300}"]
)
def test_a_number_written_beyond_what_a_float_tells_apart_is_judged(written):
    now = document_of((2, 2, 1))
    found = outcome(now, f"dW1 = [[{written}, 0], [0.0064, 0]]\ndb1 = [0.0085, 0.0064]", {}, {})
    assert found.report is not None


@pytest.mark.parametrize("text", ["0.0$ ", "0 $ ", "0 0⍴ ", "2 0⍴0.1"])
def test_an_array_of_no_numbers_is_no_array(text):
    assert outcome(document_of((2, 2, 1)), f"db1 = [0.0085, {text}", {}, {}).refused


def test_verdicts_are_counted_in_words_that_fit_their_number():
    layers = Layer([[0.5]], [0.0], "linear"), Layer([[2.0]], [0.0], "linear")
    network = Network(layers, "squared_error")
    one = explain(network, [1.0], [0.0], {"loss": 3.0})
    assert headline(one) == "The one number is wrong."
    some = explain(network, [1.0], [0.0], {"z": [[[0.7]], [[1.4]]], "a": [[[0.7]], [[1.4]]]})
    assert headline(some) == "1 of 4 numbers is wrong. 3 follow from it."
    assert counted(some) == "3 follow \u00b7 1 wrong"
