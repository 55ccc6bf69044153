"""The small picture has a circle for each neuron and a line for each connection."""

import re
from itertools import pairwise

import pytest

from playground.ui.network_picture import HEIGHT, WIDTH, network_picture


@pytest.mark.parametrize("sizes", [(), (3,), (1, 1), (2, 3, 1), (3, 4, 3, 2), (16,) * 9])
def test_each_neuron_and_connection_is_drawn_inside_the_frame(sizes):
    svg = network_picture(sizes)
    circles = [
        tuple(map(float, found))
        for found in re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg)
    ]
    assert len(circles) == sum(sizes)
    assert svg.count("M") == sum(a * b for a, b in pairwise(sizes))
    for x, y, r in circles:
        assert r <= x <= WIDTH - r
        assert r <= y <= HEIGHT - r


@pytest.mark.parametrize("sizes", [(2, 3, 1), (16,) * 9])
def test_no_two_circles_meet(sizes):
    found = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', network_picture(sizes))
    circles = [tuple(map(float, one)) for one in found]
    for k, (x, y, r) in enumerate(circles):
        for other_x, other_y, _ in circles[:k]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (2 * r) ** 2
