"""Every gradient against HIPS autograd, which differentiates a program by itself, to 1e-12."""

import numpy as np
import pytest

from backprop_core import backward, forward
from tests.core.cases import GRID, VARIANTS, assert_gradients_equal, case

autograd = pytest.importorskip("autograd")
anp = pytest.importorskip("autograd.numpy")


def _softmax(z):
    e = anp.exp(z - anp.max(z, axis=1, keepdims=True))
    return e / anp.sum(e, axis=1, keepdims=True)


ACTIVATION = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 0.5 * (anp.tanh(z / 2) + 1),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "leaky_relu(0.2)": lambda z: anp.where(z > 0, z, 0.2 * z),
    "softplus": lambda z: anp.logaddexp(z, 0),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(z) - 1),
    "elu(0.5)": lambda z: anp.where(z > 0, z, 0.5 * (anp.exp(z) - 1)),
    "silu": lambda z: z * 0.5 * (anp.tanh(z / 2) + 1),
    "gelu": lambda z: 0.5 * z * (1 + anp.tanh(anp.sqrt(2 / anp.pi) * (z + 0.044715 * z**3))),
    "softmax": _softmax,
}

LOSS = {
    "half_squared_error": lambda a, y: anp.sum((a - y) ** 2, axis=1) / 2,
    "squared_error": lambda a, y: anp.sum((a - y) ** 2, axis=1),
    "mean_squared_error": lambda a, y: anp.mean((a - y) ** 2, axis=1),
    "mean_absolute_error": lambda a, y: anp.mean(anp.abs(a - y), axis=1),
    "cross_entropy": lambda a, y: -anp.sum(y * anp.log(a), axis=1),
}


def _binary_cross_entropy(z, y):
    """From z: the difference 1 − p would lose digits where p is nearly 1."""
    return anp.mean(y * anp.logaddexp(0, -z) + (1 - y) * anp.logaddexp(0, z), axis=1)


def _loss(parameters, network, x, y):
    a = x
    for layer, (W, b) in zip(network.layers, parameters, strict=True):
        if layer.connected is not None:
            W = W * layer.connected
        z = anp.dot(a, W.T) + b
        a = ACTIVATION[layer.activation](z)
    if network.loss == "root_mean_squared_error":
        return anp.sqrt(anp.mean((a - y) ** 2))
    binary = network.loss == "binary_cross_entropy"
    each = _binary_cross_entropy(z, y) if binary else LOSS[network.loss](a, y)
    return anp.mean(each) if network.reduction == "mean" else anp.sum(each)


@pytest.mark.parametrize(("activation", "loss", "bias"), GRID)
def test_gradients_are_those_of_autograd(activation, loss, bias):
    for reduction, batch, cut in VARIANTS:
        network, x, y = case(activation, loss, bias, reduction, batch, cut)
        parameters = [(layer.W, 0.0 if layer.b is None else layer.b) for layer in network.layers]
        value, slopes = autograd.value_and_grad(_loss)(parameters, network, x, y)
        if bias == "none":
            slopes = [(dW, None) for dW, _ in slopes]
        got = backward(network, forward(network, x), y)
        assert got.loss == pytest.approx(float(value), rel=1e-12)
        assert_gradients_equal(got, slopes, 1e-12)
        dx = autograd.grad(_loss, 2)(parameters, network, np.asarray(x, float), y)
        np.testing.assert_allclose(got.dx, dx, rtol=0, atol=1e-12 * max(1e-300, abs(dx).max()))
