"""What the card of the layer's arrays says, and what of it is written again at the next step."""

import json

from playground.exercise.view import View
from playground.views import numpy_text
from playground.walk import arrays_panel
from tests.playground.walks import document_of, walk_of

LARGE = document_of((16, 16, 16))


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
