"""A notation's letters on their own: the same as those of the walk, without indices."""

import numpy as np
import pytest

from backprop_core import Address
from playground.notation.bare_symbols import (
    array_sign,
    number_sign,
    plain_function,
    plain_sign,
    product,
)
from playground.notation.symbols import NOTATIONS, Symbols
from tests.playground.tree_value import value_of_tex


@pytest.mark.parametrize(
    ("key", "quantity", "written"),
    [
        ("own", "da", r"\frac{\partial L}{\partial a}"),
        ("hallstrom", "slope", r"\sigma'(z)"),
        ("hallstrom", "loss", "C"),
        ("sakryukin", "delta", r"\frac{\partial L}{\partial z}"),
        ("sugden", "z", "u"),
        ("sugden", "a", "z"),
        ("sugden", "a of output", "y"),
        ("sugden", "y", "t"),
        ("devforum", "delta", r"\mathit{dz}"),
        ("gupta", "dW", r"\frac{dE}{dw}"),
    ],
)
def test_a_sign_is_the_authors_letter_without_indices(key, quantity, written):
    assert number_sign(NOTATIONS[key], quantity) == written


def test_an_index_stands_where_the_notation_has_its_own():
    assert number_sign(NOTATIONS["sugden"], "da of output", "k") == (
        r"\frac{\partial E}{\partial y_{k}}"
    )
    assert number_sign(NOTATIONS["hallstrom"], "slope", "j") == r"\sigma'(z_{j})"
    assert number_sign(NOTATIONS["own"], "loss", "k") == "L_{k}"
    assert array_sign(NOTATIONS["hallstrom"], "dW") == r"\nabla_{W} C"


@pytest.mark.parametrize("key", NOTATIONS)
def test_an_array_is_computed_as_in_the_walk(key):
    """With the layers left out, the walk's own product of arrays is the product given in prose."""
    notation = NOTATIONS[key]
    s = Symbols(notation, (2, 3, 3, 2))
    names = {"x": s.tex(Address("a", 0)), "W": s.tex(Address("W", 1))}
    names["delta"] = s.tex(Address("delta", 1))
    for quantity in ("z", "da", "dW"):
        walk = notation.matrices[quantity].format(**names)
        for name, sign in (("W", "W"), ("delta", "delta")):
            walk = walk.replace(names[name], array_sign(notation, sign))
        walk = walk.replace(names["x"], array_sign(notation, "a") + r"_{\text{before}}")
        assert product(notation, quantity) == walk


@pytest.mark.parametrize("key", NOTATIONS)
def test_the_gradient_of_a_layer_is_the_product_that_is_written(key):
    notation, rng = NOTATIONS[key], np.random.default_rng(3)
    s = Symbols(notation, (4, 3, 2))
    delta, a = rng.normal(size=(5, 2)), rng.normal(size=(5, 3))
    names = {
        array_sign(notation, "delta"): s.laid_out("delta", delta),
        array_sign(notation, "a") + r"_{\text{before}}": s.laid_out("a", a),
    }
    written = value_of_tex(product(notation, "dW"), names)
    np.testing.assert_allclose(written, s.laid_out("dW", delta.T @ a))


def test_plain_signs_have_no_indices_either():
    assert plain_function(NOTATIONS["hallstrom"]) == "σ"
    assert plain_sign(NOTATIONS["sugden"], "loss") == "E"
