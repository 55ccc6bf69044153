"""A figure that is sent as its difference comes out the same, and is short."""

import json

from hypothesis import given
from hypothesis import strategies as st

from playground.notation.symbols import OWN, Symbols
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView
from playground.views.network.difference import difference
from tests.playground.walks import DRAWINGS, document_of, walk_of

TEXTS = st.lists(st.sampled_from(["1", "12.5", '"M0 0L10 10Z"', "", "[", "{}"]), max_size=30)


def applied(old, told):
    """What the browser makes of it."""
    parts = json.loads(told)
    return "".join(part if isinstance(part, str) else old[slice(*part)] for part in parts)


@given(TEXTS.map(",".join), TEXTS.map(",".join), st.sampled_from(",}"))
def test_any_text_comes_out_of_any_other(old, new, sign):
    assert applied(old, difference(old, new, sign)) == new


def figure(walk, at):
    view = StageView(walk, at, symbols_of(walk))
    return json.dumps(stage_figure(view, 924, 744).figure, separators=(",", ":"))


def targets(walk, at):
    return stage_figure(StageView(walk, at, symbols_of(walk)), 924, 744).targets_json


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


def test_of_a_large_figure_the_parts_that_are_alike_are_not_told_again():
    walk = walk_of(document_of((16,) * 9))
    for at in (40, len(walk) // 2, len(walk) - 40):
        old, new = (figure(walk, k) + targets(walk, k) for k in (at, at + 1))
        told = difference(old, new, "}")
        assert applied(old, told) == new
        assert len(told) < 0.6 * len(new)
