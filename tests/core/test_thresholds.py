"""Threshold units and the rules that teach them, by published tables and by hand."""

import numpy as np
import pytest

from backprop_core import (
    ACTIVATIONS,
    BackpropError,
    Layer,
    Network,
    backward,
    explain,
    forward,
    gradient_check,
    rules,
    trace,
    train,
    update,
)
from backprop_core.activations import activation_named

AND = (((0, 0), 0), ((0, 1), 0), ((1, 0), 0), ((1, 1), 1))


def unit(w, b, loss="perceptron", activation="step", reduction="mean"):
    return Network((Layer([list(w)], [b], activation),), loss, reduction)


def pass_of(network, x, y):
    return backward(network, forward(network, x), y)


@pytest.mark.parametrize(
    ("name", "below", "at_zero", "above"),
    [("step", 0, 1, 1), ("step(0)", 0, 0, 1), ("sign", -1, 1, 1), ("sign(-1)", -1, -1, 1)],
)
def test_a_threshold_unit_has_two_values_and_a_choice_at_zero(name, below, at_zero, above):
    z = np.array([[-1e4, -0.1, -1e-11, 0.0, 1e-11, 0.1, 1e4]])
    expected = [[below] * 3 + [at_zero] + [above] * 3]
    f = activation_named(name)
    np.testing.assert_array_equal(f.value(z), expected)
    np.testing.assert_array_equal(f.derivative(z), np.zeros((1, 7)))
    assert f.threshold
    assert f.value(np.array([[0.3 - 0.1 - 0.2]])) == at_zero  # −2.8e-17


@pytest.mark.parametrize("name", ["step(0.5)", "step(-1)", "sign(0)"])
def test_what_it_gives_at_zero_is_one_of_its_two_values(name):
    with pytest.raises(BackpropError, match="in brackets: what it gives at 0"):
        activation_named(name)


def test_no_other_activation_is_one():
    assert [name for name, f in ACTIVATIONS.items() if f.threshold] == ["step", "sign"]


def test_the_published_table_of_and_comes_out_line_by_line():
    """Negnevitsky (2005): threshold 0.2, rate 0.1, first weights 0.3 and −0.1; five epochs."""
    published = [
        ((0.3, -0.1), (0.3, -0.1), (0.2, -0.1), (0.3, 0.0)),
        ((0.3, 0.0), (0.3, 0.0), (0.2, 0.0), (0.2, 0.0)),
        ((0.2, 0.0), (0.2, 0.0), (0.1, 0.0), (0.2, 0.1)),
        ((0.2, 0.1), (0.2, 0.1), (0.1, 0.1), (0.1, 0.1)),
        ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 0.1)),
    ]
    network = unit((0.3, -0.1), -0.2)
    for epoch in published:
        for (x, t), weights in zip(AND, epoch, strict=True):
            network = update(network, pass_of(network, x, [t]), 0.1, biases_frozen=True)
            np.testing.assert_allclose(network.layers[0].W, [weights], rtol=0, atol=1e-12)
            assert network.layers[0].b == -0.2
    assert [float(forward(network, x).output[0, 0]) for x, _ in AND] == [0, 0, 0, 1]


def test_training_sample_by_sample_makes_the_same_table():
    x, y = np.array([x for x, _ in AND], float), np.array([[t] for _, t in AND], float)
    made = train(
        unit((0.3, -0.1), -0.2), x, y, rules.GradientDescent(0.1), batch_size=1, epochs=5,
        shuffle=None, biases_frozen=True,
    )  # fmt: skip
    np.testing.assert_allclose(list(made)[-1].network.layers[0].W, [[0.1, 0.1]], atol=1e-12)


def test_the_bipolar_unit_moves_by_twice_the_input_where_it_is_wrong():
    network = unit((0.5, 1.0), 0.0, activation="sign")
    g = pass_of(network, [1.0, -2.0], [1.0])  # z = −1.5, o = −1, t − o = 2
    np.testing.assert_array_equal(-g.layers[0].dW, [[2.0, -4.0]])
    np.testing.assert_array_equal(-g.layers[0].db, [2.0])
    assert g.loss == 3.0  # (o − t) z


def test_the_delta_rule_takes_the_error_of_the_sum_though_the_unit_is_right():
    network = unit((0.4, -0.2), 0.1, "delta_rule", "sign")
    g = pass_of(network, [1.0, -1.0], [1.0])  # z = 0.7
    new = update(network, g, 0.1)
    np.testing.assert_allclose(new.layers[0].W, [[0.43, -0.23]], rtol=1e-14)
    np.testing.assert_allclose(new.layers[0].b, [0.13], rtol=1e-14)
    assert g.loss == pytest.approx(0.045, rel=1e-14)
    assert pass_of(new, [1.0, -1.0], [1.0]).loss == pytest.approx(0.02205, rel=1e-13)


@pytest.mark.parametrize(("reduction", "share"), [("sum", 1.0), ("mean", 0.25)])
@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
def test_a_batch_adds_up_what_its_samples_move(loss, reduction, share):
    network = unit((0.3, -0.1), -0.15, loss, reduction=reduction)
    x, y = [x for x, _ in AND], [[t] for _, t in AND]
    z = np.array([-0.15, -0.25, 0.15, 0.05])
    made = np.array([0, 0, 1, 1]) if loss == "perceptron" else z
    errors = (np.array([0, 0, 0, 1]) - made) * share
    g = pass_of(network, x, y)
    np.testing.assert_allclose(-g.layers[0].delta[:, 0], errors, atol=1e-15)
    np.testing.assert_allclose(-g.layers[0].dW[0], [errors[2:].sum(), errors[1::2].sum()])
    np.testing.assert_allclose(-g.layers[0].db, [errors.sum()])


@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
@pytest.mark.parametrize("activation", ["step", "sign"])
def test_away_from_zero_the_second_method_agrees(loss, activation):
    rng = np.random.default_rng(3)
    network = Network.random((3, 4, 2), ["tanh", activation], loss, seed=1)
    assert gradient_check(network, rng.normal(size=(3, 3)), np.ones((3, 2)))


def test_no_gradient_leads_back_through_a_step():
    network = Network.random((2, 3, 1), ["step", "linear"], "squared_error", seed=2)
    g = pass_of(network, [0.5, -1.0], [3.0])
    assert g.layers[1].dW.any()
    assert not g.layers[0].delta.any()
    assert not g.layers[0].dW.any()


@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
@pytest.mark.parametrize("activation", ["sigmoid", "linear", "relu"])
def test_the_rules_take_threshold_units_only(loss, activation):
    with pytest.raises(BackpropError, match="takes the activation step"):
        unit((1.0, 1.0), 0.0, loss, activation)


@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
def test_the_walk_has_an_error_in_place_of_a_gradient(loss):
    network = unit((0.3, -0.1), -0.2, loss)
    steps = trace(network, (1, 0), [0], 0.1)
    assert [step.operation.name for step in steps] == [
        *("weighted_sum", "activation", "sample_loss", "threshold_error"),
        *("weight_gradient", "weight_gradient", "bias_gradient", *["update"] * 3),
    ]
    error = steps[3]
    taken = [number.quantity for number in error.inputs]
    assert taken == (["a", "y", "share"] if loss == "perceptron" else ["z", "y", "share"])
    assert error.value == pytest.approx(1.0 if loss == "perceptron" else 0.1, rel=1e-14)
    of_loss = [number.quantity for number in steps[2].inputs]
    assert of_loss == (["a", "y", "z"] if loss == "perceptron" else ["z", "y"])


@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
def test_work_of_ones_own_is_judged_as_any_other(loss):
    network = unit((0.3, -0.1), 0.3, loss)
    error = 1.0 if loss == "perceptron" else 0.6
    right = {"dW": [[[error, 0.0]]], "W": [[[0.3 - 0.1 * error, -0.1]]]}
    assert explain(network, (1, 0), [0], right, learning_rate=0.1).right
    wrong = {"W": [[[0.3 + 0.1 * error, -0.1]]]}
    report = explain(network, (1, 0), [0], wrong, learning_rate=0.1)
    assert not report.right
    assert {slip.name for slip in report.causes[0].slips} <= {"step_added", "error_turned", "sign"}


@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
def test_the_error_of_the_other_rule_is_named(loss):
    network = unit((0.3, -0.1), -0.25, loss)
    given = {"delta": [[[0.05 if loss == "perceptron" else 1.0]]]}
    report = explain(network, (1, 0), [0], given, learning_rate=0.1)
    assert not report.right
    assert report.causes[0].slips[0].name == "other_loss"
