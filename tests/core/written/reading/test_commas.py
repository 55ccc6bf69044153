"""A comma between two digits is what the rest of the text makes of it, or a question."""

import pytest

from backprop_core import BackpropError
from backprop_core.written.reading.commas import decimal_comma
from backprop_core.written.reading.source import CommaError
from backprop_core.written.reading.tokens import tokens_of

DECIMAL = [
    "0,05",
    "0,125",
    "-0,5",
    "1,00E-03",
    "6,7·10⁻³",
    "0,1 0,2",
    "0,1\t0,2",
    "0,1 | 0,2",
    "0,1; 0,2",
    "(0,5; 0,25)",
    "[0,1 0,2]",
    "[0,5, 0,25, 0,125]",
]
BETWEEN = [
    "1,2,3",
    "0.5,1",
    "[[0,1],[2,3]]",
    "{0,1},{2,3}",
    "array([0,1])",
    "c(0,1)",
    "{'x': [0,1]}",
    "0,-1",
    "W[0,1] = 0.5",
    "w_{1,2} = 3",
    "0.1, 0.2",
    "1, 2",
    "no comma",
]
UNCLEAR = ["0,1", "[0,1]", "0,1\n0,2", "[0,1; 0,2]", "1,2; 3,4", "1,234", "1.000,5", "0.5 0,5"]
THOUSANDS = ["0,5; 1,25; 1.200", "w1 = 0,25\nw2 = 1.200", "1.200;3.400;0,05", "0,5\t12.345"]


@pytest.mark.parametrize("text", DECIMAL)
def test_what_cannot_be_two_numbers_is_a_decimal_comma(text):
    assert decimal_comma(text, tokens_of(text), None)


@pytest.mark.parametrize("text", BETWEEN)
def test_what_cannot_be_one_number_is_two(text):
    assert not decimal_comma(text, tokens_of(text), None)
    assert not decimal_comma(text, tokens_of(text), ",")


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_may_be_either_is_asked_and_the_answer_holds(text):
    tokens = tokens_of(text)
    with pytest.raises(CommaError):
        decimal_comma(text, tokens, None)
    assert decimal_comma(text, tokens, ",")
    assert not decimal_comma(text, tokens, ".")


@pytest.mark.parametrize("text", THOUSANDS)
def test_a_point_among_decimal_commas_may_stand_between_thousands(text):
    tokens = tokens_of(text)
    with pytest.raises(CommaError):
        decimal_comma(text, tokens, None)
    with pytest.raises(BackpropError, match=r"Write (1,200 or 1200|12,345 or 12345)\."):
        decimal_comma(text, tokens, ",")
    assert not decimal_comma(text, tokens, ".")


@pytest.mark.parametrize("text", ["1.200;3.400", "1.200", "dW1 = [1.200, 3.400]"])
def test_a_point_without_decimal_commas_is_one(text):
    assert not decimal_comma(text, tokens_of(text), None)
    assert not decimal_comma(text, tokens_of(text), ",")


def test_a_point_that_is_no_mark_between_thousands_makes_others_decimal_points():
    text = "0.35\n1.200\n[0,25]"
    assert not decimal_comma(text, tokens_of(text), None)
    assert decimal_comma(text, tokens_of(text), ",")
