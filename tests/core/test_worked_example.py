"""One pass that can be followed with pencil and paper, in fractions that are exact in binary.

Two inputs, two hidden relus, one linear output, squared error, learning rate ½:

    x = (2, 1)    W1 = (1  −1)    b1 = (0, 1)    W2 = (2  3)    b2 = (½)    y = 4
                       (½  −3)
"""

import numpy as np

from backprop_core import Layer, Network, backward, forward, trace, update

NETWORK = Network(
    (
        Layer([[1.0, -1.0], [0.5, -3.0]], [0.0, 1.0], "relu"),
        Layer([[2.0, 3.0]], [0.5], "linear"),
    ),
    "squared_error",
)
X, Y = [2.0, 1.0], [4.0]


def test_forward_by_hand():
    made = forward(NETWORK, X)
    # z1 = 1·2 − 1·1 + 0 = 1;  z2 = ½·2 − 3·1 + 1 = −1, which relu turns into 0
    np.testing.assert_array_equal(made.layers[0].z, [[1.0, -1.0]])
    np.testing.assert_array_equal(made.layers[0].a, [[1.0, 0.0]])
    # output = 2·1 + 3·0 + ½
    np.testing.assert_array_equal(made.output, [[2.5]])


def test_backward_by_hand():
    gradients = backward(NETWORK, forward(NETWORK, X), Y)
    hidden, output = gradients.layers
    assert gradients.loss == 2.25  # (2½ − 4)²
    np.testing.assert_array_equal(output.da, [[-3.0]])  # 2 (2½ − 4)
    np.testing.assert_array_equal(output.delta, [[-3.0]])  # the slope of linear is 1
    np.testing.assert_array_equal(output.dW, [[-3.0, 0.0]])  # −3·1, −3·0
    np.testing.assert_array_equal(output.db, [-3.0])
    np.testing.assert_array_equal(hidden.da, [[-6.0, -9.0]])  # 2·(−3), 3·(−3)
    np.testing.assert_array_equal(hidden.delta, [[-6.0, 0.0]])  # relu′ is 1, and 0 below zero
    np.testing.assert_array_equal(hidden.dW, [[-12.0, -6.0], [0.0, 0.0]])
    np.testing.assert_array_equal(hidden.db, [-6.0, 0.0])


def test_update_by_hand():
    new = update(NETWORK, backward(NETWORK, forward(NETWORK, X), Y), 0.5)
    np.testing.assert_array_equal(new.layers[0].W, [[7.0, 2.0], [0.5, -3.0]])
    np.testing.assert_array_equal(new.layers[0].b, [3.0, 1.0])
    np.testing.assert_array_equal(new.layers[1].W, [[3.5, 3.0]])
    np.testing.assert_array_equal(new.layers[1].b, [2.0])


def test_the_walk_in_words():
    """Each number of the pass is one step, in the order in which one would write them down."""
    steps = trace(NETWORK, X, Y, 0.5)
    told = [(step.quantity, step.layer, step.neuron, step.source, step.value) for step in steps]
    assert told == [
        ("z", 0, 0, None, 1.0),
        ("z", 0, 1, None, -1.0),
        ("a", 0, 0, None, 1.0),
        ("a", 0, 1, None, 0.0),
        ("z", 1, 0, None, 2.5),
        ("a", 1, 0, None, 2.5),
        ("loss", None, None, None, 2.25),
        ("da", 1, 0, None, -3.0),
        ("delta", 1, 0, None, -3.0),
        ("dW", 1, 0, 0, -3.0),
        ("dW", 1, 0, 1, 0.0),
        ("db", 1, 0, None, -3.0),
        ("da", 0, 0, None, -6.0),
        ("da", 0, 1, None, -9.0),
        ("delta", 0, 0, None, -6.0),
        ("delta", 0, 1, None, 0.0),
        ("dW", 0, 0, 0, -12.0),
        ("dW", 0, 0, 1, -6.0),
        ("dW", 0, 1, 0, 0.0),
        ("dW", 0, 1, 1, 0.0),
        ("db", 0, 0, None, -6.0),
        ("db", 0, 1, None, 0.0),
        ("W", 0, 0, 0, 7.0),
        ("W", 0, 0, 1, 2.0),
        ("W", 0, 1, 0, 0.5),
        ("W", 0, 1, 1, -3.0),
        ("b", 0, 0, None, 3.0),
        ("b", 0, 1, None, 1.0),
        ("W", 1, 0, 0, 3.5),
        ("W", 1, 0, 1, 3.0),
        ("b", 1, 0, None, 2.0),
    ]
