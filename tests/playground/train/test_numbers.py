"""What the Train page shows of a network, for few inputs and for numbers of any size."""

import numpy as np
import pytest

from backprop_core import Layer, Network
from playground.train.figure import plane_drawing
from playground.train.numbers import Outlook
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
