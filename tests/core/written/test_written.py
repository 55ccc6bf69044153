"""Arrays are found in whatever people paste, each with its label, its numbers and their digits."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop_core import BackpropError
from backprop_core.written import CommaError, read_arrays
from tests.core.written import printers


def pasted():
    """The cases of pasted.txt: kind, text, decimal mark that is said, labels and values."""
    source = Path(__file__).with_name("pasted.txt").read_text(encoding="utf-8")
    for case in source.split("%%%% ")[1:]:
        kind, _, rest = case.partition("\n")
        text, _, found = rest.rpartition("\n=> ")
        kind, _, said = kind.partition(" | decimal ")
        yield pytest.param(text, said or None, json.loads(found), id=kind)


@pytest.mark.parametrize(("text", "said", "found"), list(pasted()))
def test_what_people_paste_is_read_with_its_labels(text, said, found):
    read = read_arrays(text, decimal=said)
    assert [array.label for array in read] == [label for label, _ in found]
    for array, (_, values) in zip(read, found, strict=True):
        np.testing.assert_array_equal(array.values, np.array(values, dtype=float))
        assert array.texts.shape == array.values.shape == np.shape(values)
        assert array.text in text


MATRICES = arrays(
    float,
    st.tuples(st.integers(2, 5), st.integers(2, 7)),
    elements=st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-300),
)


@pytest.mark.parametrize(
    "printer",
    [
        printers.numpy_print,
        printers.numpy_repr,
        printers.python_list,
        printers.torch_print,
        printers.matlab_source,
        printers.r_print,
        printers.r_source,
        printers.julia_print,
        printers.mathematica,
        printers.c_source,
        printers.latex,
        printers.csv,
        printers.spreadsheet,
        printers.markdown,
        printers.plain_rows,
    ],
    ids=lambda printer: printer.__name__,
)
@given(array=MATRICES)
def test_a_matrix_comes_back_from_every_print_to_the_last_digit(printer, array):
    (read,) = read_arrays(printer(array))
    np.testing.assert_array_equal(read.values, array)


@given(arrays(float, (3, 4), elements=st.floats(-100, 100)))
def test_a_european_csv_comes_back(array):
    (read,) = read_arrays(printers.european_csv(array))
    np.testing.assert_allclose(read.values, array, atol=5.1e-7)
    assert read.notes == ("decimal commas",)


@given(
    arrays(
        float, st.tuples(st.integers(2, 4), st.integers(2, 9)), elements=st.floats(-0.5, 0.5)
    ).filter(lambda array: np.abs(array).max() > 1e-6)
)
def test_a_matlab_display_comes_back_from_scale_factor_and_column_groups(array):
    text, power = printers.matlab_print(array)
    (read,) = read_arrays(text)
    assert read.label == "dW"
    np.testing.assert_allclose(read.values, array, rtol=0, atol=0.50001e-4 * 10.0**power)
    assert read.half_units.max() == pytest.approx(0.5e-4 * 10.0**power)


@settings(max_examples=400)
@given(arrays(float, st.integers(2, 40), elements=st.floats(-1e5, 1e5)))
def test_a_vector_comes_back_however_its_print_is_wrapped(array):
    for printer in (printers.numpy_print, printers.numpy_repr, printers.r_vector):
        (read,) = read_arrays(printer(array))
        np.testing.assert_array_equal(read.values, array)


@given(arrays(float, (2, 2, 3), elements=st.floats(-1e5, 1e5)))
def test_a_stack_of_matrices_keeps_its_three_dimensions(array):
    for printer in (printers.numpy_print, printers.torch_print, printers.python_list):
        (read,) = read_arrays(printer(array))
        np.testing.assert_array_equal(read.values, array)


@given(st.lists(st.tuples(st.from_regex(r"\A[a-z]{1,5}[0-9]?\Z"), st.floats(-9, 9)), min_size=1))
def test_named_numbers_come_back_whatever_stands_between_them(pairs):
    pairs = [(name, value) for name, value in pairs if name not in ("nan", "na", "null", "inf")]
    for join in (", ", "; ", "\n", " "):
        text = join.join(f"{name}_ = {value!r}" for name, value in pairs)
        if pairs:
            read = read_arrays(text)
            assert [array.label for array in read] == [f"{name}_" for name, _ in pairs]
            assert [array.values.item() for array in read] == [value for _, value in pairs]


def test_every_number_keeps_its_text():
    (read,) = read_arrays("dW = [[0.10, 1/3], [4.2×10^-3, ?]]")
    assert read.texts.tolist() == [["0.10", "1/3"], ["4.2×10^-3", "?"]]
    np.testing.assert_array_equal(read.values, [[0.1, 1 / 3], [0.0042, np.nan]])


def test_a_number_counts_with_the_digits_it_was_written_with():
    (read,) = read_arrays("[0.1, 0.100, 1e-3, 1/3, nan]")
    np.testing.assert_allclose(read.half_units, [0.05, 0.0005, 0.0005, 0.0, np.nan])


def test_a_zero_among_finer_numbers_is_as_fine_as_they_are():
    (read,) = read_arrays("[[0.97824021 0.5049984] [0. 0.]]")
    assert (
        read.half_units[1].tolist() == [0.5e-8 / 1e0, 0.5e-8] or (read.half_units[1] <= 5e-5).all()
    )
    (read,) = read_arrays("[0.138, 0, 0.0821]")
    assert read.half_units[1] == read.half_units[2]
    (read,) = read_arrays("[1. 2. 3.]")
    assert (read.half_units <= 5e-5).all()


def test_values_and_texts_are_read_only():
    (read,) = read_arrays("[0.1, 0.2]")
    with pytest.raises(ValueError, match="read-only"):
        read.values[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        read.texts[0] = "1"


NOTES = {
    "dW =\n\n   1.0e-03 *\n\n  0.1  0.2\n": "read with the scale factor 1.0e-03",
    "0,1\t0,2": "decimal commas",
    "matrix(c(1,2,3,4), nrow=2)": "filled column by column, as R does",
    "δ = 0.5 * 0.2 = 0.1": "read after the last equals sign; the working before it was not read",
    "W = [0.1, 0.2]  # hidden": "comments left out",
    "[0.1 0.2]'": "transposed",
    "[0.1, 0.2]\n[0.3, 0.4]": "rows on lines of their own read as one array",
    "z = 0.37754 ≈ 0.378": "0.378 left out, which the other number rounds to",
    "{'W': [[0.1]], 'activation': 'sigmoid'}": "activation left out: it is not a number",
    "  0  1\n0 0.1 0.2\n1 0.3 0.4": None,
    " 0   1\n0 0.1 0.2\n1 0.3 0.4".replace(" 0   1", "    0   1"): (
        "the column that counts the rows was left out"
    ),
    "dW1.shape = (2, 3)\ndW1 = [0.1]": "dW1.shape left out",
    "[0.082(3), 0.15 ± 0.01]": "the uncertainty behind it left out",
    "1. 0.1\n2. 0.2": "the numbers of the list left out",
}


@pytest.mark.parametrize(("text", "note"), [(t, n) for t, n in NOTES.items() if n], ids=repr)
def test_what_was_understood_or_passed_over_is_said(text, note):
    assert any(note in array.notes for array in read_arrays(text))


def test_names_of_rows_and_columns_are_kept_beside_the_numbers():
    (read,) = read_arrays("| | x1 | x2 |\n|---|---|---|\n| h1 | 0.1 | 0.2 |\n| h2 | 0.3 | 0.4 |")
    assert read.rows == ("h1", "h2")
    assert read.columns == ("x1", "x2")


REFUSED = {
    "": "is empty",
    "   \n ": "is empty",
    "import os": "is no number",
    "-": "is no number",
    "0.1*0.5": "nothing in a text is evaluated",
    "[[0.1*0.5, 0.2, 0.3],[0.4,0.5,0.6]]": "'0.1*0.5'",
    "[0.1 + 0.2]": "'+'",
    "sigmoid(0.3)": "'sigmoid'",
    "np.array([1,2]) * 2": "the factor '2'",
    "__import__('os').getcwd()": "nothing in a text is evaluated",
    "[0.1 for x in y]": "'for'",
    "2 *\n 0.1 0.2": "power of ten",
    "[[0.1, 0.2, ..., 0.3],[.4,.5,.6]]": "np.set_printoptions",
    "[0.1 0.2 … 0.3]": "np.set_printoptions",
    "tensor([ 0.1, 0.2,  ..., 0.3])": "torch.set_printoptions",
    "[[0.1 0.2]\n ...\n [0.3 0.4]]": "np.set_printoptions",
    "\\begin{bmatrix} 0.1 & \\cdots & 0.2 \\end{bmatrix}": "left out in printing",
    "0.333...": "write the digits that you have",
    "0. 082": "may be one number with a space in it",
    "[O.1, 0.2]": "'O.1'",
    "[0.l, 2]": "'0.l'",
    "0.0S21": "'0.0S21'",
    "1 ⅓": "may be one number or two",
    "1.5 10^-3": "Write 1.5e-3",
    "db2 = [0.1385 - 0.0381]": "'-'",
    "dW1 = 8.77 x 10-3": "Write 8.77e-3",
    "dW1 = [8.77×10−3, 1.2×10−3]": "Write 8.77e-3",
    "[[0.1, 0.2]] × 0.5": "the factor '0.5'",
    "[[0.1, 0.2]] × 10^-3 0.3": "behind an array",
    "1.234,5; 2.345,6": "Its comma may be",
    "0.,15": "a point and a comma side by side",
    "1\u202f234.5": "its thousands apart",
    "12\u00a0000": "its thousands apart",
    "\\frac{0.1}{3}": "nothing in a text is evaluated",
    "0.1(6)": "a period, an uncertainty or a product",
    "0.5(3)+1": "a period, an uncertainty or a product",
    "0.15(3) + 1": "nothing in a text is evaluated",
    "- 0.1\n- 0.2": "dashes may be minus signs",
    "db1:\n- 0.1\n- 0.2": "dashes may be minus signs",
    "±0.1": "'±'",
    "<xarray.DataArray (x: 9)>\narray([0.1, ..., 0.3])": "np.set_printoptions",
    "mat.NewDense(2, 2, []float64{0.1, 0.2})": "as many numbers",
    "[٣, 2]": "digit of another script",
    "𝟏 𝟐": "digit of another script",
    "1_0": "'1_0'",
    "0x10": "'0x10'",
    "0.1.5": "'0.1.5'",
    "5‰": "'5‰'",
    "€0.5": "'€'",
    "[inf, 1]": "'inf'",
    "[1+2j]": "'1+2j'",
    "[0.1, True]": "'True'",
    "[0.1, 'abc']": "'abc'",
    "[1e400]": "too large",
    "[1e-400]": "would be 0",
    "[1/0]": "divides by 0",
    "0.1 - 0.2": "minus sign without a space",
    "0.5 cm": "'cm'",
    "[0.1, 0.2": "does not close",
    "[0.1, 0.2]]": "closes nothing",
    "(0.1, 0.2]": "closes",
    "[1;[2;3]]": "side by side",
    "[1[1 2;] 2;]": "side by side",
    "[[1,2,3],[4,5]]": "different lengths (3, 2)",
    "dW1 = [[0.1, 0.2], [0.3]]": "different lengths (2, 1)",
    "1 2\n3": "different lengths (2, 1)",
    "[0.1; 0.2 0.3]": "different lengths (1, 2)",
    "[1,,2]": "a comma and no number before it",
    "[]": "no number in it",
    "array([], dtype=float64)": "no number in it",
    "[[[[[0.1]]]]]": "5 dimensions",
    "[" * 5000 + "1" + "]" * 5000: "20 deep",
    "dW1 =": "nothing after 'dW1='",
    "dW1 =\ndb1 = [0.1]": "nothing after 'dW1='",
    "1.0e-03 *": "scale factor",
    "dW1 = (1/2) [[1, 2], [3, 4]]": "the factor '(1/2)'",
    "dW1 = 0.5 [1, 2]": "the factor '0.5'",
    "z = 0.37 = 0.5": "not the same",
    "{'a': 0.1, 'a': 0.2}": "twice",
    "matrix(c(1,2,3),nrow=2)": "3 numbers",
    "2×3 Matrix{Float64}:\n 1 2\n 3 4": "4 numbers",
    "| a | 0.1*0.5 |": "'0.1*0.5'",
    "0.1 0.2, 0.3": "only spaces between others",
    "x" * 300 + " = 0.5": "too long",
    "dW=[1[1 2;] 2;]": "numbers and brackets side by side",
    "[[٣,2],[1,2]]": "a digit of another script",
    "<b>0.5</b>": "'<'",
    "loss > 0.3": "compares and gives no number",
    "dW1 ≤ 0.3": "compares and gives no number",
    "0.1 to 0.2": "two numbers",
    "0.0822 vs 0.0821": "two numbers",
    "z1, z2 = 0.1, 0.2, 0.3": "','",
    "<<0.1|0.2>|<0.3|0.4>>": "nothing in a text is evaluated",
    " $ dW1: num [1:9, 1:3] 0.1 -0.4 0.2 ...": "dput()",
    "num [1:2, 1:3] 0.1 0.2": "twice in one bracket",
}


@pytest.mark.parametrize(("text", "says"), REFUSED.items(), ids=lambda part: repr(part[:30]))
def test_what_cannot_be_read_is_refused_by_name(text, says):
    with pytest.raises(BackpropError) as error:
        read_arrays(text)
    assert says in str(error.value)


@pytest.mark.parametrize("text", ["[[1 2];[3 4]]", "[[1 2;3 4]]", "[[1,2],[3,4]];"])
def test_rows_are_parted_in_every_way_that_people_part_them(text):
    (read,) = read_arrays(text)
    assert read.values.tolist() == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize("text", ["λ" * 500, "[" + "a" * 500 + "]", "0.1.2" * 300, "'" + "9" * 300])
def test_a_refusal_quotes_at_most_sixty_characters(text):
    with pytest.raises(BackpropError) as error:
        read_arrays(text)
    quoted = re.search(r"""(["']).*?…?\1""", str(error.value))
    assert quoted is None or len(quoted[0]) <= 60
    assert len(str(error.value)) < 300


def test_what_is_no_text_is_refused():
    with pytest.raises(BackpropError, match="takes text"):
        read_arrays(0.5)
    with pytest.raises(BackpropError, match="decimal got ';'"):
        read_arrays("0.5", decimal=";")


ASKS = [
    "0,15",
    "1,5",
    "[0,1]",
    "[0,1, 0,2]",
    "0,1\n0,2",
    "1,234",
    "[1,234.5]",
    "1.000,5",
    "0.5 0,5",
]


@pytest.mark.parametrize("text", ASKS)
def test_where_a_comma_may_mean_two_things_it_asks(text):
    with pytest.raises(CommaError) as error:
        read_arrays(text)
    assert error.value.example in text


def test_the_answer_decides_what_the_comma_means():
    assert read_arrays("0,15", decimal=",")[0].values == 0.15
    assert read_arrays("0,15", decimal=".")[0].values.tolist() == [0, 15]


def test_a_decimal_comma_that_is_said_leaves_other_texts_as_they_are():
    assert read_arrays("[0.1,0.2,0.3]", decimal=",")[0].values.tolist() == [0.1, 0.2, 0.3]
    assert read_arrays("[[1,0,1],[0,1,0]]", decimal=",")[0].values.tolist() == [
        [1, 0, 1],
        [0, 1, 0],
    ]


def test_a_list_of_layers_is_several_arrays_and_a_torn_matrix_is_none():
    assert [array.label for array in read_arrays("db = [[0.1, 0.2], [0.3]]")] == ["db[0]", "db[1]"]
    with pytest.raises(BackpropError, match="different lengths"):
        read_arrays("[[0.1, 0.2], [0.3]]")


def refusal(text, said=None):
    """Why a text is refused, "" if it is read. Any other exception is a failure."""
    try:
        read_arrays(text, decimal=said)
    except BackpropError as error:
        return str(error)
    return ""


LARGE = {
    "a matrix": "\n".join(" ".join(["0.12345678"] * 100) for _ in range(900)),
    "ones": "1 " * 499_999,
    "brackets": "[" * 1_000_000,
    "words": "a " * 499_999,
    "equals": "a=" * 499_999,
    "commas": "," * 1_000_000,
    "dashes": "-" * 1_000_000,
    "one word": "x" * 1_000_000,
    "digits": "1" * 1_000_000,
    "quotes": "'a" * 499_999,
    "comments": "/*" * 499_999,
    "LaTeX": "\\begin{" * 140_000,
    "variables": "<Variable " * 99_000,
    "names": "\n".join(f"w{at} 0.5" for at in range(90_000)),
    "pipes": "|-" * 499_999,
}


@pytest.mark.sampled(8)
@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_a_large_text_comes_to_an_end(text):
    assert len(refusal(text)) < 400


def test_a_text_over_the_limit_is_refused():
    with pytest.raises(BackpropError, match="takes up to 1,000,000"):
        read_arrays("1 " * 600_000)


PIECES = st.sampled_from(Path(__file__).with_name("pieces.txt").read_text("utf-8").split("\n"))
PIECES |= st.sampled_from(["\n", "\t", " ", "\r\n", "1.0e-03 *\n", "Columns 1 through 2\n"])
REAL = st.sampled_from([case.values[0] for case in pasted()])


@st.composite
def torn(draw):
    """A real paste that was cut and glued together with another, and with stray pieces."""
    one, other = draw(REAL), draw(REAL)
    cut = draw(st.integers(0, len(one)))
    rest = draw(st.integers(0, len(other)))
    return one[:cut] + "".join(draw(st.lists(PIECES, max_size=3))) + other[rest:]


@given(st.one_of(st.text(), st.lists(PIECES, max_size=20).map("".join), torn()))
def test_any_text_is_read_or_refused(text):
    for said in (None, ","):
        refused = refusal(text, said)
        assert len(refused) < 450
        for array in () if refused else read_arrays(text, decimal=said):
            assert array.values.dtype == np.float64
            assert array.values.ndim <= 3
            assert not np.isinf(array.values).any()
            assert array.half_units.shape == array.values.shape
            assert array.label is None or array.label.strip()


@given(torn())
def test_no_decimal_number_disappears_unsaid(text):
    decimals = [f"0.{at}77" for at in range(3)]
    marked = f"{text}\n{decimals[0]} {decimals[1]}\nlast = {decimals[2]}"
    read = () if refusal(marked) else read_arrays(marked)
    for number in decimals if read else ():
        found = [number in cell for array in read for cell in array.texts.ravel().tolist()]
        said = any("left out" in note or "not read" in note for a in read for note in a.notes)
        assert any(found) or said
