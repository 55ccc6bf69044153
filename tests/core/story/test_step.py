"""A step speaks for itself."""

from dataclasses import FrozenInstanceError

import pytest

from backprop_core import Address, Number, Step, Term
from backprop_core.story.operations.weighted_sum import WEIGHTED_SUM

WEIGHT = Number(Address("W", 1, 2, 0), 0.5)
SENT = Number(Address("a", 0, 0, sample=0), 3.0)
STEP = Step(
    7, WEIGHTED_SUM, Address("z", 1, 2, sample=0, part=1), (Term((WEIGHT, SENT), 1.5),), 1.5, False
)


def test_a_step_knows_what_it_made_where_and_in_which_phase():
    assert STEP.operation.name == "weighted_sum"
    assert (STEP.quantity, STEP.phase, STEP.layer, STEP.neuron) == ("z", "forward", 1, 2)
    assert (STEP.source, STEP.sample, STEP.part, STEP.complete) == (None, 0, 1, False)


def test_a_step_lists_every_number_that_went_in():
    assert STEP.inputs == (WEIGHT, SENT)
    assert [number.quantity for number in STEP.inputs] == ["W", "a"]


def test_a_step_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        STEP.value = 2.0
