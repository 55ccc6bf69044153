"""One reader for every number that is typed: taken whole, or refused by name."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import BackpropError
from backprop_core.written import read_number, read_whole_number

TAKEN = {
    "0.15": 0.15,
    "−3": -3.0,
    "–3": -3.0,
    " +.5": 0.5,
    "\u00a0.5\u2009": 0.5,
    "5.": 5.0,
    "- 3": -3.0,
    "1e-3": 1e-3,
    "1E+3": 1e3,
    "4.2×10^-3": 4.2e-3,
    "4.2 × 10^-3": 4.2e-3,
    "4.2*10^-3": 4.2e-3,
    "4.2*10**-3": 4.2e-3,
    "4.2·10⁻³": 4.2e-3,
    "4.2 x 10^(-3)": 4.2e-3,
    "4.2 10^-3": 4.2e-3,
    "4.2  10⁻³": 4.2e-3,
    "-1.5 10^{3}": -1500.0,
    "4.2×10^{−3}": 4.2e-3,
    "-10^-3": -1e-3,
    "10⁻³": 1e-3,
    "0": 0.0,
    "-0.0": 0.0,
    "5e-324": 5e-324,
    "1.7976931348623157e308": 1.7976931348623157e308,
    "000012": 12.0,
}


@pytest.mark.parametrize(("text", "value"), TAKEN.items(), ids=repr)
def test_what_people_write_is_taken(text, value):
    number = read_number(text)
    assert number.value == value
    assert number.text == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_comes_back(value):
    assert read_number(repr(value)).value == value
    assert read_number(repr(value).replace("-", "−")).value == value
    assert read_number(repr(value).replace(".", ","), decimal_comma=True).value == value


REFUSED = {
    "": "is empty",
    "  ": "is empty",
    "abc": "got 'abc'",
    "nan": "got 'nan'",
    "inf": "got 'inf'",
    "-Infinity": "got '-Infinity'",
    "∞": "got '∞'",
    "1e400": "too large",
    "1e-400": "too small",
    "-0.000000e-0001x": "got",
    "1_0": "plain decimal digits",
    "0x10": "plain decimal digits",
    "0.1.5": "got '0.1.5'",
    "1.000,5": "marks between thousands",
    "1,000.5": "marks between thousands",
    "٣": "another script",
    "１２": "another script",
    "𝟏": "another script",
    "+-3": "got '+-3'",
    "--3": "got '--3'",
    "3-": "got '3-'",
    "1e": "got '1e'",
    "e5": "got 'e5'",
    ".": "got '.'",
    "-.": "got '-.'",
    "1 000": "got '1 000'",
    "1 2": "got '1 2'",
    "5%": "got '5%'",
    "0.5f": "got '0.5f'",
    "2L": "got '2L'",
    "1+1": "got '1+1'",
    "0.5*2": "got '0.5*2'",
    "= 3": "got '= 3'",
    "[0.5]": "got '[0.5]'",
    "0.5\n0.6": "got",
    "True": "got 'True'",
    "1e1.5": "got '1e1.5'",
    "4.2×10-3": "whose power of ten is not raised; write 4.2e-3",
    "-8.77 x 10−3": "write -8.77e-3",
    "4.2 103": "got '4.2 103'",
    "4.2 10": "got '4.2 10'",
    "²": "got '²'",
    "1" * 2000: "too long",
}


@pytest.mark.parametrize(("text", "says"), REFUSED.items(), ids=lambda part: repr(part[:20]))
@pytest.mark.parametrize("options", [{}, {"decimal_comma": True, "fractions": True}], ids=str)
def test_the_rest_is_refused_with_the_field_and_what_it_takes(text, says, options):
    with pytest.raises(BackpropError) as error:
        read_number(text, "The weight x1 → h1", **options)
    message = str(error.value)
    assert message.startswith("The weight x1 → h1 ")
    assert says in message
    assert "It takes a finite number" in message
    assert len(message) < 260


def test_a_comma_is_refused_with_the_number_as_it_should_be_typed():
    with pytest.raises(BackpropError, match=r"got '0,15'; write a point .*: 0\.15\. It takes"):
        read_number("0,15", "The weight")


def test_a_decimal_comma_is_taken_where_the_convention_says_so():
    assert read_number("0,15", decimal_comma=True).value == 0.15
    assert read_number("-1,5e3", decimal_comma=True).value == -1500
    assert read_number("6,7·10⁻³", decimal_comma=True).value == 6.7e-3
    assert read_number("0.15", decimal_comma=True).value == 0.15
    for text in (",5,", "1,2,3", "1,", ","):
        with pytest.raises(BackpropError):
            read_number(text, decimal_comma=True)


def test_a_fraction_is_taken_where_the_convention_says_so():
    third = read_number("-1/3", fractions=True)
    assert third.value == -1 / 3
    assert (third.half_unit, third.decimals, third.digits) == (0.0, None, None)
    assert read_number("½", fractions=True).value == 0.5
    assert read_number("3⁄4", fractions=True).value == 0.75
    with pytest.raises(BackpropError, match="a fraction; write it as a decimal"):
        read_number("1/3")
    for text in ("1/0", "1/", "/3", "1/2/3", "1/2.5", "1/-3", "0.5/3", f"1/1{'0' * 400}"):
        with pytest.raises(BackpropError):
            read_number(text, fractions=True)


@pytest.mark.parametrize("text", ["0e-400", "0e-030085", "1.0000e-323", "0e400"])
def test_half_a_unit_is_a_float_above_0_however_far_the_last_digit(text):
    number = read_number(text)
    assert 0 < number.half_unit < math.inf
    assert number.interval[0] < number.value < number.interval[1]


@pytest.mark.parametrize(
    ("text", "decimals", "digits", "half_unit"),
    [
        ("0.37", 2, 2, 0.005),
        ("0.370", 3, 3, 0.0005),
        ("3.7e-3", 4, 2, 0.00005),
        ("4.2×10^-3", 4, 2, 0.00005),
        ("12e2", -2, 2, 50.0),
        ("1200", 0, 4, 0.5),
        ("0.0087", 4, 2, 0.00005),
        ("0.00", 2, 0, 0.005),
        ("0", 0, 0, 0.5),
        ("0e99999", 0, 0, 0.5),
        ("5.", 0, 1, 0.5),
        ("10^-3", 3, 1, 0.0005),
    ],
)
def test_a_number_says_how_exactly_it_was_written(text, decimals, digits, half_unit):
    number = read_number(text)
    assert (number.decimals, number.digits) == (decimals, digits)
    assert number.half_unit == pytest.approx(half_unit, rel=1e-15)
    low, high = number.interval
    assert low == number.value - number.half_unit
    assert high == number.value + number.half_unit


@given(st.decimals(-1000, 1000, places=4), st.integers(0, 3))
def test_what_rounds_to_a_written_number_lies_in_its_interval(exact, places):
    rounded = read_number(str(round(exact, places)))
    low, high = rounded.interval
    assert low - 1e-9 <= float(exact) <= high + 1e-9


def refusal(text, **options):
    """Why a text is refused, "" if it is a number. Any other exception is a failure."""
    try:
        read_number(text, **options)
    except BackpropError as error:
        return str(error)
    return ""


@given(st.text(max_size=30) | st.text("0123456789.,eE+-−×^/ ½", max_size=15))
def test_any_text_is_a_number_or_refused(text):
    for options in ({}, {"decimal_comma": True}, {"fractions": True}):
        refused = refusal(text, **options)
        assert len(refused) < 260
        if not refused:
            number = read_number(text, **options)
            assert math.isfinite(number.value)
            assert math.isfinite(number.half_unit)
            assert set(text) - set("0123456789") or number.value == float(int(text))


@given(st.fractions(-1000, 1000).filter(lambda exact: exact.denominator > 1))
def test_a_fraction_is_the_float_nearest_to_it(exact):
    assert read_number(str(exact), fractions=True).value == float(Fraction(exact))


def test_a_whole_number_is_exact_at_any_size():
    assert read_whole_number("9007199254740993", "The seed", 0, 2**63) == 9007199254740993
    assert read_whole_number("1e2", "The seed", 0, 1000) == 100
    assert read_whole_number("3.0", "The seed", 0, 1000) == 3
    assert read_whole_number("0e999999999", "The seed", 0, 1000) == 0


@pytest.mark.parametrize("text", ["2.5", "0,5", "1e6", "1e308", "-1", "0", "", "abc", "1/2", "nan"])
def test_a_width_that_is_none_is_refused(text):
    with pytest.raises(BackpropError, match=r"^The width .*a whole number from 1 to 16"):
        read_whole_number(text, "The width", 1, 16)


def test_what_is_no_text_is_refused():
    with pytest.raises(BackpropError, match="got float, which is not text"):
        read_number(0.5, "The weight")
