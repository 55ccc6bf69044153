"""What the Train page shows of a network, for few inputs and for numbers of any size."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_core import Layer, Network
from playground.train.figure import PLANE, plane_drawing
from playground.train.numbers import SIDE, Outlook
from playground.train.task import Task

MOST = float(np.finfo(float).max)


def outlook_of(x, W):
    network = Network([Layer(W, [0.0], "tanh")], "half_squared_error")
    x, y = np.array(x), np.array([[0.25]] * len(x))
    return Outlook(network, Task(network, x, y, x[:0], y[:0]), False)


def test_a_network_with_one_input_has_a_curve_over_its_points():
    outlook = outlook_of([[-1.0], [3.0]], [[0.5]])
    x = outlook.curve.x[:, 0]
    assert (x[0], x[-1]) == pytest.approx((-1.48, 3.48))
    assert np.allclose(outlook.curve.output[:, 0], np.tanh(0.5 * x), rtol=1e-14)
    assert outlook.plane is None


@pytest.mark.parametrize("size", [MOST, 1e308, 1.0, 5e-324, 0.0])
def test_a_plane_has_an_extent_and_places_its_points_in_it_at_any_size(size):
    outlook = outlook_of([[size, -size], [size, size]], [[0.5, -0.5]])
    for low, high in outlook.extent:
        assert np.isfinite(high - low)
        assert high > low
    scene, _ = plane_drawing(outlook)
    points = scene.points
    assert np.isfinite([points.x, points.y]).all()


def test_the_plane_of_several_inputs_has_the_others_at_their_means():
    rng = np.random.default_rng(3)
    x, W = rng.normal(size=(20, 4)), rng.normal(size=(1, 4))
    outlook = replace(outlook_of(x, W), chosen=(3, 1))
    seen = outlook.plane.x
    assert seen.shape == (SIDE**2, 4)
    assert np.allclose(seen[:, [0, 2]], x[:, [0, 2]].mean(axis=0), rtol=1e-13)
    (left, right), (low, high) = outlook.extent[3], outlook.extent[1]
    assert left < seen[0, 3] < seen[1, 3] < right
    assert low < seen[SIDE, 1] < seen[0, 1] < high
    assert np.allclose(outlook.plane.output, np.tanh(seen @ W.T), rtol=1e-13)
    across = [left + share / PLANE * (right - left) for share in plane_drawing(outlook)[0].points.x]
    assert np.allclose(across, x[:, 3], atol=0.01)


def test_many_inputs_have_no_plane():
    assert outlook_of(np.eye(9), np.ones((1, 9))).plane is None


def test_the_plane_lies_along_the_inputs_that_tell_most_unless_others_are_chosen():
    rng = np.random.default_rng(5)
    y = (rng.random(200) > 0.5).astype(float)[:, None]
    noise = rng.normal(size=(200, 4))
    x = np.column_stack(
        [noise[:, 0], y[:, 0] + 0.1 * noise[:, 1], np.ones(200), noise[:, 2] - y[:, 0]]
    )
    task = Task(Network.random((4, 1), "sigmoid", "squared_error"), x, y, x[:0], y[:0])
    assert Outlook(task.network, task, True).along == (1, 3)
    assert Outlook(task.network, task, True, chosen=(2, 0)).along == (2, 0)


@pytest.mark.filterwarnings("error")
def test_inputs_at_the_ends_of_what_there_is_have_a_plane():
    outlook = outlook_of([[MOST, -MOST, 0.0], [MOST, MOST, 5e-324]], [[0.5, -0.5, 1.0]])
    assert np.isfinite(outlook.plane.x).all()
    assert outlook.along == (0, 1)
