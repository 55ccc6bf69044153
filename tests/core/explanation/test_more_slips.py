"""Slips that forums report, worked by hand in NumPy, and what must not be named for want of
evidence."""

import numpy as np
import pytest

from backprop_core import Layer, Network, explain

RNG = np.random.default_rng(5)
X = RNG.normal(size=(3, 3)).round(2)
W1, B1 = RNG.normal(size=(4, 3)).round(2), RNG.normal(size=4).round(2)
W2, B2 = RNG.normal(size=(3, 4)).round(2), RNG.normal(size=3).round(2)
CLASSES = np.eye(3)[[0, 2, 2]]
NETWORK = Network([Layer(W1, B1, "tanh"), Layer(W2, B2, "softmax")], "cross_entropy")


def by_hand(y=CLASSES, softmax=None, delta2=None, back=None):
    """The gradients and all between, with one part done otherwise."""
    a1 = np.tanh(X @ W1.T + B1)
    e = np.exp(a1 @ W2.T + B2)
    a2 = (softmax or (lambda e: e / e.sum(axis=1, keepdims=True)))(e)
    d2 = (delta2 or (lambda a, y: a - y))(a2, y) / len(X)
    da1 = (back or (lambda d: d @ W2))(d2)
    d1 = da1 * (1 - a1**2)
    return {"a": [a1, a2], "dW": [d1.T @ X, d2.T @ a1], "db": [d1.sum(axis=0), d2.sum(axis=0)]}


def first_cause(given, network=NETWORK, y=CLASSES):
    report = explain(network, X, y, given)
    assert not report.right
    return report.causes[0] if report.causes else None


def gradients(made):
    return {"dW": made["dW"], "db": made["db"]}


MADE = {
    "a class counted from 1": ({"y": np.roll(CLASSES, 1, axis=1)}, "targets_moved", "output"),
    "the targets of another sample": (
        {"y": np.roll(CLASSES, 1, axis=0)},
        "targets_moved",
        "sample",
    ),
    "the slope of the loss for delta": (
        {"delta2": lambda a, y: -y / a},
        "slope_left_out",
        "∂loss/∂a was taken for delta",
    ),
    "a return in the loop over paths": (
        {"back": lambda d: np.outer(d[:, 0], W2[0])},
        "path_missing",
        "first neuron",
    ),
}


@pytest.mark.parametrize("slip", MADE)
def test_what_was_done_otherwise_is_named(slip):
    parts, name, words = MADE[slip]
    cause = first_cause(gradients(by_hand(**parts)))
    assert cause.names == (name,)
    assert words in cause.what


@pytest.mark.parametrize("divided_by", [lambda e: e.sum(), lambda e: e.sum(axis=0)])
def test_a_softmax_over_the_wrong_axis_is_named_with_all_that_follows(divided_by):
    made = by_hand(softmax=lambda e: e / divided_by(e))
    assert first_cause(made).names == ("wrong_axis",)


def test_a_gradient_that_was_transposed_before_its_cuts_is_named():
    connected = np.array([[True, False, True], [True, True, True], [True, True, True]])
    W = np.where(connected, W1[:3], 0.0)
    network = Network([Layer(W, None, "sigmoid", connected)], "half_squared_error", "sum")
    a = 1 / (1 + np.exp(-X @ W.T))
    delta = (a - CLASSES) * a * (1 - a)
    cause = first_cause({"dW": [(X.T @ delta) * connected]}, network)
    assert cause.names == ("transposed",)


def test_the_loss_of_outputs_that_are_wrong_follows_from_them():
    network = Network([Layer([[0.2, 0.3], [-0.4, 0.1]], [0.1, 0.2], "softmax")], "cross_entropy")
    given = {"a": [[["0.62", "0.38"]]], "loss": f"{-np.log(0.62):.4f}"}
    report = explain(network, [[1, 2]], [[1, 0]], given)
    assert report.verdicts["a"][0].tolist() == [["wrong", "wrong"]]
    assert report.verdicts["loss"] == "follows"


def test_delta_follows_from_outputs_of_softmax_that_do_not_add_up_to_1():
    network = Network([Layer(W2[:, :3], B2, "softmax")], "half_squared_error", "sum")
    a = np.array([[0.5, 0.4, 0.3]])
    da = a - CLASSES[:1]
    delta = a * (da - (a * da).sum(axis=1, keepdims=True))
    report = explain(network, X[:1], CLASSES[:1], {"a": [a], "delta": [delta]})
    assert set(report.verdicts["delta"][0].ravel()) == {"follows"}


def test_what_was_chosen_to_fit_one_number_is_not_named():
    network = Network([Layer([[0.5]], None, "tanh")], "half_squared_error")
    report = explain(network, [[0.7]], [[0.2]], {"dW": [[[0.1234567]]]})
    assert not {"penalty_in_it", "factor", "forward_slip"} & {
        name for cause in report.causes for name in cause.names
    }


def test_the_delta_of_a_cross_entropy_is_told_from_a_factor_and_a_slope_that_are_missing():
    network = Network([Layer(W1, B1, "tanh"), Layer(W2, B2, "sigmoid")], "squared_error")
    y = np.abs(np.sin(X))
    a1 = np.tanh(X @ W1.T + B1)
    d2 = (1 / (1 + np.exp(-(a1 @ W2.T + B2))) - y) / len(X)
    d1 = d2 @ W2 * (1 - a1**2)
    cause = first_cause({"dW": [d1.T @ X, d2.T @ a1], "db": [d1.sum(0), d2.sum(0)]}, network, y)
    assert cause.names == ("other_loss",)
    assert cause.certain
    assert "a − y" in cause.what


def test_a_target_that_was_mistyped_is_told_by_one_number_only_if_it_has_all_its_digits():
    network = Network([Layer(W1, B1, "tanh"), Layer(W2, B2, "linear")], "half_squared_error")
    y = X.round(1)
    a2 = np.tanh(X @ W1.T + B1) @ W2.T + B2
    delta = (a2 - y) / len(X)
    delta[0, 1] -= 0.53 / len(X)
    cause = first_cause({"delta": [None, delta]}, network, y)
    assert cause.names == ("input_mistyped",)
    assert not cause.certain
    assert f"{y[0, 1] + 0.53:.4g}".replace("-", "−") in cause.what
    report = explain(network, X, y, {"delta": [None, delta.round(3).astype(str)]})
    assert "input_mistyped" not in {name for cause in report.causes for name in cause.names}


def test_an_input_that_was_mistyped_is_found_in_work_with_three_digits():
    network = Network([Layer(W1, B1, "tanh"), Layer(W2, B2, "linear")], "half_squared_error")
    x = X.copy()
    x[1, 0] += 0.9
    z1 = x @ W1.T + B1
    a1 = np.tanh(z1)
    d2 = (a1 @ W2.T + B2 - X) / len(X)
    d1 = d2 @ W2 * (1 - a1**2)
    given = {"z": [_three(z1), None], "dW": [_three(d1.T @ x), _three(d2.T @ a1)]}
    cause = first_cause(given, network, X)
    assert cause.names == ("input_mistyped",)
    assert f"{x[1, 0]:.4g}" in cause.what


def _three(values):
    return np.vectorize(lambda v: f"{v:#.3g}", otypes=[object])(values)
