"""The forward pass: shapes, what it refuses, and what it reports."""

import numpy as np
import pytest
from hypothesis import given

from backprop_core import BackpropError, Layer, Network, NonFiniteError, forward
from tests.core.strategies import passes

NETWORK = Network.random((3, 4, 2), "tanh", "squared_error", seed=1)


@given(passes())
def test_every_array_has_its_shape_and_cannot_be_written_to(drawn):
    network, x, _ = drawn
    made = forward(network, x)
    assert made.x.shape == (len(x), network.sizes[0])
    assert made.output is made.layers[-1].a
    for layer, there in zip(network.layers, made.layers, strict=True):
        for array in (there.z, there.a, there.slope):
            if array is None:
                assert layer.f.name == "softmax"
                continue
            assert array.shape == (len(x), layer.n_out)
            assert array.dtype == np.float64
            assert not array.flags.writeable


@given(passes())
def test_z_is_the_weighted_sum_and_a_is_what_the_activation_makes_of_it(drawn):
    network, x, _ = drawn
    made = forward(network, x)
    for number, (layer, there) in enumerate(zip(network.layers, made.layers, strict=True)):
        b = 0.0 if layer.b is None else layer.b
        expected = np.einsum("si,ji->sj", made.into(number), layer.W) + b
        np.testing.assert_allclose(there.z, expected, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(there.a, layer.f.value(there.z), rtol=1e-14, atol=1e-300)


@given(passes())
def test_a_batch_is_its_samples_one_by_one(drawn):
    network, x, _ = drawn
    together = forward(network, x)
    for sample, row in enumerate(x):
        alone = forward(network, row)
        assert alone.x.shape == (1, network.sizes[0])
        np.testing.assert_allclose(together.output[sample], alone.output[0], rtol=1e-12, atol=1e-14)


def test_the_callers_array_is_neither_changed_nor_shared():
    x = np.array([[1.0, 2.0, 3.0]])
    made = forward(NETWORK, x)
    x[0, 0] = 9.0
    assert made.x[0, 0] == 1.0
    assert x.flags.writeable


@pytest.mark.parametrize(
    ("x", "says"),
    [
        ([1.0, 2.0], "x got shape (2,). It takes rows of 3, a number for each input"),
        ([[1.0, 2.0]], "x got shape (1, 2)"),
        ([[1.0], [2.0], [3.0]], "x got shape (3, 1)"),
        ([], "x got shape (0,)"),
        (np.zeros((0, 3)), "x got shape (0, 3)"),
        (1.0, "x got shape ()"),
        (np.zeros((1, 1, 3)), "x got shape (1, 1, 3)"),
        ([[1.0, 2.0, 3.0], [1.0, 2.0]], "x has rows of different lengths"),
        ([1.0, np.nan, 3.0], "x is not a number (NaN) at place 2"),
        ([[1.0, 2.0, np.inf]], "x is infinite at row 1, column 3"),
        ([1.0, 2.0, True], "x holds a boolean"),
        (np.ones((2, 3), dtype=bool), "x holds a boolean"),
        (["a", "b", "c"], "x got text"),
        ([1.0, 2.0, 3j], "x got complex numbers"),
        (None, "x got something that is not a number"),
    ],
)
def test_an_x_that_does_not_fit_is_refused_in_words(x, says):
    with pytest.raises(BackpropError) as error:
        forward(NETWORK, x)
    assert says in str(error.value)
    assert "It takes rows of 3, a number for each input; one plain row is" in str(error.value)


def overflowing():
    """Neuron 2 of layer 2 overflows for the second sample."""
    big = Layer([[1.0, 0.0], [0.0, 1e300]], None, "linear")
    return Network((big, Layer([[1.0, 0.0], [0.0, 1e10]], None, "sigmoid")), "squared_error")


def test_a_sum_that_overflows_is_reported_with_layer_and_neuron():
    with pytest.raises(NonFiniteError, match="z of neuron 2 of layer 2 is infinite") as caught:
        forward(overflowing(), [[0.0, 0.0], [1.0, 1.0]])
    assert (caught.value.quantity, caught.value.layer, caught.value.neuron) == ("z", 1, 1)
    assert "smaller" in str(caught.value)


def test_an_activation_that_overflows_is_reported_too():
    network = Network((Layer([[1.0]], None, "leaky_relu(1e300)"),), "squared_error")
    with pytest.raises(NonFiniteError, match="a of neuron 1 of layer 1 is minus infinite"):
        forward(network, [-1e10])


def test_a_hidden_activation_that_overflows_is_reported_before_the_sums_it_spoils():
    hidden = Layer([[1.0]], None, "leaky_relu(1e300)")
    network = Network((hidden, Layer([[0.0]], None, "linear")), "squared_error")
    with pytest.raises(NonFiniteError) as caught:
        forward(network, [-1e10])
    assert (caught.value.quantity, caught.value.layer) == ("a", 0)


def test_what_is_not_finite_is_kept_when_asked_for():
    made = forward(overflowing(), [1.0, 1.0], strict=False)
    assert made.layers[1].z.tolist() == [[1.0, np.inf]]
    assert made.output[0, 1] == 1.0
