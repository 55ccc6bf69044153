"""Formulas: how they are evaluated, printed and taken apart."""

import math

import numpy as np
import pytest

from backprop_core.rules.evaluation import evaluated
from backprop_core.rules.expression import (
    BATCH,
    GRADIENT,
    PARAMETER,
    Named,
    T,
    cos,
    floor,
    maximum,
    minimum,
    norm,
    setting,
    sign,
    sqrt,
    state,
)
from backprop_core.rules.stage import Stage, products

BETA, EPS = setting("beta", "β", 0.9), setting("eps", "ε", 1e-8)
M = state("m")
G = np.array([3.0, -4.0, 0.0])
VALUES = {GRADIENT: G, M: np.array([1.0, 2.0, 3.0]), PARAMETER: np.ones(3), T: 5.0, BATCH: 4.0}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (BETA * M + (1 - BETA) * GRADIENT, 0.9 * VALUES[M] + (1 - 0.9) * G),
        (PARAMETER - GRADIENT / (sqrt(GRADIENT**2) + EPS), 1 - G / (abs(G) + 1e-8)),
        (-GRADIENT, -G),
        (2 - GRADIENT, 2 - G),
        (1 / M, 1 / VALUES[M]),
        (sign(GRADIENT), np.array([1.0, -1.0, 0.0])),
        (maximum(GRADIENT, M), np.array([3.0, 2.0, 3.0])),
        (minimum(maximum(GRADIENT, -EPS), 1), np.array([1.0, -1e-8, 0.0])),
        (norm(GRADIENT) * M, 5.0 * VALUES[M]),
    ],
)
def test_a_formula_of_vectors_is_evaluated_entry_by_entry(formula, expected):
    assert not formula.scalar
    np.testing.assert_allclose(evaluated(formula, VALUES), expected, rtol=1e-15)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (1 - BETA**T, 1 - 0.9**5),
        (norm(GRADIENT), 5.0),
        (EPS / BATCH, 1e-8 / 4),
        (floor(T / 2) + cos(T), 2 + math.cos(5)),
        (1 / (T - 5), math.inf),
        ((4 - T) ** (1 / T), math.nan),
        (setting("large", "L", 1e300) ** T, math.inf),
    ],
)
def test_a_formula_of_scalars_gives_a_plain_float_and_never_an_error(formula, expected):
    assert formula.scalar
    value = evaluated(formula, VALUES)
    assert type(value) is float
    assert value == pytest.approx(expected, rel=1e-15, nan_ok=True)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (BETA * M + (1 - BETA) * GRADIENT**2, "beta * m + (1 - beta) * gradient ** 2"),
        (PARAMETER - (GRADIENT - M), "parameter - (gradient - m)"),
        (PARAMETER - GRADIENT - M, "parameter - gradient - m"),
        (GRADIENT / (M / T), "gradient / (m / t)"),
        (GRADIENT / M / T, "gradient / m / t"),
        (-(GRADIENT + M) * T, "-(gradient + m) * t"),
        ((GRADIENT + M) ** 2, "(gradient + m) ** 2"),
        (BETA ** (T - 1), "beta ** (t - 1)"),
        ((BETA**T) ** T, "(beta ** t) ** t"),
        (minimum(1, EPS / norm(GRADIENT)), "minimum(1, eps / norm(gradient))"),
    ],
)
def test_a_formula_is_printed_with_the_brackets_it_needs_and_no_others(formula, text):
    assert str(formula) == text
    names = {"beta": 0.9, "eps": 1e-8, "m": VALUES[M], "gradient": G, "parameter": 1, "t": 5.0}
    functions = {"minimum": np.minimum, "norm": np.linalg.norm}
    with np.errstate(all="ignore"):
        again = eval(text, functions, names)
        np.testing.assert_array_equal(again, evaluated(formula, VALUES))


def test_a_formula_falls_into_terms_with_signs_factors_and_divisors():
    formula = PARAMETER - BETA * (M - GRADIENT) / (sqrt(M) * T) - -GRADIENT
    found = [
        (p.sign, [str(factor) for factor in p.factors], [str(divisor) for divisor in p.divisors])
        for p in products(formula)
    ]
    assert found == [
        (1, ["parameter"], []),
        (-1, ["beta", "m - gradient"], ["sqrt(m)", "t"]),
        (1, ["gradient"], []),
    ]


def test_terms_carry_the_numbers_of_one_parameter():
    stage = Stage("first_moment", "m", "m", BETA * M + (1 - BETA) * GRADIENT, start=0.0)
    old, new = stage.terms({M: 2.0, GRADIENT: -4.0})
    assert [(factor.name, factor.value) for factor in old.factors] == [("beta", 0.9), ("m", 2.0)]
    assert [factor.name for factor in new.factors] == ["1 - beta", "gradient"]
    assert (old.value, new.value) == (0.9 * 2.0, (1 - 0.9) * -4.0)
    assert stage.inputs == (BETA, M, GRADIENT)
    assert stage.made == Named("m", "m", "result")
    assert stage.made != M  # the new m is not the old
