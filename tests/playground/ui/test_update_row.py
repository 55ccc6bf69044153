"""The predictions beside their targets: bars that hold for any number."""

import math
import re

import pytest

from playground.exercise.view import View
from playground.notation.symbols import NOTATIONS
from playground.ui.rate_slider import RATES
from playground.ui.update_row import MOST_SAMPLES, predictions
from tests.playground.walks import DRAWINGS, document_of, walk_of

BAR = re.compile(r"<i style='width:([^']*)'></i><b style='left:([^']*)'></b>")


def table_of(document, digits=4, notation="own"):
    return predictions(View(document, walk_of(document), 0, digits, 0, notation))


def bars(table):
    """(output, target) in percent of the bar."""
    return [tuple(float(share.removesuffix("%")) for share in pair) for pair in BAR.findall(table)]


def linear(weight, x, y):
    """One linear neuron, whose output is weight times x."""
    document = document_of((1, 1), "linear", "squared_error", bias="none")
    document["layers"][0]["W"] = [[weight]]
    return {**document, "x": [[v] for v in x], "y": [[v] for v in y]}


def test_outputs_and_targets_lie_on_one_scale_from_0_to_1():
    assert bars(table_of(linear(1.0, [0.25], [0.75]))) == [(25.0, 75.0)]


def test_the_scale_grows_with_what_lies_outside():
    assert bars(table_of(linear(1.0, [-1.0, 3.0], [1.0, 0.0]))) == [(0.0, 50.0), (100.0, 25.0)]


@pytest.mark.parametrize(
    ("x", "shares"),
    [
        ([1e308], [(100.0, 0.0)]),
        ([-1e308, 1e308], [(0.0, 50.0), (100.0, 50.0)]),
        ([5e-324], [(0.0, 0.0)]),
    ],
)
def test_the_largest_and_the_least_numbers_have_bars(x, shares):
    assert bars(table_of(linear(1.0, x, [0.0] * len(x)))) == shares


def test_what_is_not_finite_is_a_full_or_an_empty_bar_and_leaves_the_others_alone():
    table = table_of(linear(1e200, [1e200, -1e200, 5e-201], [0.0] * 3))
    assert bars(table) == [(100.0, 0.0), (0.0, 0.0), (50.0, 0.0)]
    assert ">∞<" in table
    assert ">−∞<" in table


def test_what_is_no_number_is_an_empty_bar():
    document = document_of((1, 1, 1), "linear", "squared_error", bias="none")
    document["layers"][0]["W"], document["layers"][1]["W"] = [[1e200]], [[0.0]]
    document["x"] = [[1e200]]
    table = table_of(document)
    assert ">NaN<" in table
    assert bars(table)[0][0] == 0.0


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("name", DRAWINGS)
def test_there_is_a_bar_for_each_output_of_each_sample(name, notation):
    document = DRAWINGS[name]
    table = table_of(document, notation=notation)
    found = bars(table)
    assert len(found) == len(document["y"]) * len(document["y"][0])
    assert all(0 <= share <= 100 for pair in found for share in pair)
    named = "sample 2<" if len(document["y"][0]) == 1 else "<small>#2</small>"
    assert (named in table) == (len(document["y"]) > 1)


def test_of_a_large_batch_the_first_samples_are_listed_and_the_rest_counted():
    table = table_of(linear(1.0, [0.5] * (MOST_SAMPLES + 4), [0.0] * (MOST_SAMPLES + 4)))
    assert len(bars(table)) == MOST_SAMPLES
    assert "and 4 more samples" in table


def test_the_slider_has_every_rate_once_from_0_up():
    assert sorted(set(RATES)) == RATES
    assert RATES[0] == 0.0
    assert math.isclose(RATES[1], 1e-4)
    assert {0.01, 0.1, 0.5, 1.0} <= set(RATES)
