"""Grids as data for the browser, in every notation and with every kind of number."""

import json

import numpy as np
import pytest

from playground.exercise.presets import presets
from playground.notation.number_text import Digits
from playground.notation.symbols import NOTATIONS, Symbols
from playground.steps.array_grids import Grid
from playground.steps.matrix_lines import lines_of
from playground.steps.pass_grids import Form
from playground.views.grid.payload import line_data, plain, shown, variable_of, view_data
from tests.playground.walks import document_of, walk_of

OWN = Symbols(NOTATIONS["own"], (2, 3, 2), 2)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("preset", presets())
def test_every_preset_can_be_read_in_every_notation(notation, preset):
    t = walk_of(presets()[preset])
    written = NOTATIONS[notation]
    symbols = Symbols(written, t.network.sizes, len(t.y))
    form = Form(written.samples == "columns", written.weights == "receiving")
    for step in t:
        for line in lines_of(t, step, form, 0):
            data = line_data(line, t, step, symbols, 4)
            text = json.dumps(data, allow_nan=False, ensure_ascii=False)
            assert "\\" not in text.replace('\\"', "")
            assert "{" not in "".join(part for part in data["parts"] if isinstance(part, str))
            for part in data["parts"]:
                if not isinstance(part, str):
                    assert part["name"]
                    assert part["variable"].isidentifier()
                    assert len(part["texts"]) == len(part["rows"])
                    assert {len(row) for row in part["texts"]} == {len(part["columns"])}


def test_rows_and_columns_are_called_as_the_neurons_are():
    t = walk_of(document_of([2, 3, 2], batch=2))
    W, x, *_ = lines_of(t, t[0], Form(True, True), 0)[0].grids
    assert shown(W, OWN, 4)["rows"] == ["h1", "h2", "h3"]
    assert shown(W, OWN, 4)["columns"] == ["x1", "x2"]
    assert shown(x, OWN, 4)["columns"] == ["[1]", "[2]"]
    assert shown(W, OWN, 4)["label"] == "W(1) of the hidden layer, 3 by 2"


def test_an_array_is_copied_under_its_name_and_its_layers_number():
    t = walk_of(document_of([2, 3, 2], batch=2))
    lines = [line for step in t for line in lines_of(t, step, Form(True, True), 0)]
    names = {variable_of(grid) for line in lines for grid in line.grids}
    assert {"x", "y", "W1", "W2", "b1", "z1", "a2", "dW1", "W1_new", "b2_new", "W2_T"} <= names


def test_what_is_copied_is_the_arrays_with_any_decimal_mark():
    t = walk_of(document_of([2, 3, 2], batch=2))
    lines = lines_of(t, t[1], Form(False, True), 0)
    data = view_data([line_data(one, t, t[1], OWN, Digits(4, comma=True)) for one in lines])
    copied = {"np": np}
    exec(data["numpy"], copied)
    np.testing.assert_array_equal(copied["x"], t.forward.x)
    assert np.isfinite(copied["z1"]).sum() == 2  # of the steps so far
    json.dumps(data, allow_nan=False)
    assert not any("numpy" in part for line in data["lines"] for part in line["parts"])


def test_what_is_not_finite_can_still_be_sent():
    grid = Grid("z", 0, ("neuron", "all"), np.array([[np.inf], [np.nan], [-np.inf]]))
    made = shown(grid, OWN, 4, tint=np.inf)
    assert made["texts"] == [["∞"], ["NaN"], ["−∞"]]
    json.dumps(made, allow_nan=False)


def test_a_name_is_read_without_its_markup():
    assert plain("∂L/∂W<sup>(1)</sup> &lt; 1") == "∂L/∂W(1) < 1"


def test_tints_are_shares_of_the_largest_number():
    grid = Grid("dW", 0, ("neuron", "source"), np.array([[0.5, -2.0]]))
    assert shown(grid, OWN, 4, tint=4.0)["tint"] == [[0.12, -0.5]]
    assert shown(grid, OWN, 4, tint=0.0)["tint"] == [[0.5, -1.0]]
    assert shown(grid, OWN, 4)["tint"] is None
