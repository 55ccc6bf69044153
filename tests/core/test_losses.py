"""What each loss is, its slope, and that the fused pairs agree with their two halves."""

import math

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, LOSSES, BackpropError, Layer, Network, backward, forward
from backprop_core.losses import loss_named

A = np.array([[0.2, 0.7], [0.9, 0.4]])
Y = np.array([[0.0, 1.0], [1.0, 0.0]])
OF_OUTPUTS = [name for name, loss in LOSSES.items() if not loss.for_thresholds]


def loss_of(outputs, targets, loss, reduction="mean"):
    """The loss of a network that passes its inputs on."""
    network = Network((Layer(np.eye(len(outputs[0])), None, "linear"),), loss, reduction)
    return backward(network, forward(network, outputs), targets).loss


def test_all_losses_and_the_rules_of_threshold_units_are_there():
    assert list(LOSSES) == [
        "half_squared_error",
        "squared_error",
        "mean_squared_error",
        "mean_absolute_error",
        "root_mean_squared_error",
        "binary_cross_entropy",
        "cross_entropy",
        "perceptron",
        "delta_rule",
    ]


@pytest.mark.parametrize(
    ("loss", "per_sample"),
    [
        # the errors are (0.2, −0.3) and (−0.1, 0.4)
        ("half_squared_error", (0.065, 0.085)),
        ("squared_error", (0.13, 0.17)),
        ("mean_squared_error", (0.065, 0.085)),
        ("mean_absolute_error", (0.25, 0.25)),
    ],
)
def test_each_sample_is_taken_first_and_then_the_batch_reduced(loss, per_sample):
    assert loss_of(A, Y, loss, "sum") == pytest.approx(sum(per_sample), rel=1e-14)
    assert loss_of(A, Y, loss, "mean") == pytest.approx(sum(per_sample) / 2, rel=1e-14)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_root_mean_squared_error_takes_outputs_and_batch_at_once(reduction):
    expected = math.sqrt((0.04 + 0.09 + 0.01 + 0.16) / 4)
    got = loss_of(A, Y, "root_mean_squared_error", reduction)
    assert got == pytest.approx(expected, rel=1e-14)


def test_root_mean_squared_error_does_not_overflow_where_its_squares_would():
    assert loss_of([[3e200, 4e200]], [[0.0, 0.0]], "root_mean_squared_error") == pytest.approx(
        5e200 / math.sqrt(2), rel=1e-14
    )


@pytest.mark.parametrize("loss", ["mean_absolute_error", "squared_error"])
def test_the_loss_of_an_output_that_is_no_number_is_none(loss):
    made = LOSSES[loss].contributions(np.array([[np.nan, 1.0]]), np.array([[0.0, 1.0]]))
    assert np.isnan(made[0, 0])
    assert made[0, 1] == 0


@pytest.mark.parametrize("loss", ["root_mean_squared_error", "mean_absolute_error"])
def test_the_slope_at_no_error_at_all_is_zero(loss):
    network = Network((Layer(np.eye(2), None, "linear"),), loss)
    gradients = backward(network, forward(network, A), A)
    assert gradients.loss == 0.0
    np.testing.assert_array_equal(gradients.layers[0].delta, np.zeros((2, 2)))


@pytest.mark.parametrize("name", LOSSES)
def test_a_mean_over_the_outputs_or_the_batch_does_not_change_when_they_come_twice(name):
    loss = LOSSES[name]
    a, y = np.array([[0.2, 0.7], [0.9, 0.4]]), np.array([[0.0, 1.0], [1.0, 0.0]])

    def total(a, y):
        return loss.contributions(a, y).sum() if loss.total is None else loss.total(a, y)

    for mean, twice in (("outputs", np.hstack), ("batch", np.vstack)):
        factor = 1 if mean in loss.mean_over else 2
        assert total(twice([a, a]), twice([y, y])) == pytest.approx(factor * total(a, y), rel=1e-14)


@pytest.mark.parametrize("name", OF_OUTPUTS)
def test_a_loss_of_squares_is_four_times_as_large_at_twice_the_error(name):
    loss, y = LOSSES[name], np.array([[0.5, 0.25]])
    near, far = (loss.contributions(y + step, y) for step in (0.125, 0.25))
    assert np.allclose(far, 4 * near, rtol=1e-14) == loss.squared


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_of_probabilities_is_finite_for_no_other_outputs(name):
    loss = LOSSES[name]
    with np.errstate(invalid="ignore"):
        part = loss.contributions(np.array([[-0.5]]), np.array([[0.5]]))
    assert np.isnan(part).any() == loss.probabilities


def test_the_activation_that_a_loss_takes_is_told_and_whether_it_is_about_classes():
    paired = {name: loss.activation for name, loss in LOSSES.items() if loss.activation}
    assert paired == {
        "binary_cross_entropy": ACTIVATIONS["sigmoid"],
        "cross_entropy": ACTIVATIONS["softmax"],
        "perceptron": ACTIVATIONS["step"],
        "delta_rule": ACTIVATIONS["step"],
    }
    assert [name for name, loss in LOSSES.items() if loss.for_classes] == ["cross_entropy"]


def test_binary_cross_entropy_is_the_mean_over_outputs():
    network = Network((Layer([[0.5], [-2.0]], None, "sigmoid"),), "binary_cross_entropy")
    made = forward(network, [1.0])
    p, q = made.output[0]
    expected = -(math.log(p) + math.log(1 - q)) / 2
    assert backward(network, made, [1.0, 0.0]).loss == pytest.approx(expected, rel=1e-14)


def test_cross_entropy_sums_over_the_classes():
    network = Network((Layer([[0.5], [-2.0], [1.0]], None, "softmax"),), "cross_entropy")
    made = forward(network, [1.0])
    expected = -sum(t * math.log(p) for t, p in zip((0.2, 0.3, 0.5), made.output[0], strict=True))
    assert backward(network, made, [0.2, 0.3, 0.5]).loss == pytest.approx(expected, rel=1e-14)


def test_cross_entropy_delta_is_p_times_the_sum_of_targets_minus_y():
    network = Network((Layer([[0.5], [-2.0], [1.0]], None, "softmax"),), "cross_entropy")
    made, y = forward(network, [1.0]), np.array([[0.5, 2.0, -0.25]])  # need not be probabilities
    expected = made.output * y.sum() - y
    np.testing.assert_allclose(backward(network, made, y).layers[0].delta, expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
def test_the_fused_delta_is_da_through_the_activation(activation, loss):
    network = Network((Layer([[0.5], [-1.0], [0.2]], None, activation),), loss)
    made = forward(network, [[1.0], [-2.0]])
    last = backward(network, made, [[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]).layers[0]
    through = (
        last.da * made.layers[0].slope
        if activation == "sigmoid"
        else made.output * (last.da - (last.da * made.output).sum(axis=1, keepdims=True))
    )
    np.testing.assert_allclose(last.delta, through, rtol=1e-13)


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
@pytest.mark.parametrize("z", [30.0, 36.0, 300.0])
def test_a_confident_hit_keeps_the_digits_of_its_small_loss(activation, loss, z):
    network = Network((Layer([[z / 2], [-z / 2]], None, activation),), loss)
    gradients = backward(network, forward(network, [1.0]), [1.0, 0.0])
    gap = z if activation == "softmax" else z / 2
    p_rest = math.exp(-gap) / (1 + math.exp(-gap))
    assert gradients.loss == pytest.approx(-math.log1p(-p_rest), rel=1e-12, abs=0)
    delta = -p_rest if activation == "softmax" else -p_rest / 2
    assert gradients.layers[0].delta[0, 0] == pytest.approx(delta, rel=1e-12, abs=0)


@pytest.mark.parametrize("name", ["mse", "", None, ["squared_error"], "Cross_Entropy"])
def test_an_unknown_loss_is_refused_with_the_names_there_are(name):
    with pytest.raises(BackpropError, match=r"loss got .*It takes one of half_squared_error, "):
        loss_named(name)
