"""The workbook, computed by a spreadsheet's own arithmetic after a weight was changed."""

import copy
import io
import warnings

import numpy as np
import openpyxl
import pytest

from playground.exercise.view import View, trace_of
from playground.export.spreadsheet import workbook
from tests.playground.export.exercises import EVERY, HOSTILE, MAZUR, view_of, whole
from tests.playground.export.walked_updates import CASES, walked

CHANGED = [MAZUR, "03_mazur_frozen_bias", "07_xor", "classes of a batch", "rooted", "cut", "typed",
           "softmax inside", "deep", "summed",
           "13_perceptron_and", "14_delta_rule_sign"]  # fmt: skip


def numbers(data):
    """Every number that is shown, by sheet and cell."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        f"{sheet.title.upper()}!{cell.coordinate}": cell.value
        for sheet in book for row in sheet for cell in row
        if isinstance(cell.value, int | float)
    }  # fmt: skip


def out_of_range(value):
    """As in Excel and LibreOffice, where a number too large for a float64 is an error. The engine
    of formulas sees to it everywhere but in sums."""
    return "#NUM!" if isinstance(value, float) and not np.isfinite(value) else value


def computed(path):
    """Every cell, as a formula engine that knows nothing of the app works it out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = pytest.importorskip("formulas")
        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cells = {}
    for name, value in solution.items():
        if ":" not in str(name) and hasattr(value, "value"):
            cells[str(name).split("]")[1].replace("'", "").upper()] = out_of_range(
                value.value[0, 0]
            )
    return cells


def same_after_a_change(view, other, folder):
    """The first weight is changed in the file of `view`; all is then as in the file of `other`."""
    first, wanted = whole(workbook(view)), numbers(whole(workbook(other)))
    book = openpyxl.load_workbook(io.BytesIO(first))
    (title,) = (row[0] for row in book["Given"] if row[0].value == _first_weights(book))
    book["Given"].cell(title.row + 1, 2).value = float(other.network.layers[0].W[0, 0])
    book.save(folder / "changed.xlsx")
    found = computed(folder / "changed.xlsx")
    assert numbers(first) != wanted
    for cell, value in wanted.items():
        np.testing.assert_allclose(float(found[cell]), value, rtol=1e-9, atol=1e-12, err_msg=cell)


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_weight_changes_both_passes_and_the_update(name, tmp_path):
    layers = copy.deepcopy(EVERY[name]["layers"])
    layers[0]["W"][0][0] += 0.3
    same_after_a_change(view_of(name), view_of(name, layers=layers), tmp_path)


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("rule", "before"), CASES)
def test_a_changed_weight_changes_the_update_of_every_rule(rule, before, tmp_path):
    """With its masks, what it had kept, and whatever the gradient goes through before it."""
    view = walked(rule, before)
    if before == "dropout":
        assert (view.network.layers[0].mask == 0).any()
    document = copy.deepcopy(view.document)
    document["layers"][0]["W"][0][0] += 0.3
    other = View(document, trace_of(document, "neuron"), 0, None, 0)
    same_after_a_change(view, other, tmp_path)


def as_made(view, folder):
    """Every number of the file as the app wrote it, and as it is worked out."""
    made = whole(workbook(view))
    (folder / "made.xlsx").write_bytes(made)
    found, wanted = computed(folder / "made.xlsx"), numbers(made)
    for cell, value in wanted.items():
        np.testing.assert_allclose(float(found[cell]), value, rtol=1e-9, atol=1e-12, err_msg=cell)
    return wanted


def test_what_a_rule_never_changes_keeps_what_it_has(tmp_path):
    """A weight that is cut, and biases that are frozen: no momentum or clipping moves them."""
    document = copy.deepcopy(walked("momentum", "clipped by norm").document)
    layer = document["layers"][0]
    layer["connected"] = [[True] * len(row) for row in layer["W"]]
    layer["connected"][1][0], layer["W"][1][0] = False, 0.0
    document["biases_frozen"] = True
    trace = trace_of(document, "neuron")
    assert np.array_equal(trace.array("b", 0), trace.network.layers[0].b)
    assert as_made(View(document, trace, 0, None, 0), tmp_path)


def test_a_probability_that_rounds_to_0_has_a_loss(tmp_path):
    layers = copy.deepcopy(EVERY["classes of a batch"]["layers"])
    layers[-1]["W"] = [[1e3 * one for one in row] for row in layers[-1]["W"]]
    shown = as_made(view_of("classes of a batch", layers=layers), tmp_path)
    assert 0 in shown.values()
    assert max(value for cell, value in shown.items() if cell.startswith("LOSS")) > 100


def _first_weights(book):
    return next(r[0].value for r in book["Given"] if str(r[0].value).startswith("weights into"))


@pytest.mark.parametrize("name", EVERY)
def test_every_number_but_the_given_ones_is_a_formula(name):
    book = openpyxl.load_workbook(io.BytesIO(whole(workbook(view_of(name)))))
    for sheet in book:
        kinds = {c.data_type for row in sheet for c in row if c.value is not None}
        assert kinds == ({"s", "n"} if sheet.title == "Given" else {"s", "f"})


def test_a_title_is_text_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(whole(workbook(view_of(MAZUR, title=HOSTILE)))))
    assert book["Given"]["A1"].data_type == "s"


def test_a_small_number_is_not_shown_as_0():
    book = openpyxl.load_workbook(io.BytesIO(whole(workbook(view_of(MAZUR)))))
    formats = {c.number_format for sheet in book for row in sheet for c in row}
    assert formats == {"General"}


SATURATED = [
    ("sigmoid", 90.0),
    ("own: sigmoid(sigmoid(x) * 1000 - x**2)", 3.0),
    ("own: 1/(1 + exp(-x))", 90.0),
    ("own: x/(2 + e**(-x))", 90.0),
    ("own: e**(-x**2)", 90.0),
    ("softplus", 90.0),
    ("silu", 90.0),
    ("tanh", 90.0),
    ("gelu", 90.0),
    ("elu", 90.0),
]


@pytest.mark.parametrize(("activation", "size"), SATURATED)
def test_no_saturated_neuron_overflows(activation, size, tmp_path):
    """Of EXP the largest argument is 709; beyond it stands #NUM!, and so in all that follows."""
    layers = copy.deepcopy(EVERY["by hand"]["layers"])
    layers[0] |= {"activation": activation, "W": [[-size, 0.0], [size, 0.0]]}
    view = view_of("by hand", layers=layers, x=[[10.0, 1.0]])
    shown = as_made(view, tmp_path)
    assert min(shown.values()) <= -size * 9


def test_the_check_sees_an_overflow(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = (
        "=1/(1+EXP(800))",
        "=10^300*10^10",
        "=1",
    )
    book.save(tmp_path / "made.xlsx")
    found = computed(tmp_path / "made.xlsx")
    assert [str(found[f"SHEET!A{row}"]) for row in (1, 2)] == ["#NUM!", "#NUM!"]
