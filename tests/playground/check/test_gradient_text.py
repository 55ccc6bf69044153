"""A pasted gradient is read in the forms that people have it in, and refused by name otherwise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop_core import BackpropError
from playground.check.gradient_text import LONGEST, numbers_in

WANTED = [[0.1, -0.2], [3e-4, 0.0]]

FORMS = {
    "JSON": "[[0.1, -0.2], [3e-4, 0]]",
    "over several lines": "[[0.1, -0.2],\n [3e-4, 0]]\n",
    "as NumPy prints it": "[[ 1.e-01 -2.e-01]\n [ 3.e-04  0.e+00]]",
    "NumPy's array": "array([[ 0.1,   -0.2],\n       [ 0.0003, 0.  ]])",
    "np.array with a type": "np.array([[0.1, -0.2], [3e-4, 0]], dtype=np.float64)",
    "with a name before it": "dW1 = np.array([[0.1, -0.2], [3e-4, 0]])",
    "with an index before it": "grads[0] = [[0.1, -0.2], [3e-4, 0]]",
    "a PyTorch tensor": "tensor([[ 1.0000e-01, -2.0000e-01],\n        [ 3.0000e-04,  0.0000e+00]],"
    " dtype=torch.float64, grad_fn=<MmBackward0>)",
    "tuples": "((0.1, -0.2), (3e-4, 0))",
    "a comma at the end": "[[0.1, -0.2,], [3e-4, 0],]",
    "MATLAB": "[0.1 -0.2; 3e-4 0]",
    "rows with spaces": "0.1 -0.2\n3e-4 0",
    "rows with commas": "0.1, -0.2\n3e-4, 0",
    "rows with tabs": "0.1\t-0.2\n3e-4\t0\n",
    "rows with semicolons": "0.1 -0.2; 3e-4 0",
    "MATLAB's rows in brackets of their own": "[[0.1 -0.2];[3e-4 0]]",
    "MATLAB in brackets": "[[0.1 -0.2;3e-4 0]]",
    "a semicolon at the end": "[[0.1, -0.2], [3e-4, 0]];",
    "a true minus sign": "0.1 −0.2\n3e-4 0",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_matrix_is_read_in_every_usual_form(text):
    assert numbers_in(text, "dW", (2, 2)).tolist() == WANTED


@pytest.mark.parametrize("text", ["1 2 3", "[1, 2, 3]", "[[1], [2], [3]]", "1\n2\n3", "[[1 2 3]]"])
def test_a_vector_may_lie_or_stand(text):
    assert numbers_in(text, "db", (3,)).tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("text", ["0.5", "[0.5]", "array(0.5)", "[[0.5]]", "tensor(0.5)"])
def test_a_shared_bias_is_one_number(text):
    assert numbers_in(text, "db", ()) == 0.5


@given(arrays(float, (3, 2), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_what_python_prints_is_read_back_to_every_digit(array):
    assert numbers_in(str(array.tolist()), "dW", (3, 2)).tolist() == array.tolist()
    assert numbers_in(repr(array.tolist()[0]), "db", (2,)).tolist() == array[0].tolist()


BAD = {
    "nothing": ("  \n ", "no number"),
    "words": ("[[a, b], [c, d]]", "'a', which is no finite number"),
    "NaN": ("[[nan, 1], [2, 3]]", "'nan'"),
    "infinity": ("inf 1\n2 3", "'inf'"),
    "a number too large": ("1e999 1\n2 3", "too large"),
    "booleans": ("[[True, 1], [2, 3]]", "'True'"),
    "None": ("[[null, 1], [2, 3]]", "'null'"),
    "text in quotes": ('[["1", 1], [2, 3]]', "no finite number"),
    "two numbers grown together": ("0.1-0.2\n3 4", "'0.1-0.2'"),
    "left out in printing": ("[[1 ... 2]\n [3 ... 4]]", "np.array2string"),
    "rows of different lengths": ("1 2\n3", "different lengths"),
    "a row and a number": ("[[1, 2], 3]", "different lengths"),
    "too few": ("1 2", "1 row of 2 numbers"),
    "a flat list for a matrix": ("[1, 2, 3, 4]", "4 numbers"),
    "a bracket that stays open": ("[[1, 2], [3, 4]", "bracket"),
    "a bracket too many": ("[1, 2]]", "bracket"),
    "three deep": ("[[[1, 2], [3, 4]]]", "three deep"),
    "a second matrix": ("[[1, 2], [3, 4]] [[1, 2], [3, 4]]", "last bracket"),
    "a gap": ("1,,2\n3,4", "comma"),
    "a comma first": ("[[,1], [2, 3]]", "comma"),
    "code": ("__import__('os').getcwd()", "no finite number"),
    "a number before the brackets": ("1 [[1, 2], [3, 4]]", "outside its brackets"),
    "a sum": ("[[1+1, 2], [3, 4]]", "'1+1'"),
    "a book": ("1 " * LONGEST, "characters"),
    "a bracket beside a number": ("[1;[2;3]]", "brackets beside numbers"),
    "brackets of all kinds": ("dW=[1[1 2;] 2;]", "brackets beside numbers"),
    "digits of another script": ("[[٣, 2], [1, 2]]", "'٣', which is no finite number"),
    "mathematical digits": ("𝟏 𝟐\n𝟑 𝟒", "'𝟏', which is no finite number"),
    "a number without end": ("9" * 5000 + " 1\n2 3", "9…', which is too large"),
    "very deep brackets": ("[" * 5000 + "1" + "]" * 5000, "three deep"),
}


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD)
def test_bad_text_is_refused_with_the_field_and_what_it_takes(text, says):
    with pytest.raises(BackpropError) as error:
        numbers_in(text, "dW of the hidden layer", (2, 2))
    message = str(error.value)
    assert message.startswith("dW of the hidden layer ")
    assert says in message
    assert "It takes 2 rows of 2 numbers" in message
    assert len(message) < 300


def test_a_transposed_shape_is_told():
    with pytest.raises(BackpropError, match=r"3 rows of 2 numbers.*takes 2 rows of 3.*transposed"):
        numbers_in("1 2\n3 4\n5 6", "dW", (2, 3))
    with pytest.raises(BackpropError, match=r"transposed\. Here a row is an input\.$"):
        numbers_in("1 2\n3 4\n5 6", "dW", (2, 3), "Here a row is an input.")


def test_another_wrong_shape_is_not_called_transposed():
    with pytest.raises(BackpropError) as error:
        numbers_in("1 2\n3 4", "dW", (2, 3))
    assert "transposed" not in str(error.value)


def test_the_result_has_the_shape_of_the_parameter():
    assert numbers_in("1 2 3", "dW", (1, 3)).shape == (1, 3)
    assert numbers_in("1 2 3", "dW", (3, 1)).shape == (3, 1)
    assert isinstance(numbers_in("1", "db", ()), np.ndarray)
