"""What is taken of a table at first."""

import pytest

from backprop_core import BackpropError
from playground.train.own_table import first_choice


def test_one_column_is_refused_with_what_separates_cells():
    with pytest.raises(BackpropError, match="commas, semicolons, tabs, bars or spaces"):
        first_choice("   x    y\n0  1.5  2.0\n1  3.0  4.0\n")


def test_a_column_of_dates_is_left_out_and_the_rest_is_taken():
    days = "".join(f"{day:02}.05.2026;{day},5;{day % 2}\n" for day in range(1, 21))
    choice = first_choice(f"day;size;kind\n{days}")
    assert (choice["inputs"], choice["target"], choice["classes"]) == (["size"], "kind", True)
