"""Formulas of whole layers, taken at their word: the products that are written, of the arrays that
are shown, give the array that is shown, in every notation's own layout."""

import itertools

import numpy as np
import pytest

from backprop_core import LOSSES, Address, Layer, Network, trace
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula
from playground.steps.writer import Writer
from tests.playground.latex_arrays import evaluate
from tests.playground.latex_reader import equalities

EVERY_DIGIT = 17
PARTNER = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}
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


def arrays_of(writer, step):
    """Every symbol that may stand in a formula of the step, with its array as it is laid out."""
    numbers = list(step.inputs)
    if step.quantity == "delta" and step.layer == 0:
        numbers += writer.trace.terms(Address("da", 0))[0].factors
    arrays = {
        writer.symbol(n): writer.symbols.laid_out(n.address.quantity, n.value) for n in numbers
    }
    if any(n.quantity == "y" for n in step.inputs):
        root = not writer.trace.network.loss_function.separable
        arrays |= {writer.symbol(Address("loss")): writer.trace.gradients.loss} if root else {}
    return arrays


@pytest.mark.parametrize(("loss", "batch", "output"), CASES)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_line_of_a_layers_formula_gives_its_array(notation, loss, batch, output):
    t = made(loss, batch, output)
    writer = Writer(t, EVERY_DIGIT, NOTATIONS[notation])
    samples = writer.notation.samples
    for step in t:
        if step.quantity in ("a", "loss"):
            continue  # a function of each number; and a number
        _, lines, _ = equalities(formula(step, t, EVERY_DIGIT, writer.notation))
        expected = writer.symbols.laid_out(step.quantity, step.value)
        assert len(lines) >= 2
        for line in lines:
            value = evaluate(line, arrays_of(writer, step), samples)
            np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-12, err_msg=line)
            assert np.shape(value) == np.shape(expected), line


@pytest.mark.parametrize("notation", NOTATIONS)
def test_targets_that_do_not_add_up_are_counted_with_softmax(notation):
    t = made("cross_entropy", 3, targets_add_up=False)
    writer = Writer(t, EVERY_DIGIT, NOTATIONS[notation])
    delta = next(step for step in t if step.quantity == "delta")
    line = equalities(formula(delta, t, EVERY_DIGIT, writer.notation))[1][0]
    value = evaluate(line, arrays_of(writer, delta), writer.notation.samples)
    np.testing.assert_allclose(value, writer.symbols.laid_out("delta", delta.value), rtol=1e-9)


def lines_of(notation, quantity, layer):
    t = made("half_squared_error", 1)
    step = next(s for s in t if s.quantity == quantity and s.layer == layer)
    tex = formula(step, t, 3, NOTATIONS[notation])
    return equalities(tex)[0], equalities(tex)[1]


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


@pytest.mark.parametrize("wrong", ["@A@ @A@", r"@A@ + @B@", r"@A@ \odot @B@", r"@B@^{\top} @A@"])
def test_the_evaluator_of_arrays_refuses_what_does_not_fit(wrong):
    line = wrong.replace("@A@", "A").replace("@B@", "B")
    with pytest.raises((AssertionError, ValueError)):
        evaluate(line, {"A": np.ones((2, 3)), "B": np.ones((3, 2))})


def test_the_evaluator_of_arrays_reads_as_a_reader_does():
    A, b = np.array([[1.0, 2.0]]), np.array([[5.0]])
    assert evaluate(r"A\,{A}^{\top} + b", {"A": A, "b": b}).tolist() == [[10]]
    shown = r"\begin{pmatrix} 1 & -2\cdot 10^{-3} \\ 3 & 4 \end{pmatrix}"
    assert evaluate(shown).tolist() == [[1, -0.002], [3, 4]]
