"""A network with dropout's masks: forward, backward, walk and check agree with one another."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_core import (
    BackpropError,
    Dropout,
    Network,
    backward,
    explain,
    forward,
    gradient_check,
    trace,
    train,
)

SIZES, BATCH, RATE = (3, 5, 4, 2), 4, 0.4


def masked(activation="tanh", seed=0):
    """A network of one update, its batch, and the same without masks."""
    network = Network.random(SIZES, [activation, activation, "linear"], "squared_error", seed=seed)
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(BATCH, SIZES[0])), rng.normal(size=(BATCH, SIZES[-1]))
    return Dropout(RATE, seed=seed).masked(network, BATCH, 7), x, y, network


def test_the_masks_are_those_of_the_update_in_training():
    with_masks, x, y, network = masked()
    made, seen = forward(with_masks, x), None
    for update in train(network, x, y, 0.0, dropout=Dropout(RATE), epochs=7, fast=False):
        seen = update
    assert seen.number == 7
    assert seen.data_loss == backward(with_masks, made, y).loss
    assert with_masks.layers[-1].mask is None
    left_out = with_masks.layers[0].mask == 0
    assert left_out.any()
    assert (made.layers[0].a[left_out] == 0).all()
    assert set(np.unique(with_masks.layers[0].mask)) == {0.0, 1 / (1 - RATE)}


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "gelu"])
def test_its_gradients_are_those_of_the_complex_step(activation):
    with_masks, x, y, _ = masked(activation)
    assert gradient_check(with_masks, x, y)


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_every_step_of_its_walk_is_made_of_its_terms(granularity):
    with_masks, x, y, _ = masked()
    walked = trace(with_masks, x, y, 0.1, granularity)
    shares = {"a": 0, "delta": 0}
    for step in walked:
        names = [number.quantity for number in step.inputs]
        if step.quantity in shares and step.address.in_layer < 2:
            shares[step.quantity] += "mask" in names
        if step.operation.name == "back_through_activation":
            (term,) = step.terms
            made = np.prod([number.value for number in term.factors], axis=0)
            np.testing.assert_allclose(made, step.value, rtol=1e-15)
    assert all(shares.values())


def test_an_activation_is_its_function_times_the_mask():
    with_masks, x, y, _ = masked("sigmoid")
    for step in trace(with_masks, x, y, 0.1):
        if step.operation.name == "activation" and step.address.layer < 2:
            z, mask = (number.value for number in step.inputs)
            assert step.value == pytest.approx(mask / (1 + np.exp(-z)), rel=1e-14)


def test_a_batch_of_another_size_is_refused():
    with_masks, x, _, _ = masked()
    with pytest.raises(BackpropError, match=r"x got 3 rows\. It takes 4: the dropout masks"):
        forward(with_masks, x[:3])
    softmax = Network.random((2, 3, 2), ["softmax", "linear"], "squared_error")
    with pytest.raises(BackpropError, match="softmax"):
        replace(softmax.layers[0], mask=np.ones((1, 3)))
    with pytest.raises(BackpropError, match=r"mask got shape \(1, 3\)"):
        replace(softmax.layers[1], mask=np.ones((1, 3)))


def numbers_of(network, x, y, decimals=None):
    made = forward(network, x)
    g = backward(network, made, y)
    given = {"z": [one.z for one in made.layers], "a": [one.a for one in made.layers]}
    given |= {name: [getattr(one, name) for one in g.layers] for name in ("delta", "dW", "db")}
    if decimals is None:
        return given
    return {
        name: [[[f"{v:.{decimals}f}" for v in row] for row in np.atleast_2d(one)] for one in arrays]
        if name != "db"
        else [[f"{v:.{decimals}f}" for v in one] for one in arrays]
        for name, arrays in given.items()
    }


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("decimals", [None, 3, 5])
def test_right_work_on_an_update_with_dropout_is_right(activation, decimals):
    for seed in range(5):
        with_masks, x, y, _ = masked(activation, seed)
        report = explain(with_masks, x, y, numbers_of(with_masks, x, y, decimals))
        assert report.right, str(report)


@pytest.mark.parametrize("seed", range(5))
def test_a_slip_on_an_update_with_dropout_is_named(seed):
    with_masks, x, y, _ = masked("tanh", seed)
    made = forward(with_masks, x)
    g = backward(with_masks, made, y)
    wrong = -g.layers[1].dW
    report = explain(with_masks, x, y, {"dW": [g.layers[0].dW, wrong, g.layers[2].dW]})
    assert not report.right
    assert report.causes[0].slips[0].name == "sign"
