"""Each function has one entry on the engine's side and one on the written side, and no more."""

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, LOSSES, Activation, Layer, Loss, Network, gradient_check
from playground.exercise.document import network_of
from playground.exercise.document_reader import parse
from playground.function_reference.figure import activation_figure, loss_curve_figure
from playground.functions import catalogue
from playground.functions.catalogue import (
    WRITTEN_ACTIVATIONS,
    WRITTEN_LOSSES,
    as_formula,
    read_activation,
    short_name,
    written,
)
from playground.functions.typed.typed_functions import activation_of, loss_of, named
from playground.stage.figure import stage_figure
from playground.steps.sentences import sentence
from tests.playground import drawings
from tests.playground.added_functions import HARD_TANH, LOG_COSH, add_both
from tests.playground.stage.view import view_of
from tests.playground.walks import document_of, formula, walk_of


def test_every_function_of_the_engine_has_an_entry_and_every_entry_is_of_one():
    assert set(WRITTEN_ACTIVATIONS) == set(ACTIVATIONS)
    assert set(WRITTEN_LOSSES) == set(LOSSES)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_entry_says_all_that_pages_ask_for(name):
    entry, f = WRITTEN_ACTIVATIONS[name], ACTIVATIONS[name]
    assert entry.symbol
    assert entry.typed
    assert len(entry.prose) > 60
    assert bool(entry.formula) == bool(entry.derivative) == f.elementwise
    assert bool(entry.parameter) == (f.with_parameter is not None)
    assert ("{p}" in entry.formula) == (f.parameter is not None and not f.threshold)


@pytest.mark.parametrize("name", LOSSES)
def test_a_losss_entry_says_all_that_pages_ask_for(name):
    entry, loss = WRITTEN_LOSSES[name], LOSSES[name]
    compared = "a" if loss.fused is None else loss.fused.takes[0]
    assert f"{{{compared}}}" in entry.part
    assert f"{{{compared}}}" in entry.slope
    assert "$$" in entry.prose
    assert bool(entry.together) == (loss.fused is not None)
    assert bool(entry.slope_of_shares) == loss.for_classes
    assert ("{n}" in entry.before) == (loss.mean_over == ("outputs",))


def test_a_file_without_its_facts_is_named(tmp_path):
    bad = tmp_path / "bad.md"
    bad.write_text("For nothing.", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"bad\.md does not begin with facts"):
        read_activation(bad)


# An eleventh activation and an eighth loss: one entry each on either side.


@pytest.fixture
def added(monkeypatch, tmp_path):
    add_both(monkeypatch, tmp_path)
    document = document_of((2, 3, 2), "tanh", "squared_error", batch=2)
    document = drawings.set_activation(document, 0, "hard_tanh")
    return parse(drawings.set_loss(drawings.set_activation(document, 1, "hard_tanh"), "log_cosh"))


def test_an_added_function_is_computed_like_any_other(added):
    network = network_of(added)
    assert network.layers[0].f is HARD_TANH
    assert network.loss_function is LOG_COSH
    assert gradient_check(network, added["x"], added["y"])


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_an_added_function_is_walked_through_and_written(added, granularity):
    made = walk_of(added, granularity)
    said = [(formula(step, made, 6), sentence(step, made)) for step in made]
    everything = " ".join(tex for tex, _ in said)
    assert r"\operatorname{hard\,tanh}" in everything
    assert r"\ln\bigl(\cosh" in everything
    assert granularity == "layer" or any("hard tanh" in words for _, words in said)


def test_an_added_function_is_drawn_as_a_curve_and_on_the_graph(added):
    curve = {t["name"]: t for t in activation_figure(HARD_TANH, 0.5)["data"] if "name" in t}
    places = np.array(curve["f′(z)"]["x"])
    for kink in HARD_TANH.kinks:
        assert np.diff(places[np.abs(places - kink) < 0.01]).min() < 1e-6
    assert loss_curve_figure(LOG_COSH, 0.3, 0.5)["data"]
    assert short_name("hard_tanh") == "hard tanh"
    made = walk_of(added)
    assert "hard tanh" in str(stage_figure(view_of(made, 0), 924, 744).figure)


def test_an_added_function_is_offered_as_a_formula(added):
    z = np.linspace(-3.0, 3.0, 25)[:, None]
    typed = activation_of(named(as_formula("hard_tanh")))
    np.testing.assert_allclose(typed.value(z), HARD_TANH.value(z), rtol=1e-14)
    loss = loss_of(named(as_formula("log_cosh")))
    np.testing.assert_allclose(loss.slope(z, 0 * z), LOG_COSH.slope(z, 0 * z), rtol=1e-12)


def test_what_nobody_has_written_an_entry_for_is_called_f():
    nameless = Activation("nameless", np.tanh, lambda z: 1 / np.cosh(z) ** 2)
    assert written(nameless) == catalogue.UNNAMED
    assert not written(nameless).has_short_slope
    network = Network([Layer([[0.5]], None, nameless)], Loss("e", *_squares()))
    assert gradient_check(network, [1.0], [0.25])


def _squares():
    return (lambda a, y: (a - y) ** 2), (lambda a, y: 2 * (a - y))
