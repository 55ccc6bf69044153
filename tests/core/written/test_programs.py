"""Of a program in Python the arrays that it assigns are read, and nothing of it is evaluated."""

import numpy as np
import pytest

from backprop_core import BackpropError, read_arrays

PROGRAM = '''"""Print a number: 0.5, or [[1, 2]]."""
import numpy as np

# %% the data: 3 samples
x = np.array([[0.05, 0.10]])  # (1, 2)
W1 = np.array([[0.15, 0.2],
               [0.25, -0.3]], dtype=np.float64)  # (2, 2)
b1 = np.array(0.35)
δ: "list[float]" = [1/4, 2e-3]
w5 = 1
learning_rate = 0.5
epochs = 100
batch = len(x)
names = ["a", "b"]


def check(name, mine, shown):
    """Print it."""
    hidden = [[9, 9]]
    print(f"{name} =", mine.detach())


z1 = x @ W1.T + b1
W1_new = W1 - 0.5 * np.array([[1, 2], [3, 4]])
check("z1", z1, [[0.3775, 0.3925]])
assert abs(z1.sum() - 0.77) < 1e-9, "\\d is no escape"
for k in range(3):
    W1 -= 0.1
'''
TORCH = """import torch
from torch import nn
W1 = torch.tensor([[0.15, 0.2],
                   [0.25, 0.3]]).requires_grad_()
b1 = nn.Parameter(torch.tensor([0.35, 0.35], dtype=torch.float64))
loss = ((W1 @ b1) ** 2).sum()
loss.backward()
"""
CLASS = """class Net:
    def __init__(self):
        self.W1 = np.array([[0.1, 0.2]])
        self.b1 = np.zeros(1)
"""


def found_in(text):
    return {one.label: one.values.tolist() for one in read_arrays(text)}


def test_the_arrays_that_a_program_assigns_are_read():
    assert found_in(PROGRAM) == {
        "x": [[0.05, 0.1]],
        "W1": [[0.15, 0.2], [0.25, -0.3]],
        "b1": 0.35,
        "δ": [0.25, 0.002],
        "w5": 1,
        "learning_rate": 0.5,
    }


def test_it_is_said_that_the_rest_was_left_out():
    assert all(any("of a program" in note for note in one.notes) for one in read_arrays(PROGRAM))


def test_each_array_is_found_where_it_stands():
    arrays = {one.label: one.text for one in read_arrays(PROGRAM)}
    assert arrays["x"] == "[[0.05, 0.10]]"
    assert arrays["W1"].startswith("[[0.15, 0.2],\n")
    assert arrays["W1"].endswith("[0.25, -0.3]]")


def test_tensors_are_read_without_what_they_are_for():
    assert found_in(TORCH) == {"W1": [[0.15, 0.2], [0.25, 0.3]], "b1": [0.35, 0.35]}
    assert found_in(TORCH.replace("\n", "\r\n")) == found_in(TORCH)


def test_those_of_a_class_are_read_where_there_are_no_others():
    assert found_in(CLASS) == {"W1": [[0.1, 0.2]]}


@pytest.mark.parametrize(
    "text",
    ["x = [1, 2]\nbatch = len(x)", "import numpy as np\nx = [1, 2]\nbatch = len(x) !"],
)
def test_what_is_no_program_for_certain_is_still_refused(text):
    with pytest.raises(BackpropError):
        read_arrays(text)


def test_an_assertion_alone_is_read_as_before():
    text = "import numpy as np\nnp.testing.assert_allclose(dW1, [[0.1, 0.2]])"
    (array,) = read_arrays(text)
    np.testing.assert_array_equal(array.values, [[0.1, 0.2]])


@pytest.mark.parametrize("deep", ["(" * 90_000, "-" * 90_000 + "1", "[" * 5_000 + "]" * 5_000])
def test_a_program_that_is_nested_too_deep_is_refused(deep):
    with pytest.raises(BackpropError):
        read_arrays(f"import numpy\nx = {deep}")
