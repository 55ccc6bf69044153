"""Numbers with few digits that no rounding leads to are wrong, whatever intervals allow."""

from itertools import product

import numpy as np
import pytest

from backprop_core import explain
from playground.exercise.document import network_of
from playground.exercise.presets import presets
from tests.core.explanation.by_hand import ByHand
from tests.core.explanation.rounded_by_hand import rounder, texts, worked
from tests.core.explanation.test_rounded_work import case


def judged(name, given):
    exercise = presets()[name]
    return explain(
        network_of(exercise), exercise["x"], exercise["y"], given, exercise["learning_rate"]
    )


SIGMOID, MAZUR = "06_sigmoid_2_2_1", "01_mazur_own_bias"


@pytest.mark.parametrize(
    ("preset", "given"),
    [
        (SIGMOID, {"loss": "-0.1"}),
        (SIGMOID, {"loss": "0.2"}),
        (MAZUR, {"loss": "0.36"}),
        (MAZUR, {"dW": [None, [["0.3", "0.3"], ["-0.3", "-0.3"]]]}),
        (SIGMOID, {"dW": [None, [["-0.066", "-0.069"]]]}),
        ("07_xor", {"z": [[["", ""], ["-0.7", ""], ["", ""], ["", ""]], None]}),
        (SIGMOID, {"dW": [None, [["0.2", "0.2"]]]}),
        ("05_linear_2_2_1", {"dW": [[["-0.28", "-0.42"], ["-0.27", "-0.41"]], None]}),
    ],
)
def test_a_number_that_no_rounding_leads_to_is_wrong(preset, given):
    report = judged(preset, given)
    assert report.count("wrong") == report.total


@pytest.mark.parametrize(
    ("preset", "form", "layer", "index", "text"),
    [
        (MAZUR, ".4f", 1, (1, 1), "-0.0272"),
        ("02_mazur_shared_bias", ".4g", 1, (1, 1), "-0.02256"),
        ("03_mazur_frozen_bias", ".3f", 1, (1, 0), "-0.029"),
        ("11_devforum_shared_bias", ".4f", 0, (1, 0), "0.0069"),
        ("12_gupta_no_bias", ".3g", 1, (0, 1), "0.462"),
    ],
)
def test_one_wrong_number_among_right_ones_is_no_coarse_rounding(preset, form, layer, index, text):
    """Who rounds so coarsely on the way has more than one number off."""
    exercise = presets()[preset]
    network, x, y = network_of(exercise), np.array(exercise["x"]), np.array(exercise["y"])
    given = ByHand(network, x, y, 0.5, []).work().given("dW", "db")
    write = np.vectorize(lambda value: format(value, form), otypes=[object])
    written = {
        name: [one if one is None else write(one) for one in of] for name, of in given.items()
    }
    assert judged(preset, written).right
    written["dW"][layer][index] = text
    report = judged(preset, written)
    assert report.count("wrong") == 1
    assert report.verdicts["dW"][layer][index] == "wrong"


def test_digits_cut_off_on_the_way_and_one_more_in_the_end():
    """Every number was cut to two decimals, and the last products to three."""
    dW = [[-0.13, 0.208], [-0.24, 0.384], [0.155, -0.248]], [[-0.53, 0.478, -0.243]]
    assert judged("12_gupta_no_bias", {"dW": [*dW]}).right


@pytest.mark.parametrize("loss", ["0.1", "0.07", "0.065", "0.0652"])
def test_a_number_of_few_digits_is_right(loss):
    assert judged(SIGMOID, {"loss": loss}).right


class UpdatedFirst(ByHand):
    """Goes back through weights that have been updated already."""

    def da(self, layer, s, i):
        W, step = self.layers[layer + 1].W, self.dWs[layer + 1]
        delta = self.deltas[layer + 1, s]
        return sum(delta[k] * (W[k, i] - self.rate * step[k][i]) for k in self.width(layer + 1))


class WithoutBias(ByHand):
    """Forgets every bias."""

    def bias(self, layer, j):
        return 0.0


class WithoutHiddenSlope(ByHand):
    """Takes da of the hidden layers for delta."""

    def slope(self, layer, s, j):
        return super().slope(layer, s, j) if layer == self.last else 1.0


@pytest.mark.parametrize(
    ("preset", "slip", "form", "name"),
    [
        ("08_hallstrom_3_4_3_2", UpdatedFirst, ".4f", "updated_weights"),
        ("11_devforum_shared_bias", WithoutBias, ".3f", "bias_forgotten"),
        (MAZUR, WithoutHiddenSlope, ".2f", "slope_left_out"),
        (SIGMOID, WithoutBias, ".2g", "bias_forgotten"),
    ],
)
def test_a_slip_is_not_taken_for_rounding(preset, slip, form, name):
    exercise = presets()[preset]
    network, x, y = network_of(exercise), np.array(exercise["x"]), np.array(exercise["y"])
    work = slip(network, x, y, exercise["learning_rate"], []).work().given("dW", "db")
    given = {
        quantity: [
            None if one is None else np.vectorize(lambda v: format(v, form))(one) for one in of
        ]
        for quantity, of in work.items()
    }
    report = explain(network, x, y, given, exercise["learning_rate"])
    assert not report.right
    assert name in report.causes[0].names


FLAGS = ("products", "slopes", "from_a", "errors")


@pytest.mark.parametrize("slip", [UpdatedFirst, WithoutBias, WithoutHiddenSlope])
def test_a_slip_that_moves_numbers_farther_than_rounding_does_is_never_right(slip):
    tried = 0
    for seed in range(600, 640):
        network, x, y, kind, count, _, _ = case(seed)
        count = max(count, 3)
        rounded, coarsely = rounder(kind, count), rounder(kind, count - 1)
        ways = [
            worked(network, x, y, coarsely, **dict(zip(FLAGS, flags, strict=True)))
            for flags in product([True, False], repeat=4)
        ]
        exact = ByHand(network, x, y, 0.5, []).work().given("dW")["dW"]
        wrong = slip(network, x, y, 0.5, []).work().given("dW")["dW"]
        given = [texts(rounded(one), kind, count) for one in wrong]
        is_far = any(
            (
                np.abs(one - right)
                > 2 * np.max([np.abs(way["dW"][k] - right) for way in ways]) + unit
            ).any()
            for k, (one, right) in enumerate(zip(wrong, exact, strict=True))
            for unit in [3 * 10.0**-count * max(1.0, np.abs(right).max())]
        )
        if is_far:
            tried += 1
            assert not explain(network, x, y, {"dW": given}, 0.5).right, f"seed {seed}"
    assert tried >= 3


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("at_each_step", [False, True])
def test_right_work_is_never_wrong(count, cut, at_each_step):
    for seed in range(700, 704):
        network, x, y, kind, _, flags, quantities = case(seed)
        rounded = rounder(kind, count, cut)
        on_the_way = rounded if at_each_step else (lambda value: value)
        work = worked(network, x, y, on_the_way, **flags)
        given = {
            name: [texts(rounded(one), kind, count) for one in work[name]] for name in quantities
        }
        report = explain(network, x, y, given)
        assert report.right, f"seed {seed}:\n{report}"
