"""A symbol without its indices, its width, and how it is said."""

import pytest

from playground.latex.symbol import without_indices
from playground.latex.symbol_text import symbol
from playground.latex.width import of_symbol
from playground.notation.symbols import NOTATIONS


@pytest.mark.parametrize(
    ("tex", "index", "bare"),
    [
        ("w^{(1)}_{1,1}", "", "w"),
        (r"\frac{\partial L}{\partial a^{(2)}_{1}}", "k", r"\frac{\partial L}{\partial a_{k}}"),
        (r"\nabla_{a^{1}} C", "", r"\nabla_{a} C"),
        ("L", "k", "L_{k}"),
        ("f'(z^{(1)}_{1})", "j", "f'(z_{j})"),
        (r"\mathit{dz}^{[2]}", "", r"\mathit{dz}"),
        (r"\hat{m}_{1}", "", r"\hat{m}"),
        (r"\left.w^{(1)}_{1,1}\right.^{\text{new}}", "", "w"),
        (r"\left(\frac{f}{g}\right)_{1}", "", r"(\frac{f}{g})"),
    ],
)
def test_without_its_indices_only_the_letter_is_left(tex, index, bare):
    assert without_indices(tex, index) == bare


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("w^{(1)}_{1,1}", "w^(1)_1,1"),
        (r"\frac{\partial L}{\partial a_{1}}", "∂L/∂a_1"),
        (r"\hat{m}", "m̂"),
        (r"\left.w_{1}\right.^{\text{new}}", "w_1^new"),
        (r"\beta_{1}", "β_1"),
    ],
)
def test_it_can_be_said_in_plain_text(tex, said):
    assert symbol(tex) == said


def test_what_stands_above_and_below_takes_the_room_of_one_of_them():
    assert of_symbol("w^{(1)}_{1,1}") == of_symbol("w") + max(
        of_symbol("w^{(1)}") - of_symbol("w"), of_symbol("w_{1,1}") - of_symbol("w")
    )
    assert of_symbol(r"\frac{aaaa}{b}") == pytest.approx(of_symbol("aaaa") + 0.24)


@pytest.mark.parametrize("name", NOTATIONS)
def test_every_symbol_of_every_notation_has_a_width(name):
    for table in (NOTATIONS[name].numbers, NOTATIONS[name].arrays):
        for template in table.values():
            fields = dict.fromkeys("lkhjincJIsS", "1")
            assert 0.4 < of_symbol(template.format(**fields)) < 6
