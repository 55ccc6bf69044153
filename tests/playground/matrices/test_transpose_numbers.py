"""A hidden neuron's outgoing weights: as a sum, and as a line of the matrix."""

import numpy as np
import pytest

from backprop_core import Address
from playground.matrices.transpose_numbers import hidden_neuron, outgoing
from playground.steps.pass_grids import Form
from tests.playground.walks import document_of, walk_of


@pytest.mark.parametrize("form", [Form(c, r) for c in (True, False) for r in (True, False)])
@pytest.mark.parametrize("neuron", [0, 2])
def test_the_lit_line_holds_the_weights_of_the_sum(form, neuron):
    t = walk_of(document_of([2, 3, 4], batch=2))
    leaving = outgoing(t, 0, neuron, form, 1)
    weights = [term.factors[0].value for term in leaving.terms]
    assert leaving.forward.values[leaving.lit].tolist() == weights
    assert leaving.lit.sum() == 4
    delta = t.gradients.layers[1].delta[1]
    assert np.isclose(sum(w * d for w, d in zip(weights, delta, strict=True)), t.value(leaving.at))
    first, second, da = leaving.backward.grids
    np.testing.assert_allclose(first.values @ second.values, da.values, rtol=1e-14)
    np.testing.assert_array_equal(da.values.ravel(), t.gradients.layers[0].da[1])


def test_forward_has_the_weights_in_the_other_direction_than_backward():
    t = walk_of(document_of([2, 3, 4]))
    leaving = outgoing(t, 0, 1, Form(True, True), 0)
    assert leaving.lit[:, 1].all()
    assert not leaving.lit[:, [0, 2]].any()
    W_turned = leaving.backward.grids[0]
    assert W_turned.flipped
    np.testing.assert_array_equal(W_turned.values[1], leaving.forward.values[:, 1])


def test_cut_weights_are_no_terms():
    document = document_of([1, 2, 2])
    document["layers"][1] |= {
        "connected": [[True, False], [True, True]],
        "W": [[0.5, 0.0], [0.25, -0.5]],
    }
    leaving = outgoing(walk_of(document), 0, 1, Form(), 0)
    assert [term.factors[0].value for term in leaving.terms] == [-0.5]


def test_only_the_backward_step_of_a_hidden_neuron_shows_it():
    t = walk_of(document_of([2, 3, 1]))
    found = {step.address: hidden_neuron(t, step) for step in t}
    assert found[Address("da", 0, 2, sample=0)] == (0, 2)
    assert found[Address("delta", 0, 1, sample=0)] == (0, 1)
    assert sum(place is not None for place in found.values()) == 6
    by_layer = walk_of(document_of([2, 3, 1]), "layer")
    assert not any(hidden_neuron(by_layer, step) for step in by_layer)
