"""Typed functions: their slopes, what is refused, and that they work like any other."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import (
    ACTIVATIONS,
    LOSSES,
    Activation,
    BackpropError,
    Layer,
    Loss,
    Network,
    NonFiniteError,
    backward,
    forward,
    gradient_check,
    trace,
)
from playground.check.notebook_code import gradient_code
from playground.exercise import link
from playground.exercise.document import network_of
from playground.exercise.document_reader import parse
from playground.exercise.presets import presets
from playground.functions import catalogue
from playground.functions.catalogue import as_formula
from playground.functions.typed import derivative, evaluate, expression_latex, fitness
from playground.functions.typed.nodes import Call, Number
from playground.functions.typed.typed_functions import (
    NUMBERS_A,
    PROBABILITIES,
    activation_of,
    loss_of,
    named,
    typed_activation,
    typed_loss,
)
from playground.latex.write import latex
from playground.steps.formula import formula_of
from tests.playground import drawings
from tests.playground.tree_value import value_of_tex

ROOT = Path(__file__).parents[4]
Z = np.linspace(-6.0, 6.0, 1001)[:, None]
GRID = np.array([[a, y] for a in np.linspace(-2, 2, 41) for y in np.linspace(-2, 2, 21)])
A, Y = GRID[:, :1], GRID[:, 1:]


# Slopes.

SLOPES = {
    "x*sigmoid(x)": lambda x: ACTIVATIONS["silu"].derivative(x),
    "x**3/3": lambda x: x**2,
    "sin(2*x)": lambda x: 2 * np.cos(2 * x),
    "atan(x)": lambda x: 1 / (1 + x**2),
    "x/(1+abs(x))": lambda x: 1 / (1 + np.abs(x)) ** 2,
    "exp(-x**2)": lambda x: -2 * x * np.exp(-(x**2)),
    "2**x": lambda x: math.log(2) * 2**x,
    "log(1+exp(x))": lambda x: 1 / (1 + np.exp(-x)),
    "tanh(x)": lambda x: 1 / np.cosh(x) ** 2,
    "log(cosh(x))": np.tanh,
    "sqrt(1+x**2)": lambda x: x / np.sqrt(1 + x**2),
    "erf(x)": lambda x: 2 / math.sqrt(math.pi) * np.exp(-(x**2)),
    "sinh(x)/cosh(x)": lambda x: 1 / np.cosh(x) ** 2,
    "max(0.1*x, x)": lambda x: np.where(x > 0, 1, 0.1),
    "min(x, 1)*pi": lambda x: np.where(x <= 1, math.pi, 0),
    "x*heaviside(x)": lambda x: np.where(x > 0, 1, 0),
    "z*abs(z)": lambda z: 2 * np.abs(z),
}


@pytest.mark.parametrize("text", SLOPES)
def test_the_slope_is_the_one_that_paper_gives(text):
    own, f = typed_activation(text)
    np.testing.assert_allclose(f.derivative(Z), SLOPES[text](Z), rtol=1e-12, atol=1e-13)
    assert own.error < 1e-12


SHORT = {
    "sqrt((a-y)**2+1)": r"\frac{a - y}{\sqrt{(a - y)^2 + 1}}",
    "log(cosh(a-y))": r"\tanh(a - y)",
    "(a-y)**2": r"2 \cdot (a - y)",
    "a**2 + 4*a": r"2 \cdot a + 4",
    "(2*a-2*y)**3": r"24 \cdot (a - y)^2",
    "log(1+exp(a-y))": r"\sigma(a - y)",
    "a*abs(a)": r"2 \cdot \lvert a\rvert",
}


@pytest.mark.parametrize("text", SHORT)
def test_the_slope_is_written_as_short_as_on_paper(text):
    own, loss = typed_loss(text)
    assert expression_latex.lines("s", own.slope) == f"s = {SHORT[text]}"
    numeric = loss.contributions(A + 1e-200j, Y).imag / 1e-200
    np.testing.assert_allclose(loss.slope(A, Y), numeric, rtol=1e-12, atol=1e-13)


def test_what_is_shortened_stays_the_same_where_two_factors_meet_more_than_once():
    powers = ["sinh(x)**3/cosh(x)**2", "exp(x)**2/(1+exp(x))", "sign(x)*x**2*abs(x)"]
    for text in [*powers, "x/(1+exp(-x))", "sin(x)**2/cos(x/9)"]:
        assert typed_activation(text)[0].error < 1e-9


@pytest.mark.parametrize("text", SLOPES)
def test_the_slope_agrees_with_central_differences_of_another_evaluator(text):
    """Python's own floats and operators stand in for the app's evaluator."""
    _, f = typed_activation(text)
    names = {n: getattr(math, n) for n in ("exp", "log", "sqrt", "sin", "atan", "tanh", "erf")}
    names |= {"sinh": math.sinh, "cosh": math.cosh, "pi": math.pi, "abs": abs}
    names |= {"max": max, "min": min, "heaviside": lambda u: float(u > 0)}
    names["sigmoid"] = lambda u: 1 / (1 + math.exp(-u))
    for at in (-2.3, -0.4, 0.7, 1.9):
        ends = [eval(text, {}, {**names, "x": x, "z": x}) for x in (at - 1e-6, at + 1e-6)]
        central = (ends[1] - ends[0]) / 2e-6
        assert float(f.derivative(np.array([[at]]))[0, 0]) == pytest.approx(central, abs=1e-7)


@pytest.mark.parametrize(
    "name", [n for n, f in ACTIVATIONS.items() if f.elementwise and not f.threshold]
)
def test_the_formula_offered_for_an_activation_computes_the_same(name):
    own, engine = activation_of(named(as_formula(name))), ACTIVATIONS[name]
    np.testing.assert_allclose(own.value(Z), engine.value(Z), rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(own.derivative(Z), engine.derivative(Z), rtol=1e-13, atol=1e-15)
    zero = np.zeros((1, 1))
    assert own.derivative(zero) == engine.derivative(zero), "the slope at the kink is the app's"


def test_a_parameter_goes_into_the_formula():
    own, engine = as_formula("leaky_relu(0.25)"), activation_of("leaky_relu(0.25)")
    assert "0.25" in own
    value = activation_of(named(own)).value(Z)
    np.testing.assert_allclose(value, Layer([[1.0]], None, engine).f.value(Z), rtol=1e-15)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("name", [n for n in LOSSES if n != "root_mean_squared_error"])
def test_the_formula_offered_for_a_loss_computes_the_same(name, outputs):
    own, engine = loss_of(named(as_formula(name, outputs))), LOSSES[name]
    rng = np.random.default_rng(5)
    a, y = rng.uniform(0.05, 0.95, (7, outputs)), rng.uniform(0.05, 0.95, (7, outputs))
    np.testing.assert_allclose(own.contributions(a, y), engine.contributions(a, y), rtol=1e-12)
    np.testing.assert_allclose(own.slope(a, y), engine.slope(a, y), rtol=1e-12, atol=1e-13)


def test_half_the_squared_error_gives_the_engines_own_gradients():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    own, engine = (
        Network.random((3, 4, 2), [f, "tanh"], loss, seed=3)
        for f, loss in (
            (activation_of("own: x*sigmoid(x)"), loss_of("own: (a-y)**2/2")),
            ("silu", "half_squared_error"),
        )
    )
    mine, theirs = (backward(n, forward(n, x), y) for n in (own, engine))
    assert mine.loss == pytest.approx(theirs.loss, rel=1e-14)
    for one, other in zip(mine.layers, theirs.layers, strict=True):
        np.testing.assert_allclose(one.dW, other.dW, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(one.db, other.db, rtol=1e-12, atol=1e-14)


GOOD = ["x*sigmoid(x)", "x/(1+abs(x))", "0.5*x*(1+erf(x/sqrt(2)))", "max(0.1*x, x)", "sin(x)"]
GOOD_LOSSES = ["(a-y)**4", "log(cosh(a-y))", "sqrt(1+(a-y)**2) - 1", "abs(a-y)**1.5", "a*y + a**2"]


@settings(deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=5),
    st.lists(st.sampled_from(GOOD), min_size=4, max_size=4),
    st.sampled_from(GOOD_LOSSES),
    st.integers(0, 10**6),
    st.sampled_from(["mean", "sum"]),
)
def test_the_gradient_checks_on_any_network(sizes, activations, loss, seed, reduction):
    fs = [activation_of(named(text)) for text in activations[: len(sizes) - 1]]
    network = Network.random(sizes, fs, loss_of(named(loss)), seed=seed, reduction=reduction)
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(3, sizes[0])), rng.normal(size=(3, sizes[-1]))
    check = gradient_check(network, x, y, tolerance=1e-11)
    assert check, check.error


def test_a_wrong_derivative_would_be_noticed(monkeypatch):
    def wrong(tree, variable):
        return Call("*", (right(tree, variable), Number(1.0001)))

    right = derivative.derivative
    monkeypatch.setattr(derivative, "derivative", wrong)
    with pytest.raises(BackpropError, match=r"jumps|could not be confirmed"):
        typed_activation("x*sigmoid(x) + 0.125*x")
    monkeypatch.setattr(fitness, "_require_no_jump", lambda *args: None)
    with pytest.raises(BackpropError, match="could not be confirmed at x = "):
        typed_activation("x*sigmoid(x) + 0.125*x")


def test_where_there_are_no_complex_numbers_a_central_difference_is_taken(monkeypatch):
    monkeypatch.setitem(
        evaluate._MEANING,
        "sin",
        lambda u: u * np.nan if np.iscomplexobj(u) else np.sin(u),
    )
    own, _ = typed_activation("sin(x) + 0.0625*x")
    assert 0 < own.error < 1e-6


def test_the_complex_error_function_is_that_of_its_integral():
    """∫ from 0 to u along a straight line, by the trapezoidal rule on very many places."""
    for u in (0.3 + 0.4j, -2.5 + 0.1j, 5.0 + 0.01j):
        t = np.linspace(0.0, 1.0, 200001)
        f = np.exp(-((u * t) ** 2)) * u * 2 / math.sqrt(math.pi)
        integral = (f.sum() - (f[0] + f[-1]) / 2) / 200000
        assert abs(evaluate._erf(np.array(u)) - integral) < 1e-9


# What is refused.

REFUSED = {
    "log(x)": "not a number (NaN) at x = -6",
    "1/x": "infinite at x = 0",
    "sqrt(x)": "not a number (NaN) at x = -6",
    "sqrt(abs(x))": "its slope is not a number (NaN) at x = 0",
    "exp(exp(exp(x)))": "infinite at x = ",
    "tan(x)": "jumps or diverges near x = ",
    "1/(x-0.3)": "near x = 0.3",
    "1/(x-0.3)**2": "near x = 0.3",
    "sqrt(abs(x-0.3))": "its slope grows without limit near x = 0.3",
    "abs(x-1.23456)**0.6": "its slope grows without limit near x = 1.23456",
    "abs(x-1.23456)**(1/3)": "near x = 1.23456",
    "sign(x)": "near x = 0",
    "sign(x-0.1)": "near x = 0.1",
    "heaviside(x)": "near x = 0",
    "x - x": "slope is 0 everywhere",
    "0*x": "slope is 0 everywhere",
    "x + z": "both x and z",
    "3": "no variable",
    "pi": "no variable",
    "a": "'a'",
}


BEYOND = {
    "x/(1e12+x-x)**30": "activation",
    "x" + "/1e12" * 26: "activation",
    "x*(1e12+x-x)**99": "activation",
    "x*(1e12+x-x)**26/(1e12+x-x)**25/1e12": "activation",
    "x**2/(1e-12+x-x)**(-30)": "activation",
    "exp(x)*(1e12+x-x)**(-99/2)": "activation",
    "(a-y)**2/(1e12+a-a)**30": "loss",
    "(a-y)**2*(1e12+y-y)**30": "loss",
}


@pytest.mark.parametrize("text", BEYOND)
def test_a_number_beyond_float64_in_a_slope_is_refused_or_cancels(text):
    read = {"activation": typed_activation, "loss": typed_loss}[BEYOND[text]]
    try:
        own, _ = read(text)
    except BackpropError:
        return
    assert own.error < 1e-9


def test_a_slope_that_no_float64_can_hold_is_refused_in_words():
    with pytest.raises(BackpropError, match="its slope holds a number beyond the range of float64"):
        typed_activation("x" + "/1e12" * 26)


@pytest.mark.parametrize("text", REFUSED)
def test_an_activation_that_cannot_be_learned_with_is_refused_with_the_reason(text):
    with pytest.raises(BackpropError) as refused:
        typed_activation(text)
    assert REFUSED[text] in str(refused.value)
    assert str(refused.value).startswith(f"activation got {text!r}")


def test_kinks_and_steep_places_are_no_jumps():
    for text in (
        "abs(x-0.3)",
        "max(x, 0.1)",
        "sigmoid(1000000*x)",
        "x*sign(x)",
        "tanh(1000*(x-0.3))",
    ):
        assert typed_activation(text)[0].error < 1e-9


def test_a_loss_is_looked_at_for_numbers_or_else_for_probabilities():
    assert typed_loss("(a-y)**4")[0].span == NUMBERS_A
    assert typed_loss("-(y*log(a)+(1-y)*log(1-a))")[0].span == PROBABILITIES
    assert str(PROBABILITIES) == "a from 0.002 to 0.998 and targets y from 0 to 1"
    assert (
        PROBABILITIES.in_words("y", "target t") == "y from 0.002 to 0.998 and target t from 0 to 1"
    )
    with pytest.raises(BackpropError, match=r"for probabilities: it is infinite at a = 0\.5"):
        typed_loss("1/(a-0.5)**2")
    for text, reason in {"y**2": "no a", "x": "'x'", "a*0": "0 everywhere"}.items():
        with pytest.raises(BackpropError, match=reason):
            typed_loss(text)


# Like any other.


def document():
    now = {**next(iter(presets().values())), "title": "Mine", "source": "", "note": ""}
    now = drawings.set_activation(now, 0, "own: x*sigmoid(x) - 0.1*abs(x)")
    now = drawings.set_activation(now, 1, "own: x**2/(1+exp(-x))")
    return drawings.set_loss(now, "own: (a-y)**4 - 0.5*a*y")


def test_a_document_holds_them_by_their_formula():
    now = parse(document())
    for way in (
        lambda d: link.from_json(link.to_json(d)),
        lambda d: parse(json.loads(json.dumps(d))),
    ):
        assert way(now) == now
    assert link.from_link(link.to_link(now)) == now
    network = network_of(now)
    assert network.layers[0].f.name == "own: x*sigmoid(x) - 0.1*abs(x)"
    assert network.loss_function.name == "own: (a-y)**4 - 0.5*a*y"
    assert gradient_check(network, now["x"], now["y"])


@pytest.mark.parametrize(
    ("field", "spec", "reason"),
    [
        ("activation", "own: __import__('os')", "Layer 1: activation got"),
        ("loss", "own: y", "no a"),
    ],
)
def test_a_document_with_a_bad_one_is_refused(field, spec, reason):
    now = document()
    bad = {**now, "loss": spec}
    if field == "activation":
        bad = {**now, "layers": [{**now["layers"][0], "activation": spec}, now["layers"][1]]}
    with pytest.raises(BackpropError, match=reason):
        parse(bad)


def test_every_line_of_every_formula_says_what_the_step_found():
    now = document()
    network = network_of(now)
    made = trace(network, now["x"], now["y"], 0.5)
    looked_at = 0
    for step in made:
        if step.quantity not in ("a", "loss", "da", "delta"):
            continue
        said = formula_of(step, made, 17)
        # the last line is the result; before it come the symbols, then the numbers
        numbers, result = (value_of_tex(latex(line)) for line in said.lines[-2:])
        assert numbers == pytest.approx(result, rel=1e-12, abs=1e-15)
        assert result == pytest.approx(step.value, rel=1e-15)
        for remark in said.remarks:
            numbers, slope = (value_of_tex(latex(part)) for part in remark.equal[-2:])
            assert numbers == pytest.approx(slope, rel=1e-12)
        looked_at += 1
    assert looked_at > 10


def test_a_formula_too_long_for_its_place_is_called_f():
    long = "+".join(f"sin({k}*x)" for k in range(1, 12))
    assert catalogue.written(named(long)) == catalogue.UNNAMED
    assert catalogue.UNNAMED.formula == "f({z})"


def test_the_engines_functions_and_typed_ones_are_written_by_name_or_as_themselves():
    for name, f in ACTIVATIONS.items():
        assert catalogue.written(f) == catalogue.written(name) != catalogue.UNNAMED
    assert len({catalogue.written_loss(loss).label for loss in LOSSES.values()}) == len(LOSSES)
    own = loss_of("own: a*y*2")
    assert catalogue.written_loss(own) == catalogue.written_loss("own: a*y*2")
    assert "*" not in catalogue.written_loss(own).label
    assert catalogue.written("never heard of") == catalogue.UNNAMED
    with pytest.raises(KeyError):
        catalogue.written_loss("never heard of")


def test_where_the_walk_leaves_the_domain_layer_and_neuron_are_named():
    f = activation_of("own: exp(x**2)")
    network = Network([Layer([[1.0], [100.0]], None, f)], "squared_error")
    with pytest.raises(NonFiniteError, match="a of neuron 2 of layer 1 is infinite"):
        forward(network, [1.0])


def test_the_notebook_code_gives_the_same_gradient():
    now = document()
    code = gradient_code(now)
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    network = network_of(now)
    g = backward(network, forward(network, now["x"]), now["y"])
    assert f"dW1 = {g.layers[0].dW.tolist()}" in ran.stdout
    assert float(ran.stdout.split()[-1]) < 1e-13


def test_sympy_is_loaded_only_for_a_typed_function():
    """It would add half a second to the start of the app."""
    code = (
        "import sys, app_imports; from playground.functions.catalogue import written; "
        "written('tanh'); assert 'sympy' not in sys.modules; "
        "written('own: x*x'); assert 'sympy' in sys.modules"
    ).replace("app_imports", "playground.exercise.document, playground.frame.frame")
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_the_engine_takes_a_loss_of_ones_own_as_an_object():
    cube = Loss("cube", lambda a, y: (a - y) ** 3, lambda a, y: 3 * (a - y) ** 2)
    network = Network([Layer([[2.0]], None, "linear")], cube)
    assert network.loss is cube
    assert network.loss_function is cube
    g = backward(network, forward(network, [1.0]), [0.5])
    assert g.loss == pytest.approx(1.5**3)
    assert g.layers[0].dW[0, 0] == pytest.approx(3 * 1.5**2)
    assert Network(network.layers, network.loss).loss_function is cube
    with pytest.raises(BackpropError, match="loss got 3"):
        Network(network.layers, 3)
    assert isinstance(network.layers[0].f, Activation)


def test_a_long_derivative_goes_on_below(monkeypatch):
    own, _ = typed_activation("x**2*sin(3*x) - x*cos(x)/(1+exp(-x)) + erf(x)")
    shown = expression_latex.lines("f'(x)", own.slope)
    assert shown.startswith(r"\begin{aligned} f'(x) &= ")
    assert shown.count(r"\\ &\quad ") >= 1
    whole = shown.removeprefix(r"\begin{aligned} f'(x) &= ").removesuffix(r" \end{aligned}")
    monkeypatch.setattr(expression_latex, "ROOM", 1000)
    assert expression_latex.lines("f'(x)", own.slope) == "f'(x) = " + whole.replace(
        r" \\ &\quad", ""
    )
    assert (
        expression_latex.lines("f(x)", typed_activation("sin(x)+x")[0].tree)
        == r"f(x) = \sin(x) + x"
    )
