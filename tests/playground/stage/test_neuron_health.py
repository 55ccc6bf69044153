"""Neurons that hardly learn are marked, each with the number that shows it."""

import numpy as np
import pytest

from backprop_core import Layer, Network, trace
from playground.notation.symbols import OWN, Symbols
from playground.stage import neuron_health
from playground.stage.figure import stage_figure
from playground.stage.neuron_health import troubles
from playground.stage.stage_view import StageView

X, Y = np.array([[1.0]]), np.array([[0.0]])


def view(activation, weights, x=X, at=None, after=1.0):
    """One hidden layer with these weights of the one input, and a linear output."""
    hidden = Layer(np.array(weights, float).reshape(-1, 1), np.zeros(len(weights)), activation)
    out = Layer(np.full((1, len(weights)), after), np.zeros(1), "linear")
    made = trace(Network([hidden, out], "half_squared_error"), x, np.zeros((len(x), 1)), 0.1)
    at = len(made) - 1 if at is None else at
    return StageView(made, at, Symbols(OWN, made.network.sizes, len(x)))


def warned(shown):
    picture = stage_figure(shown, 924, 744)
    return [box.id for box in picture.boxes if box.id.startswith("warning")]


def test_a_saturated_neuron_says_its_activation_and_its_slope():
    shown = view("sigmoid", [8.0, 0.5])
    said = troubles(shown).get((1, 0), "")
    slope = 1 / (1 + np.exp(-8.0)) / (1 + np.exp(8.0))
    assert said.startswith("saturated: a = 0.9997")
    assert f"slope {slope:.2g}"[:9] in said
    assert troubles(shown).get((1, 1), "") == ""
    assert warned(shown) == ["warning/1/0"]


def test_a_relu_that_is_off_in_all_samples_is_dead():
    both = view("relu", [-1.0, 1.0], np.array([[1.0], [2.0]]))
    assert troubles(both).get((1, 0), "") == "dead: slope 0 in all 2 samples, no error flows back"
    assert troubles(both).get((1, 1), "") == ""
    assert troubles(view("relu", [-1.0])).get((1, 0), "").startswith("inactive: slope 0 at this z")


def test_a_relu_that_is_on_for_another_sample_is_not_dead():
    assert troubles(view("relu", [-1.0, 1.0], np.array([[1.0], [-2.0]]))).get((1, 0), "") == ""


@pytest.mark.parametrize(
    ("after", "said"),
    [(0.001, "vanishing: δ is 1/1000 of"), (500.0, "exploding: δ is 500 times"), (0.1, "")],
)
def test_a_delta_is_told_beside_the_largest_of_the_last_layer(after, said):
    found = troubles(view("linear", [1.0], after=after)).get((1, 0), "")
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_a_delta_too_small_for_any_share_is_said_to_be_so():
    said = neuron_health._scaled(view("linear", [1.0]), 1, 5e-324, 1e300)
    assert said == "vanishing: δ is next to nothing beside the largest in the last layer"


def test_nothing_is_said_of_what_is_not_known_yet():
    shown = view("sigmoid", [8.0, 0.5], at=0)
    assert troubles(shown).get((1, 0), "") == ""
    assert warned(shown) == []


def test_pointing_at_the_neuron_explains_it():
    spoken = [target.spoken for target in stage_figure(view("sigmoid", [8.0]), 924, 744).targets]
    assert any(". Saturated: a = 0.9997, near its limit; slope" in one for one in spoken)
