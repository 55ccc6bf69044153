"""Brackets stand where a formula would be misread without them, and nowhere else."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.latex import tree
from playground.latex.read import read
from playground.latex.tree import (
    Absolute,
    Array,
    Call,
    Fraction,
    Negative,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
    Transposed,
    minus,
)
from playground.latex.write import latex, written
from tests.playground.tree_value import value_of

X, Y, A1 = Symbol("x"), Symbol("y"), Symbol("a^{(1)}_{1}")
HALF, MINUS_HALF, TINY = Number(0.5, "0.5"), Number(-0.5, "-0.5"), Number(1.5e-7, "1.5e-7")
TWO = Number(2.0, "2")
ROW = Array(((HALF, MINUS_HALF),))


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (Sum((X, Negative(Y))), "x - y"),
        (Sum((MINUS_HALF, HALF)), "-0.5 + 0.5"),
        (Sum((HALF, MINUS_HALF)), "0.5 + (-0.5)"),
        (minus(X, Sum((X, Y))), "x - (x + y)"),
        (minus(X, MINUS_HALF), "x - (-0.5)"),
        (Negative(MINUS_HALF), "-(-0.5)"),
        (Product((MINUS_HALF, X)), r"(-0.5) \cdot x"),
        (Product((X, Sum((X, Y)))), r"x \cdot (x + y)"),
        (Product((X, Product((X, Y)))), r"x \cdot x \cdot y"),
        (Product((Product((X, Y), ""), X), "⊙"), r"(x\,y) \odot x"),
        (Product((TWO, HALF), ""), r"2 \cdot 0.5"),
        (Product((TWO, X), ""), r"2\,x"),
        (Power(Sum((X, Y)), TWO), "(x + y)^2"),
        (Power(X, TWO), "x^2"),
        (Power(A1, TWO), "(a^{(1)}_{1})^2"),
        (Power(MINUS_HALF, TWO), "(-0.5)^2"),
        (Power(TINY, TWO), r"(1.5\cdot 10^{-7})^2"),
        (Power(Symbol("e"), Negative(MINUS_HALF)), "e^{-(-0.5)}"),
        (Power(Fraction(X, Y), TWO), r"\Bigl(\frac{x}{y}\Bigr)^2"),
        (Fraction(Sum((X, Y)), MINUS_HALF), r"\frac{x + y}{-0.5}"),
        (Call(r"\max", (Number(0, "0"), MINUS_HALF)), r"\max(0,\;-0.5)"),
        (Call(r"\ln", (A1,)), r"\ln a^{(1)}_{1}"),
        (Call(r"\ln", (MINUS_HALF,)), r"\ln(-0.5)"),
        (Call("f", (Call("g", (Call("h", (X,)),)),)), r"f\Bigl(g\bigl(h(x)\bigr)\Bigr)"),
        (Call(r"\sigma", (ROW,)), r"\sigma\begin{pmatrix} 0.5 & -0.5 \end{pmatrix}"),
        (Absolute(minus(X, Y)), r"\lvert x - y\rvert"),
        (Transposed(A1), r"{a^{(1)}_{1}}^{\top}"),
        (Transposed(A1, bracketed=True), r"(a^{(1)}_{1})^{\top}"),
        (Transposed(ROW, bracketed=True), r"\begin{pmatrix} 0.5 & -0.5 \end{pmatrix}^{\top}"),
        (Transposed(Symbol(r"\frac{a}{b}"), bracketed=True), r"\Bigl(\frac{a}{b}\Bigr)^{\top}"),
        (Array((), None, (16, 16)), r"[\,16 \times 16\,]"),
        (Number(math.inf, "∞"), r"\infty"),
        (Number(math.nan, "NaN"), r"\text{NaN}"),
    ],
)
def test_a_formula_is_written_as_one_would_write_it(node, written):
    assert latex(node) == written


NUMBERS = st.sampled_from([0.5, -0.5, 2.0, -3.0, 1.5e-7, -2e-9]).map(
    lambda v: Number(v, f"{v:g}".replace("e-0", "e-"))
)


def _larger(nodes):
    two = st.tuples(nodes, nodes)
    several = st.lists(nodes, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(Sum),
        st.builds(Negative, nodes),
        st.builds(Product, several, st.sampled_from(["·", ""])),
        two.map(lambda pair: Fraction(*pair)),
        st.builds(lambda base: Power(base, TWO), nodes),
        st.builds(lambda of: Call(r"\tanh", (of,)), nodes),
        two.map(lambda pair: Call(r"\max", pair)),
        st.builds(Absolute, nodes),
        st.builds(tree.Square, nodes),
        st.builds(tree.Cases, nodes, nodes, nodes),
    )


@given(st.recursive(NUMBERS, _larger, max_leaves=12))
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_as_what_was_meant(node):
    try:
        meant = value_of(node)
    except (ZeroDivisionError, OverflowError):
        return
    assert value_of(read(latex(node))) == pytest.approx(meant, rel=1e-9, abs=1e-12, nan_ok=True)


def test_a_formula_is_written_once_however_often_it_is_asked_for():
    node = Sum((X, Product((HALF, Y))))
    assert written(node) is written(node)
    assert written(node) == written(Sum((X, Product((HALF, Y))))), "as if it were not kept"
    assert repr(node) == repr(Sum((X, Product((HALF, Y)))))
