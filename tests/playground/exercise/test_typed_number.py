"""Numbers that are typed: taken as they stand, or refused by name."""

import pytest

from backprop_core import BackpropError
from playground.exercise.typed_number import typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1e-3", 0.001), ("2.5E-2", 0.025), ("-.5", -0.5), ("+3.", 3.0), (" 7 ", 7.0), ("−2", -2.0)],
)
def test_a_number_is_what_is_typed(text, number):
    assert typed_number(text, "x1") == number


@pytest.mark.parametrize(
    "text", ["1/3", "1,5", "0x10", "abc", "nan", "inf", "1e999", "1_0", "١", "True", "1 2", "--1"]
)
def test_anything_else_is_refused_with_its_text(text):
    with pytest.raises(BackpropError, match=r"x1 got .* takes a finite number"):
        typed_number(text, "x1")


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_empty_cell_is_called_empty(text):
    with pytest.raises(BackpropError, match="x1 is empty"):
        typed_number(text, "x1")
