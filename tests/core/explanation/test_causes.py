"""Causes beyond the usual ones: other passes, factors, mistyped numbers, several places."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward, update

X = np.array([[0.5, -0.2, 0.8], [0.1, 0.9, -0.4]])
Y = np.array([[0.3, 0.9], [0.8, 0.1]])
NETWORK = Network.random((3, 4, 3, 2), ["tanh", "sigmoid", "sigmoid"], "squared_error", seed=3)


def gradients(network=NETWORK, x=X, y=Y):
    return backward(network, forward(network, x), y)


def given(g, factor=1.0):
    return {
        "dW": [factor * layer.dW for layer in g.layers],
        "db": [factor * k.db for k in g.layers],
    }


def first(numbers, **options):
    return explain(NETWORK, X, Y, numbers, **options).causes[0]


def test_numbers_of_the_pass_after_the_update():
    after = update(NETWORK, gradients(), 0.5)
    cause = first(given(gradients(after)), learning_rate=0.5)
    assert cause.names == ("other_pass",)
    assert "after the update" in cause.what


def test_an_odd_factor_is_said_with_its_number():
    cause = first(given(gradients(), 3.7))
    assert cause.names == ("factor",)
    assert "3.7 times" in cause.what


@pytest.mark.parametrize(("value", "words"), [(0.2, "taken as 0.2;"), (0.75, "taken as 0.75;")])
def test_a_mistyped_input_is_named_with_its_value(value, words):
    x = X.copy()
    x[0, 1] = value
    cause = first(given(gradients(x=x)))
    assert cause.names == ("input_mistyped",)
    assert "Input 2 of sample 1" in cause.what
    assert words in cause.what


def test_a_mistyped_target_is_named():
    y = Y.copy()
    y[1, 1] = 0.4
    assert "Target 2 of sample 2" in first(given(gradients(y=y))).what


def test_the_same_slip_in_other_places_is_named_with_each():
    g = gradients()
    dW = [layer.dW.copy() for layer in g.layers]
    db = [layer.db.copy() for layer in g.layers]
    db[0], db[2] = db[0] * X[:, :1].sum() * 0.0, db[2] * 0.0
    cause = first({"dW": dW, "db": db})
    assert cause.names == ("left_at_zero",)
    assert [slip.layer for slip in cause.slips] == [2, 0]


def test_a_factor_fitted_to_one_number_is_not_certain():
    network = Network.random((1, 1), "linear", "half_squared_error", bias="none", seed=1)
    g = gradients(network, [[1.5]], [[0.2]])
    report = explain(network, [[1.5]], [[0.2]], {"dW": [2.345 * g.layers[0].dW]})
    assert not any(cause.certain for cause in report.causes)


def test_no_cause_contradicts_a_number_that_is_right():
    g = gradients()
    numbers = given(g)
    numbers["dW"][2] = -numbers["dW"][2]
    report = explain(NETWORK, X, Y, numbers)
    assert report.causes[0].names == ("sign",)
    assert report.causes[0].slips[0].operation == "weight_gradient"
    assert not any("error_turned" in cause.names for cause in report.causes)


def test_the_gradient_of_this_pass_left_in_that_of_the_next():
    g = gradients()
    then = gradients(update(NETWORK, g, 0.5))
    numbers = {
        "dW": [one.dW + other.dW for one, other in zip(g.layers, then.layers, strict=True)],
        "db": [one.db + other.db for one, other in zip(g.layers, then.layers, strict=True)],
    }
    cause = first(numbers, learning_rate=0.5)
    assert cause.names == ("left_from_before",)
    assert "in the next pass" in cause.what
    assert first({"dW": numbers["dW"]}, learning_rate=0.5).names == ("left_from_before",)


def test_only_the_diagonal_of_softmax_after_cross_entropy():
    network = Network.random((3, 4, 3), ["tanh", "softmax"], "cross_entropy", seed=2)
    y = np.eye(3)[[2, 0]]
    made = forward(network, X)
    a = made.layers[1].a
    delta = y * (a - 1.0) / 2.0  # −y/a · a (1 − a), and a mean over the batch
    report = explain(network, X, y, {"delta": [None, delta]})
    assert report.causes[0].names == ("softmax_diagonal",)
    report = explain(network, X, y, {"dW": [None, delta.T @ made.layers[0].a]})
    assert report.causes[0].names == ("softmax_diagonal",)


def test_new_parameters_alone_tell_of_the_update_not_of_the_gradient():
    """What was done to the gradient, too, would lead there, and is less usual."""
    g = gradients()
    pairs = [*zip(NETWORK.layers, g.layers, strict=True)]
    W = [layer.W - 0.09 * one.dW for layer, one in pairs]
    b = [layer.b - 0.09 * one.db for layer, one in pairs]
    assert first({"W": W, "b": b}, learning_rate=0.3).names == ("rate_twice",)
    kept = [layer.b for layer in NETWORK.layers]
    W = [layer.W - 0.3 * one.dW for layer, one in pairs]
    assert first({"W": W, "b": kept}, learning_rate=0.3).names == ("not_updated",)
    dW = [0.3 * one.dW for _, one in pairs]
    assert first({"dW": dW}, learning_rate=0.3).names != ("rate_twice",)


def test_a_value_that_fits_to_the_digit_goes_before_one_that_fits_at_first_sight():
    """−0.4 was typed as −0.15; its neighbour −0.1 comes near enough for a first look."""
    W = ([[-0.4, 1.1, -0.2], [0.7, -0.2, -0.3], [-0.6, -1.1, -1.4]],
         [[0.7, -0.2, 0.6], [0.2, -1.6, -1.0], [-0.1, 0.2, -0.4]],
         [[0.6, 2.1, 1.0], [0.0, -0.7, 1.1]])  # fmt: skip
    b = (None, [-0.2, 0.0, 0.2], None)
    names = ("tanh", "relu", "softmax")
    layers = tuple(Layer(*each) for each in zip(W, b, names, strict=True))
    network = Network(layers, "cross_entropy", "sum")
    x, y = np.array([[-0.1, -0.4, -1.3], [-0.9, 0.3, 0.5]]), [[1.0, 0.0], [1.0, 0.0]]
    typed = x.copy()
    typed[0, 1] = -0.15
    new = update(network, gradients(network, typed, y), 0.1)
    numbers = {"W": [[[f"{w:.8f}" for w in row] for row in layer.W] for layer in new.layers]}
    (cause, *_) = explain(network, x, y, numbers, learning_rate=0.1).causes
    assert cause.names == ("input_mistyped",)
    assert "taken as −0.15; it is −0.4" in cause.what


def test_a_number_chosen_to_fit_does_not_hide_a_usual_slip_in_rounded_work():
    """dW is twice what it should be; some share of the previous pass meets both numbers as well."""
    network = Network((Layer([[0.8, 0.5]], [0.1], "sigmoid"),), "binary_cross_entropy", "sum")
    numbers = {"z": [[["-1.1400"]]], "a": [[["0.2423"]]], "dW": [[["0.6700", "0.2061"]]]}
    causes = explain(network, [[-1.3, -0.4]], [[0.5]], numbers, learning_rate=0.1).causes
    assert ("factor_doubled",) in [cause.names for cause in causes[:2]]
    assert not any(cause.certain for cause in causes)


def test_softmax_over_the_samples_shows_in_gradients_alone():
    """Such outputs of a sample do not add up to 1, and a − y is taken from them all the same."""
    network = Network.random((3, 4, 3), ["tanh", "softmax"], "cross_entropy", seed=2)
    x, y = np.vstack([X, -X[:1]]), np.eye(3)[[2, 0, 1]]
    made = forward(network, x)
    e = np.exp(made.layers[1].z)
    delta = (e / e.sum(axis=0) - y) / 3.0
    given = {"dW": [None, delta.T @ made.layers[0].a]}
    report = explain(network, x, y, given)
    assert report.causes[0].names == ("wrong_axis",)
    assert report.causes[0].certain


@pytest.mark.parametrize(("z", "is_named"), [("0.4050", False), ("0.3875", True)])
def test_one_wrong_number_names_a_weight_only_as_one_that_it_is_easily_taken_for(z, is_named):
    hidden = Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid")
    output = Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid")
    network = Network([hidden, output], "half_squared_error")
    report = explain(network, [0.05, 0.1], [0.01, 0.99], {"z": [[["0.3775", z]], None]})
    assert not report.right
    said = [cause.what for cause in report.causes if cause.names == ("input_mistyped",)]
    weight = (
        "The weight from input 2 to neuron 2 of the hidden layer seems to have been taken as 0.25; "
    )
    assert said == ([weight + "it is 0.3."] if is_named else [])
