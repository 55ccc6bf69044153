"""The figures show the engine's own numbers, and the tangent has the slope that is claimed."""

import json

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, LOSSES, Activation
from backprop_core.activations import elu, leaky_relu
from playground.function_reference.figure import (
    COMPARED,
    activation_figure,
    comparison_figure,
    loss_curve_figure,
)
from playground.function_reference.numbers import (
    loss_at,
    loss_range,
    loss_slope_at,
    slope_at,
    value_at,
)
from playground.function_reference.softmax_figure import jacobian_figure, softmax_figure
from playground.functions.catalogue import written_loss
from playground.notation.symbols import NOTATIONS
from playground.views.palette import DARK, LIGHT

ELEMENTWISE = [name for name in ACTIVATIONS if name != "softmax"]


def traces(figure):
    return {trace["name"]: trace for trace in figure["data"] if "name" in trace}


def points(figure):
    return [(t["x"][0], t["y"][0]) for t in figure["data"] if t["mode"] == "markers"]


def slope_of(trace):
    (x0, x1), (y0, y1) = trace["x"], trace["y"]
    return (y1 - y0) / (x1 - x0)


def numeric(f, at, h=1e-6):
    return (f(at + h) - f(at - h)) / (2 * h)


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("z", [-3.3, -0.4, 1.0, 6.0])
def test_the_tangent_has_the_slope_of_the_curve(name, z):
    figure = activation_figure(ACTIVATIONS[name], z)
    wanted = numeric(lambda at: value_at(ACTIVATIONS[name], at), z)
    assert slope_of(traces(figure)["tangent"]) == pytest.approx(wanted, abs=1e-6)
    assert points(figure) == [
        (z, value_at(ACTIVATIONS[name], z)),
        (z, slope_at(ACTIVATIONS[name], z)),
    ]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_curves_are_the_engines_over_the_whole_range(name):
    figure = traces(activation_figure(ACTIVATIONS[name], 0.5))
    z = np.array(figure["f(z)"]["x"])
    assert (z[0], z[-1]) == (-6.0, 6.0)
    np.testing.assert_array_equal(figure["f(z)"]["y"], ACTIVATIONS[name].value(z))
    np.testing.assert_array_equal(figure["f′(z)"]["y"], ACTIVATIONS[name].derivative(z))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_tangent_and_point_meet(name):
    figure = activation_figure(ACTIVATIONS[name], 0.7)
    tangent = traces(figure)["tangent"]
    middle = np.mean(tangent["x"]), np.mean(tangent["y"])
    assert middle == pytest.approx(points(figure)[0])


def test_the_jump_of_relus_slope_is_drawn_upright():
    slope = traces(activation_figure(ACTIVATIONS["relu"], 1.0))["f′(z)"]
    rising = [
        b - a
        for a, b, low, high in zip(
            slope["x"], slope["x"][1:], slope["y"], slope["y"][1:], strict=False
        )
        if low != high
    ]
    assert len(rising) == 1
    assert rising[0] < 1e-6


def test_a_kink_elsewhere_is_drawn_upright_too():
    shifted = Activation(
        "shifted relu",
        lambda z: np.maximum(z - 2.5, 0.0),
        lambda z: (z > 2.5).astype(float),
        kinks=(2.5,),
    )
    places = np.array(traces(activation_figure(shifted, 1.0))["f′(z)"]["x"])
    assert np.diff(places[np.abs(places - 2.5) < 0.01]).min() < 1e-6


def test_another_slope_is_used():
    assert slope_at(leaky_relu(0.3), -2.0) == 0.3
    assert value_at(elu(2.0), -50.0) == -2.0
    figure = traces(activation_figure(leaky_relu(0.3), -2.0))
    assert slope_of(figure["tangent"]) == pytest.approx(0.3)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_the_loss_tangent_has_the_slope_of_the_loss(name, y):
    loss, a = LOSSES[name], 0.62
    wanted = numeric(lambda at: loss_at(loss, at, y)[0], a)
    assert loss_slope_at(loss, a, y) == pytest.approx(wanted, abs=1e-6)
    figure = loss_curve_figure(loss, a, y)
    assert slope_of(traces(figure)["tangent"]) == pytest.approx(wanted, abs=1e-6)
    assert points(figure) == [(a, loss_at(loss, a, y)[0])]


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_finite_wherever_it_is_drawn(name):
    low, high = loss_range(LOSSES[name])
    for y in (0.0, 0.5, 1.0):
        for a in (low, high):
            drawn = loss_curve_figure(LOSSES[name], a, y)
            assert "NaN" not in json.dumps(drawn)
            assert "Infinity" not in json.dumps(drawn)


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_comparison_shows_three_losses_of_the_same_outputs(y):
    shown = traces(comparison_figure(y))
    assert list(shown) == [written_loss(name).label for name in COMPARED]
    a = np.array(shown["binary cross-entropy"]["x"])
    wanted = -np.log(a) if y else -np.log(1 - a)
    np.testing.assert_allclose(shown["binary cross-entropy"]["y"], wanted, rtol=1e-12)


@pytest.mark.parametrize("z", [(1.0, 0.0), (3.0, -2.0, 0.5), (6.0, -6.0, 0.0, 1.0, 2.0)])
def test_softmax_and_its_jacobian_show_what_they_should(z):
    a = np.array(softmax_figure(z)["data"][0]["y"])
    jacobian = np.array(jacobian_figure(z)["data"][0]["z"])
    assert a.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(jacobian, np.diag(a) - np.outer(a, a), atol=1e-15)
    np.testing.assert_allclose(jacobian.sum(axis=0), 0.0, atol=1e-15)


def colours(part):
    if isinstance(part, dict):
        return {c for value in part.values() for c in colours(value)}
    if isinstance(part, list):
        return {c for value in part for c in colours(value)}
    return {part} if isinstance(part, str) and part.startswith("@") else set()


def test_every_colour_is_in_both_palettes():
    figures = [
        activation_figure(ACTIVATIONS["tanh"], 1.0),
        softmax_figure((1.0, 2.0)),
        jacobian_figure((1.0, 2.0)),
        loss_curve_figure(LOSSES["squared_error"], 1.0, 0.0),
        comparison_figure(1.0),
    ]
    used = colours(figures)
    assert used
    assert used <= set(LIGHT) & set(DARK)


def test_the_figures_are_called_as_the_notation_calls_what_they_show():
    sugden, hallstrom = NOTATIONS["sugden"], NOTATIONS["hallstrom"]
    curve = activation_figure(ACTIVATIONS["tanh"], 1.0, sugden)
    assert {"f(u)", "f′(u)"} <= set(traces(curve))
    assert curve["layout"]["xaxis"]["title"]["text"] == "u"
    assert {"σ(z)", "σ′(z)"} <= set(traces(activation_figure(ACTIVATIONS["tanh"], 1.0, hallstrom)))
    assert softmax_figure((1.0, 2.0), sugden)["data"][0]["x"] == ["y₁", "y₂"]
    heat = jacobian_figure((1.0, 2.0), sugden)["data"][0]
    assert (heat["x"], heat["y"]) == (["u₁", "u₂"], ["y₁", "y₂"])
    loss = loss_curve_figure(LOSSES["squared_error"], 1.0, 0.0, notation=sugden)
    assert loss["layout"]["xaxis"]["title"]["text"] == "output y"
    assert {"error", "target t"} <= set(traces(loss))
