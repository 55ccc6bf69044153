"""Pasted arrays fill the cells that they fit, and are never turned unasked."""

import pytest

from backprop_core import BackpropError, read_arrays
from playground.exercise.pasted_block import (
    COMMA_BETWEEN,
    DECIMAL_COMMA,
    TRANSPOSE,
    AsksError,
    arrays_in,
    block_of,
    is_array,
)

FORMS = [
    "[[0.3,-0.1,0.2],[-0.4,0.5,0.1]]",
    "array([[ 0.3, -0.1,  0.2],\n       [-0.4,  0.5,  0.1]])",
    "[[ 0.3 -0.1  0.2]\n [-0.4  0.5  0.1]]",
    "tensor([[ 0.3000, -0.1000,  0.2000],\n        [-0.4000,  0.5000,  0.1000]])",
    "[0.3 -0.1 0.2; -0.4 0.5 0.1]",
    "W = [0.3, -0.1, 0.2; -0.4, 0.5, 0.1];",
    "0.3\t-0.1\t0.2\n-0.4\t0.5\t0.1\n",
    "0,3\t-0,1\t0,2\n-0,4\t0,5\t0,1",
]
TABLE = [[9.0, 9.0, 9.0], [9.0, 9.0, 9.0]]


def filled(text, table=TABLE, at=(0, 0), **choice):
    (array,) = arrays_in(text)
    return block_of(array, (len(table), len(table[0])), at, **choice).into(table)


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_a_matrix_fills_the_whole_table_wherever_it_is_pasted(text):
    assert filled(text, at=(1, 1)) == [[0.3, -0.1, 0.2], [-0.4, 0.5, 0.1]]


def test_a_smaller_block_fills_the_cells_from_where_it_is_pasted():
    assert filled("1\t2", at=(1, 1)) == [[9, 9, 9], [9, 1, 2]]
    assert filled("1\n2", at=(0, 2)) == [[9, 9, 1], [9, 9, 2]]


@pytest.mark.parametrize("text", ["[1, 2]", "[[1], [2]]", "1\n2", "[[1, 2]]"])
def test_a_column_of_biases_takes_a_vector(text):
    table = [[0.0], [0.0]]
    if text == "[[1, 2]]":
        with pytest.raises(AsksError):
            filled(text, table)
        assert filled(text, table, transposed=True) == [[1], [2]]
    else:
        assert filled(text, table) == [[1], [2]]


def test_what_only_fits_transposed_is_asked_about():
    with pytest.raises(AsksError, match="3 × 2; this takes 2 × 3") as asked:
        filled("[[1, 2], [3, 4], [5, 6]]")
    assert asked.value.choices == (TRANSPOSE,)
    turned = filled("[[1, 2], [3, 4], [5, 6]]", transposed=True)
    assert turned == [[1, 3, 5], [2, 4, 6]]


def test_a_square_matrix_is_taken_as_it_comes():
    assert filled("[[1, 2], [3, 4]]", [[0.0] * 2] * 2) == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("[[1, 2, 3, 4]]", (0, 0), "1 × 4; this takes 2 × 3"),
        ("[[1, 2]]", (0, 2), "from this cell on up to 2 × 1"),
        ("[[[1, 2]]]", (0, 0), "1 × 1 × 2"),
        ("1\t\n3\t4", (0, 0), "gap"),
    ],
)
def test_what_does_not_fit_is_refused_with_both_sizes(text, at, said):
    with pytest.raises(BackpropError, match=said):
        filled(text, at=at)


def test_rows_are_added_as_far_as_a_table_may_grow():
    five = "\n".join(f"{k}\t{k}\t{k}" for k in range(5))
    assert len(filled(five, most_rows=5)) == 5
    with pytest.raises(BackpropError):
        filled(five, most_rows=4)
    with pytest.raises(BackpropError):
        filled(five)


def test_a_comma_that_cannot_be_told_is_asked_about():
    with pytest.raises(AsksError) as asked:
        arrays_in("[1,5]")
    assert asked.value.choices == (DECIMAL_COMMA, COMMA_BETWEEN)
    assert arrays_in("[1,5]", DECIMAL_COMMA)[0].values.ravel().tolist() == [1.5]
    assert arrays_in("[1,5]", COMMA_BETWEEN)[0].values.tolist() == [1, 5]


def test_what_is_typed_is_an_array_only_if_it_says_so():
    assert is_array("[1, 2]", pasted=False)
    assert is_array("1 2", pasted=True)
    for text in ("0.5", "1 2", "1,5", "-3e-2"):
        assert not is_array(text, pasted=False)
    assert not is_array(" 0.5\n", pasted=True)


def test_the_numbers_are_those_that_check_reads():
    assert [a.values.tolist() for a in arrays_in(FORMS[0])] == [
        a.values.tolist() for a in read_arrays(FORMS[0])
    ]
