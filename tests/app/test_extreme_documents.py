"""Drawings with the largest, the smallest and the oddest numbers there are, on every page: each
page is drawn, and can be undone from."""

import random
import sys

import pytest

from playground import session
from playground.exercise.document_check import check
from playground.notation.symbols import NOTATIONS
from tests.app.playground_session import Session
from tests.playground.walks import document_of

PAGES = [
    *("play/check", "understand/matrices", "understand/batches", "understand/weight"),
    *("understand/what_if", "learn/lessons", "play/playground", "play/train", "play/take_along"),
]
LAST = 10**9
STEPS = (0, 3, 7, 12, 18)
MOST, LEAST = sys.float_info.max, 5e-324
ENDS = [MOST, -MOST, 1e308, -1e308, 6e307, 1e155, LEAST, -LEAST, 1e-308, -0.0, 0.0, 1.0]
FUNCTIONS = [
    ("linear", "half_squared_error"),
    ("sigmoid", "binary_cross_entropy"),
    ("tanh", "root_mean_squared_error"),
    ("relu", "mean_absolute_error"),
    (("leaky_relu", "softmax"), "cross_entropy"),
    ("elu", "squared_error"),
]


def filled(document, number):
    """The drawing with all its numbers from `number`, which is called for each."""
    layers = [
        {
            **layer,
            "W": [[number() for _ in row] for row in layer["W"]],
            "b": [number() for _ in layer["b"]] if isinstance(layer["b"], list) else number(),
        }
        for layer in document["layers"]
    ]
    rows = {name: [[number() for _ in row] for row in document[name]] for name in ("x", "y")}
    return check({**document, "layers": layers, **rows})


def drawings():
    """All numbers alike at each end, and some of each; with every kind of function."""
    for place, size in enumerate((MOST, -MOST, 1e155, LEAST, 0.0)):
        activation, loss = FUNCTIONS[place]
        plain = document_of((2, 2, 2), drawn_with(activation), loss, batch=1 + place % 2)
        yield f"{size:g} {loss}", filled(plain, lambda size=size: size)
    for seed in range(60):
        dice = random.Random(seed)
        activation, loss = dice.choice(FUNCTIONS)
        sizes = (*(dice.randrange(1, 4) for _ in range(dice.randrange(1, 4))), 2)
        activations = drawn_with(activation, len(sizes) - 1)
        bias = dice.choice(("each", "shared"))
        plain = document_of(sizes, activations, loss, batch=dice.randrange(1, 4), bias=bias)
        plain["learning_rate"] = dice.choice((0.0, 0.5, MOST, LEAST))
        yield f"mixed {seed}", filled(plain, lambda dice=dice: dice.choice(ENDS))


def drawn_with(activation, layers=2):
    if isinstance(activation, str):
        return [activation] * layers
    return [activation[0]] * (layers - 1) + [activation[1]]


DRAWINGS = dict(drawings())


def looked_at(page, names, steps_of):
    """Every one of them on that page, in the notation and at the steps that its number has."""
    app = Session(from_file=True)
    if page != "play/playground":
        app.at.switch_page(f"pages/{page}.py")
        app.run()
    for number, name in enumerate(names):
        notation, steps = steps_of(number)
        app.do(lambda name=name: session.open_document(DRAWINGS[name], "open"))
        app.do(lambda notation=notation: session.set_notation(notation))
        for at in steps:
            app.do(lambda at=at: session.go_to_step(at))
        if page == "play/playground":
            app.do(lambda: session.set_mode("draw")).do(lambda: session.set_mode("walk"))
    app.do(session.undo)


def by_turns(number):
    """A notation, a step on the way and the last one."""
    notations = list(NOTATIONS)
    return notations[number % len(notations)], (STEPS[number % len(STEPS)], LAST)


@pytest.mark.sampled(9)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_numbers_at_the_ends_of_what_there_is(page):
    looked_at(page, list(DRAWINGS)[:9], by_turns)


@pytest.mark.nightly
@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_every_extreme_drawing_in_every_notation_on_its_way(page, notation):
    looked_at(page, DRAWINGS, lambda _: (notation, (*STEPS, LAST)))
