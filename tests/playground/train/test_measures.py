"""How large gradients and changes are, whatever their size."""

import math

import numpy as np
import pytest

from playground.train.measures import root_mean_square


@pytest.mark.parametrize("scale", [1.0, 2.0**1020, 2.0**-1030])
def test_a_size_neither_overflows_nor_vanishes(scale):
    assert root_mean_square(np.array([[3.0, -4.0]]) * scale) == math.sqrt(12.5) * scale


@pytest.mark.parametrize("value", [0.0, math.inf])
def test_a_size_of_zeros_is_zero_and_an_infinite_one_stays_so(value):
    assert root_mean_square(np.array([value, 0.0])) == value
    assert math.isnan(root_mean_square(np.array([math.nan, 1.0])))
