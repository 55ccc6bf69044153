"""|z| up to 1e4 and probabilities of exactly 0 and 1: no overflow, no warning, no wrong number.

Warnings are errors in the whole suite. Here NumPy also raises wherever it would only warn.
"""

import numpy as np
import pytest

from backprop_core import (
    ACTIVATIONS,
    LOSSES,
    Layer,
    Network,
    backward,
    forward,
    gradient_check,
    trace,
    update,
)
from tests.core.cases import PARTNER

FAR = (-1e4, -745.2, -40.0, -1e-300, 0.0, 1e-300, 40.0, 709.8, 1e4)
TARGETS = ([0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [1.0, 1.0])


@pytest.fixture(autouse=True)
def _raise_where_numpy_would_warn():
    with np.errstate(all="raise", under="ignore"):
        yield


def networks(activation, loss, z):
    """z at the outputs, and z in a hidden layer, with a z at the outputs that is no larger."""
    last = PARTNER.get(loss, activation)
    far = Layer([[z], [-z]], [0.0, 0.0], activation)
    yield Network((Layer([[z], [-z / 2]], [0.0, 1.0], last),), loss)
    yield Network((far, Layer([[1e-3, 0.5], [0.25, -1e-3]], 0.0, last)), loss)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_number_of_a_pass_is_finite(activation, loss):
    for z in FAR:
        for network in networks(activation, loss, z):
            for y in TARGETS:
                gradients = backward(network, forward(network, [1.0]), y)
                new = update(network, gradients, 0.1)
                assert np.isfinite(gradients.loss)
                assert all(np.isfinite(layer.delta).all() for layer in gradients.layers)
                assert all(np.isfinite(layer.W).all() for layer in new.layers)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradients_are_right_and_the_trace_can_be_walked(activation, loss):
    for z in FAR:
        if 0 < abs(z) < 1e-200:
            continue  # smaller than the complex step itself
        for network in networks(activation, loss, z):
            for y in TARGETS:
                assert gradient_check(network, [1.0], y)
                for step in trace(network, [1.0], y, 0.1, "term"):
                    assert np.isfinite(step.value)


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
def test_certain_and_wrong_costs_a_lot_but_not_infinity(activation, loss):
    network = Network((Layer([[1e4], [-1e4]], None, activation),), loss)
    made = forward(network, [1.0])
    assert made.output.tolist() == [[1.0, 0.0]]
    gradients = backward(network, made, [0.0, 1.0])
    assert gradients.loss == (1e4 if loss == "binary_cross_entropy" else 2e4)
    share = 0.5 if loss == "binary_cross_entropy" else 1.0
    assert gradients.layers[0].delta.tolist() == [[share, -share]]


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
def test_certain_and_right_costs_nothing(activation, loss):
    network = Network((Layer([[1e4], [-1e4]], None, activation),), loss)
    gradients = backward(network, forward(network, [1.0]), [1.0, 0.0])
    assert gradients.loss == 0.0
    assert not gradients.layers[0].delta.any()


def test_da_of_a_fused_output_says_so_where_it_is_infinite():
    network = Network((Layer([[1e4], [-1e4]], None, "softmax"),), "cross_entropy")
    gradients = backward(network, forward(network, [1.0]), [0.0, 1.0])
    assert gradients.layers[0].da.tolist() == [[0.0, -np.inf]]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_even_the_largest_z_there_is_gives_a_finite_slope(activation):
    network = Network((Layer([[1.0], [-1.0]], None, activation),), "mean_absolute_error")
    made = forward(network, [1.7e308])
    if made.layers[0].slope is not None:
        assert np.isfinite(made.layers[0].slope).all()
