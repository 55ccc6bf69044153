"""Sums that are 0 on paper are told from those that are small."""

import numpy as np
import pytest

from backprop_core import Activation, Address, Layer, Network, trace
from backprop_core.story.number import Term, zero_but_for_rounding
from backprop_core.story.rounding import input_sums_zero_but_for_rounding, slope_at_zero


def walked(activation="relu", b=-0.3, x=(0.1, 0.2), W=(1.0, 1.0)):
    """One neuron whose sum 0.1 + 0.2 − 0.3 is 5.6e-17."""
    network = Network(
        (Layer([W], [b], activation), Layer([[1.0]], None, "linear")), "squared_error"
    )
    return trace(network, x, [1.0], 0.1)


Z = Address("z", 0, 0, sample=0)


def terms_of(*values):
    return [Term((), value) for value in values]


def test_what_is_left_when_products_cancel_is_rounding():
    assert 0.1 + 0.2 - 0.3 != 0
    assert zero_but_for_rounding(0.1 + 0.2 - 0.3, terms_of(0.1, 0.2, -0.3))
    assert zero_but_for_rounding(-1.4e-17, terms_of(0.1, -0.1))


@pytest.mark.parametrize(
    ("value", "terms"),
    [
        (0.0, (0.5, -0.5)),  # exactly 0
        (1e-17, (1e-17,)),  # a product may be as small as it likes
        (3e-17, (1e-17, 2e-17)),
        (1e-12, (0.1, -0.1)),
        (float("nan"), (0.1, -0.1)),
        (float("inf"), (float("inf"), 1.0)),
    ],
)
def test_a_small_number_is_not_taken_for_rounding(value, terms):
    assert not zero_but_for_rounding(value, terms_of(*terms))


def test_a_step_knows_it():
    steps = walked()
    z = steps[steps.plan.step_making(Z)]
    assert 0 < z.value < 1e-16
    assert z.zero_but_for_rounding
    assert [step.number for step in steps if step.zero_but_for_rounding] == [z.number]
    assert not walked(b=-0.25)[0].zero_but_for_rounding


def test_the_masks_of_a_layer_say_the_same_as_its_steps():
    steps = walked()
    assert input_sums_zero_but_for_rounding(steps, 0).tolist() == [[True]]
    assert input_sums_zero_but_for_rounding(steps, 1).tolist() == [[False]]


@pytest.mark.parametrize("granularity", ["neuron", "layer"])
def test_nothing_is_changed(granularity):
    network = walked().network
    steps = trace(network, [0.1, 0.2], [1.0], 0.1, granularity)
    assert steps.forward.layers[0].a.item() == 0.1 + 0.2 - 0.3
    assert steps.forward.layers[0].slope.item() == 1.0


@pytest.mark.parametrize(
    ("activation", "exact"),
    [("relu", 0.0), ("leaky_relu", 0.01), ("elu(0.5)", 0.5), ("elu", None), ("tanh", None)],
)
def test_the_slope_at_exactly_0_is_told_where_it_would_be_another(activation, exact):
    assert slope_at_zero(walked(activation), Z) == exact


def test_a_kink_of_a_function_of_ones_own_is_found_too():
    size = Activation("size", np.abs, np.sign)
    assert slope_at_zero(walked(size), Z) == 0.0


def test_where_z_is_what_it_seems_nothing_is_said():
    assert slope_at_zero(walked(b=-0.25), Z) is None
    assert slope_at_zero(walked(b=-0.5, x=(0.25, 0.25)), Z) is None  # exactly 0: the slope is f′(0)


def test_overflow_is_no_rounding():
    network = Network((Layer([[1e200, 1e200]], None, "relu"),), "squared_error")
    steps = trace(network, [1e200, -1e200], [0.0], 0.1)
    assert not input_sums_zero_but_for_rounding(steps, 0).any()
