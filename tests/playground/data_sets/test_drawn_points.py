"""Drawn points are a data set of their classes."""

import pytest

from backprop_core import BackpropError
from playground.data_sets.drawn_points import MOST_DRAWN, checked_points, drawn_points


def test_points_of_one_class_leave_room_for_another():
    data = drawn_points([(0.5, -0.25, 0)])
    assert data.classes == ("A", "B")
    assert data.x.tolist() == [[0.5, -0.25]]
    assert data.y.tolist() == [[0.0]]


def test_a_third_class_makes_three_outputs():
    data = drawn_points([(0, 0, 0), (1, 1, 2)])
    assert data.y.tolist() == [[1, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        [(1, 2)],
        [(1, 2, 9)],
        [("a", 0, 0)],
        [(1, float("inf"), 0)],
        [(0, 0, 0)] * (MOST_DRAWN + 1),
    ],
    ids=["nothing", "none", "no class", "no such class", "text", "infinite", "too many"],
)
def test_what_are_no_points_is_refused(raw):
    with pytest.raises(BackpropError):
        checked_points(raw)
