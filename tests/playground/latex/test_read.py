"""Formulas in data files are read as a reader reads them, or refused."""

import numpy as np
import pytest

from playground.latex.read import read
from playground.latex.tokens import MisreadError
from playground.latex.tree import Call, Place, Symbol, Transposed
from playground.latex.write import latex
from tests.playground.tree_value import value_of, value_of_tex


@pytest.mark.parametrize(
    "wrong",
    [
        "1--0.5",
        r"0.5 \cdot -2",
        r"\tfrac12 0.5",
        "(1+2",
        "1)",
        "2+",
        r"\begin{cases}1 & x<0\end{cases}",
        r"\begin{pmatrix} x & 1 \end{pmatrix}",
    ],
)
def test_what_a_reader_would_stumble_over_is_refused(wrong):
    with pytest.raises(MisreadError):
        read(wrong)


def test_it_is_read_as_a_reader_does():
    assert value_of_tex(r"2\,(3-\frac{1}{4})^2") == 2 * 2.75**2
    assert value_of_tex("1-0.5^2") == 0.75
    assert value_of_tex(r"-\tfrac1{2}\,[\,q+q\,]", {"q": 3.0}) == -3
    assert value_of_tex(r"1.5\cdot 10^{-2}") == 0.015
    assert value_of_tex(r"\tfrac12\cdot 4 + \tfrac{1}{4}") == 2.25
    assert value_of_tex(r"e^{-(-1)} - e^{1}") == 0
    assert value_of_tex(r"\begin{cases}2 & q>0\\ 3 & \text{otherwise}\end{cases}", {"q": -1}) == 3
    assert value_of_tex(r"\mathbf{1}_{q>0} + \mathbf{4}", {"q": 1}) == 5
    assert value_of_tex(r"\underbrace{2}_{\text{so far}} + 3") == 5


def test_arrays_are_read_as_a_reader_does():
    A, b = np.array([[1.0, 2.0]]), np.array([[5.0]])
    assert value_of_tex(r"A\,{A}^{\top} + b", {"A": A, "b": b}).tolist() == [[10]]
    shown = r"\begin{pmatrix} 1 & -2\cdot 10^{-3} \\ 3 & 4 \end{pmatrix}"
    assert value_of_tex(shown).tolist() == [[1, -0.002], [3, 4]]


@pytest.mark.parametrize("wrong", [r"A\,A", "A + B", r"A \odot B", r"B^{\top} A"])
def test_arrays_that_do_not_fit_are_refused(wrong):
    with pytest.raises((AssertionError, ValueError)):
        value_of_tex(wrong, {"A": np.ones((2, 3)), "B": np.ones((3, 2))})


def test_a_place_may_be_a_function_and_a_letter_is_a_symbol():
    assert read(r"\place{z}+x").terms == (Place("z"), Symbol("x"))
    assert read(r"f(\place{z})") == Call("f", (Place("z"),))
    assert read(r"\operatorname{gelu}'(x)") == Call(r"\operatorname{gelu}'", (Symbol("x"),))
    assert read(r"\place{g}(x)", frozenset({"g"})) == Call("g", (Symbol("x"),))


@pytest.mark.parametrize("tex", [r"(\place{W})^{\top}", r"{\place{W}}^{\top}"])
def test_brackets_of_a_transposed_array_stay_as_the_notation_has_them(tex):
    node = read(tex)
    assert isinstance(node, Transposed)
    assert latex(node).replace(r"{\place{W}}", r"\place{W}") == tex.replace(
        r"{\place{W}}", r"\place{W}"
    )


def test_unknown_symbols_have_no_value():
    with pytest.raises(AssertionError, match="stands for nothing"):
        value_of(read("q"))
