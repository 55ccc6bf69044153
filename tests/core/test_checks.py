"""The door of the engine: what becomes a number, and what is refused."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import BackpropError, Layer
from backprop_core.checks import (
    all_finite,
    foreign_digit,
    quoted,
    real_array,
    real_number,
    whole_number,
)

TAKES = "a row of numbers"


@pytest.mark.parametrize(
    "value",
    [
        [1, 2],
        (1.0, 2.0),
        np.array([1, 2], dtype=np.int8),
        np.array([1, 2], dtype=np.uint64),
        np.array([1, 2], dtype=np.float32),
        np.array([1, 2], dtype=">f8"),
        np.array([[1.0, 9.0], [2.0, 9.0]])[:, 0],
        np.array([1.0, 2.0]),
        [np.float64(1), np.int64(2)],
    ],
)
def test_whole_and_real_numbers_of_any_kind_become_float64(value):
    array = real_array(value, "x", (1,), TAKES)
    assert array.dtype == np.float64
    assert array.dtype.isnative
    assert array.flags.c_contiguous
    assert array.tolist() == [1.0, 2.0]


def test_what_comes_in_is_copied_and_cannot_be_written_to():
    mine = np.array([1.0, 2.0])
    array = real_array(mine, "x", (1,), TAKES)
    mine[0] = 9.0
    assert array.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 9.0
    assert mine.flags.writeable


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (True, "holds a boolean"),
        ([1.0, True], "holds a boolean"),
        ([np.True_, 2.0], "holds a boolean"),
        (np.array([True, False]), "holds a boolean"),
        ([1.0, np.array(True)], "holds a boolean"),
        ("12", "text"),
        (["1", "2"], "text"),
        ([1.0, "2"], "text"),
        (b"12", "text"),
        ([1j, 2.0], "complex numbers"),
        (np.array([1 + 0j]), "complex numbers"),
        ([None, 1.0], "something that is not a number"),
        (None, "something that is not a number"),
        ({1.0, 2.0}, "something that is not a number"),
        (Decimal(1), "something that is not a number"),
        ([10**400], "x got a number that is too large"),
        ([[1.5, -(10**400)]], "x got a number that is too large"),
        (np.ma.masked_array([1.0, 2.0], [False, True]), "holds numbers that are masked"),
        (np.array([1.0, True], dtype=object), "something that is not a number"),
        ([[1.0, 2.0], [3.0]], "rows of different lengths"),
        ([float("nan"), 1.0], "x is not a number (NaN) at place 1"),
        ([1.0, float("inf")], "x is infinite at place 2"),
        ([1.0, float("-inf")], "x is minus infinite at place 2"),
        (np.array([[1.0, 2.0], [3.0, np.nan]]), "NaN) at row 2, column 2"),
        (np.zeros((1, 1, 1)), "x got shape (1, 1, 1)"),
    ],
)
def test_what_is_no_number_is_refused_by_name_with_what_is_taken(value, says):
    with pytest.raises(BackpropError) as error:
        real_array(value, "x", (0, 1, 2), TAKES)
    assert says in str(error.value)
    assert str(error.value).startswith("x ")
    assert f"It takes {TAKES}." in str(error.value)


@pytest.mark.torch
def test_the_parameters_of_a_torch_module_are_taken_as_they_are():
    torch = pytest.importorskip("torch")
    module = torch.nn.Linear(2, 3, dtype=torch.float64)
    made = Layer(module.weight, module.bias, "tanh")
    np.testing.assert_array_equal(made.W, module.weight.detach().numpy())
    np.testing.assert_array_equal(made.b, module.bias.detach().numpy())
    assert not np.shares_memory(made.W, module.weight.detach().numpy())
    for odd in (module.weight.to(torch.bfloat16), [[module.bias[0], module.bias[1]]]):
        with pytest.raises(BackpropError, match="W could not be read"):
            Layer(odd, None, "tanh")


def test_a_number_too_large_for_float64_is_refused_and_not_rounded_to_infinity():
    if np.finfo(np.longdouble).max == np.finfo(np.float64).max:
        pytest.skip("longdouble is float64 on this machine")
    with pytest.raises(BackpropError, match="infinite"):
        real_array(np.array([np.longdouble("1e400")]), "x", (1,), TAKES)


def test_a_whole_number_of_any_length_that_float64_has_is_taken():
    assert real_array([[10**30, 2]], "x", (2,), TAKES).tolist() == [[1e30, 2.0]]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("count", [2, 17, 400])
def test_numbers_whose_squares_overflow_are_still_finite(count):
    large = np.full(count, -1e308)
    assert real_array(large, "x", (1,), TAKES).tolist() == large.tolist()
    assert all_finite(large)
    for wrong in (np.inf, -np.inf, np.nan):
        large[1] = wrong
        assert not all_finite(large)


@pytest.mark.parametrize("value", [1.5, 2.0, "2", True, None, np.float64(2), np.True_, [2], 1j])
def test_a_count_that_is_no_whole_number_is_refused(value):
    with pytest.raises(BackpropError, match=r"sizes got .*It takes a whole number from 1 up"):
        whole_number(value, "sizes", 1)


def test_a_count_may_come_from_numpy_but_not_be_too_small():
    assert whole_number(np.int64(3), "sizes", 1) == 3
    with pytest.raises(BackpropError, match="sizes got 0"):
        whole_number(0, "sizes", 1)


def test_one_number_may_come_from_numpy_but_not_be_a_list():
    assert real_number(np.float32(0.5), "learning_rate") == 0.5
    assert real_number(np.array(0.5), "learning_rate") == 0.5
    with pytest.raises(BackpropError, match="learning_rate got shape"):
        real_number([0.5], "learning_rate")


@given(st.text(), st.integers(5, 80))
def test_a_quotation_is_on_one_line_and_no_longer_than_it_may_be(text, longest):
    shown = quoted(text, longest)
    assert len(shown) <= longest
    assert "\n" not in shown


def test_an_array_is_quoted_on_one_line_and_a_text_to_the_letter():
    assert quoted(np.eye(2)) == "array([[1., 0.], [0., 1.]])"
    assert quoted("two  spaces") == "'two  spaces'"


def test_digits_of_other_scripts_are_found_and_raised_ones_are_not():
    assert foreign_digit("1٣") == "٣"
    assert foreign_digit("10⁻³ W₁") is None
