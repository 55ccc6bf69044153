"""What is said about wrong answers at the end: each thing once, with all its places."""

from backprop_core import Address
from playground.solve.verdict_text import slips_told
from tests.playground.solve.worked import worked

MAZUR = "01_mazur_own_bias"
TWO = (Address("dW", 0, 0, 0), Address("dW", 0, 1, 0))


def test_the_same_slip_in_two_neurons_is_told_once():
    sheet = worked(MAZUR, 6, dict.fromkeys(TWO, lambda right: -right))
    ((said, places),) = slips_told(sheet, 4)
    assert "sign" in said
    assert places == [*TWO]


def test_different_slips_are_told_each():
    slips = {TWO[0]: lambda right: -right, Address("a", 1, 0, sample=0): lambda right: right + 0.3}
    told = slips_told(worked(MAZUR, 6, slips), 4)
    assert len(told) == 2
    assert sorted(at for _, places in told for at in places) == sorted(slips)
