"""The sum over all paths, without rounding, beside the backward pass."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address, trace
from backprop_core.paths import Paths
from playground.exercise.presets import presets
from playground.one_weight.exact_sums import (
    MOST_PRODUCTS,
    can_be_exact,
    from_the_loss_back,
    sum_over_paths,
)
from playground.one_weight.path_checks import checks
from tests.core.strategies import passes
from tests.core.test_paths import parameters_of
from tests.playground.walks import document_of, walk_of

W = Address("W", 0, 0, 0)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(passes(), st.data())
def test_without_rounding_the_sum_over_paths_is_the_recursion(case, data):
    t = trace(*case, 0.1)
    parameters = list(parameters_of(t.network))
    if not parameters:
        return
    paths = Paths(t, data.draw(st.sampled_from(parameters)))
    if not can_be_exact(paths):
        return
    for sample in range(len(t.y)):
        exact = sum_over_paths(paths, sample)
        assert from_the_loss_back(paths, sample) == exact
        by_hand = sum(
            math.prod(float(f.value) for f in paths.factors(path, sample)) for path in paths
        )
        scale = max((abs(paths.part(path, sample)) for path in paths), default=0.0)
        assert abs(float(exact) - by_hand) <= 1e-13 * max(scale, 1e-300)


def test_a_wrong_gradient_is_seen():
    """The sum and the recursion owe nothing to the gradient that they are compared with."""
    t = walk_of(presets()["01_mazur_own_bias"])
    (right,) = checks(Paths(t, W))
    assert not right.differs
    assert right.units <= 4
    wrong = replace(t.gradients.layers[0], dW=1.01 * t.gradients.layers[0].dW)
    gradients = replace(t.gradients, layers=(wrong, *t.gradients.layers[1:]))
    (found,) = checks(Paths(replace(t, gradients=gradients), W))
    assert found.total == right.total
    assert found.differs


def test_the_first_weight_a_visitor_sees_agrees_to_the_last_digit_where_nothing_is_rounded():
    t = walk_of(presets()["01_mazur_own_bias"])
    for at in parameters_of(t.network):
        (found,) = checks(Paths(t, at))
        assert found.unrounded == found.total


def test_many_products_are_summed_as_float64():
    t = walk_of(document_of((2, 8, 8, 8), "tanh"))
    paths = Paths(t, W)
    assert paths.count == MOST_PRODUCTS
    assert checks(paths)[0].unrounded is not None
    batch = Paths(walk_of(document_of((2, 8, 8, 8), "tanh", batch=2)), W)
    assert not can_be_exact(batch)
    for found in checks(batch):
        assert found.unrounded is None
        assert found.total == pytest.approx(found.gradient, rel=1e-12)


def test_the_sum_of_all_samples_is_exact_too():
    t = walk_of(document_of((2, 3, 2), batch=3))
    paths = Paths(t, W)
    *each, whole = checks(paths)
    exact = [sum_over_paths(paths, sample) for sample in range(3)]
    assert [check.total for check in each] == [float(one) for one in exact]
    assert whole.total == whole.unrounded == float(sum(exact, Fraction(0)))


def test_what_overflows_has_no_exact_sum():
    document = document_of((2, 2, 2), "linear", "squared_error")
    for layer in document["layers"]:
        layer["W"] = [[1e200, 1e200], [1e200, -1e200]]
    t = walk_of(document)
    (found,) = checks(Paths(t, W))
    assert found.unrounded is None
    assert found.units is None
    fits_in_float = walk_of(document_of((1, 1, 1), "linear"))
    assert np.isfinite(checks(Paths(fits_in_float, W))[0].total)
