"""What the card of the layer's arrays says, and what of it is written again at the next step."""

import json

from playground.exercise.view import View
from playground.views import numpy_text
from playground.walk import arrays_panel
from tests.playground.walks import document_of, walk_of

LARGE = document_of((16, 16, 16))
SMALL = document_of((2, 2, 2))


def data(position, digits=4):
    view = View(LARGE, walk_of(LARGE), position, digits, 0, "own")
    return json.loads(arrays_panel._data(view, 0))


def test_only_the_arrays_that_a_step_makes_are_written_again():
    for kept in (arrays_panel._cells, numpy_text._numbers):
        kept.cache_clear()
        data(3)
        before = kept.cache_info().misses
        data(4)
        assert kept.cache_info().misses - before == 1, "z alone"


def test_the_same_array_is_written_with_the_digits_that_are_asked_for():
    (weights, *_), *_ = data(3)["rows"]
    (fewer, *_), *_ = data(3, digits=2)["rows"]
    assert weights["name"] == fewer["name"]
    assert max(map(len, weights["rows"][0])) > max(map(len, fewer["rows"][0]))


def beside(document, quantity, digits=4):
    """The array that stands beside the formula, at the first step that makes the quantity."""
    steps = walk_of(document)
    number = next(step.number for step in steps if step.address.quantity == quantity)
    made = arrays_panel._beside(View(document, steps, number, digits, 0, "own"))
    return None if made is None else json.loads(made)["rows"]


def test_presented_to_a_class_the_array_that_a_step_fills_stands_beside_a_short_formula():
    ((gradients,),) = beside(SMALL, "dW")
    assert [len(row) for row in gradients["rows"]] == [2, 2]
    assert gradients["rows"][0][0]
    assert gradients["rows"][0][1] == "", "not known yet"
    assert gradients["lit"] == [[0, 0]]
    ((new,),) = beside(SMALL, "W")
    assert new["name"].startswith("new ")


def test_no_array_stands_where_there_is_no_room_or_none_is_filled():
    assert beside(SMALL, "dW", digits=15) is None, "the formula is as wide as the band"
    assert beside(LARGE, "dW") is None
    assert beside(SMALL, "loss") is None
