"""Columns stay where they were pressed, apart from each other, and on the board."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.draw.column_places import MARGIN, after_gesture, columns_of, with_column
from playground.draw.geometry import SIZE, even_columns
from playground.exercise.limits import MAX_LAYERS


def test_the_first_column_stands_where_the_board_was_pressed():
    assert with_column((), 0, 180) == (180.0,)
    assert with_column((), 0, None) == (450.0,)


def test_a_column_takes_the_place_of_its_press_and_the_others_stay():
    assert with_column((180.0,), 1, 700) == (180.0, 700.0)
    assert with_column((180.0, 700.0), 1, 400) == (180.0, 400.0, 700.0)
    assert with_column((180.0, 700.0), 1, None) == (180.0, 440.0, 700.0)


def test_others_make_room_only_as_far_as_they_have_to():
    assert with_column((200.0, 320.0, 700.0), 1, 260) == (130.0, 260.0, 390.0, 700.0)


presses = st.lists(
    st.tuples(st.integers(0, 20), st.one_of(st.none(), st.floats(-100, 1000))),
    min_size=1,
    max_size=MAX_LAYERS + 1,
)


@given(presses)
def test_any_presses_leave_columns_in_order_apart_and_on_the_board(made):
    xs = ()
    for at, pressed in made:
        xs = with_column(xs, min(at, len(xs)), pressed)
        assert all(MARGIN - 0.1 <= x <= SIZE[0] - MARGIN + 0.1 for x in xs)
        assert all(b - a > 96 for a, b in pairwise(xs))


@pytest.mark.parametrize("strange", ["3", True, float("nan"), float("inf"), [1]])
def test_a_press_that_names_no_place_takes_the_usual_one(strange):
    assert with_column((180.0, 700.0), 1, strange) == with_column((180.0, 700.0), 1, None)


def test_what_was_undone_stands_where_it_stood():
    placed = after_gesture({}, {"after": -1, "x": 180}, 0, 1)
    placed = after_gesture(placed, {"after": 0, "x": 500}, 1, 2)
    assert columns_of(placed, 2) == (180.0, 500.0)
    assert columns_of(placed, 1) == (180.0,)
    assert columns_of(placed, 3) == tuple(even_columns(3))


def test_a_column_that_goes_moves_no_other():
    placed = {"3": [100.0, 300.0, 800.0]}
    placed = after_gesture(placed, {"column": 1, "neuron": 0}, 3, 2)
    assert columns_of(placed, 2) == (100.0, 800.0)
    assert after_gesture(placed, {"column": 1}, 2, 2) == placed
