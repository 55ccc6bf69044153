"""The curve is the forward pass at each value, its slope is the gradient, its path the history."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address, Layer, Network, backward, forward, trace, update
from backprop_core.activation_function import Activation
from playground.exercise import runs
from playground.what_if.batched_losses import TOGETHER, losses
from playground.what_if.figure import curve_figure
from playground.what_if.numbers import WhatIf, what_if
from playground.what_if.surface_figure import contour_figure, surface_figure
from playground.what_if.surface_numbers import (
    LARGEST_IN_SPACE,
    heights_on,
    reach_of_both,
    surface,
    weights_over,
)
from tests.core.strategies import passes
from tests.core.test_paths import parameters_of
from tests.playground.walks import document_of, walk_of

SEARCH = settings(deadline=None, derandomize=True, max_examples=60)


def with_value(network, at, value):
    """The network with one number changed, made anew."""
    layers = list(network.layers)
    old = layers[at.layer]
    arrays = {"W": old.W.copy(), "b": None if old.b is None else np.array(old.b)}
    arrays[at.quantity][tuple(k for k in (at.neuron, at.source) if k is not None)] = value
    layers[at.layer] = Layer(arrays["W"], arrays["b"], old.activation, old.connected)
    return Network(tuple(layers), network.loss, network.reduction)


def loss_with(t, values):
    """The loss by the engine itself, with these numbers changed."""
    network = t.network
    for at, value in values.items():
        network = with_value(network, at, value)
    return backward(network, forward(network, t.forward.x), t.y).loss


@SEARCH
@given(passes(), st.data())
def test_the_curve_is_the_engines_loss_at_each_value(case, data):
    t = trace(*case, 0.1)
    parameters = list(parameters_of(t.network))
    if not parameters:
        return
    at = data.draw(st.sampled_from(parameters))
    values = np.array([-3.0, -0.5, 0.0, 0.7, 2.5])
    found = losses(t.network, t.forward.x, t.y, {at: values})
    wanted = [loss_with(t, {at: v}) for v in values]
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-13)


@SEARCH
@given(passes(), st.data())
def test_two_numbers_are_changed_together(case, data):
    t = trace(*case, 0.1)
    parameters = list(parameters_of(t.network))
    if len(parameters) < 2:
        return
    pair = data.draw(st.lists(st.sampled_from(parameters), min_size=2, max_size=2, unique=True))
    made = surface(WhatIf(t, pair[0]), WhatIf(t, pair[1]), 1.5, points=5)
    assert made.z.shape == (5, 5)
    for row, column in ((0, 0), (1, 3), (4, 2)):
        values = {pair[0]: made.first[column], pair[1]: made.second[row]}
        wanted = loss_with(t, values)
        np.testing.assert_allclose(made.z[row, column], wanted, rtol=1e-12, atol=1e-13)


@SEARCH
@given(passes())
def test_the_tangents_slope_is_the_gradient_and_comes_from_elsewhere(case):
    t = trace(*case, 0.1)
    found = [WhatIf(t, at) for at in parameters_of(t.network)]
    scale = max((abs(w.gradient) for w in found), default=0.0)
    slope_of_loss = float(np.abs(t.network.loss_function.slope(t.forward.output, t.y)).max())
    for w in found:
        assert abs(w.slope - w.gradient) <= 1e-13 * max(scale, 1e-3 * slope_of_loss)


def test_the_slope_does_not_follow_a_wrong_gradient():
    t = walk_of(document_of((2, 2, 2)))
    wrong = replace(t.gradients.layers[0], dW=2 * t.gradients.layers[0].dW)
    gradients = replace(t.gradients, layers=(wrong, *t.gradients.layers[1:]))
    right, misled = (
        WhatIf(one, Address("W", 0, 0, 0)) for one in (t, replace(t, gradients=gradients))
    )
    assert misled.gradient == 2 * right.gradient
    assert misled.slope == right.slope


def test_a_function_that_takes_no_complex_numbers_gets_a_central_difference():
    def arctan(z):
        return np.array([[np.arctan2(v, 1.0) for v in row] for row in z])

    own = Activation("arctan", arctan, lambda z: 1 / (1 + z**2))
    network = Network([Layer([[0.5, -0.3]], [0.1], own)], "squared_error")
    w = WhatIf(trace(network, [1.0, 2.0], [0.5], 0.1), Address("W", 0, 0, 1))
    assert w.slope == pytest.approx(w.gradient, abs=1e-9)


def test_the_step_is_the_update_and_the_tangent_predicts_along_the_slope():
    t = walk_of(document_of((2, 3, 2), learning_rate=0.7))
    w = WhatIf(t, Address("W", 1, 1, 2))
    assert w.target == t.after.layers[1].W[1, 2]
    assert w.predicted == pytest.approx(w.loss - 0.7 * w.gradient**2, rel=1e-12)
    reached = w.look(2.0).reached
    assert reached == pytest.approx(loss_with(t, {w.parameter: w.target}), rel=1e-13)
    everything = update(t.network, t.gradients, 0.7)
    whole = backward(everything, forward(everything, t.forward.x), t.y).loss
    assert abs(reached - whole) > 1e-6
    frozen = WhatIf(t, Address("b", 0, 0), frozen=True)
    assert frozen.target == frozen.value
    assert frozen.look(2.0).outcome == "frozen"
    assert frozen.look(2.0).best_rate is None


def parabola(rate, weight=3.0, activation="linear"):
    """One weight, one input of 1, target 0: the loss is the weight squared."""
    network = Network([Layer([[weight]], None, activation)], "squared_error")
    return WhatIf(trace(network, [1.0], [0.0], rate), Address("W", 0, 0, 0))


@pytest.mark.parametrize(
    ("rate", "outcome"),
    [
        (0.0, "rate 0"),
        (0.1, "short"),
        (0.5, "short"),  # right at the low point
        (0.7, "past"),
        (0.99, "past"),
        (1.1, "grows"),
        (1e300, "explodes"),
        (1e-20, "too small"),
    ],
)
def test_what_the_step_does_is_told_from_the_rate(rate, outcome):
    w = parabola(rate)
    assert w.look(w.natural_reach).outcome == outcome
    assert w.look(0.5).outcome == outcome  # also where the target lies out of sight


def test_where_the_slope_is_0_the_step_goes_nowhere():
    dead = parabola(0.5, -1.0, "relu")
    assert (dead.look(2.0).outcome, dead.slope, dead.look(2.0).best_rate) == ("flat", 0.0, None)


def test_the_best_rate_leads_to_the_low_point_if_that_is_in_sight():
    w = parabola(0.1)
    assert w.look(6.0).best_rate == pytest.approx(0.5)
    assert w.look(2.0).best_rate is None


def test_the_best_rate_lies_between_the_points_of_a_coarse_curve(monkeypatch):
    monkeypatch.setattr("playground.what_if.numbers.POINTS", 27)
    t = walk_of(document_of((2, 3, 1), "tanh", batch=3))
    compared = 0
    for at in parameters_of(t.network):
        w = WhatIf(t, at)
        fine = np.linspace(0, 3.0, 20_001)
        lowest = fine[np.argmin(w.loss_at(w.value - np.sign(w.gradient) * fine))]
        if 0.3 < lowest < 2.7:
            found = w.look(3.0).best_rate * abs(w.gradient)
            assert found == pytest.approx(lowest, abs=3.0 / 26 / 2)
            compared += 1
    assert compared > 3
    assert len(w.look(3.0).values) < 40


def test_a_stack_in_parts_is_the_stack_at_once(monkeypatch):
    t = walk_of(document_of((3, 4, 2), "tanh", batch=5))
    values = {Address("W", 0, 1, 2): np.linspace(-1, 1, 57), Address("b", 1, 0): np.arange(57.0)}
    whole = losses(t.network, t.forward.x, t.y, values)
    assert TOGETHER > 57 * 5 * 4
    monkeypatch.setattr("playground.what_if.batched_losses.TOGETHER", 50)
    np.testing.assert_allclose(losses(t.network, t.forward.x, t.y, values), whole, rtol=1e-14)


def test_what_was_looked_at_is_kept_while_the_trace_is_the_same():
    t = walk_of(document_of((2, 2, 1)))
    at = Address("W", 0, 0, 0)
    assert what_if(t, at, False) is what_if(t, at, False)
    assert what_if(t, at, False).look(2.0) is what_if(t, at, False).look(2.0)
    assert what_if(t, at, True) is not what_if(t, at, False)


def test_the_curve_holds_the_present_value_and_the_target():
    w = parabola(0.1)
    values, found = w.look(1.0).curve
    assert {w.value, w.target} <= set(values)
    assert (values[0], values[-1]) == (2.0, 4.0)
    assert len(values) >= 151
    np.testing.assert_allclose(found, values**2, rtol=1e-14)
    assert w.target not in w.look(0.1).curve[0]


def test_close_up_the_step_fills_the_curve():
    w = parabola(1e-3)
    values, found = w.look(2.0).close_up
    assert {w.value, w.target} <= set(values)
    assert values[-1] - values[0] == pytest.approx(1.6 * w.step)
    assert len(values) >= 50
    np.testing.assert_allclose(found, values**2, rtol=1e-14)


def test_a_step_that_is_long_enough_needs_no_close_up():
    w = parabola(0.2)
    assert w.look(2.0).close_up is None
    assert w.look(50.0).close_up is not None
    assert parabola(0.0).look(2.0).close_up is None


def test_the_range_shows_the_step_however_long_it_is():
    for rate in (0.0, 1e-6, 0.1, 3.0, 1e6):
        w = parabola(rate)
        assert w.natural_reach > w.step
        assert w.natural_reach >= 2 * abs(w.value)
    assert np.isfinite(parabola(1e308).natural_reach)


def test_the_path_of_the_passes_is_the_history():
    document = document_of((2, 2, 1), "tanh", learning_rate=0.4, batch=2)
    run = runs.advanced(runs.started(document), 5)
    pair = [Address("W", 0, 1, 0), Address("b", 1, 0)]
    network = walk_of(document).network
    path = weights_over(runs.vectors_of(run), network, *pair)
    for row in path:
        assert row.tolist() == [network.layers[0].W[1, 0], network.layers[1].b[0]]
        g = backward(network, forward(network, document["x"]), document["y"])
        network = update(network, g, 0.4)
    t = walk_of(runs.current(run))
    one, other = (WhatIf(t, at) for at in pair)
    heights = heights_on(one, other, path)
    assert heights[-1] == pytest.approx(run["losses"][-1], rel=1e-13)
    assert heights[0] == pytest.approx(
        loss_with(t, dict(zip(pair, path[0], strict=True))), rel=1e-13
    )
    reach = reach_of_both(one, other, path)
    assert (np.abs(path - path[-1]) < reach).all()


# The figures.


def test_the_curve_is_drawn_with_its_tangent_and_both_ends_of_the_step():
    w = parabola(0.1)
    made = curve_figure(w.look(3), "weight from x1 to o1", "cost")
    traces = {t["name"]: t for t in made["data"]}
    titles = [made["layout"][axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    assert titles == ["weight from x1 to o1", "cost"]
    assert "loss" not in json.dumps(made)
    tangent = traces["tangent"]
    rise = (tangent["y"][1] - tangent["y"][0]) / (tangent["x"][1] - tangent["x"][0])
    assert rise == pytest.approx(6.0)
    assert (traces["now"]["x"], traces["now"]["y"]) == ([3.0], [9.0])
    assert traces["predicted by the tangent"]["y"] == pytest.approx([9 - 0.1 * 36])
    assert traces["after this step alone"]["y"] == pytest.approx([2.4**2])
    (arrow,) = made["layout"]["annotations"]
    assert (arrow["ax"], arrow["x"]) == (3.0, w.target)
    json.dumps(made, allow_nan=False)


def test_a_short_step_is_drawn_close_up_below_the_whole():
    w = parabola(0.01)
    look = w.look(2.0)
    made = curve_figure(look, "weight")
    drawn = {axis: [t for t in made["data"] if t["xaxis"] == axis] for axis in ("x", "x2")}
    assert {t["name"] for t in drawn["x"]} == {"loss", "tangent", "now"}
    assert {t["name"] for t in drawn["x2"]} > {"loss", "after this step alone"}
    whole, close = (made["layout"][axis]["range"] for axis in ("xaxis", "xaxis2"))
    assert whole[0] < close[0] < w.target < w.value < close[1] < whole[1]
    above, below = (made["layout"][axis]["domain"] for axis in ("yaxis", "yaxis2"))
    assert below[1] < above[0]
    arrow, heading = made["layout"]["annotations"]
    assert (arrow["xref"], arrow["ax"], arrow["x"]) == ("x2", w.value, w.target)
    assert "Close-up" in heading["text"]


def test_where_the_sums_overflow_the_curve_has_a_gap():
    network = Network([Layer([[3.0]], None, "linear")], "squared_error")
    w = WhatIf(trace(network, [1e150], [0.0], 1e-300), Address("W", 0, 0, 0))
    made = curve_figure(w.look(1e10), "weight")
    curve = made["data"][0]["y"]
    assert None in curve
    assert any(v is not None for v in curve)
    json.dumps(made, allow_nan=False)


def test_contours_and_surface_show_the_passes_and_the_way_down():
    t = walk_of(document_of((2, 2, 1), "tanh"))
    one, other = WhatIf(t, Address("W", 0, 0, 0)), WhatIf(t, Address("W", 0, 0, 1))
    made = surface(one, other, 2.0)
    path = np.array([[0.1, 0.2], [one.value, other.value]])
    arrow = [one.target - one.value, other.target - other.value]
    flat = contour_figure(made, path, [1.0, None], 1, arrow, ("first", "second"))
    contour, shape, way, now = flat["data"]
    assert contour["z"] == made.z.tolist()
    assert list(zip(way["x"], way["y"], strict=True)) == [tuple(row) for row in path.tolist()]
    assert way["text"] == ["pass 1, loss 1", "pass 2, loss not finite"]
    assert (now["x"], now["y"]) == ([one.value], [other.value])
    tip = np.argmax(np.hypot(np.array(shape["x"]) - one.value, np.array(shape["y"]) - other.value))
    np.testing.assert_allclose(
        [shape["x"][tip] - one.value, shape["y"][tip] - other.value], arrow, rtol=1e-9
    )
    assert len(contour_figure(made, path, [1, 1], 1, [0, 0], ("a", "b"))["data"]) == 3
    space = surface_figure(made, path, np.array([0.5, 0.4]), [1.0, 0.4], 1, ("first", "second"))
    sheet, line = space["data"]
    assert (sheet["type"], line["type"]) == ("surface", "scatter3d")
    assert line["z"] == [0.5, 0.4]
    assert space["layout"]["scene"]["uirevision"]
    json.dumps([flat, space], allow_nan=False)


def test_a_long_arrow_is_thin():
    t = walk_of(document_of((2, 2, 1), "tanh"))
    one, other = WhatIf(t, Address("W", 0, 0, 0)), WhatIf(t, Address("W", 0, 0, 1))
    made, path = surface(one, other, 2.0), np.array([[one.value, other.value]])
    for length in (0.3, 2.0, 50.0):
        shape = contour_figure(made, path, [1.0], 0, [length, 0.0], ("a", "b"))["data"][1]
        assert max(shape["x"]) - one.value == pytest.approx(length)
        breadth = max(shape["y"]) - min(shape["y"])
        assert 0 < breadth <= min(0.35 * length, 0.05 * 4.0)


def overflowing():
    """The loss is infinite for every pair of these two weights."""
    document = document_of((2, 2, 1), "linear", "squared_error", batch=2, bias="none")
    document["layers"][0]["W"] = [[1e200, 1e200], [1e200, -1e200]]
    document["layers"][1]["W"] = [[1e200, 1e200]]
    return walk_of(document)


def test_a_surface_without_a_finite_height_says_so():
    t = overflowing()
    made = surface(WhatIf(t, Address("W", 0, 0, 0)), WhatIf(t, Address("W", 0, 0, 1)), 2.0)
    assert not made.has_heights
    assert surface(parabola(0.1), parabola(0.1), 2.0).has_heights


def test_passes_whose_height_no_drawing_can_show_are_left_out():
    t = walk_of(document_of((2, 2, 1), "tanh"))
    one, other = WhatIf(t, Address("W", 0, 0, 0)), WhatIf(t, Address("W", 0, 0, 1))
    made = surface(one, other, 2.0)
    assert made.fits_in_space
    path = np.array([[0.1, 0.2], [0.3, 0.1], [0.2, 1e31], [0.5, 0.5]])
    heights = np.array([0.5, np.inf, 0.1, np.nan])
    _, line = surface_figure(made, path, heights, [1.0, None, np.inf, 2.0], 0, "ab")["data"]
    assert (line["x"], line["z"], line["text"]) == ([0.1], [0.5], ["pass 1, loss 1"])
    nowhere = np.full(4, np.nan)
    assert len(surface_figure(made, path, nowhere, [1.0] * 4, 0, "ab")["data"]) == 1
    high = replace(made, z=np.where(made.z == made.z.max(), 10 * LARGEST_IN_SPACE, made.z))
    assert not high.fits_in_space
    assert not replace(made, first=made.first * 1e40).fits_in_space
