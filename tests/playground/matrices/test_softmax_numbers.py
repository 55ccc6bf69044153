"""Softmax both ways: by the full Jacobian, and by the short form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Layer, Network, trace
from playground.matrices.softmax_numbers import collapse, softmax_layers
from tests.playground.walks import document_of, walk_of


@st.composite
def softmax_walks(draw):
    """A softmax layer at the output or before it, with cross-entropy or another loss."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, batch = draw(st.integers(2, 5)), draw(st.integers(1, 3))
    loss = draw(st.sampled_from(("cross_entropy", "half_squared_error")))
    layers = [
        Layer(rng.normal(size=(n, 3)), rng.normal(size=n), "softmax"),
        Layer(rng.normal(size=(n, n)), rng.normal(size=n), "softmax"),
    ]
    network = Network(tuple(layers), loss, draw(st.sampled_from(("mean", "sum"))))
    y = rng.uniform(0.1, 1.0, size=(batch, n))  # targets that do not add up to 1
    return trace(network, rng.normal(size=(batch, 3)), y, 0.1)


@given(softmax_walks())
def test_the_jacobian_form_equals_the_short_form_and_the_engines_delta(t):
    assert softmax_layers(t) == [0, 1]
    for layer in (0, 1):
        for sample in range(len(t.y)):
            both = collapse(t, layer, sample)
            delta = t.gradients.layers[layer].delta[sample]
            scale = max(1.0, float(np.abs(both.da).max()))
            assert both.difference <= 1e-15 * 8 * scale
            np.testing.assert_allclose(both.by_jacobian, delta, rtol=1e-9, atol=1e-14 * scale)
            np.testing.assert_allclose(both.short, delta, rtol=1e-9, atol=1e-14 * scale)


@given(softmax_walks())
def test_the_jacobian_is_the_slope_of_every_output_by_every_input_sum(t):
    z, h = t.forward.layers[0].z[0], 1e-200
    J = collapse(t, 0, 0).jacobian
    for j in range(len(z)):
        nudged = z.astype(complex)
        nudged[j] += 1j * h
        e = np.exp(nudged - z.max())
        np.testing.assert_allclose(J[:, j], (e / e.sum()).imag / h, rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(J, J.T)
    np.testing.assert_allclose(J.sum(axis=1), 0, atol=1e-15)


def test_only_cross_entropy_collapses():
    fused = walk_of(document_of([2, 3], "softmax", "cross_entropy", batch=2))
    both = collapse(fused, 0, 1)
    assert both.share == 0.5
    np.testing.assert_array_equal(both.targets, fused.y[1])
    other = collapse(walk_of(document_of([2, 3], "softmax")), 0, 0)
    assert other.share is None
    assert other.targets is None


def test_an_output_that_rounded_to_0_gives_no_number_the_long_way():
    document = document_of([1, 2], "softmax", "cross_entropy")
    document["layers"][0] |= {"W": [[900.0], [-900.0]], "b": [0.0, 0.0]}
    document |= {"x": [[1.0]], "y": [[0.0, 1.0]]}
    both = collapse(walk_of(document), 0, 0)
    assert np.isnan(both.difference)
    np.testing.assert_array_equal(both.short, [1.0, -1.0])


def test_a_network_without_softmax_has_no_such_layer():
    assert softmax_layers(walk_of(document_of([2, 3, 1]))) == []


@pytest.mark.parametrize("layer", [0, 1])
def test_the_numbers_are_those_of_the_sample(layer):
    t = walk_of(document_of([2, 3, 2], "softmax", batch=3))
    for sample in range(3):
        np.testing.assert_array_equal(
            collapse(t, layer, sample).a, t.forward.layers[layer].a[sample]
        )
