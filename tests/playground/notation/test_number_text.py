"""Numbers as text: rounding, signs and powers of ten."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.notation import number_text
from playground.notation.number_text import (
    LARGEST,
    MOST,
    SAME,
    Digits,
    factor,
    latex,
    telling_apart,
    text,
    to_its_last,
)

GOLDEN = [
    (0.0, 4, "0"),
    (-0.0, 4, "0"),
    (1.0, 4, "1"),
    (-1.0, 4, "-1"),
    (0.5, 4, "0.5"),
    (1 / 3, 4, "0.3333"),
    (2 / 3, 4, "0.6667"),
    (2 / 3, 6, "0.666667"),
    (0.15, 4, "0.15"),
    (0.149780716, 4, "0.1498"),
    (0.149780716, 8, "0.14978072"),
    (0.298371109, 9, "0.298371109"),
    (99.99, 4, "99.99"),
    (99.995, 4, "100"),
    (9999, 4, "9999"),
    (12345, 4, "12345"),
    (12355.4, 4, "12355"),
    (-12345, 4, "-12345"),
    (1e6, 4, "1000000"),
    (12345678, 4, "1.235e7"),
    (0.0001234, 4, "0.0001234"),
    (0.00001234, 4, "1.234e-5"),
    (-1e-5, 4, "-1e-5"),
    (1e-300, 4, "1e-300"),
    (5e-324, 4, "4.941e-324"),
    (1.7976931348623157e308, 3, "1.8e308"),
    (0.1, 17, "0.10000000000000001"),
    (math.inf, 4, "∞"),
    (-math.inf, 4, "-∞"),
    (math.nan, 4, "NaN"),
]


@pytest.mark.parametrize(("value", "digits", "expected"), GOLDEN)
def test_a_number_is_written_as_expected(value, digits, expected):
    assert text(value, digits) == expected


@pytest.mark.parametrize("value", [0.1, 0.00046875, 0.3, 7.0, 1e-5, 0.1 + 0.2, 1 / 3, -1e300])
def test_a_number_to_its_last_digit_reads_back_and_is_no_longer_than_it_must(value):
    written = to_its_last(value, 4)
    assert float(written) == value
    assert len(written) <= len(repr(value))
    assert to_its_last(0.1, Digits(4, comma=True)) == "0,1"
    assert to_its_last(1 / 3, Digits(4, fractions=True)) == "1/3"


@pytest.mark.parametrize(
    ("value", "expected", "as_factor"),
    [
        (0.5, "0.5", "0.5"),
        (-0.2, "-0.2", "(-0.2)"),
        (-0.0, "0", "0"),
        (123456789, r"1.235\cdot 10^{8}", r"1.235\cdot 10^{8}"),
        (-1e-5, r"-1\cdot 10^{-5}", r"(-1\cdot 10^{-5})"),
        (math.inf, r"\infty", r"\infty"),
        (-math.inf, r"-\infty", r"(-\infty)"),
        (math.nan, r"\text{NaN}", r"\text{NaN}"),
    ],
)
def test_in_a_formula_powers_of_ten_are_written_out_and_signs_bracketed(value, expected, as_factor):
    assert latex(value, 4) == expected
    assert factor(value, 4) == as_factor


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, MOST))
@settings(deadline=None, derandomize=True)
def test_what_is_written_is_the_number_to_its_digits_and_no_longer(value, digits):
    written = text(value, digits)
    above = int(f"{value:.{digits - 1}e}".partition("e")[2])
    whole = digits <= above < LARGEST  # its whole part is longer than that, and written out
    assert float(f"{value:.0f}" if whole else f"{value:.{digits}g}") == float(written)
    assert not written.startswith("-0") or "." in written
    length = above + 1 if whole else digits
    assert len(written.strip("-").replace(".", "").split("e")[0].lstrip("0")) <= length


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None, derandomize=True)
def test_seventeen_digits_lose_nothing(value):
    assert float(text(value, MOST)) == value


@pytest.mark.parametrize(
    ("values", "least", "most", "digits"),
    [
        ([], 4, 6, 4),
        ([0.5], 4, 6, 4),
        ([1.0, 2.0], 4, 6, 4),
        ([0.15, 0.14978], 4, 6, 4),
        ([0.15, 0.149999], 4, 6, 6),
        ([1.23456, 1.23457], 4, 6, 6),
        ([1.23456789, 1.23456788], 4, 6, 6),
        ([1.23456789, 1.23456788], 4, SAME, 9),
        ([0.1 + 0.2, 0.3], 4, 6, 4),
        ([1.0, 1.0], 4, 6, 4),
        ([1e-9, 1.0001e-9], 4, 6, 5),
        ([9.99996, 10.0], 4, SAME, 6),
        ([0.0, math.nan, math.inf, 1.0], 4, 6, 4),
        ([-1.0, 1.0], 4, 6, 4),
        ([5e-324, 1e-323], 4, 6, 4),
    ],
)
def test_as_many_digits_as_tell_the_numbers_apart(values, least, most, digits):
    assert telling_apart(values, least, most) == digits


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_numbers_that_differ_are_written_differently_as_far_as_the_digits_go(values):
    digits = telling_apart(values, 4, 12)
    alike = {text(v, 11) for v in values}
    if digits < 12:
        assert len({text(v, digits) for v in values}) >= len(alike) - (0.0 in values)


@given(st.lists(st.floats(-1e3, 1e3), max_size=8), st.randoms())
@settings(deadline=None, derandomize=True)
def test_their_order_does_not_matter(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert telling_apart(values) == telling_apart(shuffled)
    assert telling_apart(np.array(values)) == telling_apart(values)


def test_what_stands_on_screen_has_a_minus_and_what_is_read_back_a_hyphen():
    assert number_text.on_screen(-0.25, 4) == "−0.25"
    assert number_text.old_to_new(-0.2, -0.1996, 4) == "−0.2 → −0.1996"
    assert float(text(-0.25, 4)) == -0.25
