"""What follows from the learner's own numbers follows as they would write it: a − y, −log a, and
the mean of their own losses. What is known leaves no room for coarse rounding."""

import numpy as np
import pytest

from backprop_core import Address, Layer, Network, trace
from playground.exercise.answers import NOTHING
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.solve.choices import begun
from playground.solve.sheet import Sheet

SIGMOID = "06_sigmoid_2_2_1"
Z_HIDDEN, Z_OUT = (Address("z", layer, 0, sample=0) for layer in (0, 1))
LOSS = Address("loss")


def sheet(of, texts, **chosen):
    answers = {at: {**NOTHING, "text": text} for at, text in texts.items()}
    return Sheet(of, {**begun(), "on": True, **chosen}, answers)


def verdict(of, at, text, others=(), **chosen):
    return sheet(of, {**dict(others), at: text}, **chosen).judged.verdicts[at]


def preset(name=SIGMOID):
    return trace_of(presets()[name], "neuron")


@pytest.mark.parametrize("text", ["0.2", "-0.066", "-0.026", "-0.3", "-0.0462"])
def test_a_gradient_is_held_to_the_numbers_that_are_shown(text):
    assert verdict(preset(), Address("dW", 1, 0, 0), text, part="gradients") == "wrong"


@pytest.mark.parametrize("text", ["-0.046", "-0.0458", "-0.05"])
def test_a_right_gradient_of_few_digits_is_right(text):
    assert verdict(preset(), Address("dW", 1, 0, 0), text, part="gradients") == "exact"


@pytest.mark.parametrize(
    ("at", "text"),
    [(Z_OUT, "0.2"), (LOSS, "0.2"), (LOSS, "-0.1"), (Z_HIDDEN, "0.19"), (Z_HIDDEN, "0.1"),
     (Z_HIDDEN, "0.199")],
)  # fmt: skip
def test_a_first_answer_that_no_rounding_leads_to_is_wrong(at, text):
    assert verdict(preset(), at, text) == "wrong"


@pytest.mark.parametrize(("at", "text"), [(LOSS, "-0.1"), (LOSS, "0.2"), (Z_OUT, "0.4")])
def test_an_answer_is_held_to_those_before_it(at, text):
    of = preset()
    others = {
        one: f"{float(of.value(one)):.4g}"
        for one in sheet(of, {}).asks
        if one.quantity in ("z", "a") and one != at
    }
    assert verdict(of, at, text, others) == "wrong"


@pytest.fixture
def softmax():
    network = Network(
        (Layer([[0.5, -0.2], [-0.4, 0.3], [0.1, 0.6]], [0.3, -0.1, 0.2], "softmax"),),
        "cross_entropy",
    )
    return trace(network, [[1.0, 0.5]], [[1.0, 0.0, 0.0]], 0.1)


def outputs(texts):
    return {Address("a", 0, k, sample=0): text for k, text in enumerate(texts)}


def test_output_minus_target_follows_from_ones_own_outputs(softmax):
    own = outputs(["0.6799", "0.1018", "0.3183"])
    delta = Address("delta", 0, 0, sample=0)
    assert verdict(softmax, delta, "-0.3201", own) == "follows"
    assert sheet(softmax, own).own(delta) == pytest.approx(0.6799 - 1)
    assert verdict(softmax, delta, "-0.4201", own) == "wrong"


def test_output_minus_target_is_right_where_digits_are_cut_off(softmax):
    right = [float(softmax.value(at)) for at in outputs("123")]
    own = [np.floor(one * 1e4) / 1e4 for one in right]
    answers = outputs([f"{one:.4f}" for one in own])
    at = Address("delta", 0, 0, sample=0)
    assert verdict(softmax, at, f"{own[0] - 1:.4f}", answers) in ("exact", "rounded")


def test_the_loss_follows_from_ones_own_output(softmax):
    own = outputs(["0.6799", "0.1018", "0.3183"])
    assert verdict(softmax, LOSS, f"{-np.log(0.6799):.4f}", own) == "follows"


def batch(loss="half_squared_error", f="sigmoid"):
    network = Network((Layer([[0.4, -0.3]], [0.1], f),), loss)
    return trace(network, [[1.0, 0.5], [0.2, -0.4]], [[1.0], [0.0]], 0.1)


def test_the_mean_follows_from_ones_own_losses():
    own = {Address("loss", sample=0): "0.2209", Address("loss", sample=1): "0.1164"}
    assert verdict(batch(), LOSS, "0.1687", own) == "follows"
    assert verdict(batch(), LOSS, "0.3373", own) == "wrong"


def test_the_last_digit_of_a_float_is_no_mistake():
    of = batch()
    at = Address("loss", sample=0)
    exact = float(sheet(of, {}).exact(at))
    for other in (np.nextafter(exact, 1.0), np.nextafter(np.nextafter(exact, 0.0), 0.0)):
        assert verdict(of, at, repr(float(other))) == "exact"
