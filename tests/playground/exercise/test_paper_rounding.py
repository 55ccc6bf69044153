"""Rounding as on paper, against Python's decimal arithmetic."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.exercise.paper_rounding import PaperRounding

NUMBERS = st.floats(-1e6, 1e6).filter(lambda v: v == 0 or abs(v) > 1e-9)


@given(NUMBERS, st.integers(0, 8))
def test_a_number_is_the_float_nearest_to_its_decimal(value, count):
    rounded = PaperRounding("decimals", count)(value)
    assert float(f"{rounded:.{count}f}") == rounded
    units = Decimal(value).scaleb(count)
    if abs(abs(units % 1) - Decimal("0.5")) > Decimal("0.001"):  # floating point leaves no doubt
        exact = Decimal(value).quantize(Decimal(1).scaleb(-count), rounding=ROUND_HALF_UP)
        assert rounded == float(exact)


@given(NUMBERS, st.integers(1, 10))
def test_so_many_significant_digits_are_left_and_no_more(value, count):
    rounded = PaperRounding("digits", count)(value)
    assert float(f"{rounded:.{count - 1}e}") == rounded
    assert abs(rounded - value) <= abs(value) * 10.0 ** (1 - count) * 0.5001


@pytest.mark.parametrize(
    ("value", "rounding", "expected"),
    [
        (0.2165, PaperRounding("decimals", 3), 0.217),
        (0.433 * 0.5, PaperRounding("decimals", 3), 0.217),
        (-0.0125, PaperRounding("decimals", 3), -0.013),
        (1.005, PaperRounding("decimals", 2), 1.01),
        (2.5, PaperRounding("decimals", 0), 3.0),
        (9.9996, PaperRounding("digits", 4), 10.0),
        (123456.0, PaperRounding("digits", 2), 120000.0),
        (0.00087246, PaperRounding("digits", 3), 0.000872),
        (-0.0001, PaperRounding("decimals", 3), 0.0),
    ],
)
def test_a_half_goes_away_from_zero(value, rounding, expected):
    assert rounding(value) == expected
    assert str(rounding(value)) == str(expected)  # no -0.0


@given(st.lists(NUMBERS, min_size=1), st.sampled_from(["decimals", "digits"]), st.integers(1, 8))
def test_rounding_a_rounded_number_changes_nothing(values, place, count):
    rounds = PaperRounding(place, count)
    once = rounds(np.array(values))
    np.testing.assert_array_equal(rounds(once), once)


def test_what_is_not_finite_stays():
    rounded = PaperRounding("decimals", 3)(np.array([np.nan, np.inf, -np.inf]))
    np.testing.assert_array_equal(rounded, [np.nan, np.inf, -np.inf])
