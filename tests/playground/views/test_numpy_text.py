"""What is copied as NumPy is run by Python, and is the same array to the last digit."""

import numpy as np
import pytest

from playground.views.numpy_text import array_line, array_lines, array_text, table_text

WHOLE = [[0.1 + 0.2, -1e-300], [np.nan, -np.inf]]


@pytest.mark.parametrize("values", [WHOLE, [5e-324, 1.7976931348623157e308], 0.35, [-0.0]])
def test_the_line_makes_the_array(values):
    made = {"np": np}
    exec(array_line("W1", values), made)
    assert made["W1"].shape == np.shape(values)
    assert made["W1"].tobytes() == np.array(values, dtype=float).tobytes()


def test_an_array_is_copied_once_and_another_of_its_name_has_a_number():
    one, other = array_text([[0.1]]), array_text([[0.2]])
    copied = array_lines([("x", one), ("W1", one), ("x", other), ("x", one), ("x", other)])
    assert copied == "x = np.array([[0.1]])\nW1 = np.array([[0.1]])\nx_2 = np.array([[0.2]])"


def test_a_table_is_one_array_below_the_names_of_its_columns_and_rows():
    made = {"np": np}
    hostile = ["δ of o1", "a\n__import__('os')", "\u2028b\0\r1/0"]
    text = table_text("t", hostile, [(0.1, None, -np.inf), (5e-324, 2.0, np.nan)], ["x\ny", "z"])
    exec(text, made)
    assert made["t"].tobytes() == np.array([[0.1, np.nan, -np.inf], [5e-324, 2, np.nan]]).tobytes()
    assert text.splitlines()[:2] == [
        "# columns: δ of o1, a __import__('os'), b 1/0",
        "# rows: x y, z",
    ]
    exec(table_text("counts", ["0", "1"], np.array([[3, 0], [1, 2]])), made)
    assert made["counts"].dtype.kind == "i"
