"""Formulas are broken before a sign, and only where they must be."""

import re

from playground.exercise.presets import presets
from playground.latex.lines import GOES_ON, ROOM, broken, indented
from playground.latex.tree import Call, Fraction, Negative, Number, Product, Square, Sum, Symbol
from playground.latex.write import latex, written
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula_of
from tests.playground.walks import document_of, walk_of

WIDE = Symbol("w" * 15)  # 7.5 em
X, Y = Symbol("x"), Symbol("y")
ONE_THIRD = Fraction(Number(1, "1"), Number(3, "3"), small=True)


def lines(node):
    return broken(node).split(GOES_ON)


def test_a_short_line_stays_as_it_is():
    for node in (X, Sum((X, Negative(Y))), Product((WIDE, X), ""), Square(Sum((X, Y)))):
        assert broken(node) == latex(node)


def test_a_long_sum_goes_on_below_with_its_sign():
    assert lines(Sum((WIDE, X, Negative(WIDE), Y))) == [
        f"{WIDE.tex} + x",
        f"- {WIDE.tex} + y",
    ]


def test_a_product_of_arrays_is_broken_only_where_it_fills_a_line_by_itself():
    product = Product((WIDE, WIDE), "⊙")
    assert lines(Sum((X, product))) == [f"x + {WIDE.tex}", rf"\odot {WIDE.tex}"]
    assert lines(Product((WIDE, WIDE, WIDE), "")) == [rf"{WIDE.tex}\,{WIDE.tex}", WIDE.tex]
    short = Product((WIDE, X), "")
    assert lines(Sum((short, short))) == [rf"{WIDE.tex}\,x", rf"+ {WIDE.tex}\,x"]


def test_a_small_factor_never_stands_alone():
    inside = Sum((WIDE, WIDE, Y))
    assert lines(Product((ONE_THIRD, inside), "")) == [latex(Product((ONE_THIRD, inside), ""))]
    assert lines(Product((ONE_THIRD, WIDE, WIDE, WIDE), "")) == [
        rf"\tfrac{{1}}{{3}}\,{WIDE.tex}\,{WIDE.tex}",
        WIDE.tex,
    ]


def test_a_sum_in_square_brackets_may_be_broken_and_keeps_what_stands_around_it():
    summed = Square(Sum((WIDE, WIDE, Y)))
    assert lines(Product((ONE_THIRD, summed), "")) == [
        rf"\tfrac{{1}}{{3}}\,[\,{WIDE.tex}",
        rf"+ {WIDE.tex} + y\,]",
    ]
    assert lines(Product((summed, X)))[-1] == rf"+ {WIDE.tex} + y\,] \cdot x"
    negative = lines(Negative(Product((ONE_THIRD, summed), "")))
    assert negative[0] == rf"-\tfrac{{1}}{{3}}\,[\,{WIDE.tex}"
    assert lines(Negative(summed))[0] == rf"-[\,{WIDE.tex}"


def test_nothing_is_lost_and_no_line_of_terms_is_wider_than_the_panel():
    documents = [*presets().values(), document_of((12, 4, 4, 2), batch=2)]
    for document in documents:
        for granularity in ("neuron", "layer"):
            walk = walk_of(document, granularity)
            for step in walk:
                for line in formula_of(step, walk, 4, NOTATIONS["own"]).lines:
                    parts = broken(line).split(GOES_ON)
                    spaces = re.compile(r"\s+|\\,")
                    assert spaces.sub("", "".join(parts)) == spaces.sub("", latex(line))
                    if written(line).width <= ROOM:
                        assert len(parts) == 1


def test_functions_of_functions_are_indented_by_their_depth():
    inner = Call("f", (Sum((WIDE, WIDE)),))
    assert indented(Sum((X, Product((Y, inner)))), 15.0) == [
        "x",
        r"+ y \cdot f(",
        rf"\quad {WIDE.tex}",
        rf"\quad + {WIDE.tex}",
        ")",
    ]
    assert indented(Call("f", (X, Y)), 15.0) == [r"f(x,\;y)"]
    two = indented(Call("softmax", (WIDE, WIDE)), 15.0)
    assert two == ["softmax(", rf"\quad {WIDE.tex},\;", rf"\quad {WIDE.tex}", ")"]
