"""Exact, right as rounded, following, wrong, blank: each number's verdict and the first wrong."""

import numpy as np
import pytest

from backprop_core import Address, Layer, Network, backward, explain, forward

NETWORK = Network(
    (
        Layer([[-0.5, 0.1], [-0.4, 0.2]], [0.6, -0.3], "sigmoid"),
        Layer([[0.6, -0.7]], [0.8], "sigmoid"),
    ),
    "half_squared_error",
)
X, Y = [[0.0, 1.0]], [[0.9]]
# By hand, to three digits, with the slope of the second neuron taken at a = 0.475.
BY_HAND = {
    "z": [[["0.7", "-0.1"]], [["0.868"]]],
    "a": [[["0.668", "0.475"]], [["0.704"]]],
    "loss": "0.0192",
    "da": [[["-0.0245", "0.0286"]], None],
    "delta": [[["-0.00543", "0.00676"]], [["-0.0408"]]],
    "dW": [[["0", "-0.00543"], ["0", ""]], [["-0.0273", "-0.0194"]]],
    "db": [["-0.00543", "0.00676"], ["-0.0408"]],
}


def numbers():
    f = forward(NETWORK, X)
    g = backward(NETWORK, f, Y)
    return {
        "z": [layer.z.copy() for layer in f.layers],
        "a": [layer.a.copy() for layer in f.layers],
        "delta": [layer.delta.copy() for layer in g.layers],
        "dW": [layer.dW.copy() for layer in g.layers],
        "db": [layer.db.copy() for layer in g.layers],
    }


def test_the_engines_numbers_are_exact():
    report = explain(NETWORK, X, Y, numbers())
    assert report.right
    assert report.count("exact") == report.total == 18
    assert report.first is None


def test_a_number_that_rounds_the_exact_one_is_exact_and_one_rounded_on_the_way_is_rounded():
    verdicts = explain(NETWORK, X, Y, BY_HAND).verdicts
    assert verdicts["a"][0].tolist() == [["exact", "exact"]]
    assert verdicts["delta"][1].tolist() == [["rounded"]]
    assert verdicts["loss"] == "rounded"


def test_what_was_made_of_a_wrong_number_follows_from_it():
    report = explain(NETWORK, X, Y, BY_HAND)
    assert report.verdicts["delta"][0].tolist() == [["rounded", "wrong"]]
    assert report.verdicts["db"][0].tolist() == ["rounded", "follows"]
    assert report.first == Address("delta", 0, neuron=1, sample=0)


def test_a_slip_in_one_neuron_is_named_with_the_neuron():
    slip = explain(NETWORK, X, Y, BY_HAND).causes[0].slips[0]
    assert (slip.name, slip.layer, slip.neurons) == ("slope_of_a", 0, (1,))


def test_one_wrong_number_of_three_digits_is_no_proof():
    assert not explain(NETWORK, X, Y, BY_HAND).causes[0].certain


def test_blanks_are_blank():
    report = explain(NETWORK, X, Y, BY_HAND)
    assert report.verdicts["dW"][0].tolist() == [["exact", "rounded"], ["exact", "blank"]]
    assert report.verdicts["da"][1] is None
    assert "W" not in report.verdicts


def test_right_numbers_after_a_wrong_one_stay_exact():
    given = numbers()
    given["z"][0][0, 1] += 0.3
    report = explain(NETWORK, X, Y, given)
    assert report.first == Address("z", 0, neuron=1, sample=0)
    assert report.count("wrong") == 1
    assert report.count("follows") == 0


def test_a_wrong_sum_that_was_carried_on_makes_the_rest_follow():
    given = numbers()
    wrong = Network(
        (Layer([[-0.5, 0.1], [-0.4, 0.9]], [0.6, -0.3], "sigmoid"), NETWORK.layers[1]),
        "half_squared_error",
    )
    f = forward(wrong, X)
    g = backward(NETWORK, f, Y)
    given = {
        "z": [layer.z for layer in f.layers],
        "a": [layer.a for layer in f.layers],
        "delta": [layer.delta for layer in g.layers],
        "dW": [layer.dW for layer in g.layers],
    }
    report = explain(NETWORK, X, Y, given)
    assert report.first == Address("z", 0, neuron=1, sample=0)
    assert report.count("wrong") == 1
    assert report.verdicts["delta"][1].tolist() == [["follows"]]


def test_two_slips_at_two_operations_are_both_named():
    given = numbers()
    given["delta"][1] *= -1
    given["delta"][0] = given["delta"][1] @ NETWORK.layers[1].W  # and the slope is left out
    f = forward(NETWORK, X)
    for layer in range(2):
        given["dW"][layer] = given["delta"][layer].T @ f.into(layer)
        given["db"][layer] = given["delta"][layer].sum(axis=0)
    report = explain(NETWORK, X, Y, given)
    assert set(report.causes[0].names) == {"error_turned", "slope_left_out"}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_of_either_float_are_right(dtype):
    given = {name: [each.astype(dtype) for each in layers] for name, layers in numbers().items()}
    assert explain(NETWORK, X, Y, given).right


def test_a_gradient_by_difference_quotients_is_right():
    f = forward(NETWORK, X)
    dW = [np.zeros_like(layer.W) for layer in NETWORK.layers]
    for number, layer in enumerate(NETWORK.layers):
        for index in np.ndindex(layer.W.shape):
            losses = []
            for step in (1e-5, -1e-5):
                W = layer.W.copy()
                W[index] += step
                layers = list(NETWORK.layers)
                layers[number] = Layer(W, layer.b, layer.activation)
                moved = Network(tuple(layers), NETWORK.loss)
                losses.append(backward(moved, forward(moved, X), Y).loss)
            dW[number][index] = (losses[0] - losses[1]) / 2e-5
    report = explain(NETWORK, f.x, Y, {"dW": dW})
    assert report.right


def test_the_update_is_judged_by_its_rate_and_by_its_rule():
    from backprop_core import rules, update

    g = backward(NETWORK, forward(NETWORK, X), Y)
    for rule, rate in ((None, 0.7), (rules.Adam(0.01), 0.1)):
        new = update(NETWORK, g, rate if rule is None else rule)
        given = {"W": [layer.W for layer in new.layers], "b": [layer.b for layer in new.layers]}
        assert explain(NETWORK, X, Y, given, learning_rate=rate, rule=rule).right
        assert not explain(NETWORK, X, Y, given, learning_rate=0.05).right


def test_gradients_of_the_inputs_are_judged():
    g = backward(NETWORK, forward(NETWORK, X), Y)
    dx = g.layers[0].delta @ NETWORK.layers[0].W
    assert explain(NETWORK, X, Y, {"dx": dx}).right
    report = explain(NETWORK, X, Y, {"dx": -dx})
    assert report.first == Address("dx", None, 0, sample=0)
