"""How it went, in a sentence."""

from backprop_core import Address
from playground.solve.score import headline
from tests.playground.solve.worked import sheet_of, worked

PRESET = "06_sigmoid_2_2_1"
DELTAS = [(Address("delta", 0, neuron, sample=0), lambda right: 3 * right) for neuron in (0, 1)]
SUM = (Address("z", 0, 0, sample=0), lambda right: right + 1)


def test_where_all_wrong_numbers_are_of_one_kind_that_is_said():
    assert headline(worked(PRESET, 4, DELTAS)) == (
        "2 of 31 are wrong, all of them among the deltas."
    )
    assert headline(worked(PRESET, 4, [*DELTAS, SUM])) == (
        "3 of 31 are wrong, most often among the deltas."
    )


def test_a_number_that_was_left_out_is_not_a_wrong_one():
    whole = worked(PRESET, 4, DELTAS)
    texts = {at: whole.answer(at)["text"] for at in whole.asks if at.quantity not in ("W", "b")}
    assert headline(sheet_of(PRESET, texts)).endswith("all of them among the deltas.")
