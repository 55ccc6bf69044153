"""Numbers that work out on paper leave rounding nothing to do: what differs there is wrong."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward
from backprop_core.explanation.intervals import intervals
from backprop_core.explanation.operations import operations
from backprop_core.explanation.passes import numbers
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.rounding import Rounding

X = np.array([[1.0, 2.0], [2.0, -1.0], [-1.0, -0.5]])
Y = np.array([[1.0], [2.0], [0.0]])
ON_PAPER = Network(
    (
        Layer([[1.0, 2.0], [-1.0, 0.5]], [0.5, -0.5], "relu"),
        Layer([[0.5, -1.0]], [1.0], "linear"),
    ),
    "squared_error",
    "sum",
)


def radii(network, x, y, rounding):
    problem = Problem.of(network, x, y, 0.1, None)
    work = operations(problem)
    made = dict(intervals(problem, work, rounding, numbers(problem, work), {}))
    return {place: np.max(one.radius) for place, one in made.items()}


@pytest.mark.parametrize("rounding", [Rounding("decimals", 3), Rounding("digits", 4)])
def test_rounding_moves_no_number_that_is_shorter(rounding):
    found = radii(ON_PAPER, X, Y, rounding)
    assert not any(found[place] for place in found if place[0] in ("z", "a", "da", "delta", "dW"))


def test_rounding_moves_what_is_longer_and_all_that_follows():
    found = radii(ON_PAPER, X + 0.123, Y, Rounding("decimals", 2))
    assert found["z", 0] > 0
    assert found["dW", 0] > found["z", 0]


def test_what_floats_do_on_the_way_is_allowed_for_even_there():
    assert radii(ON_PAPER, X, Y, Rounding("digits", 12))["dW", 0] > 0


def test_a_mistyped_weight_shows_in_sums_of_two_decimals():
    x = [[1.0, 0.5, -1.0], [0.2, -0.4, 0.8], [-0.6, 0.9, 0.3]]
    y = [[0.5, -0.5], [1.0, 0.0], [-0.3, 0.7]]
    W = np.array([[0.2, -0.3, 0.4], [0.1, -0.5, 0.2], [0.3, 0.1, -0.2]])
    typed = W.copy()
    typed[0, 0] = 0.5
    right, wrong = (
        Network(
            (
                Layer(each, [0.1, -0.1, 0.2], "tanh"),
                Layer([[0.5, 0.1, -0.4], [-0.2, 0.3, 0.6]], [0.05, -0.15], "linear"),
            ),
            "mean_squared_error",
        )
        for each in (W, typed)
    )
    made = forward(wrong, x)
    g = backward(wrong, made, y)
    pairs = [*zip(made.layers, g.layers, strict=True)]
    given = {name: [written(getattr(one, name)) for one, _ in pairs] for name in "za"}
    given |= {name: [written(getattr(one, name)) for _, one in pairs] for name in ("delta", "dW")}
    (cause, *_) = explain(right, x, y, given).causes
    assert cause.names == ("input_mistyped",)
    assert "taken as 0.5; it is 0.2" in cause.what


def written(array):
    return [[f"{number:.6g}" for number in row] for row in array]
