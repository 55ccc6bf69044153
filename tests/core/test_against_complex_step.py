"""Every gradient against derivatives taken in complex numbers, to 1e-13 of the largest."""

import numpy as np
import pytest

from backprop_core import backward, forward
from tests.core.cases import GRID, VARIANTS, assert_gradients_equal, case
from tests.core.reference import complex_step, loss_of, outputs, plain


@pytest.mark.parametrize(("activation", "loss", "bias"), GRID)
def test_gradients_are_the_derivatives_of_the_loss(activation, loss, bias):
    for reduction, batch, cut in VARIANTS:
        network, x, y = case(activation, loss, bias, reduction, batch, cut)
        got = backward(network, forward(network, x), y)
        assert_gradients_equal(got, complex_step(network, x, y), 1e-13)


@pytest.mark.parametrize(("activation", "loss", "bias"), GRID)
def test_outputs_and_loss_are_those_of_the_plain_formulas(activation, loss, bias):
    for reduction, batch, cut in VARIANTS:
        network, x, y = case(activation, loss, bias, reduction, batch, cut)
        made = forward(network, x)
        output = [a for _, a in outputs(plain(network), x)]
        np.testing.assert_allclose(made.output, output, rtol=1e-13, atol=1e-15)
        expected = loss_of(plain(network), loss, reduction, x, y)
        assert backward(network, made, y).loss == pytest.approx(expected, rel=1e-13)
