"""W lying the other way, in every notation: indices are row and column, equations transposed."""

import numpy as np
import pytest

from backprop_core import Address, backward, forward
from playground.exercise.document import network_of
from playground.notation.laid_out import laid_out
from playground.notation.symbols import NOTATIONS, Symbols
from playground.symbol_reference.notation_table import array_lines
from tests.playground.walks import DRAWINGS

OTHER = {"receiving": "sending", "sending": "receiving"}
SIZES = (2, 3, 2)


def other_of(key):
    return laid_out(NOTATIONS[key], OTHER[NOTATIONS[key].weights])


@pytest.mark.parametrize("key", NOTATIONS)
def test_the_notations_own_way_changes_nothing(key):
    assert laid_out(NOTATIONS[key], NOTATIONS[key].weights) is NOTATIONS[key]
    assert laid_out(NOTATIONS[key], None) is NOTATIONS[key]


@pytest.mark.parametrize("key", NOTATIONS)
def test_a_weights_indices_are_its_row_and_its_column(key):
    own, other = Symbols(NOTATIONS[key], SIZES), Symbols(other_of(key), SIZES)
    assert other.first_index_is_source != own.first_index_is_source
    there, back = Address("W", 1, 0, 2), Address("W", 1, 1, 0)
    assert other.tex(there) != own.tex(there)
    assert len({other.tex(Address("W", 1, j, i)) for j in range(2) for i in range(3)}) == 6
    if key not in ("sugden", "devforum"):  # whose indices say the layer or count the neurons on
        assert other.tex(back) == own.tex(Address("W", 1, 0, 1))


@pytest.mark.parametrize("key", NOTATIONS)
def test_there_and_back_are_the_same_equations(key):
    back = laid_out(other_of(key), NOTATIONS[key].weights)
    plain = [line.replace("(", "").replace(")", "") for line in array_lines(Symbols(back, SIZES))]
    own = array_lines(Symbols(NOTATIONS[key], SIZES))
    without_braces = [line.replace("(", "").replace(")", "") for line in own]
    assert [_bare(line) for line in plain] == [_bare(line) for line in without_braces]


def _bare(line):
    return line.replace("{", "").replace("}", "")


@pytest.mark.parametrize("way", [None, "receiving", "sending"])
@pytest.mark.parametrize("key", NOTATIONS)
def test_its_equations_hold_for_arrays_that_are_laid_out_like_that(key, way):
    """z, ∂loss/∂a and dW of every form, with the arrays as the notation lays them out."""
    document = DRAWINGS["classes of a batch"]
    network = network_of(document)
    made = forward(network, document["x"])
    found = backward(network, made, document["y"])
    s = Symbols(laid_out(NOTATIONS[key], way), network.sizes, len(document["x"]))
    one, two = network.layers
    arrays = {
        "x": s.laid_out("x", made.x),
        "W": s.laid_out("W", one.W),
        "delta": s.laid_out("delta", found.layers[0].delta),
    }
    column = s.notation.samples == "columns"
    z = s.laid_out("z", made.layers[0].z - (0 if one.b is None else one.b))
    np.testing.assert_allclose(product_of(s.notation.matrices["z"], arrays), z, atol=1e-12)
    dW = s.laid_out("dW", found.layers[0].dW)
    np.testing.assert_allclose(product_of(s.notation.matrices["dW"], arrays), dW, atol=1e-12)
    after = {
        "W": s.laid_out("W", two.W),
        "delta": s.laid_out("delta", found.layers[1].delta),
    }
    da = s.laid_out("da", found.layers[0].da)
    np.testing.assert_allclose(product_of(s.notation.matrices["da"], after), da, atol=1e-12)
    assert column == (arrays["x"].shape[1] == len(made.x))


def product_of(equation, arrays):
    """The product that an equation of two arrays writes, read factor by factor."""
    text = equation.replace("{{", "").replace("}}", "").replace("(", "").replace(")", "")
    factors = []
    for factor in text.split(r"\,"):
        name = next(name for name in arrays if f"{{{name}}}" in factor)
        array = arrays[name]
        factors.append(array.T if r"\top" in factor else array)
    return factors[0] @ factors[1]
