"""The workbook, computed by a spreadsheet's own arithmetic after a weight was changed."""

import copy
import io
import warnings

import numpy as np
import openpyxl
import pytest

from playground.export.spreadsheet import workbook
from tests.playground.export.exercises import EVERY, HOSTILE, MAZUR, view_of, whole
from tests.playground.export.walked_updates import walked

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


def computed(path):
    """Every cell, as a formula engine that knows nothing of the app works it out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = pytest.importorskip("formulas")
        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cells = {}
    for name, value in solution.items():
        if ":" not in str(name) and hasattr(value, "value"):
            cells[str(name).split("]")[1].replace("'", "").upper()] = value.value[0, 0]
    return cells


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_weight_changes_both_passes_and_the_update(name, tmp_path):
    layers = copy.deepcopy(EVERY[name]["layers"])
    layers[0]["W"][0][0] += 0.3
    first, other = whole(workbook(view_of(name))), whole(workbook(view_of(name, layers=layers)))
    book = openpyxl.load_workbook(io.BytesIO(first))
    (title,) = (row[0] for row in book["Given"] if row[0].value and
                str(row[0].value).startswith("weights into") and row[0].row < 99
                and row[0].value == _first_weights(book))  # fmt: skip
    book["Given"].cell(title.row + 1, 2).value = layers[0]["W"][0][0]
    book.save(tmp_path / "changed.xlsx")
    found, wanted = computed(tmp_path / "changed.xlsx"), numbers(other)
    assert numbers(first) != wanted
    for cell, value in wanted.items():
        np.testing.assert_allclose(float(found[cell]), value, rtol=1e-9, atol=1e-12, err_msg=cell)


def test_an_update_with_dropout_is_computed_with_its_masks(tmp_path):
    view = walked("gradient_descent", "dropout")
    assert (view.network.layers[0].mask == 0).any()
    made = whole(workbook(view))
    (tmp_path / "update.xlsx").write_bytes(made)
    found, wanted = computed(tmp_path / "update.xlsx"), numbers(made)
    assert wanted
    for cell, value in wanted.items():
        np.testing.assert_allclose(float(found[cell]), value, rtol=1e-9, atol=1e-12, err_msg=cell)


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
