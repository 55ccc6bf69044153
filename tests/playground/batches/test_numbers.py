"""The tensor of a batch: its slices, their sum, the pulls, and mean against sum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import BackpropError, Network, backward, forward, trace, update
from playground.batches import numbers
from playground.exercise.document_check import check
from playground.exercise.limits import MAX_SAMPLES
from playground.where import Neuron, Weight
from tests.core.strategies import passes
from tests.playground.walks import document_of, walk_of

EPS = np.finfo(float).eps


@given(passes((1, 5)))
def test_the_slices_add_up_to_dW(case):
    network, x, y = case
    t = trace(network, x, y, 0.1)
    for layer, made in enumerate(t.gradients.layers):
        tensor = numbers.slices(t, layer)
        assert tensor.shape == (len(y), *made.dW.shape)
        size = np.abs(tensor).sum(axis=0)  # what rounding can be compared with
        assert (np.abs(tensor.sum(axis=0) - made.dW) <= 1e-15 * len(y) * size).all()
        assert numbers.largest_difference(t, layer) <= 1e-15 * len(y) * size.max(initial=0)
        np.testing.assert_array_equal(numbers.so_far(t, layer, len(y) - 1), tensor.sum(axis=0))
        np.testing.assert_array_equal(numbers.so_far(t, layer, 0), tensor[0])


@given(passes((2, 4), losses=("half_squared_error", "cross_entropy", "mean_absolute_error")))
def test_a_slice_is_the_gradient_of_its_sample_alone(case):
    network, x, y = case
    t = trace(network, x, y, 0.1)
    share = 1 / len(y) if network.reduction == "mean" else 1.0
    for sample in range(len(y)):
        alone = backward(network, forward(network, x[sample]), y[sample])
        for layer, made in enumerate(alone.layers):
            np.testing.assert_allclose(
                numbers.slices(t, layer)[sample], share * made.dW, rtol=1e-9, atol=1e-14
            )


def test_with_the_root_a_slice_is_not_the_gradient_of_its_sample_but_they_still_add_up():
    t = walk_of(document_of([2, 3, 2], loss="root_mean_squared_error", batch=3))
    alone = backward(t.network, forward(t.network, t.forward.x[0]), t.y[0])
    slice_of_first = numbers.slices(t, 0)[0]
    assert not np.allclose(slice_of_first, alone.layers[0].dW)
    assert not np.allclose(slice_of_first, alone.layers[0].dW / 3)
    assert numbers.largest_difference(t, 0) < 1e-16


def test_a_sample_pulls_against_its_slice_and_all_pull_as_the_update_goes():
    t = walk_of(document_of([2, 3, 2], batch=4))
    pulls = numbers.pulls(t, 1, 0, 2)
    d, a = t.gradients.layers[1].delta[:, 0], t.forward.layers[0].a[:, 2]
    np.testing.assert_allclose(pulls, -d * a)
    moved = t.after.layers[1].W[0, 2] - t.network.layers[1].W[0, 2]
    assert np.isclose(t.learning_rate * pulls.sum(), moved)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_mean_and_sum_are_both_computed_and_differ_by_n(reduction):
    t = walk_of(document_of([2, 3, 2], batch=4, reduction=reduction))
    mean, total = (numbers.reduced(t, 0, 1, 1, r) for r in ("mean", "sum"))
    assert np.isclose(total.loss, 4 * mean.loss)
    assert np.isclose(total.dW, 4 * mean.dW)
    assert np.isclose(total.step, 4 * mean.step)
    present = mean if reduction == "mean" else total
    assert present.dW == t.gradients.layers[0].dW[1, 1]
    new = update(t.network, t.gradients, t.learning_rate)
    after = backward(new, forward(new, t.forward.x), t.y).loss
    assert np.isclose(present.loss_after, after)
    assert not np.isclose(total.loss_after, 4 * mean.loss_after)


def test_what_is_chosen_is_the_edge_or_leads_into_the_neuron():
    t = walk_of(document_of([2, 3, 2]))
    assert numbers.chosen_weight(t, None) == (1, Weight(1, 0, 0))
    assert numbers.chosen_weight(t, Weight(0, 2, 1)) == (0, Weight(0, 2, 1))
    assert numbers.chosen_weight(t, Neuron(1, 2)) == (0, Weight(0, 2, 0))
    assert numbers.chosen_weight(t, Neuron(0, 1)) == (0, Weight(0, 0, 1))


def test_a_layer_that_is_cut_off_has_no_weight_to_choose():
    document = document_of([2, 1])
    document["layers"][0] |= {"W": [[0.0, 0.0]], "connected": [[False, False]]}
    t = walk_of(document)
    assert numbers.first_weight(t, 0) is None
    assert numbers.chosen_weight(t, None) == (0, None)


def test_another_sample_is_a_drawing_that_holds():
    document = document_of([2, 3, 3], ["tanh", "softmax"], "cross_entropy")
    more = numbers.with_another_sample(document).document
    assert check(more)["x"] == [document["x"][0], [-0.1, -0.2]]
    assert more["y"][1] == [*document["y"][0][1:], document["y"][0][0]]
    assert len(document["x"]) == 1
    with pytest.raises(BackpropError, match="samples got"):
        numbers.with_another_sample(document_of([1, 1], batch=MAX_SAMPLES))


@given(st.integers(2, 6))
def test_a_network_without_inputs_that_differ_has_equal_slices(batch):
    network = Network.random([2, 2], "tanh", "half_squared_error", seed=1)
    t = trace(network, [[0.5, 1.0]] * batch, [[0.1, 0.9]] * batch, 0.1)
    tensor = numbers.slices(t, 0)
    assert np.ptp(tensor, axis=0).max() <= EPS
