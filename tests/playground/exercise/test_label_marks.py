"""A transpose, a minus or a factor in a name changes the numbers behind it, or is refused."""

import pytest

from backprop_core import BackpropError, read_arrays
from playground.exercise.label_marks import without_marks


def read(name, behind="[[1, 2], [3, 4]]", **more):
    (array,) = without_marks(read_arrays(f"{name} = {behind}"), 2, **more)
    return array


@pytest.mark.parametrize(
    "name",
    [
        "dW2.T",
        "dW2ᵀ",
        "dW2^T",
        "dW2_T",
        r"dW2^\top",
        "dW2.transpose()",
        "dW2 transposed",
        "dW2 (transposed)",
        "transposed dW2",
        "Transpose of dW2",
        "np.transpose(dW2)",
        "transpose(dW2)",
        "(dW2)^T",
        "(dW2)ᵀ",
        "dW2.T.round(4)",
        "np.round(dW2.T, 4)",
    ],
)
def test_a_transpose_is_turned_back(name):
    array = read(name)
    assert array.label == "dW2"
    assert array.values.tolist() == [[1, 3], [2, 4]]
    assert array.texts.tolist() == [["1", "3"], ["2", "4"]]
    assert "rows and columns exchanged" in array.notes[-1]


@pytest.mark.parametrize(
    "name", ["-dW2", "−dW2", "minus dW2", "negative dW2", "(-dW2)", "-(dW2)", "dW2 (neg)"]
)
def test_a_minus_turns_the_signs(name):
    array = read(name, "[[1, -2], [+3, 0.40]]")
    assert array.label == "dW2"
    assert array.values.tolist() == [[-1, 2], [-3, -0.4]]
    assert array.texts.tolist() == [["-1", "2"], ["-3", "-0.40"]]
    assert "signs turned" in array.notes[-1]


def test_both_are_taken_back_together():
    array = read("-dW2.T")
    assert (array.label, array.values.tolist()) == ("dW2", [[-1, -3], [-2, -4]])


def test_a_minus_that_belongs_to_the_names_of_an_exercise_stays():
    array = read("-dW2", in_minus={"dW", "db"})
    assert (array.label, array.values.tolist()) == ("dW2", [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    "name",
    [
        "dW2 (x 10^-2)",
        "dW2 (×10⁻²)",
        "dW2 * 100",
        "dW2 × 10^2",
        "dW2*1e2",
        "dW2 / 2",
        "dW2/2",
        "100*dW2",
        "1e-2 * dW2",
        "dW2 (percent)",
        "dW^(2) * 100",
    ],
)
def test_a_factor_is_refused_by_name(name):
    with pytest.raises(BackpropError, match="contains a factor"):
        read(name)


def test_a_factor_before_the_numbers_is_read():
    assert read("dW2", "1e-2 * [[8, 9]]").values.tolist() == [[0.08, 0.09]]


@pytest.mark.parametrize(
    ("name", "behind"),
    [
        ("dW1 (2 x 2)", "[[1, 2], [3, 4]]"),
        ("dW1 (2×2)", "[[1, 2], [3, 4]]"),
        ("W2'", "[[1, 2], [3, 4]]"),
        ("W_T_new", "[[1, 2], [3, 4]]"),
        ("-η*dW2", "[[1, 2], [3, 4]]"),
        ("0.5*dW2", "[[1, 2], [3, 4]]"),
        ("-log p", "0.3"),
        ("negative log likelihood", "0.3"),
        ("dW1 / m", "[[1, 2], [3, 4]]"),
        ("W1^T x", "[[1, 2], [3, 4]]"),
    ],
)
def test_names_without_such_a_mark_stay(name, behind):
    (array,) = read_arrays(f"{name} = {behind}")
    assert without_marks([array], 2) == (array,)


def test_a_row_has_no_transpose_to_turn_back():
    assert read("delta2.T", "[1, 2]").values.tolist() == [1, 2]
