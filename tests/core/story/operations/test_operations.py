"""Every step says by name what was done, and adding an operation means adding one value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import GRANULARITIES, Address, Layer, Network, trace
from backprop_core.story import operations
from backprop_core.story.number import Term, product
from backprop_core.story.operations import BACKWARD, FORWARD, LOSS
from backprop_core.story.operations.operation import Operation
from tests.core.cases import case
from tests.core.strategies import passes

RATE = 0.25
EVERY = (*FORWARD, *LOSS, *BACKWARD)


def names(steps):
    return list(dict.fromkeys((step.operation.name, step.layer) for step in steps))


def test_a_plain_pass_is_told_in_the_words_of_the_field():
    network, x, y = case("tanh", "squared_error", "each", batch=1)
    assert names(trace(network, x, y, RATE)) == [
        ("weighted_sum", 0),
        ("activation", 0),
        ("weighted_sum", 1),
        ("activation", 1),
        ("sample_loss", None),
        ("loss_slope", 1),
        ("back_through_activation", 1),
        ("weight_gradient", 1),
        ("bias_gradient", 1),
        ("back_through_weights", 0),
        ("back_through_activation", 0),
        ("weight_gradient", 0),
        ("bias_gradient", 0),
        ("update", 0),
        ("update", 1),
    ]


@pytest.mark.parametrize("activation", ["tanh", "softmax"])
def test_a_dot_product_adds_up_products_of_two_numbers_each(activation):
    network, x, y = case(activation, "squared_error", "each", batch=3)
    dots = [step for step in trace(network, x, y, RATE) if step.operation.dot_product]
    through = {"back_through_softmax"} if activation == "softmax" else set()
    always = {"weighted_sum", "weight_gradient", "back_through_weights"}
    assert {step.operation.name for step in dots} == always | through
    for step in dots:
        *products, last = step.terms
        assert last.factors[0].quantity == "b" or len(last.factors) == 2
        assert {len(term.factors) for term in products} <= {2}
        assert np.isclose(sum(term.value for term in step.terms), step.value)


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize(
    ("activation", "loss", "batch", "there", "missing"),
    [
        ("softmax", "cross_entropy", 1, {"softmax", "fused_output"}, {"loss_slope"}),
        ("softmax", "squared_error", 1, {"softmax", "back_through_softmax"}, {"fused_output"}),
        ("sigmoid", "binary_cross_entropy", 1, {"fused_output"}, {"loss_slope", "softmax"}),
        ("tanh", "squared_error", 3, {"batch_loss", "loss_slope"}, {"inseparable_loss"}),
        ("tanh", "root_mean_squared_error", 3, {"inseparable_loss"}, {"sample_loss", "batch_loss"}),
    ],
)
def test_each_kind_of_output_has_its_operations(
    granularity, activation, loss, batch, there, missing
):
    network, x, y = case(activation, loss, "each", batch=batch)
    told = {step.operation.name for step in trace(network, x, y, RATE, granularity)}
    assert there <= told
    assert not missing & told


@given(passes(), st.sampled_from(GRANULARITIES))
def test_a_step_makes_the_quantity_of_its_operation(drawn, granularity):
    network, x, y = drawn
    steps = trace(network, x, y, RATE, granularity)
    for step in steps:
        assert step.quantity == step.operation.quantity
        assert step.phase == step.operation.phase
        made_by = steps.operation(step.address.whole)
        assert made_by.quantity == step.quantity
        if granularity != "layer":  # where a batch's loss is taken at once
            assert made_by == step.operation


def test_operations_are_values():
    assert len({one.name for one in EVERY}) == len(EVERY)
    assert len(set(EVERY)) == len(EVERY)
    with pytest.raises(AttributeError):
        EVERY[0].name = "other"


class Square(Operation):
    """An operation that a test adds: z² of each neuron."""

    def terms(self, p, at):
        z = p.entry("z", at.layer, at.neuron, at.sample)
        return (product(z, z),)

    def arrays(self, p, at):
        z = p.layer("z", at.layer)
        return (Term((z, z), self.value(p, at)),)

    def value(self, p, at):
        z = p.forward.layers[at.layer].z
        return z**2 if at.neuron is None else float(z[at.sample, at.neuron]) ** 2


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_an_operation_that_is_added_is_walked(granularity, monkeypatch):
    square = Square("square", "z2", "forward", "neurons", sums=True)
    network = Network((Layer([[2.0], [3.0]], None, "tanh"),), "squared_error")
    before = len(trace(network, [0.5], [0.0, 0.0], RATE, granularity))
    monkeypatch.setattr(operations, "FORWARD", (FORWARD[0], square, *FORWARD[1:]))
    steps = trace(network, [0.5], [0.0, 0.0], RATE, granularity)
    made = [step for step in steps if step.operation == square]
    assert len(made) == (1 if granularity == "layer" else 2)
    assert len(steps) == before + len(made)
    assert np.ravel([step.value for step in made]).tolist() == [1.0, 2.25]
    assert steps.value(Address("z2", 0, 1, sample=0)) == 2.25
    assert steps.plan.step_making(Address("z2", 0, 1, sample=0)) == made[-1].number
    assert {number.quantity for step in made for number in step.inputs} == {"z"}
