"""A figure that is sent as its difference comes out the same, and is short."""

import json

from hypothesis import given
from hypothesis import strategies as st

from playground.notation.symbols import OWN, Symbols
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView
from playground.views.network.difference import difference
from tests.playground.walks import DRAWINGS, walk_of

TEXTS = st.lists(st.sampled_from(["1", "12.5", '"M0 0L10 10Z"', "", "[", "{}"]), max_size=30)


def applied(old, told):
    """What the browser makes of it."""
    parts = json.loads(told)
    return "".join(part if isinstance(part, str) else old[slice(*part)] for part in parts)


@given(TEXTS.map(",".join), TEXTS.map(",".join))
def test_any_text_comes_out_of_any_other(old, new):
    assert applied(old, difference(old, new)) == new


def figure(walk, at):
    view = StageView(walk, at, symbols_of(walk))
    return json.dumps(stage_figure(view, 924, 744).figure, separators=(",", ":"))


def symbols_of(walk):
    return Symbols(OWN, walk.network.sizes, len(walk.y))


def test_the_next_figure_of_a_walk_is_a_fraction_of_the_shown_one():
    walk = walk_of(DRAWINGS["deep"])
    told = []
    for at in range(0, len(walk) - 1, 7):
        old, new = figure(walk, at), figure(walk, at + 1)
        told.append(len(difference(old, new)) / len(new))
        assert applied(old, difference(old, new)) == new
    assert sum(told) / len(told) < 0.5
