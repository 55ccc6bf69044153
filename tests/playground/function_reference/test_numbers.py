"""Activations and losses at single places."""

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, LOSSES
from backprop_core.activations import elu
from playground.function_reference.numbers import interval_tex, largest_slope, loss_at, softmax_of


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


@pytest.mark.parametrize(
    ("activation", "written"),
    [
        (ACTIVATIONS["linear"], r"(-\infty,\ \infty)"),
        (ACTIVATIONS["relu"], r"[0,\ \infty)"),
        (ACTIVATIONS["silu"], r"[-0.278,\ \infty)"),
        (ACTIVATIONS["gelu"], r"[-0.17,\ \infty)"),
        (ACTIVATIONS["sigmoid"], r"(0,\ 1)"),
        (elu(0.5), r"(-0.5,\ \infty)"),
        (elu(-1.0), r"[0,\ \infty)"),
    ],
)
def test_a_range_is_written_as_an_interval(activation, written):
    assert interval_tex(activation.range) == written


def test_softmax_and_its_jacobian_are_of_one_sample():
    a, jacobian = softmax_of([1.0, 0.0, -1.0])
    np.testing.assert_allclose(a, np.exp([1, 0, -1]) / np.exp([1, 0, -1]).sum())
    np.testing.assert_allclose(jacobian, np.diag(a) - np.outer(a, a), atol=1e-15)
