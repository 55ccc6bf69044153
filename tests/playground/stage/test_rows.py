"""Which rows of a long column are shown, and how the others are folded."""

import itertools

import pytest

from playground.stage.rows import MOST_ROWS, rows_of


def shown(rows):
    return [row.first for row in rows if not row.folded]


@pytest.mark.parametrize("count", range(1, MOST_ROWS + 1))
def test_a_short_column_is_shown_whole(count):
    assert shown(rows_of(count, {0}, opened=False, room=16)) == list(range(count))


@pytest.mark.parametrize("count", range(9, 17))
@pytest.mark.parametrize("wanted", [set(), {0}, {8}, {3, 7}, {0, 4, 8}])
def test_a_long_column_keeps_what_is_wanted_and_eight_rows(count, wanted):
    rows = rows_of(count, wanted, opened=False, room=16)
    assert wanted <= set(shown(rows))
    assert len(rows) <= MOST_ROWS
    members = [j for row in rows for j in range(row.first, row.last + 1)]
    assert members == list(range(count)), "each neuron is in one row, in order"


def test_a_whole_neighbourhood_is_shown_where_there_is_room():
    assert shown(rows_of(16, set(range(16)), opened=False, room=16)) == list(range(16))
    assert len(rows_of(16, set(range(16)), opened=False, room=10)) <= 10


def test_an_opened_column_is_shown_whole():
    assert shown(rows_of(16, {3}, opened=True, room=4)) == list(range(16))


def test_rows_stay_while_one_walks_along_them():
    looks = [tuple(shown(rows_of(16, {j}, opened=False, room=16))) for j in range(7)]
    assert len(set(looks)) == 1


def test_folded_rows_say_how_many_they_are():
    rows = rows_of(16, {0}, opened=False, room=16)
    folded = [row for row in rows if row.folded]
    assert sum(row.size for row in folded) == 16 - len(shown(rows))
    assert all(not (a.folded and b.folded) for a, b in itertools.pairwise(rows))
