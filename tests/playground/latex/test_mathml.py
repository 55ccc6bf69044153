"""MathML of the walk's formulas: well formed, and brackets where the LaTeX has them."""

from xml.etree import ElementTree

import pytest

from playground.latex.mathml import mathml
from playground.latex.mathml_lines import equalities
from playground.latex.tree import Negative, Number, Power, Product, Sum, Symbol
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula_of
from tests.playground.walks import DRAWINGS, walk_of


def said(markup):
    return "".join(ElementTree.fromstring(f"<all>{markup}</all>").itertext())


def number(value):
    return Number(float(value), str(value))


def test_brackets_stand_where_a_sum_is_multiplied_and_a_sign_would_be_misread():
    total = Sum((Symbol("a"), Negative(Symbol("y_1"))))
    assert said(mathml(Product((number(2), total)))) == "2·(a−y1)"
    assert said(mathml(Product((number(3), number(-0.5))))) == "3·(−0.5)"
    assert said(mathml(Power(total, number(2)))) == "(a−y1)2"


def test_a_long_sum_goes_on_below_with_its_sign_and_loses_nothing():
    terms = tuple(Product((number(k), Symbol("w_{1}"))) for k in range(1, 40))
    markup = equalities(Symbol("z"), [Sum(terms)], room=20)
    assert markup.count("<mtr>") > 3
    assert said(markup) == "z=" + "+".join(f"{k}·w1" for k in range(1, 40))


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_every_formula_is_well_formed_in_every_notation(name, granularity):
    walk = walk_of(DRAWINGS[name], granularity)
    for notation in NOTATIONS.values():
        for step in list(walk)[::3]:
            formula = formula_of(step, walk, 4, notation)
            markup = equalities(formula.left, formula.lines, 30)
            assert "\\" not in said(markup)
