"""Activations and losses at single places."""

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, LOSSES
from backprop_core.activations import elu
from playground.function_reference.numbers import has_kink, largest_slope, loss_at, softmax_of


@pytest.mark.parametrize(
    ("name", "largest"),
    [("sigmoid", 0.25), ("tanh", 1.0), ("relu", 1.0), ("linear", 1.0), ("silu", 1.0998)],
)
def test_the_largest_slope(name, largest):
    assert largest_slope(ACTIVATIONS[name]) == pytest.approx(largest, abs=1e-4)


def test_the_root_mean_squared_error_of_one_output_is_its_absolute_error():
    a = np.array([-1.0, 0.25, 2.0])
    np.testing.assert_allclose(
        loss_at(LOSSES["root_mean_squared_error"], a, 0.25), np.abs(a - 0.25)
    )


def test_a_kink_is_where_the_slope_jumps():
    kinked = {name for name, f in ACTIVATIONS.items() if f.derivative and has_kink(f)}
    assert kinked == {"relu", "leaky_relu"}
    assert has_kink(elu(2.0))


def test_softmax_and_its_jacobian_are_of_one_sample():
    a, jacobian = softmax_of([1.0, 0.0, -1.0])
    np.testing.assert_allclose(a, np.exp([1, 0, -1]) / np.exp([1, 0, -1]).sum())
    np.testing.assert_allclose(jacobian, np.diag(a) - np.outer(a, a), atol=1e-15)
