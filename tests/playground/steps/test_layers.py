"""Formulas of whole layers, taken at their word: the products that are written, of the arrays that
are shown, give the array that is shown, in every notation's own layout."""

import itertools

import numpy as np
import pytest

from backprop_core import LOSSES, Layer, Network, trace
from playground.latex.lines import GOES_ON, broken
from playground.latex.tree import Symbol, nodes
from playground.latex.write import latex
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula_of
from playground.steps.writer import Writer
from tests.playground.tree_value import value_of, value_of_tex

EVERY_DIGIT = 17
PARTNER = {
    "binary_cross_entropy": "sigmoid",
    "cross_entropy": "softmax",
    "perceptron": "step",
    "delta_rule": "sign",
}
CASES = [
    *itertools.product(LOSSES, (1, 3), (None,)),
    ("half_squared_error", 1, "softmax"),
]


def made(loss, batch, output=None, targets_add_up=True):
    """The trace of a 2-3-2 network by layers, with a bias each and then a shared one."""
    rng = np.random.default_rng(1)
    layers = (
        Layer(rng.normal(size=(3, 2)), rng.normal(size=3), "tanh"),
        Layer(rng.normal(size=(2, 3)), rng.normal(), output or PARTNER.get(loss, "sigmoid")),
    )
    x, y = rng.normal(size=(batch, 2)), rng.uniform(0.1, 0.9, size=(batch, 2))
    if targets_add_up:
        y[:, 1] = 1 - y[:, 0]
    return trace(Network(layers, loss), x, y, 0.3, "layer")


def assert_says_its_array(line, expected, samples):
    """As a tree, and as the LaTeX that is shown."""
    symbols = {n.tex: n.value for n in nodes(line) if isinstance(n, Symbol) and n.value is not None}
    shown = broken(line).replace(GOES_ON, " ")
    for value in (value_of(line, samples=samples), value_of_tex(shown, symbols, samples=samples)):
        np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-12, err_msg=shown)
        assert np.shape(value) == np.shape(expected), shown


@pytest.mark.parametrize(("loss", "batch", "output"), CASES)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_line_of_a_layers_formula_gives_its_array(notation, loss, batch, output):
    t = made(loss, batch, output)
    writer = Writer(t, EVERY_DIGIT, NOTATIONS[notation])
    for step in t:
        if step.quantity in ("a", "loss"):
            continue  # a function of each number; and a number
        lines = formula_of(step, t, EVERY_DIGIT, writer.notation).lines
        expected = writer.symbols.laid_out(step.quantity, step.value)
        assert len(lines) >= 2
        for line in lines:
            assert_says_its_array(line, expected, writer.notation.samples)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_targets_that_do_not_add_up_are_counted_with_softmax(notation):
    t = made("cross_entropy", 3, targets_add_up=False)
    writer = Writer(t, EVERY_DIGIT, NOTATIONS[notation])
    delta = next(step for step in t if step.quantity == "delta")
    line = formula_of(delta, t, EVERY_DIGIT, writer.notation).lines[0]
    expected = writer.symbols.laid_out("delta", delta.value)
    assert_says_its_array(line, expected, writer.notation.samples)


def lines_of(notation, quantity, layer):
    t = made("half_squared_error", 1)
    step = next(s for s in t if s.quantity == quantity and s.layer == layer)
    said = formula_of(step, t, 3, NOTATIONS[notation])
    return latex(said.left), [latex(line) for line in said.lines]


def test_hallstrom_writes_nabla_and_odot_with_column_vectors():
    assert lines_of("hallstrom", "delta", 0)[1][:2] == [
        r"\nabla_{a^{1}} C \odot \sigma'(z^{1})",
        r"\bigl((W^{2})^{\top}\,\delta^{2}\bigr) \odot \sigma'(z^{1})",
    ]
    left, lines = lines_of("hallstrom", "dW", 1)
    assert (left, lines[0]) == (r"\nabla_{W^{2}} C", r"\delta^{2}\,(a^{1})^{\top}")
    assert lines_of("hallstrom", "z", 0)[1][0] == r"W^{1}\,a^{0} + b^{1}"
    assert lines_of("hallstrom", "dW", 0)[1][0] == r"\delta^{1}\,(a^{0})^{\top}"


def test_sakryukin_multiplies_rows_from_the_left():
    left, lines = lines_of("sakryukin", "z", 0)
    assert (left, lines[0]) == ("z^{(1)}", r"I\,W^{(1)} + b^{(1)}")
    assert lines[1].count(r"\\") == 1  # W has a row for each of two inputs


def test_devforum_writes_d_before_an_array():
    assert lines_of("devforum", "dW", 1)[0] == r"\mathit{dw}^{[2]}"
    assert lines_of("devforum", "delta", 1)[0] == r"\mathit{dz}^{[2]}"
    assert lines_of("devforum", "da", 1)[0] == r"\mathit{da}^{[2]}"
    assert lines_of("devforum", "db", 1)[0] == r"\mathit{db}^{[2]}"
