"""In work with a mistake the other numbers are judged as in work without one: what rounding on the
way leads to is right, and what is made from a wrong number follows from it."""

import pytest

from backprop_core import explain
from playground.exercise.document import network_of
from playground.exercise.presets import presets
from tests.core.explanation.real_work import EXERCISES, explained

SIGMOID, SAKRYUKIN = "06_sigmoid_2_2_1", "09_sakryukin_even_odd"


def of_preset(name, given):
    one = presets()[name]
    return explain(network_of(one), one["x"], one["y"], given, one["learning_rate"])


def turned(numbers):
    if isinstance(numbers, list):
        return [turned(one) for one in numbers]
    return f"{-numbers:.4f}"


def test_a_sigmoid_by_a_rounded_power_of_e_is_right():
    """e^0.1 is 1.11 to three digits, and 1 ⁄ 2.11 is 0.474."""
    given = {
        "z": [[["0.700", "-0.100"]], [["0.869"]]],
        "a": [[["0.668", "0.474"]], [["0.705"]]],
        "delta": [None, [["-0.0406"]]],
        "dW": [None, [["-0.0271", "0.0192"]]],
    }
    report = explained(EXERCISES["tutorial_221"], given)
    assert (report.first.quantity, report.first.source) == ("dW", 1)
    assert report.count("wrong") == 1


def test_a_loss_of_digits_cut_off_is_right_beside_a_mistake():
    given = {
        "z": [[["0.34", "-0.11"]], [["-0.54"]]],
        "a": [[["0.58", "0.47"]], [["0.37"]]],
        "loss": "0.065",
        "da": [[["0.063", "0.014"]], [["0.37"]]],
        "delta": [[["0.014", "0.0033"]], [["0.085"]]],
        "dW": [None, [["0.049", "0.039"]]],
        "db": [["0.014", "0.0033"], ["0.085"]],
    }
    report = explained(EXERCISES["xor_bias_first"], given)
    assert report.first.quantity == "da"
    assert str(report.verdicts["loss"]) == "rounded"


def test_sums_of_unrounded_numbers_follow():
    """Numbers are rounded only as they are written down; their sign is that of y − a."""
    row = EXERCISES["random_batch_5"]
    given = {name: turned(row["expected"][name]) for name in ("delta", "dW")}
    report = explained(row, given)
    assert set(report.verdicts["dW"][0].ravel()) == {"follows"}
    assert report.causes[0].names == ("error_turned",)


@pytest.mark.parametrize(
    "gradients", [{"db": [None, ["-0.0833"]]}, {"dW": [None, [["-0.0458", "-0.0489"]]]}]
)
def test_gradients_tell_how_exact_the_deltas_were(gradients):
    """The two numbers are swapped; with a delta of two decimals they could be rounded ones."""
    given = {"a": [[["0.5498", "0.5866"]], [["0.6388"]]], "da": [[["-0.0292", "-0.0250"]], None]}
    report = of_preset(SIGMOID, {**given, **gradients})
    assert set(report.verdicts["da"][0].ravel()) == {"wrong"}


def test_a_zero_goes_as_far_as_the_gradients_beside_it():
    given = {"delta": [None, [["-0.041"]]], "db": [None, ["0"]], "b": [["0.6", "-0.31"], ["0.8"]]}
    report = explained(EXERCISES["tutorial_221"], given)
    assert report.verdicts["db"][1].tolist() == ["wrong"]


def test_a_slip_that_comes_no_nearer_than_the_right_pass_is_no_cause():
    """Of ReLU the slope at a is that at z."""
    given = {
        "z": [[["0.70", "0.50"]], [["0.51", "-0.12"]], [["0.15", "-0.10"]]],
        "delta": [[["0.03", "0.05"]], [["0.17", "0.00"]], [["0.56", "-0.56"]]],
    }
    report = of_preset(SAKRYUKIN, given)
    assert not report.right
    assert not any("slope_of_a" in cause.names for cause in report.causes)


def test_a_half_may_be_rounded_down():
    """(0.54 − 1) ⁄ 4 is −0.1149999… to a program."""
    given = {
        "z": [None, [["0.40"], ["0.15"], ["0.66"], ["0.37"]]],
        "dW": [None, [["-0.01", "-0.04"]]],
        "db": [None, ["0.11"]],
    }
    report = of_preset("07_xor", given)
    assert report.right


def test_half_a_square_may_be_rounded_too():
    """½ · 1.7² is 1.5 to two digits, by 2.9 and 1.45."""
    row = EXERCISES["tanh_xor_batch"]
    given = {"delta": [None, [[0.75], [-0.52], [-0.62], [0.26]]], "loss": 2.0}
    assert explained(row, given).right
