"""The walk that goes back to the inputs: ∂loss/∂x, by the complex step of the second engine."""

import numpy as np
import pytest
from hypothesis import given, settings

from backprop_core import Address, trace
from tests.core.cases import case
from tests.core.reference import H, loss_of, plain
from tests.core.strategies import passes


def by_complex_step(network, x, y):
    found = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        nudged = x.astype(complex)
        nudged[index] += 1j * H
        loss = loss_of(plain(network), network.loss, network.reduction, nudged, y)
        found[index] = loss.imag / H
    return found


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "softmax"])
@pytest.mark.parametrize("loss", ["half_squared_error", "cross_entropy", "mean_squared_error"])
@pytest.mark.parametrize(("reduction", "batch", "cut"), [("mean", 3, False), ("sum", 1, True)])
def test_every_number_is_the_derivative_by_that_input(activation, loss, reduction, batch, cut):
    network, x, y = case(activation, loss, "each", reduction, batch, cut)
    walk = trace(network, x, y, 0.1, to_inputs=True)
    expected = by_complex_step(network, x, y)
    scale = np.abs(expected).max()
    steps = [step for step in walk if step.layer == -1]
    assert len(steps) == x.size
    for step in steps:
        wanted = expected[step.sample, step.neuron]
        assert step.value == pytest.approx(wanted, rel=1e-10, abs=1e-13 * scale)
        assert sum(term.value for term in step.terms) == pytest.approx(step.value, rel=1e-12)


def test_by_hand():
    """delta = (2.2, −1), W = [[0.5, −1], [2, 0.25]]: 1.1 − 2 and −2.2 − 0.25."""
    from backprop_core import Layer, Network

    network = Network((Layer([[0.5, -1.0], [2.0, 0.25]], None, "linear"),), "half_squared_error")
    walk = trace(network, [2.0, 1.0], [-2.2, 5.25], 0.1, to_inputs=True)
    found = [step.value for step in walk if step.layer == -1]
    assert found == pytest.approx([-0.9, -2.45], rel=1e-14)
    plain_walk = trace(network, [2.0, 1.0], [-2.2, 5.25], 0.1)
    assert all(step.layer != -1 for step in plain_walk)
    assert len(plain_walk) == len(walk) - 2


@settings(max_examples=25, deadline=None)
@given(passes())
def test_it_comes_last_of_the_gradients_and_every_address_leads_back(one):
    network, x, y = one
    for granularity in ("term", "neuron", "layer"):
        walk = trace(network, x, y, 0.1, granularity, to_inputs=True)
        steps = list(walk)
        own = [step.number for step in steps if step.layer == -1]
        assert own == list(range(own[0], own[-1] + 1))
        assert {step.phase for step in steps[own[-1] + 1 :]} <= {"update"}
        assert "update" not in {step.phase for step in steps[: own[0]]}
        for k in own:
            assert walk.plan.nearest(steps[k].address) == k
        whole = walk.value(Address("da", -1))
        np.testing.assert_array_equal(whole, walk.input_gradient)
