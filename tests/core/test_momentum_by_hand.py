"""An exercise as sheets set it: two samples, one after the other, with momentum, by hand.

One linear neuron, weights 0.1 and 0.2, half squared error, learning rate 0.1, momentum 0.5:

    sample 1:  x = (1, 2)   y = 1        sample 2:  x = (3, 1)   y = 0

and a 2-2-1 of sigmoids with weights 0.1 to 0.6, each number worked out with a formula of its own.
"""

from math import exp

import numpy as np
import pytest

from backprop_core import Layer, Network, rules, train

NEURON = Network((Layer([[0.1, 0.2]], None, "linear"),), "half_squared_error")
X, Y = [[1.0, 2.0], [3.0, 1.0]], [[1.0], [0.0]]


def run(rule, **options):
    return list(train(NEURON, X, Y, rule, batch_size=1, **options))


def test_velocity_of_gradients():
    first, second = run(rules.Momentum(0.1, 0.5))
    # z = 0.1 · 1 + 0.2 · 2 = 0.5, e = 0.5 − 1 = −0.5, g = −0.5 · (1, 2) = (−0.5, −1)
    f, g = first.passes()
    assert f.output.item() == pytest.approx(0.5)
    assert first.loss == pytest.approx(0.125)  # ½ · 0.5²
    np.testing.assert_allclose(g.layers[0].dW, [[-0.5, -1.0]])
    # v = 0.5 · 0 + g, w = (0.1, 0.2) − 0.1 · (−0.5, −1)
    np.testing.assert_allclose(first.state.vectors["velocity"], [-0.5, -1.0])
    np.testing.assert_allclose(first.network.layers[0].W, [[0.15, 0.3]])
    # z = 0.15 · 3 + 0.3 · 1 = 0.75, e = 0.75, g = 0.75 · (3, 1) = (2.25, 0.75)
    f, g = second.passes()
    assert f.output.item() == pytest.approx(0.75)
    assert second.loss == pytest.approx(0.28125)  # ½ · 0.75²
    np.testing.assert_allclose(g.layers[0].dW, [[2.25, 0.75]])
    # v = 0.5 · (−0.5, −1) + (2.25, 0.75) = (2, 0.25), w = (0.15, 0.3) − 0.1 v
    np.testing.assert_allclose(second.state.vectors["velocity"], [2.0, 0.25])
    np.testing.assert_allclose(second.network.layers[0].W, [[-0.05, 0.275]])


def test_the_terms_of_the_second_update_in_the_order_in_which_one_writes_them():
    _, second = run(rules.Momentum(0.1, 0.5))
    record = second.record()
    assert [stage.name for stage in record.stages] == ["velocity", "update"]
    kept, new = record.terms("velocity", 0)
    assert [(f.name, f.value) for f in kept.factors] == [("mu", 0.5), ("velocity", -0.5)]
    assert [f.name for f in new.factors] == ["gradient"]
    assert (kept.value, new.value) == pytest.approx((-0.25, 2.25))
    old, step = record.terms("parameter", 0)
    assert [f.name for f in step.factors] == ["learning_rate", "velocity"]
    assert (old.value, step.value) == pytest.approx((0.15, -0.2))


def test_velocity_of_steps_takes_the_same_way():
    first, second = run(rules.Momentum(0.1, 0.5, form="step"))
    np.testing.assert_allclose(first.state.vectors["velocity"], [0.05, 0.1])  # −0.1 · g
    np.testing.assert_allclose(second.state.vectors["velocity"], [-0.2, -0.025])
    np.testing.assert_allclose(second.network.layers[0].W, [[-0.05, 0.275]])


def test_running_average():
    first, second = run(rules.Momentum(0.1, 0.5, form="average"))
    # v = 0.5 · 0 + 0.5 · (−0.5, −1), w = (0.1, 0.2) + (0.025, 0.05)
    np.testing.assert_allclose(first.state.vectors["velocity"], [-0.25, -0.5])
    np.testing.assert_allclose(first.network.layers[0].W, [[0.125, 0.25]])
    # z = 0.375 + 0.25 = 0.625, g = (1.875, 0.625), v = (−0.125, −0.25) + (0.9375, 0.3125)
    np.testing.assert_allclose(second.state.vectors["velocity"], [0.8125, 0.0625])
    np.testing.assert_allclose(second.network.layers[0].W, [[0.04375, 0.24375]])


def test_nesterov():
    first, second = run(rules.Momentum(0.1, 0.5, nesterov=True))
    # v = (−0.5, −1), the step is g + 0.5 v = (−0.75, −1.5)
    np.testing.assert_allclose(first.network.layers[0].W, [[0.175, 0.35]])
    # z = 0.525 + 0.35 = 0.875, g = (2.625, 0.875), v = (2.375, 0.375), step (3.8125, 1.0625)
    np.testing.assert_allclose(second.state.vectors["velocity"], [2.375, 0.375])
    np.testing.assert_allclose(second.network.layers[0].W, [[-0.20625, 0.24375]])


def sigmoid(z):
    return 1 / (1 + exp(-z))


def by_hand(w, v, x, y, rate=0.5, mu=0.9):
    """One update of the 2-2-1: w1 … w4 into the hidden neurons, w5, w6 into the output."""
    z = [w[0] * x[0] + w[1] * x[1], w[2] * x[0] + w[3] * x[1]]
    h = [sigmoid(one) for one in z]
    o = sigmoid(w[4] * h[0] + w[5] * h[1])
    delta = (o - y) * o * (1 - o)
    delta_h = [delta * w[4] * h[0] * (1 - h[0]), delta * w[5] * h[1] * (1 - h[1])]
    g = [delta_h[0] * x[0], delta_h[0] * x[1], delta_h[1] * x[0], delta_h[1] * x[1]]
    g += [delta * h[0], delta * h[1]]
    v = [mu * old + new for old, new in zip(v, g, strict=True)]
    w = [old - rate * step for old, step in zip(w, v, strict=True)]
    return h, o, delta, delta_h, g, v, w


def test_a_net_of_sigmoids_agrees_in_every_number():
    W1, W2 = [[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]
    layers = (Layer(W1, None, "sigmoid"), Layer(W2, None, "sigmoid"))
    network = Network(layers, "half_squared_error")
    w, v = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.0] * 6
    run = train(network, X, Y, rules.Momentum(0.5, 0.9), batch_size=1, epochs=2)
    for u, row in zip(run, [0, 1, 0, 1], strict=True):
        h, o, delta, delta_h, g, v, w = by_hand(w, v, X[row], Y[row][0])
        f, gradients = u.passes()
        hidden, output = gradients.layers
        assert u.rows.tolist() == [row]
        assert u.loss == pytest.approx((o - Y[row][0]) ** 2 / 2, rel=1e-14)
        np.testing.assert_allclose(f.layers[0].a, [h], rtol=1e-14)
        np.testing.assert_allclose(f.output, [[o]], rtol=1e-14)
        np.testing.assert_allclose(output.delta, [[delta]], rtol=1e-13)
        np.testing.assert_allclose(hidden.delta, [delta_h], rtol=1e-13)
        np.testing.assert_allclose(np.append(hidden.dW, output.dW), g, rtol=1e-13)
        np.testing.assert_allclose(u.state.vectors["velocity"], v, rtol=1e-13)
        np.testing.assert_allclose(u.network.parameters, w, rtol=1e-13)
