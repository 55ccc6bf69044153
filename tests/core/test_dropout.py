"""Dropout: the masks, and the passes with some neurons left out."""

import numpy as np
import pytest

from backprop_core import BackpropError, Dropout, Layer, Network, backward, forward, train
from backprop_core.dropout import forward_with

NETWORK = Network.random((3, 5, 4, 2), "tanh", "half_squared_error", seed=1)
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))


def test_a_mask_is_zero_or_one_over_what_stays():
    x, first, second, last = Dropout((0.5, 0.2), inputs=0.75).masks(NETWORK, 4000, 1)
    for mask, rate, width in ((x, 0.75, 3), (first, 0.5, 5), (second, 0.2, 4)):
        assert mask.shape == (4000, width)
        assert set(np.unique(mask)) == {0.0, 1 / (1 - rate)}
        assert (mask == 0).mean() == pytest.approx(rate, abs=0.02)
        assert mask.mean() == pytest.approx(1.0, abs=0.05)
        assert not mask.flags.writeable
    assert last is None


def test_the_same_seed_and_update_give_the_same_masks_and_others_give_others():
    dropout = Dropout(0.5, seed=3)
    again, later = dropout.masks(NETWORK, 6, 7), dropout.masks(NETWORK, 6, 8)
    other = Dropout(0.5, seed=4).masks(NETWORK, 6, 7)
    for layer in (1, 2):
        mask = dropout.masks(NETWORK, 6, 7)[layer]
        np.testing.assert_array_equal(mask, again[layer])
        assert (mask != later[layer]).any()
        assert (mask != other[layer]).any()


def test_a_rate_of_zero_leaves_nothing_out_and_changes_nothing():
    masks = Dropout(0.0).masks(NETWORK, 6, 1)
    assert masks == (None,) * 4
    plain, with_none = forward(NETWORK, X), forward_with(NETWORK, X, masks)
    for one, other in zip(plain.layers, with_none.layers, strict=True):
        np.testing.assert_array_equal(one.a, other.a)


def test_the_passes_are_those_of_a_network_without_the_neurons_left_out():
    """One sample, so that the network with fewer neurons can be written down."""
    masks = (None, np.array([[2.0, 0.0, 2.0, 2.0, 0.0]]), np.array([[0.0, 2.0, 2.0, 0.0]]), None)
    g = backward(NETWORK, forward_with(NETWORK, X[0], masks), Y[0])
    keep1, keep2 = [0, 2, 3], [1, 2]
    one, two, three = NETWORK.layers
    # an activation counts twice: the weights that it goes into are doubled
    small = Network(
        (
            Layer(one.W[keep1], one.b[keep1], "tanh"),
            Layer(2 * two.W[np.ix_(keep2, keep1)], two.b[keep2], "tanh"),
            Layer(2 * three.W[:, keep2], three.b, "tanh"),
        ),
        "half_squared_error",
    )
    expected = backward(small, forward(small, X[0]), Y[0])
    assert g.loss == pytest.approx(expected.loss, rel=1e-14)
    dW1, dW2, dW3 = (layer.dW for layer in g.layers)
    np.testing.assert_allclose(dW1[keep1], expected.layers[0].dW, rtol=1e-12)
    np.testing.assert_allclose(dW2[np.ix_(keep2, keep1)], 2 * expected.layers[1].dW, rtol=1e-12)
    np.testing.assert_allclose(dW3[:, keep2], 2 * expected.layers[2].dW, rtol=1e-12)
    assert not dW1[[1, 4]].any()
    assert not dW2[[0, 3]].any()
    assert not dW2[:, [1, 4]].any()
    assert not dW3[:, [0, 3]].any()


@pytest.mark.parametrize("activation", ["linear", "sigmoid", "relu", "gelu"])
def test_gradients_with_masks_are_the_slopes_of_the_loss_with_masks(activation):
    network = Network.random((3, 5, 4, 2), activation, "half_squared_error", seed=1)
    # biases of 0 would put a relu that gets nothing right on its kink
    network = network.with_parameters(network.parameters + RNG.uniform(0.05, 0.1, 54))
    masks = Dropout(0.4, inputs=0.2, seed=1).masks(network, 6, 1)
    g = backward(network, forward_with(network, X, masks), Y)
    flat = np.concatenate([v.ravel() for layer in g.layers for v in (layer.dW, layer.db)])
    for entry in range(0, len(flat), 7):
        losses = []
        for nudge in (1e-6, -1e-6):
            moved = network.parameters.copy()
            moved[entry] += nudge
            near = network.with_parameters(moved)
            losses.append(backward(near, forward_with(near, X, masks), Y).loss)
        assert flat[entry] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-8)


def test_an_update_tells_its_masks_and_its_passes_went_through_them():
    dropout = Dropout(0.5, inputs=0.2, seed=5)
    for u in train(NETWORK, X, Y, 0.1, batch_size=4, epochs=2, shuffle=0, dropout=dropout):
        f = forward_with(u.before, X[u.rows], u.masks)
        assert u.loss == pytest.approx(backward(u.before, f, Y[u.rows]).loss, rel=1e-12)
        assert len(u.masks[1]) == len(u.rows)
    plain = next(train(NETWORK, X, Y, 0.1))
    assert plain.masks is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dropout(1.0), "rate got 1. It takes a number from 0 up to but not including 1."),
        (lambda: Dropout(-0.1), "rate got -0.1"),
        (lambda: Dropout((0.5, "x")), "rate got text"),
        (lambda: Dropout(0.5, inputs=1.5), "inputs got 1.5"),
        (lambda: Dropout(0.5, seed=-1), "seed got -1"),
        (lambda: Dropout((0.5,)).rates(NETWORK), r"rate got \(0.5,\). It takes one number, or 2"),
        (lambda: train(NETWORK, X, Y, 0.1, dropout=Dropout((0.5,))), "rate got"),
        (lambda: train(NETWORK, X, Y, 0.1, dropout=0.5), "dropout got 0.5. It takes a Dropout"),
        (lambda: forward_with(NETWORK, X, (None,) * 3), "masks got shapes"),
        (lambda: forward_with(NETWORK, X, (None, np.ones((6, 2)), None, None)), "masks got shapes"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(make, message):
    with pytest.raises(BackpropError, match=message):
        make()


def test_a_hidden_softmax_is_refused_unless_nothing_of_it_is_left_out():
    network = Network.random((3, 4, 4, 2), ["softmax", "tanh", "tanh"], "half_squared_error")
    with pytest.raises(BackpropError, match="dropout got a softmax in layer 1"):
        train(network, X, Y, 0.1, dropout=Dropout(0.5))
    assert next(train(network, X, Y, 0.1, dropout=Dropout((0.0, 0.5)))).masks[1] is None
