"""The numbers of a formula in the colours that they have on the graph."""

import re

import pytest

from playground.exercise.presets import presets
from playground.steps.formula import formula_of
from playground.steps.in_a_row import in_a_row
from tests.playground.walks import walk_of

COLOURED = re.compile(r"\\textcolor\{(\w+)\}\{((?:[^{}]|\{[^{}]*\})*)\}")
MAZUR = walk_of(presets()["01_mazur_own_bias"])


@pytest.mark.parametrize("granularity", ["neuron", "layer"])
@pytest.mark.parametrize("name", presets())
def test_nothing_but_the_colours_differs(name, granularity):
    walk = walk_of(presets()[name], granularity)
    for step in walk:
        coloured, plain = (formula_of(step, walk, 4, coloured=yes) for yes in (True, False))
        assert COLOURED.sub(r"\2", coloured.latex) == plain.latex
        rows = in_a_row(coloured), in_a_row(plain)
        assert COLOURED.sub(r"\2", rows[0].markdown) == rows[1].markdown
        assert rows[0].look == rows[1].look
        assert coloured.plain == plain.plain


@pytest.mark.parametrize(
    ("quantity", "colours"),
    [
        ("z", [("teal", "0.05"), ("teal", "0.1")]),  # a weight and a bias have none
        ("loss", [("teal", "0.7514"), ("teal", "0.7729")]),  # nor has a target
        ("dW", [("crimson", "0.1385"), ("teal", "0.5933")]),
        ("da", [("teal", "0.7514")]),
        ("W", [("goldenrod", "0.08217")]),
    ],
)
def test_each_number_has_the_colour_of_its_quantity(quantity, colours):
    step = next(
        s
        for s in MAZUR
        if s.address.quantity == quantity and (quantity != "W" or s.address.layer == 1)
    )
    assert COLOURED.findall(formula_of(step, MAZUR, 4, coloured=True).latex) == colours


def test_a_slope_is_coloured_wherever_it_stands():
    step = next(s for s in MAZUR if s.address.quantity == "delta" and s.address.layer == 0)
    found = COLOURED.findall(formula_of(step, MAZUR, 4, coloured=True).latex)
    assert found[:2] == [("crimson", "0.1385"), ("crimson", "-0.0381")]
    assert found.count(("teal", "0.2413")) == 3
