"""MathML of the walk's formulas: well formed, and brackets where the LaTeX has them."""

from xml.etree import ElementTree

import pytest

from backprop_core import Address
from playground.latex.mathml import mathml
from playground.latex.mathml_lines import equalities
from playground.latex.symbol_mathml import tex_mathml
from playground.latex.tree import Negative, Number, Power, Product, Sum, Symbol
from playground.notation.symbols import NOTATIONS, Symbols
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


@pytest.mark.parametrize("name", NOTATIONS)
def test_new_parameters_have_symbols_of_their_own_that_keep_their_layer(name):
    symbols = Symbols(NOTATIONS[name], (2, 2, 2))
    numbers = [
        Address(quantity, layer, *index)
        for layer in range(2)
        for quantity, index in (("W", (0, 0)), ("W", (1, 0)), ("b", (1,)))
    ]
    arrays = [Address(quantity, layer) for layer in range(2) for quantity in "Wb"]
    for every in (numbers, arrays):
        old = {tex_mathml(symbols.tex(at)) for at in every}
        new = {tex_mathml(symbols.tex(at, new=True)) for at in every}
        assert len(old) == len(new) == len(every)
        assert not old & new
    for at in numbers:
        words = said(tex_mathml(symbols.tex(at, new=True)))
        assert words == f"{said(tex_mathml(symbols.tex(at)))}new"


def test_a_second_superscript_is_one_of_all_before_it():
    markup = tex_mathml("a^{b}^{c}")
    assert said(markup) == "abc"
    assert markup.count("<msup>") == 2
