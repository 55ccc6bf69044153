"""Symbols as HTML: every notation's, without a trace of LaTeX."""

import re

import pytest

from backprop_core import Address
from playground.latex.symbol_html import as_html
from playground.notation.symbols import NOTATIONS, Symbols


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        ("W^{(1)}", "W<sup>(1)</sup>"),
        (r"w^{(2)}_{1,3}", "w<sup>(2)</sup><sub>1,3</sub>"),
        (r"\frac{\partial L}{\partial W^{(1)}}", "∂L/∂W<sup>(1)</sup>"),
        (r"\tfrac1{4}\,(a-y)", "1/4 (a−y)"),
        (r"\frac{a-y}{N\cdot L}", "(a−y)/(N·L)"),
        (r"\left.w_{1}\right.^{\text{new}}", "w<sub>1</sub><sup>new</sup>"),
        ("f'(Z)", "f′(Z)"),
        (r"\mathit{dz}^{[2]}", "<i>dz</i><sup>[2]</sup>"),
        ("a<b", "a&lt;b"),
        (r"\unheard", "unheard"),
    ],
)
def test_what_the_notations_use_can_be_written(tex, html):
    assert as_html(tex) == html


@pytest.mark.parametrize("name", NOTATIONS)
def test_every_symbol_of_every_notation_can_be_written(name):
    symbols = Symbols(NOTATIONS[name], (2, 12, 3), batch=4)
    for quantity in ("z", "a", "slope", "jacobian", "da", "delta", "W", "b", "dW", "db"):
        for at in (Address(quantity, 1), Address(quantity, 0, 3, 1, 2)):
            for new in (False, True):
                html = as_html(symbols.tex(at, new=new))
                assert html
                assert not re.search(r"[\\{}$^_]", html), html
                opened = re.findall(r"<(\w+)>", html)
                assert sorted(opened) == sorted(re.findall(r"</(\w+)>", html))
