"""What is copied as NumPy is run by Python, and is the same array to the last digit."""

import numpy as np
import pytest

from playground.views.numpy_text import array_line, array_lines, array_text

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
