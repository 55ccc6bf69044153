"""The bars of the pulls: their numbers, their signs, and their sum."""

import pytest

from playground.batches.figure import MOST_TEXTS, pull_figure
from playground.views.palette import DARK, LIGHT
from tests.playground.views.coloured import coloured


def bars(pulls, **more):
    (made,) = pull_figure(pulls, 4, **more)["data"]
    return made


def test_there_is_a_bar_for_each_sample_and_one_for_the_sum():
    made = bars([0.25, -1.0, 0.5])
    assert made["y"] == [0.25, -1.0, 0.5, -0.25]
    assert made["x"] == ["1", "2", "3", "sum"]


def test_the_sign_is_told_by_position_arrow_and_pattern_and_not_by_colour_alone():
    made = bars([0.25, -1.0, 0.0])
    assert [text[0] for text in made["text"]] == ["↑", "↓", "·", "↓"]
    assert made["marker"]["pattern"]["shape"] == ["", "/", "", "/"]
    assert made["marker"]["color"][0] != made["marker"]["color"][1]


def test_many_bars_leave_the_numbers_to_the_pointer_but_the_sums_own():
    texts = bars([0.1] * MOST_TEXTS)["text"]
    assert not any(texts[:-1])
    assert texts[-1] == "↑ 1.2"


@pytest.mark.parametrize("pulls", [[0.0, 0.0], [1.0], [-2.0, -3.0], [float("inf"), 1.0]])
def test_every_bar_lies_within_the_axis(pulls):
    figure = pull_figure(pulls, 4)
    low, high = figure["layout"]["yaxis"]["range"]
    assert low <= 0 <= high
    assert low < high
    for value in pulls:
        assert low <= value <= high or value == float("inf")


def test_every_colour_has_a_name_in_both_themes():
    for palette in (LIGHT, DARK):
        assert "@" not in str(coloured(pull_figure([1.0, -1.0], 4, lit=0), palette))
