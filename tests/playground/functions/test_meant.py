"""The beginning of a name chooses the function."""

import pytest

from playground.functions.meant import activation_meant


@pytest.mark.parametrize(
    ("typed", "last", "meant"),
    [
        ("soft", True, "softmax"),
        ("soft", False, "softplus"),
        ("softp", True, "softplus"),
        ("Leaky R", False, "leaky_relu"),
        ("re", False, "relu"),
        ("sigmoid", True, "sigmoid"),
        ("leaky_relu(0.2)", False, "leaky_relu(0.2)"),
        ("x*sigmoid(x)", False, "x*sigmoid(x)"),
        ("foo", True, "foo"),
        ("", True, ""),
    ],
)
def test_the_beginning_of_a_name_is_enough(typed, last, meant):
    assert activation_meant(typed, last=last) == meant
