"""The networks that every gradient is checked on: each activation with each loss and bias mode."""

import itertools
import zlib

import numpy as np

from backprop_core import Layer, Network, forward
from tests.core.reference import ACTIVATION, LOSSES

BIASES = ("each", "shared", "none")
PARTNER = {
    "binary_cross_entropy": "sigmoid",
    "cross_entropy": "softmax",
    "perceptron": "step",
    "delta_rule": "step",
}
GRID = tuple(itertools.product(ACTIVATION, LOSSES, BIASES))
VARIANTS = tuple(itertools.product(("mean", "sum"), (1, 3), (False, True)))  # reduction, batch, cut


def bias_values(rng, bias, n_out):
    if bias == "none":
        return None
    return rng.normal(size=n_out if bias == "each" else ())


def case(activation, loss, bias, reduction="mean", batch=3, cut=False):
    """A 3-4-3 network, x and y with errors of every sign; the same for the same words."""
    words = f"{activation} {loss} {bias} {reduction} {batch} {cut}"
    rng = np.random.default_rng(zlib.crc32(words.encode()))
    while True:
        network, x, y = draw(rng, activation, loss, bias, reduction, batch, cut)
        if all(layer.a.any() for layer in forward(network, x).layers):  # not all relus are dead
            return network, x, y


def draw(rng, activation, loss, bias, reduction, batch, cut):
    def layer(n_out, n_in, name):
        W = rng.normal(scale=0.8, size=(n_out, n_in))
        return Layer(W, bias_values(rng, bias, n_out), name, cuts(rng, n_out, n_in, cut))

    layers = (layer(4, 3, activation), layer(3, 4, PARTNER.get(loss, activation)))
    x = rng.normal(size=(batch, 3))
    y = rng.dirichlet(np.ones(3), size=batch)  # rows of probabilities, which suit every loss
    return Network(layers, loss, reduction), x, y


def cuts(rng, n_out, n_in, cut):
    """A few missing connections, never all of a neuron's."""
    if not cut:
        return None
    connected = np.ones((n_out, n_in), dtype=bool)
    connected[np.arange(n_out), rng.integers(0, n_in, size=n_out)] = False
    return connected


def largest(slopes):
    """The largest absolute value in [(dW, db), …]."""
    return max(np.abs(s).max() for pair in slopes for s in pair if s is not None)


def assert_gradients_equal(got, expected, tolerance):
    """Each dW and db of `got` within `tolerance` of the largest expected gradient."""
    scale = largest(expected)
    assert scale > 1e-4, "the case is of no use: its gradients vanish"
    for layer, (dW, db) in zip(got.layers, expected, strict=True):
        np.testing.assert_allclose(layer.dW, dW, rtol=0, atol=tolerance * scale)
        if db is None:
            assert layer.db is None
        else:
            assert layer.db.shape == db.shape
            np.testing.assert_allclose(layer.db, db, rtol=0, atol=tolerance * scale)
