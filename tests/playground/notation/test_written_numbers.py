"""Numbers with a decimal comma, and fractions where a number is one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.notation import number_text
from playground.notation.number_text import Digits, text

COMMA, FRACTIONS = Digits(4, comma=True), Digits(4, fractions=True)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.15, "0,15"), (-2.5, "-2,5"), (3.0, "3"), (1.5e-9, "1,5e-9"), (math.nan, "NaN")],
)
def test_a_decimal_comma_stands_in_place_of_the_point(value, shown):
    assert text(value, COMMA) == shown


def test_tex_sets_no_space_behind_the_comma():
    assert number_text.latex(0.15, COMMA) == "0{,}15"
    assert number_text.latex(1.5e-9, COMMA) == r"1{,}5\cdot 10^{-9}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1 / 3, "1/3"),
        (-2 / 7, "-2/7"),
        (1 - 2 / 3, "1/3"),
        (0.15, "0.15"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (2.0, "2"),
        (0.3333, "0.3333"),
        (0.33333, "0.3333"),
        (math.pi, "3.142"),
        (1e-7, "1e-7"),
        (math.inf, "∞"),
    ],
)
def test_a_fraction_is_written_only_where_the_number_is_one(value, shown):
    assert text(value, FRACTIONS) == shown


@given(st.floats(-1e3, 1e3), st.integers(2, 8))
def test_without_a_fraction_the_digits_are_those_of_the_plain_number(value, count):
    shown = text(value, Digits(count, comma=True, fractions=True))
    if "/" in shown:
        above, below = map(int, shown.split("/"))
        assert math.isclose(above / below, value, rel_tol=1e-15)
    else:
        assert shown.replace(",", ".") == text(value, count)


def test_digits_count_as_numbers_and_keep_what_they_write():
    assert Digits(4) == 4
    assert hash(Digits(4)) == hash(4)
    assert Digits(4, comma=True) != 4
    assert COMMA > 3
    assert number_text.at_most(COMMA, 3) == Digits(3, comma=True)
    assert number_text.at_most(COMMA, 6) is COMMA
    assert number_text.telling_apart([0.1234, 0.1235], COMMA) == COMMA
