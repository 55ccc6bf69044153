"""The backward pass: shapes, what it hands from layer to layer, what it refuses and reports."""

import numpy as np
import pytest
from hypothesis import given

from backprop_core import (
    BackpropError,
    Layer,
    Network,
    NonFiniteError,
    backward,
    batch_loss,
    forward,
)
from tests.core.strategies import passes

NETWORK = Network.random((3, 4, 2), "tanh", "squared_error", seed=1)
X = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]


def gradients_of(network, x, y):
    return backward(network, forward(network, x), y)


@given(passes())
def test_every_array_has_its_shape_and_cannot_be_written_to(drawn):
    network, x, y = drawn
    gradients = gradients_of(network, x, y)
    assert isinstance(gradients.loss, float)
    assert gradients.dx.shape == np.shape(x)
    for layer, made in zip(network.layers, gradients.layers, strict=True):
        assert made.da.shape == made.delta.shape == (len(x), layer.n_out)
        assert made.dW.shape == layer.W.shape
        assert made.dW_per_sample.shape == (len(x), *layer.W.shape)
        assert (made.db is None) == (layer.b is None)
        assert layer.b is None or made.db.shape == layer.b.shape
        for array in (made.da, made.delta, made.dW, made.db, made.dW_per_sample, gradients.dx):
            assert array is None or (array.dtype == np.float64 and not array.flags.writeable)


@given(passes())
def test_the_gradient_of_the_batch_is_the_plain_sum_over_its_samples(drawn):
    network, x, y = drawn
    for layer, made in zip(network.layers, gradients_of(network, x, y).layers, strict=True):
        np.testing.assert_allclose(made.dW_per_sample.sum(axis=0), made.dW, rtol=1e-12, atol=1e-14)
        if layer.bias == "each":
            np.testing.assert_allclose(made.delta.sum(axis=0), made.db, rtol=1e-12, atol=1e-14)
        elif layer.bias == "shared":
            np.testing.assert_allclose(made.delta.sum(), made.db, rtol=1e-12, atol=1e-14)


@given(passes())
def test_da_is_the_next_layers_delta_through_its_weights(drawn):
    network, x, y = drawn
    layers = gradients_of(network, x, y).layers
    for number, after in enumerate(layers[1:]):
        expected = np.einsum("sk,kj->sj", after.delta, network.layers[number + 1].W)
        np.testing.assert_allclose(layers[number].da, expected, rtol=1e-12, atol=1e-14)


@given(passes())
def test_a_cut_connection_has_gradient_zero(drawn):
    network, x, y = drawn
    for layer, made in zip(network.layers, gradients_of(network, x, y).layers, strict=True):
        if layer.connected is not None:
            assert not made.dW[~layer.connected].any()
            assert not made.dW_per_sample[:, ~layer.connected].any()


@given(passes(losses=("squared_error", "cross_entropy", "binary_cross_entropy")))
def test_the_mean_over_the_batch_is_the_sum_divided_by_its_size(drawn):
    network, x, y = drawn
    mean = gradients_of(Network(network.layers, network.loss, "mean"), x, y)
    total = gradients_of(Network(network.layers, network.loss, "sum"), x, y)
    assert mean.loss * len(x) == pytest.approx(total.loss, rel=1e-13)
    for one, all_of_them in zip(mean.layers, total.layers, strict=True):
        np.testing.assert_allclose(one.delta * len(x), all_of_them.delta, rtol=1e-12, atol=1e-15)


def test_da_of_a_fused_output_is_given_for_comparison():
    network = Network((Layer([[1.0], [-1.0]], None, "softmax"),), "cross_entropy", "sum")
    made = forward(network, [[0.0], [1.0]])
    last = backward(network, made, [[1.0, 0.0], [0.0, 1.0]]).layers[0]
    p = made.output
    np.testing.assert_allclose(last.da, [[-1 / p[0, 0], 0.0], [0.0, -1 / p[1, 1]]], rtol=1e-15)


@pytest.mark.parametrize(
    ("y", "says"),
    [
        ([0.0, 1.0], "y got 1 rows, x has 2. It takes a row of targets for each sample"),
        ([[0.0, 1.0]] * 3, "y got 3 rows, x has 2"),
        ([0.0, 1.0, 0.0], "y got shape (3,). It takes rows of 2, a number for each output"),
        ([[0.0], [1.0]], "y got shape (2, 1)"),
        ([], "y got shape (0,)"),
        (0.0, "y got shape ()"),
        ([[0.0, 1.0], [0.0]], "y has rows of different lengths"),
        ([[0.0, 1.0], [0.0, np.nan]], "y is not a number (NaN) at row 2, column 2"),
        ([[0.0, 1.0], [0.0, -np.inf]], "y is minus infinite at row 2, column 2"),
        ([[False, True], [True, False]], "y holds a boolean"),
        ([["0", "1"], ["1", "0"]], "y got text"),
        ([[0j, 1.0], [0.0, 1.0]], "y got complex numbers"),
    ],
)
def test_a_y_that_does_not_fit_is_refused_in_words(y, says):
    with pytest.raises(BackpropError) as error:
        gradients_of(NETWORK, X, y)
    assert says in str(error.value)


def test_targets_of_one_output_are_written_in_rows_of_one():
    network = Network.random((2, 1), "sigmoid", "squared_error")
    with pytest.raises(BackpropError, match=r"y got shape \(2,\). It takes rows of 1"):
        gradients_of(network, [[0.0, 1.0], [1.0, 1.0]], [0.0, 1.0])
    assert gradients_of(network, [[0.0, 1.0], [1.0, 1.0]], [[0.0], [1.0]]).loss > 0


@pytest.mark.parametrize("sizes", [(3, 5, 2), (3, 2), (2, 4, 2), (3, 4, 4, 2)])
def test_a_forward_pass_of_another_network_is_refused(sizes):
    other = Network.random(sizes, "tanh", "squared_error")
    made = forward(other, np.ones((2, sizes[0])))
    with pytest.raises(BackpropError, match="It takes one of this network"):
        backward(NETWORK, made, np.ones((2, 2)))


def test_a_loss_that_overflows_is_reported():
    network = Network((Layer([[1e200]], None, "linear"),), "squared_error")
    with pytest.raises(NonFiniteError, match="The loss is infinite") as caught:
        gradients_of(network, [1.0], [0.0])
    assert (caught.value.quantity, caught.value.layer, caught.value.neuron) == ("loss", None, None)


def test_a_loss_that_is_known_is_kept_and_checked_like_one_that_is_added_up():
    made, y = forward(NETWORK, X), np.ones((2, 2))
    known = batch_loss(NETWORK, made, y)
    assert backward(NETWORK, made, y, loss=known).loss == backward(NETWORK, made, y).loss == known
    with pytest.raises(NonFiniteError, match="The loss is infinite"):
        backward(NETWORK, made, y, loss=np.inf)
    with pytest.raises(BackpropError, match="loss got text"):
        backward(NETWORK, made, y, loss="0.3")


@pytest.mark.filterwarnings("error")
def test_a_loss_that_overflows_is_infinite_without_a_warning():
    network = Network((Layer([[1e200]], None, "linear"),), "squared_error")
    assert batch_loss(network, forward(network, [1.0]), np.zeros((1, 1))) == np.inf


@pytest.mark.parametrize(
    ("W2", "x", "quantity", "neuron"),
    [
        ([[1.0, 1e308]], [1.0, 1.0], "da", 1),  # 1e308 · 1000
        ([[1.0, 1.0]], [1e307, 0.0], "dW", 0),  # 1000 · 1e307
    ],
)
def test_a_gradient_that_overflows_is_reported_with_layer_and_neuron(W2, x, quantity, neuron):
    hidden = Layer([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0], "tanh")
    layers = (hidden, Layer(W2, None, "linear"), Layer([[1e3]], None, "linear"))
    network = Network(layers, "mean_absolute_error")
    with pytest.raises(NonFiniteError) as caught:
        gradients_of(network, x, [1.0])
    assert (caught.value.quantity, caught.value.layer) == (quantity, 0)
    assert caught.value.neuron == neuron
    assert f"{quantity} of neuron {neuron + 1} of layer 1" in str(caught.value)


def test_a_delta_that_overflows_is_reported_even_where_all_inputs_are_cut_or_zero():
    for connected in (None, [[False]]):
        hidden = Layer([[0.0]], None, "linear", connected)
        layers = (hidden, Layer([[1e308]], None, "linear"), Layer([[1e3]], None, "linear"))
        network = Network(layers, "mean_absolute_error")
        with pytest.raises(NonFiniteError) as caught:
            gradients_of(network, [0.0], [1.0])
        assert (caught.value.quantity, caught.value.layer) == ("da", 0)


def test_what_is_not_finite_is_kept_when_asked_for_but_not_where_a_connection_is_cut():
    layers = (
        Layer([[0.0, 0.0]], None, "linear", [[True, False]]),
        Layer([[1e308]], None, "linear"),
        Layer([[1e3]], None, "linear"),
    )
    network = Network(layers, "mean_absolute_error")
    gradients = backward(network, forward(network, [1.0, 1.0]), [1.0], strict=False)
    assert gradients.layers[0].dW.tolist() == [[-np.inf, 0.0]]
    assert gradients.layers[0].dW_per_sample.tolist() == [[[-np.inf, 0.0]]]
