"""The primer's numbers, against values found in other ways."""

import cmath
import itertools
import math

import numpy as np
import pytest

from playground.primer.figure import secant_figure, slice_figure, surface_figure
from playground.primer.numbers import (
    BOXES,
    CURVES,
    POWERS,
    RULES,
    STEPS,
    bowl,
    bowl_slopes,
    central_slope,
    secant_slope,
)
from playground.ui.page_text import sections

# The same functions for complex numbers: the imaginary part of f(x + ih) / h is the slope, with no
# difference taken, so that nothing is rounded away.
COMPLEX = {
    "square": lambda x: x * x,
    "cube": lambda x: x**3,
    "sigmoid": lambda x: 1 / (1 + cmath.exp(-x)),
    "tanh": cmath.tanh,
    "sin": cmath.sin,
    "exp": cmath.exp,
    "log": cmath.log,
    "triple": lambda x: 3 * x,
    "line": lambda x: x / 2 + 1,
}
COMPLEX_RULES = {
    "Constant factor": lambda x: 3 * x * x,
    "Power": lambda x: x**4,
    "Sum": lambda x: x * x + cmath.sin(x),
    "Product": lambda x: x * x * cmath.sin(x),
    "Quotient": lambda x: x / (1 + x * x),
    "Chain": lambda x: cmath.sin(x * x),
    "Exponential": lambda x: cmath.exp(2 * x),
    "Sigmoid": lambda x: COMPLEX["sigmoid"](3 * x),
}
POINTS = (0.3, 0.7, 1.0, 1.9)


def complex_slope(f, x, h=1e-30):
    return f(complex(x, h)).imag / h


@pytest.mark.parametrize("name", [n for n in {**CURVES, **BOXES} if n != "relu"])
@pytest.mark.parametrize("x", POINTS)
def test_a_curves_value_and_derivative_are_right(name, x):
    curve = {**CURVES, **BOXES}[name]
    assert curve.value(x) == pytest.approx(COMPLEX[name](x).real, rel=1e-14)
    assert curve.derivative(x) == pytest.approx(complex_slope(COMPLEX[name], x), rel=1e-13)


def test_relu_has_two_slopes_and_a_chosen_one():
    relu = CURVES["relu"]
    assert [relu.derivative(x) for x in (-1.0, 0.0, 1.0)] == [0.0, 0.0, 1.0]
    assert secant_slope(relu, 0.0, 1e-6) == 1.0
    assert secant_slope(relu, 0.0, -1e-6) == 0.0


def test_the_steps_lead_finely_from_both_sides_to_0():
    assert list(STEPS) == sorted(STEPS)
    assert set(STEPS) == {-step for step in STEPS}
    assert set(STEPS) >= set(POWERS)
    seen = [step for step in STEPS if step >= 0.05]
    assert len(seen) >= 10, "one can watch the secant turn"
    assert all(b / a <= 2 for a, b in itertools.pairwise(seen))


def test_there_is_no_secant_to_where_the_function_is_not_defined():
    log = CURVES["log"]
    assert secant_slope(log, 0.5, -0.5) is None
    assert secant_slope(log, 0.5, -0.4) == pytest.approx((math.log(0.1) - math.log(0.5)) / -0.4)
    assert "secant" not in [t.get("name") for t in secant_figure(log, 0.5, -0.9)["data"]]
    for curve in CURVES.values():
        for x in (curve.low, curve.high):
            for dx in STEPS:
                assert (secant_slope(curve, x, dx) is None) == (x + dx <= curve.above)


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("name", CURVES)
def test_the_secants_slope_settles_on_the_derivative(name, side):
    curve = CURVES[name]
    slopes = [secant_slope(curve, curve.start, side * dx) for dx in POWERS]
    slopes = [math.inf if slope is None else slope for slope in slopes]  # ln has none at 1 - 1
    off = [abs(slope - curve.derivative(curve.start)) for slope in slopes]
    if name == "relu":
        assert max(off[:6]) < 1e-9
        return
    for near, far in zip(off[2:6], off[1:5], strict=True):
        assert near < far / 8, "a tenth of the way, about a tenth of the error"
    assert min(off) < 1e-6
    assert off[-1] > min(off), "in the end rounding spoils the difference"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("x", [-2.1, *POINTS])
def test_a_rule_agrees_with_an_independent_slope_and_with_the_check_shown(rule, x):
    expected = complex_slope(COMPLEX_RULES[rule.name], x)
    assert rule.derivative(x) == pytest.approx(expected, rel=1e-12, abs=1e-13)
    assert central_slope(rule.value, x) == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_a_wrong_rule_would_be_seen():
    product = next(rule for rule in RULES if rule.name == "Product")
    wrong = 2 * 0.7 * math.cos(0.7)
    assert abs(central_slope(product.value, 0.7) - wrong) > 0.1


@pytest.mark.parametrize("inner", BOXES)
@pytest.mark.parametrize("outer", BOXES)
def test_rates_multiply(inner, outer):
    first, second = BOXES[inner], BOXES[outer]
    both = complex_slope(lambda x: COMPLEX[outer](COMPLEX[inner](x)), 0.4)
    rates = first.derivative(0.4) * second.derivative(first.value(0.4))
    assert rates == pytest.approx(both, rel=1e-12)


@pytest.mark.parametrize(("x", "y"), [(1.0, 2.0), (-1.5, 0.3), (0.0, 0.0), (2.0, -6.0)])
def test_partial_derivatives_are_the_slopes_of_the_slices(x, y):
    fx, fy = bowl_slopes(x, y)
    assert bowl(x, y) == pytest.approx(x * x + math.cos(y), rel=1e-15)
    assert fx == pytest.approx(complex_slope(lambda v: v * v + cmath.cos(y), x), abs=1e-13)
    assert fy == pytest.approx(complex_slope(lambda v: x * x + cmath.cos(v), y), abs=1e-13)


def test_the_figure_draws_secant_and_tangent_with_their_slopes():
    curve = CURVES["sin"]
    figure = secant_figure(curve, 1.0, 0.5)
    lines = {t["name"]: t for t in figure["data"] if "name" in t}

    def slope(line):
        return (line["y"][1] - line["y"][0]) / (line["x"][1] - line["x"][0])

    assert slope(lines["tangent"]) == pytest.approx(math.cos(1.0))
    assert slope(lines["secant"]) == pytest.approx((math.sin(1.5) - math.sin(1.0)) / 0.5)
    np.testing.assert_allclose(lines["f(x)"]["y"], np.sin(lines["f(x)"]["x"]), atol=1e-15)


def test_surface_and_slices_meet_at_the_point():
    data = surface_figure(1.0, 2.0)["data"]
    z = np.array(data[0]["z"])
    assert z.shape == (len(data[0]["y"]), len(data[0]["x"]))
    assert z[3, 5] == pytest.approx(bowl(data[0]["x"][5], data[0]["y"][3]))
    for line in data[1:3]:
        heights = [bowl(x, y) for x, y in zip(line["x"], line["y"], strict=True)]
        np.testing.assert_allclose(line["z"], heights, rtol=1e-13)
    assert data[-1]["z"] == [bowl(1.0, 2.0)]
    tangent = slice_figure("y", lambda v: bowl(1.0, v), 2.0, -math.sin(2.0), 6.0)["data"][1]
    assert np.diff(tangent["y"]) / np.diff(tangent["x"]) == pytest.approx(-math.sin(2.0))


def test_every_section_is_there():
    assert list(sections("primer/text")) == ["slope", "kink", "rules", "chain", "partial"]
