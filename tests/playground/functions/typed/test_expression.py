"""Typed formulas: what is read, what is refused, and that nothing is ever run."""

import ast
import builtins
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import BackpropError
from playground.functions.typed import (
    derivative,
    evaluate,
    expression,
    from_sympy,
    opaque_functions,
    work,
)
from playground.functions.typed.evaluate import values
from playground.functions.typed.expression import FUNCTIONS, LONGEST, parse
from playground.functions.typed.nodes import Call, Name, Node, Number
from playground.functions.typed.normalise import FormulaError


def read(text):
    return parse(text, ("x", "z"), "activation")


def value(text, x):
    return float(values(read(text), {"x": np.array(x)}))


def test_a_product_with_a_function_is_read_as_a_tree():
    assert read("x*sigmoid(x)") == Call("*", (Name("x"), Call("sigmoid", (Name("x"),))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2*x**2", 1 + 2 * 1.5**2),
        ("-x**2", -(1.5**2)),
        ("(x - 1)/(x + 1)", 0.5 / 2.5),
        ("2**-x", 2**-1.5),
        ("x**2**3", 1.5**8),
        ("+x - -x", 3.0),
        ("ln(x) + log(x)", 2 * math.log(1.5)),
        ("e**x - exp(x) + pi", math.pi),
        ("arctan(x) - atan(x) + .5e1", 5.0),
        ("max(x, 2) + min(x, 2)", 3.5),
        ("erf(x)", math.erf(1.5)),
        ("softplus(x)", math.log1p(math.exp(1.5))),
        ("sinh(x) + cosh(x)", math.exp(1.5)),
        ("tan(x)*cos(x) - sin(x)", 0.0),
        ("abs(-x) + sign(-x) + heaviside(x) + relu(-x)", 1.5),
        ("sqrt(x) * tanh(x)", math.sqrt(1.5) * math.tanh(1.5)),
        ("−x – 1", -2.5),
        ("−x² + 2·x³ × 1", -(1.5**2) + 2 * 1.5**3),
        ("(x−1)¹² + x⁻¹", 0.5**12 + 1 / 1.5),
    ],
)
def test_a_formula_means_what_mathematics_takes_it_for(text, expected):
    assert value(text, 1.5) == pytest.approx(expected, rel=1e-14, abs=1e-14)


HINTED = {
    "x if x else x": "max(0, …)",
    "x < 1": "max(0, …)",
    "x>0": "heaviside(…)",
    "x ≥ 0": "heaviside(…)",
    "x == x": "right-hand side of the equation",
    "x ^ 2": "**",
    "|x|": "abs(…)",
    "√x": "sqrt(…)",
    "π*x": "written pi",
    "x, x": "decimals are written with a point",
    "2,5*x": "decimals are written with a point",
    "exp": "write exp(…)",
    "exp(exp)": "write exp(…)",
    "ln": "write ln(…)",
    "max": "write max(…, …)",
    "x(x)": "'x' is not a function; for a product write x*(…)",
    "pi(x)": "'pi' is not a function; for a product write pi*(…)",
    "2(x)": "before a bracket",
    "(x)(x)": "for a product write x*(…)",
    "2x": "write 2*x",
    "0.5x": "write 0.5*x",
    "2sin(x)": "write 2*sin",
    "2e": "write 2*e",
    "np.exp(x)": "no prefix",
    "σ(x)": "sigmoid(…)",
    "x²**3": "set brackets",
    "٣*x": "the digit '٣' is not one of 0 to 9",
    "x + ２": "the digit '２' is not one of 0 to 9",
    "0.𝟏*x": "the digit '𝟏' is not one of 0 to 9",
}
REFUSED = {
    "x.real": "'.'",
    "x[0]": "'['",
    "lambda: x": "lambda",
    "[x for x in x]": "'['",
    "(x for x in x)": "'for'",
    "'x'": '"\'"',
    '"x"': "'\"'",
    "f'{x}'": "'f'",
    "__import__('os')": "__import__",
    "__import__": "__import__",
    "eval(x)": "'eval'",
    "open(x)": "'open'",
    "x and x": "'and'",
    "not x": "'not'",
    "x := 1": "':'",
    "x @ x": "'@'",
    "x % 2": "'%'",
    "x // 2": "//",
    "x; x": "';'",
    "{x}": "'{'",
    "max(*x)": "max takes two",
    "max(**x)": "max takes two",
    "max(x)": "max takes two",
    "exp(x, x)": "exp takes one",
    "exp()": "exp takes one",
    "1j": "between 1 and 'j' an operator is missing",
    "0x10": "between 0 and 'x10' an operator is missing",
    "1_000": "between 1 and '_000' an operator is missing",
    "True": "'True'",
    "None": "'None'",
    "x + w": "'w'",
    "floor(x)": "cannot be differentiated",
    "9**9**9": "number",
    "9**99": "number",
    "(x**99)**99": "power",
    "((x**10)**10)**10": "power",
    "x**101": "power",
    "1e13": "number",
    "1e-13": "number",
    "1/0": "number",
    "exp(999)": "number",
    "log(-1)": "number",
    "1234567890123456": "digits",
    "": "no formula",
    "   ": "no formula",
    "x +": "cannot be read",
    "(x": "cannot be read",
    "x)": "cannot be read",
    "x x": "cannot be read",
    "*x": "it",
    "x\n+1)": "cannot be read",
    "(" * 21 + "x" + ")" * 21: "nested",
    "x" + "+x" * 100: "characters",
    "ｘ": "sign",
    "x\0": "sign",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_formula_is_refused_with_the_reason(text):
    with pytest.raises(BackpropError) as refused:
        read(text)
    message = str(refused.value)
    assert message.startswith("activation got ")
    assert REFUSED[text] in message
    assert "It takes numbers, x or z, pi, e" in message
    assert len(message) < 500


@pytest.mark.parametrize("text", HINTED)
def test_a_slip_is_told_what_to_write_and_not_all_that_can_be_typed(text):
    with pytest.raises(BackpropError) as refused:
        read(text)
    message = str(refused.value)
    assert message.startswith(f"activation got {text!r}: ")
    assert HINTED[text] in message
    assert "It takes numbers" not in message
    assert len(message) < 200


def test_a_message_quotes_at_most_60_characters_however_they_are_written():
    for text in ("x" * 10**5, "\U000e0001" * 150, "x+" + "w" * 190, "1" * 150, "\n" * 150 + "x x"):
        with pytest.raises(BackpropError) as refused:
            read(text)
        quoted = str(refused.value).removeprefix("activation got ").partition(": ")[0]
        assert len(quoted) <= 60
        assert len(str(refused.value)) < 400
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("given_", [3, None, ["x"], b"x"])
def test_only_text_is_a_formula(given_):
    with pytest.raises(BackpropError, match="text"):
        read(given_)


def test_nothing_is_ever_run(monkeypatch):
    """Neither by name in the modules' own code, nor while a formula is read and differentiated."""
    for module in (expression, evaluate, derivative, from_sympy, opaque_functions, work):
        with open(module.__file__, encoding="utf-8") as file:
            names = {n.id for n in ast.walk(ast.parse(file.read())) if isinstance(n, ast.Name)}
        assert not names & {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify"}

    tree = read("x*sigmoid(x) + max(x, 0)**2")
    derivative.derivative(tree, "x")  # SymPy has now imported what it needs

    def forbidden(*args, **kwargs):
        raise AssertionError("something was run")

    for name in ("eval", "exec"):
        monkeypatch.setattr(builtins, name, forbidden)
    assert values(derivative.derivative(tree, "x"), {"x": np.array(1.0)}) > 0
    for text in REFUSED | HINTED:
        with pytest.raises(BackpropError):
            read(text)


def test_the_deepest_and_the_longest_that_are_allowed_are_read():
    assert value("(" * 20 + "x" + ")" * 20, 2.0) == 2.0
    assert value("x" + "+x" * 99, 1.0) == 100.0
    assert value("-" * (LONGEST - 1) + "x", 1.0) == -1.0


def test_a_value_outside_the_domain_is_not_a_number_and_warns_nobody():
    made = values(read("log(x) + sqrt(x)"), {"x": np.array([-1.0, 0.0, 1.0])})
    assert np.isnan(made[0])
    assert made[1] == -np.inf
    assert made[2] == 1.0


@pytest.mark.parametrize("name", ["abs", "relu", "sign", "heaviside"])
def test_what_is_not_a_number_stays_so(name):
    assert np.isnan(value(f"{name}(log(x))", -1.0))


def test_max_and_min_pass_on_what_is_not_a_number():
    for text in ("max(0, log(x))", "max(log(x), 0)", "min(0, log(x))", "min(log(x), 0)"):
        assert np.isnan(value(text, -1.0))


# Any text at all.

pieces = st.sampled_from(
    [*FUNCTIONS, "x", "z", "pi", "e", "(", ")", ",", "+", "-", "*", "/", "**", "2", "0.5", "9", " "]
)


@settings(deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=250), st.lists(pieces, max_size=60).map("".join)))
def test_any_text_is_a_tree_of_known_parts_or_refused(text):
    try:
        tree = read(text)
    except BackpropError:
        return
    assert_known(tree)


def assert_known(tree: Node):
    if isinstance(tree, Call):
        assert tree.name in {*FUNCTIONS, "+", "-", "*", "/", "**", "neg"}
        for part in tree.args:
            assert_known(part)
    else:
        assert isinstance(tree, Number) or tree.name in ("x", "z", "pi", "e")


def _grown(inner):
    unary = st.tuples(st.sampled_from([n for n, k in FUNCTIONS.items() if k == 1]), inner).map(
        lambda p: f"{p[0]}({p[1]})"
    )
    binary = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})")
    powers = st.tuples(inner, st.sampled_from(["2", "3", "0.5", "(1/3)", "-1", "x"])).map(
        lambda p: f"({p[0]})**{p[1]}"
    )
    two = st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(
        lambda p: f"{p[0]}({p[1]}, {p[2]})"
    )
    return st.one_of(unary, binary, powers, two)


formulas = st.recursive(
    st.sampled_from(["x", "2", "0.3", "pi", "e", "x**2"]), _grown, max_leaves=12
)


@np.errstate(all="ignore")
def _agreeing(tree, slope):
    """The slope and a complex step's, at places off the kinks and within the domain."""
    at = np.array([-1.7, -0.31, 0.23, 0.71, 1.9])
    below, here, above = values(tree, {"x": np.array([at - 1e-7, at, at + 1e-7])})
    exact, step = values(slope, {"x": at}), values(tree, {"x": at + 1e-200j})
    near = np.array([below, here, above])
    smooth = np.isfinite(near).all(axis=0) & np.isfinite(exact) & np.isfinite(step)
    smooth &= (np.abs(near) < 1e6).all(axis=0) & (np.abs(exact) < 1e4)
    bend = np.abs((above - here) - (here - below)) / 1e-7  # large only on a kink
    smooth &= bend < 1e-3 * np.maximum(1.0, np.abs(exact))
    return exact[smooth], step.imag[smooth] / 1e-200


@settings(deadline=None, derandomize=True)
@given(formulas)
def test_the_derivative_of_any_formula_agrees_with_a_complex_step(text):
    try:
        tree = read(text)
        slope = derivative.derivative(tree, "x")
    except (BackpropError, FormulaError):
        return
    exact, numeric = _agreeing(tree, slope)
    np.testing.assert_allclose(exact, numeric, rtol=1e-7, atol=1e-9)
