"""Where neurons lie: apart from each other, and on the canvas."""

import itertools
import math

import pytest

from playground.draw.geometry import BOTTOM, SIZE, TOP, geometry_of
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS

SHAPES = [
    (1,),
    (16,),
    (1, 1),
    (2, 3, 1),
    (1, 16),
    (16, 1, 16),
    (5, 4, 3, 2, 1),
    *(((n,) * c) for n, c in itertools.product((1, 2, 7, 16), (2, 4, 9))),
]


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_no_two_neurons_touch(sizes):
    geometry = geometry_of(sizes)
    places = [place for column in geometry.places for place in column]
    assert [len(column) for column in geometry.places] == list(sizes)
    for one, other in itertools.combinations(places, 2):
        assert math.dist(one, other) > 2 * geometry.radius + 2


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_everything_lies_on_the_canvas(sizes):
    geometry = geometry_of(sizes)
    width, height = SIZE
    for x, y in (place for column in geometry.places for place in column):
        assert geometry.radius <= x <= width - geometry.radius
        assert TOP + geometry.radius <= y + 1e-9
        assert y <= height - BOTTOM - geometry.radius + 1e-9
    for x, y in (slot for slot in geometry.slots if slot):
        assert 0 < x < width
        assert 0 < y < height
    assert all(0 < x < width for _, x in geometry.gaps)


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_columns_go_from_left_to_right(sizes):
    geometry = geometry_of(sizes)
    xs = [column[0][0] for column in geometry.places]
    assert xs == sorted(set(xs))
    assert all(len({x for x, _ in column}) == 1 for column in geometry.places)


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_a_slot_lies_below_its_column_on_no_neuron(sizes):
    geometry = geometry_of(sizes)
    for column, slot, count in zip(geometry.places, geometry.slots, sizes, strict=True):
        assert (slot is None) == (count == MAX_NEURONS)
        if slot:
            assert slot[0] == column[0][0]
            assert all(math.dist(slot, place) > 2 * geometry.radius for place in column)


def test_a_full_drawing_has_no_gap_for_another_layer():
    assert geometry_of((1,) * (MAX_LAYERS + 1)).gaps == ()
    assert len(geometry_of((1,) * MAX_LAYERS).gaps) == MAX_LAYERS + 1


@pytest.mark.parametrize("sizes", [s for s in SHAPES if len(s) <= MAX_LAYERS], ids=str)
def test_the_gaps_are_named_by_the_column_before_and_lie_between(sizes):
    geometry = geometry_of(sizes)
    xs = [column[0][0] for column in geometry.places]
    assert [after for after, _ in geometry.gaps] == [-1, *range(len(sizes))]
    for after, x in geometry.gaps:
        assert after < 0 or x > xs[after]
        assert after + 1 >= len(xs) or x < xs[after + 1]


def test_an_empty_board_has_one_gap_in_the_middle():
    geometry = geometry_of(())
    assert geometry.places == geometry.slots == ()
    assert geometry.gaps == ((-1, SIZE[0] / 2),)


def test_a_drawing_lies_the_same_each_time():
    assert geometry_of((2, 3, 1)) == geometry_of((2, 3, 1))
