"""Numbers that are typed: taken as they stand, or refused by name."""

import re

import pytest

from backprop_core import BackpropError
from playground.exercise.typed_number import Takes, shown, typed_number
from tests.playground.exercise.typed_texts import MISREAD, made_texts

WEIGHT = Takes("The weight")
WIDTH = Takes("The width", 1, 16, whole=True)
SEED = Takes("The seed", 0, 2**53 - 1, whole=True)
RATE = Takes("The learning rate", 0.0)


def read_by(takes, text):
    """The number; the message of a refusal, which names the field and quotes the text."""
    try:
        return takes.read(text)
    except BackpropError as refused:
        message = str(refused)
    got = " got " if text.strip() else " is empty."
    assert message.startswith(takes.field + got)
    assert text.strip()[:30] in message
    assert "It takes a" in message
    return message


@pytest.mark.parametrize(("text", "value"), MISREAD.items())
def test_a_text_that_was_once_misread_is_taken_whole_or_refused_by_name(text, value):
    read = read_by(WEIGHT, text)
    assert isinstance(read, str) if value is None else read == value


@pytest.mark.parametrize(("text", "value"), made_texts(500, seed=15))
def test_no_part_of_any_text_is_taken(text, value):
    read = read_by(WEIGHT, text)
    assert isinstance(read, str) if value is None else read == value
    for takes in (WIDTH, SEED):
        whole = read_by(takes, text)
        fits = value is not None and value.is_integer() and takes.least <= value <= takes.most
        assert whole == value if fits else isinstance(whole, str)


def test_the_made_texts_are_of_both_kinds_and_of_many_forms():
    texts = dict(made_texts(500, seed=15))
    assert len(texts) > 450
    assert 200 < sum(value is None for value in texts.values()) < 300


@pytest.mark.parametrize("text", ["1e6", "1e308", "0", "17", "-3", "2.5", "0,5"])
def test_a_width_takes_a_whole_number_within_its_limits(text):
    assert read_by(WIDTH, text).endswith("It takes a whole number from 1 to 16.")


def test_a_whole_number_is_exact_however_it_is_written():
    assert read_by(WIDTH, "1.6e1") == 16
    assert read_by(SEED, "9007199254740991") == 2**53 - 1
    assert "9007199254740993" in read_by(SEED, "9007199254740993")
    assert isinstance(read_by(WIDTH, "3.0"), int)


def test_a_rate_takes_0_and_more():
    assert read_by(RATE, "0") == 0
    assert read_by(RATE, "−1").endswith("It takes a number from 0 up.")
    assert read_by(Takes("The slope", -10, 10), "11").endswith("It takes a number from -10 to 10.")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0,15", (0.15,)),
        ("1,500", (1.5, 1500.0)),
        ("-1,500", (-1.5, -1500.0)),
        ("1,234,567", (1234567.0,)),
        ("1,000.5", (1000.5,)),
        ("1.000,5", (1000.5,)),
        ("1 000", (1000.0,)),
        ("1/3", (1 / 3,)),
        ("½", (0.5,)),
        ("−0,5e1", (-5.0,)),
        ("1,2,3", ()),
        ("0,5,", ()),
        ("1_0", ()),
        ("0x10", ()),
        ("0.1.5", ()),
        ("1e400", ()),
        ("1/0", ()),
        ("", ()),
    ],
)
def test_a_refused_text_asks_which_number_it_may_mean(text, meant):
    assert isinstance(read_by(WEIGHT, text), str)
    assert WEIGHT.readings(text) == meant


def test_a_decimal_comma_is_taken_where_it_is_agreed_on():
    assert WEIGHT.read("0,15", decimal_comma=True) == 0.15
    assert WEIGHT.read("-1,500", decimal_comma=True) == -1.5
    assert WEIGHT.read("0.15", decimal_comma=True) == 0.15
    assert typed_number("0,15", "x1", decimal_comma=True) == 0.15
    for text in ("1.000,5", "1,2,3", "1/3"):
        with pytest.raises(BackpropError, match="The weight got"):
            WEIGHT.read(text, decimal_comma=True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1.000", (1.0, 1000.0)), ("−12.345", (-12.345, -12345.0)), ("999.999", (999.999, 999999.0))],
)
def test_a_point_before_three_digits_may_be_of_thousands_where_a_comma_is_decimal(text, meant):
    assert WEIGHT.read(text) == meant[0]
    with pytest.raises(BackpropError, match=r"may mean .* or \S+\. It takes a finite number"):
        WEIGHT.read(text, decimal_comma=True)
    assert WEIGHT.readings(text) == meant


@pytest.mark.parametrize("text", ["0.125", "1.5", "1.0000", "1234.567", "1.250e3", "−0.125"])
def test_any_other_point_is_a_decimal_point_in_every_exercise(text):
    assert WEIGHT.read(text, decimal_comma=True) == WEIGHT.read(text)


def test_a_thousand_with_a_point_is_asked_about_in_a_whole_number():
    said = read_by(SEED, "1.000")
    assert said.startswith("The seed got '1.000', which may mean 1 or 1000. It takes a whole")
    assert SEED.readings("1.000") == (1, 1000)
    assert SEED.readings("1.234") == (1234,)
    assert SEED.readings("1.000.000") == (1000000,)
    assert [SEED.read(text) for text in ("1.0", "1.00", "2000.000")] == [1, 1, 2000]


def test_only_readings_that_the_field_takes_are_asked_about():
    assert SEED.readings("1,500") == (1500,)
    assert WIDTH.readings("1,500") == ()
    assert RATE.readings("-0,5") == ()


def test_a_comma_with_two_meanings_is_refused_with_both():
    read = read_by(WEIGHT, "1,500")
    assert "write 1.500 for a decimal comma, or 1500 for thousands" in read
    assert "write a point instead of the comma: 0.15" in read_by(WEIGHT, "0,15")


def test_a_message_quotes_at_most_60_characters():
    long = read_by(WEIGHT, "7" * 5000)
    assert len(re.search(r"'(.*?)'", long)[1]) <= 60
    assert "of 5000 characters, which is too long" in long


def test_a_number_is_shown_with_up_to_twelve_digits():
    assert [shown(value) for value in (0.1 + 0.2, 3, 1e-30, -0.5)] == ["0.3", "3", "1e-30", "-0.5"]


@pytest.mark.parametrize("text", ["1/3", "1,5", "1e999", "True", "1 2"])
def test_a_cell_says_that_the_old_value_stays(text):
    with pytest.raises(BackpropError, match=r"x1 got .* takes a finite number.*old value stays"):
        typed_number(text, "x1")


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_empty_cell_is_called_empty(text):
    with pytest.raises(BackpropError, match="x1 is empty"):
        typed_number(text, "x1")
