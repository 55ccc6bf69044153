"""Where the parts of the network's drawing on Train stand."""

from itertools import pairwise

import numpy as np
import pytest

from backprop_core import Network
from playground.notation.symbols import NOTATIONS, Symbols
from playground.stage.lettering import width
from playground.train.figure import BETWEEN, TITLE_SIZE, TITLES, WIDE, network_drawing
from playground.train.numbers import Outlook
from playground.train.task import Task


def scene_of(sizes, activations, notation="own"):
    network = Network.random(sizes, activations, "half_squared_error", seed=1)
    x, y = np.ones((4, sizes[0])), np.ones((4, sizes[-1]))
    outlook = Outlook(network, Task(network, x, y, x[:0], y[:0]), False)
    return network_drawing(outlook, Symbols(NOTATIONS[notation], network.sizes, 4))[0]


def said(scene):
    return [title for _, _, title in scene.titles]


def test_titles_say_what_each_column_is_as_fully_as_there_is_room():
    assert said(scene_of((2, 4, 1), ["tanh", "sigmoid"])) == [
        "Inputs",
        "Hidden layer · tanh",
        "Output layer · sigmoid",
    ]
    assert said(scene_of((2, 3, 3, 1), "tanh")) == [
        "Inputs",
        "Hidden 1 · tanh",
        "Hidden 2 · tanh",
        "Output · tanh",
    ]
    assert said(scene_of((2, *[3] * 6, 1), "tanh")) == ["Inputs", *["tanh"] * 7]
    assert said(scene_of((2, *[2] * 7, 1), "leaky_relu")) == []


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("sizes", [(2, 1), (2, 4, 2, 1), (2, 3, 3, 3, 1), (2, *[3] * 6, 1)])
def test_titles_stay_in_the_drawing_above_the_pictures_and_apart(sizes, notation):
    scene = scene_of(sizes, "sigmoid", notation)
    spans = [
        (x - width(t, TITLE_SIZE) / 2, x + width(t, TITLE_SIZE) / 2) for x, _, t in scene.titles
    ]
    assert all(left >= -0.1 and right <= WIDE + 0.1 for left, right in spans)
    assert all(b[0] - a[1] >= BETWEEN - 0.2 for a, b in pairwise(spans))
    assert min(one.y - one.high / 2 for one in scene.pictures) >= TITLES - 1
    assert max(one.y + one.high / 2 for one in scene.pictures) <= scene.high
