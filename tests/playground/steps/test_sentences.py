"""One sentence for each step: there always, and true."""

import itertools

import pytest

from backprop_core import ACTIVATIONS, LOSSES, Layer, Network, trace
from playground.exercise.presets import presets
from playground.steps.sentences import sentence
from playground.steps.words import FALLING, RISING
from tests.playground.walks import document_of, walk_of

GRANULARITIES = ("term", "neuron", "layer")


def said(step, t):
    text = sentence(step, t)
    assert len(text.split()) > 3
    assert text.endswith(".")
    for word in ("None", "nan", "array", "{", "}", "_", "  "):
        assert word not in text, text
    return text


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize(
    ("activation", "loss"),
    [*itertools.product(ACTIVATIONS, ("squared_error",)), *itertools.product(("relu",), LOSSES)],
)
@pytest.mark.parametrize(("batch", "bias"), [(1, "each"), (3, "shared"), (2, "none")])
def test_every_step_has_a_sentence(granularity, activation, loss, batch, bias):
    needed = LOSSES[loss].activation
    activations = [activation, activation if needed is None else needed.name]
    t = walk_of(document_of((2, 2, 2), activations, loss, batch, bias=bias), granularity)
    for step in t:
        said(step, t)


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("name", presets())
def test_every_step_of_every_preset_has_a_sentence(name, granularity):
    t = walk_of(presets()[name], granularity)
    for step in t:
        said(step, t)


def test_a_sentence_names_the_neuron_that_the_step_is_about():
    t = walk_of(document_of((2, 3, 1)))
    for step in t:
        if step.quantity in ("z", "a", "da") and step.layer == 0:
            assert f"h{step.neuron + 1}" in said(step, t)


@pytest.mark.parametrize("name", presets())
def test_what_is_said_of_a_gradients_sign_is_so(name):
    t = walk_of(presets()[name])
    for step in t:
        if step.quantity in ("dW", "db") and not t.shape.for_thresholds:
            text = said(step, t)
            assert (RISING.format(loss="loss") in text) == (step.value > 0)
            assert (FALLING.format(loss="loss") in text) == (step.value < 0)
            assert ("It is 0" in text) == (step.value == 0)


def test_at_a_minimum_the_loss_is_flat_and_still_depends_on_the_weight():
    network = Network([Layer([[2.0]], [1.0], "linear")], "half_squared_error")
    t = trace(network, [1.0], [3.0], 0.1)
    texts = [said(step, t) for step in t if step.quantity in ("dW", "db")]
    assert all(text.endswith("It is 0: gradient descent leaves it as it is.") for text in texts)


@pytest.mark.parametrize("name", presets())
def test_the_update_goes_the_way_that_is_said(name):
    t = walk_of(presets()[name])
    for step in t:
        if step.phase == "update":
            old = step.inputs[0].value
            way = "goes down" if step.value < old else "goes up" if step.value > old else "stays"
            assert way in said(step, t)


def test_at_learning_rate_0_everything_stays():
    t = walk_of({**presets()["01_mazur_own_bias"], "learning_rate": 0.0})
    updates = [said(step, t) for step in t if step.phase == "update"]
    assert updates
    assert all("learning rate is 0" in text for text in updates)


def test_a_silent_neuron_is_said_to_pass_nothing_back():
    t = walk_of(presets()["09_sakryukin_even_odd"])
    step = next(s for s in t if s.quantity == "delta" and s.layer == 1 and s.neuron == 1)
    assert "slope is 0, so nothing passes back" in said(step, t)
    other = next(s for s in t if s.quantity == "delta" and s.layer == 1 and s.neuron == 0)
    assert "nothing passes back" not in said(other, t)


def test_neurons_without_connections_are_said_to_have_none():
    cut = [[False, False], [True, True]]
    layers = (
        Layer([[1, 2], [3, 4]], None, "linear", cut),
        Layer([[1.0, 2.0]], None, "linear", [[True, False]]),
    )
    t = trace(Network(layers, "squared_error"), [[1, 2]], [[0]], 0.5)
    assert "Nothing is connected to h1" in said(t[0], t)
    feeds_none = next(s for s in t if s.quantity == "da" and s.layer == 0 and s.neuron == 1)
    assert "h2 feeds no neuron" in said(feeds_none, t)


def test_a_sum_on_its_way_is_said_to_be_on_its_way():
    t = walk_of(presets()["07_xor"], "term")
    for step in t:
        partial = any(words in said(step, t) for words in ("so far", "one part at a time"))
        assert partial == (not step.complete)


def test_only_where_loss_and_activation_are_fused_their_derivatives_collapse():
    for loss, expected in (("cross_entropy", True), ("squared_error", False)):
        t = walk_of(document_of((2, 3, 2), ["tanh", "softmax"], loss))
        texts = " ".join(said(step, t) for step in t)
        assert ("simplify" in texts) == expected
