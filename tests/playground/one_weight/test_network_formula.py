"""The nested formula is taken at its word: worked out, it must give the network's output."""

import re

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, Address, Layer, Network, trace
from backprop_core.activations import ACTIVATIONS as FUNCTIONS
from backprop_core.activations import activation_named
from playground.latex.width import of_symbol
from playground.notation.symbols import NOTATIONS, Symbols
from playground.one_weight import network_formula as nested_formula
from playground.one_weight.network_formula import (
    depths,
    easy_depth,
    function_name,
    legend,
    nested,
    term_count,
)
from tests.playground.tree_value import value_of_tex
from tests.playground.walks import document_of, walk_of

EVERY_DIGIT = 17


def made(activations, seed=0, batch=2):
    """A 2-3-3-2 network with a bias each, then a shared one, then none, and one edge cut."""
    rng = np.random.default_rng(seed)
    cut = np.array([[True, True], [True, False], [True, True]])
    layers = (
        Layer(rng.normal(size=(3, 2)), rng.normal(size=3), activations[0], cut),
        Layer(rng.normal(size=(3, 3)), rng.normal(), activations[1]),
        Layer(rng.normal(size=(2, 3)), None, activations[2]),
    )
    x, y = rng.normal(size=(batch, 2)), rng.uniform(size=(batch, 2))
    return trace(Network(layers, "squared_error"), x, y, 0.3)


def functions_in(t, symbols):
    """What each activation in the formula does with the list of its sums, by how it is written."""
    found = {}
    for layer, here in enumerate(t.network.layers):
        for j in range(here.n_out):
            name = function_name(t, layer, j, EVERY_DIGIT, symbols.notation)
            found[name or "no name"] = value_of(here.f, j)
    return found


def value_of(f, neuron):
    if f.derivative is None:
        return lambda *sums: float(f.value(np.array([sums]))[0, neuron])
    return lambda z: float(f.value(np.array([z]))[0])


def symbols_in(t, symbols, sample):
    """Every number that may stand in the formula, by its symbol."""
    found = {}
    for i, value in enumerate(t.forward.x[sample]):
        found[symbols.tex(Address("x", None, i, sample=sample))] = value
    for layer, here in enumerate(t.network.layers):
        for j, i in np.ndindex(here.W.shape):
            found[symbols.tex(Address("W", layer, j, i))] = here.W[j, i]
        for j in range(here.n_out):
            at = Address("a", layer, j, sample=sample)
            found[symbols.tex(at)] = t.value(at)
            if here.b is not None:
                shared = not here.b.ndim
                b = Address("b", layer, None if shared else j)
                found[symbols.tex(b)] = float(here.b if shared else here.b[j])
    return found


def right_side(tex):
    """The formula on one line, and the result that it states, or None."""
    body = tex.removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}")
    _, body = body.split(" &= ", 1)
    body, _, result = body.partition(r" \\ &= \mathbf{")
    return re.sub(r" \\\\ &|\\quad ", " ", body), result.removesuffix("}") or None


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_in_symbols_it_gives_the_output_in_every_notation(notation, depth):
    t = made(("tanh", "softmax", "sigmoid"))
    symbols = Symbols(NOTATIONS[notation], t.network.sizes, 2)
    for neuron, sample in ((0, 0), (1, 1)):
        tex, _ = right_side(nested(t, neuron, depth, symbols, EVERY_DIGIT, sample=sample))
        value = value_of_tex(tex, symbols_in(t, symbols, sample), functions_in(t, symbols))
        np.testing.assert_allclose(value, t.forward.output[sample, neuron], rtol=1e-13)


@pytest.mark.parametrize("activation", [*ACTIVATIONS, "leaky_relu(0.2)", "elu(0.5)"])
def test_with_all_digits_it_gives_the_output(activation):
    symbols = Symbols(NOTATIONS["own"], (2, 3, 3, 2), 2)
    for seed in range(3):
        t = made((activation, "tanh", activation), seed)
        given = {"sample": 1, "numbers": True}
        tex, result = right_side(nested(t, 1, 3, symbols, EVERY_DIGIT, **given))
        value = value_of_tex(tex, {}, functions_in(t, symbols))
        np.testing.assert_allclose(value, t.forward.output[1, 1], rtol=1e-13)
        assert value_of_tex(result) == t.forward.output[1, 1]
        assert "w" not in re.sub(r"\\[a-z]+|\{[a-z]+\}", "", tex)


def test_weights_and_biases_are_counted_without_writing_them():
    for activations in (("tanh", "tanh", "tanh"), ("relu", "softmax", "softmax")):
        t = made(activations)
        symbols = Symbols(NOTATIONS["own"], t.network.sizes, 2)
        for depth in (1, 2, 3):
            tex, _ = right_side(nested(t, 0, depth, symbols, 4))
            assert term_count(t, 0, depth) == len(re.findall(r"w\^|b\^", tex))
    largest = walk_of(document_of((16,) * 9, "tanh"))
    assert term_count(largest, 0, 8) == sum(16**k for k in range(1, 9)) + sum(
        16**k for k in range(8)
    )
    assert depths(largest, 0) == [1]
    small = walk_of(document_of((2, 2, 2)))
    assert (depths(small, 0), easy_depth(small, 0)) == ([1, 2], 2)


def test_a_linear_output_is_a_sum_without_brackets():
    t = walk_of(document_of((1, 1), "linear", weights=1))
    tex, _ = right_side(nested(t, 0, 1, Symbols(NOTATIONS["own"], (1, 1)), 4))
    assert "(" not in tex.replace("^{(1)}", "")


def test_no_line_is_wider_than_the_page_unless_one_term_alone_is():
    t = walk_of(document_of((4, 4, 3, 2), ["leaky_relu", "silu", "softmax"]))
    symbols = Symbols(NOTATIONS["own"], t.network.sizes)
    tex = nested(t, 0, 2, symbols, 4)
    lines = tex.split(r"\\")
    assert len(lines) > 5
    assert max(of_symbol(line.replace("&", "")) for line in lines) <= nested_formula.ROOM + 4
    assert tex.count("l(") == tex.count("r)")
    assert tex.count("{") == tex.count("}")


def test_the_legend_says_what_each_function_is():
    t = made(("leaky_relu(0.2)", "softmax", "sigmoid"))
    notation = NOTATIONS["own"]
    said = legend(t, 3, 4, notation)
    assert len(said) == 3
    assert any(r"_{0.2}(z) = \begin{cases}" in line for line in said)
    assert legend(t, 1, 4, notation) == [r"\sigma(z) = \frac{1}{1 + e^{-z}}"]
    for name in FUNCTIONS:
        if name not in ("linear", "softmax"):
            f = activation_named(name)
            (line,) = legend(made((name,) * 3), 1, EVERY_DIGIT, notation)
            for z in (0.7, -1.3):
                tex = line.split(" = ", 1)[1].replace("z", f"({z!r})")
                np.testing.assert_allclose(
                    value_of_tex(tex), f.value(np.array([z]))[0], rtol=1e-12, atol=1e-15
                )
