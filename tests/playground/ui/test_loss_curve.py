"""The chart of the loss over the passes."""

import json
import math

import plotly.graph_objects as go
import pytest

from playground.ui.loss_curve import loss_figure
from playground.views.palette import LIGHT
from tests.playground.views.coloured import coloured

CASES = [
    ([0.3], 0, 0.28),
    ([0.3, 0.28, 0.27], 1, 0.2),
    ([0.3, math.inf, None, math.nan], 0, math.inf),
    ([0.0, 0.0], 1, 0.0),
    ([0.3, 1e307], 0, 1e308),
    ([5e-324, 0.0], 1, 1e-320),
    ([1e8, 1.0, 1e-3, 1e-6], 3, 1e-9),
    ([1.0] * 2000, 1999, 0.5),
]


@pytest.mark.parametrize(("losses", "at", "after"), CASES)
def test_plotly_takes_the_chart_and_it_is_plain_data(losses, at, after):
    figure = loss_figure(losses, at, after)
    json.dumps(figure, allow_nan=False)
    heights = [v for trace in figure["data"] for v in trace["y"] if v]
    assert all(1e-300 <= abs(v) <= 1e300 for v in heights), "Plotly finds no axis beyond"
    go.Figure(coloured(figure, LIGHT))


def test_every_pass_is_a_place_to_go_back_to():
    figure = loss_figure([0.3, 0.28, 0.27], 2, 0.26)
    (line,) = [t for t in figure["data"] if "customdata" in t]
    assert line["customdata"] == [["pass", 0], ["pass", 1], ["pass", 2]]
    assert line["x"] == [1, 2, 3]
    assert line["y"] == [0.3, 0.28, 0.27]


def test_the_loss_after_the_update_stands_one_pass_ahead():
    figure = loss_figure([0.3, 0.28], 0, 0.25)
    ahead = figure["data"][1]
    assert (ahead["x"], ahead["y"]) == ([1, 2], [0.3, 0.25])
    assert figure["layout"]["xaxis"]["range"][1] > 2


def test_passes_keep_their_numbers_where_the_oldest_were_dropped():
    figure = loss_figure([0.3, 0.28, 0.27], 1, 0.25, first=7)
    line, ahead = figure["data"]
    assert line["customdata"] == [["pass", 7], ["pass", 8], ["pass", 9]]
    assert line["x"] == [8, 9, 10]
    assert (ahead["x"], ahead["y"]) == ([9, 10], [0.28, 0.25])
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 8
    assert high > 10


def test_a_loss_that_is_not_finite_leaves_a_gap():
    figure = loss_figure([0.3, math.inf], 1, math.nan)
    assert figure["data"][0]["y"] == [0.3, None]
    assert figure["data"][1]["y"] == [None, None]


def test_losses_of_very_different_sizes_are_drawn_on_a_logarithmic_axis():
    wide, narrow = (loss_figure(losses, 0, 1.0) for losses in ([1e8, 1.0, 1e-3], [1.0, 0.9, 0.8]))
    assert wide["layout"]["yaxis"]["type"] == "log"
    assert narrow["layout"]["yaxis"]["type"] == "linear"
    assert narrow["layout"]["yaxis"]["range"][0] == 0


def test_marks_at_zero_are_not_cut_by_the_axis():
    figure = loss_figure([0.1, 0.0], 1, 0.0)
    assert all(trace["cliponaxis"] is False for trace in figure["data"])
