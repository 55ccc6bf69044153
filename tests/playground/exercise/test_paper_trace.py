"""The pass as on paper: each number from the numbers that stand before it."""

import numpy as np
import pytest

from backprop_core import Address
from playground.exercise.conventions import Conventions
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.paper_trace import exact_trace, on_paper
from playground.exercise.presets import presets
from tests.playground.walks import DRAWINGS, document_of, walk_of

ROUNDINGS = [PaperRounding("decimals", 3), PaperRounding("digits", 4), PaperRounding("decimals", 1)]
MAZUR = presets()["01_mazur_own_bias"]
EVERY = {**DRAWINGS, "mazur": MAZUR, "xor": presets()["07_xor"]}
TURNED = Conventions(turned=True)


def paper(document, rounding=None, turned=False, granularity="neuron", products=False):
    """The walk as on paper."""
    conventions = Conventions(rounding, turned, products=products)
    return on_paper(walk_of(document, granularity), conventions)


@pytest.mark.parametrize(
    ("rounding", "turned"), [*zip(ROUNDINGS, [False, True, False], strict=True)], ids=str
)
@pytest.mark.parametrize("products", [False, True])
@pytest.mark.parametrize("name", EVERY)
def test_every_sum_is_that_of_its_rounded_terms_rounded_once(name, products, rounding, turned):
    trace = paper(EVERY[name], rounding, turned, products=products)
    for step in trace:
        assert np.array_equal(rounding(step.value), step.value, equal_nan=True), step.address
        if step.operation.sums:
            made = rounding(sum(term.value for term in step.terms))
            assert made == pytest.approx(step.value, rel=1e-9, abs=1e-12), step.address


def test_a_neuron_by_hand():
    """σ(0.3775) = 0.59327 → 0.593; f′ = 0.593 · 0.407 = 0.241351 → 0.241."""
    trace = paper(MAZUR, PaperRounding("decimals", 3))
    at = Address("a", 0, 0, sample=0)
    assert trace.value(at._replace(quantity="z")) == 0.378  # 0.3775
    assert trace.value(at) == 0.593  # σ(0.378) = 0.59339
    slope = trace.forward.layers[0].slope[0, 0]
    assert slope == 0.241
    a = [0.593, trace.value(Address("a", 0, 1, sample=0))]
    z = round(0.40 * a[0] + 0.45 * a[1] + 0.60, 3)
    assert trace.value(Address("z", 1, 0, sample=0)) == z
    out = trace.value(Address("a", 1, 0, sample=0))
    da = round(out - 0.01, 3)
    delta = round(da * round(out * (1 - out), 3), 3)
    assert trace.value(Address("delta", 1, 0, sample=0)) == delta
    assert trace.value(Address("W", 1, 0, 0)) == round(0.40 - 0.5 * round(delta * 0.593, 3), 3)
    assert trace.exactly(at) == walk_of(MAZUR).value(at)


@pytest.mark.parametrize("name", EVERY)
def test_the_engines_own_numbers_stay_beside_it(name):
    walk = walk_of(EVERY[name])
    trace = on_paper(walk, Conventions(PaperRounding("decimals", 2), turned=True))
    assert exact_trace(trace) is walk
    for step in walk:
        sign = -1 if step.quantity in ("da", "delta", "dW", "db") else 1
        assert np.array_equal(trace.exactly(step.address.whole), sign * step.value, equal_nan=True)


@pytest.mark.parametrize("name", EVERY)
def test_the_error_turned_round_turns_every_gradient_and_no_new_weight(name):
    walk, turned = walk_of(EVERY[name]), paper(EVERY[name], turned=True)
    for step, other in zip(walk, turned, strict=True):
        sign = -1 if step.quantity in ("da", "delta", "dW", "db") else 1
        assert other.value == sign * step.value, step.address
        if step.phase == "update":
            assert sum(term.value for term in other.terms) == pytest.approx(step.value, abs=1e-12)
            assert [term.value for term in other.terms] == [term.value for term in step.terms]


def test_usual_conventions_leave_the_walk_itself():
    walk = walk_of(document_of((2, 2, 1)))
    assert on_paper(walk, Conventions(comma=True, fractions=True)) is walk


def test_outputs_rounded_to_0_or_1_have_the_exact_loss():
    document = document_of((1, 1), "sigmoid", "binary_cross_entropy", y=[[1.0]])
    document["layers"][0] |= {"W": [[-100.0]], "b": [0.0]}
    trace = paper(document, PaperRounding("decimals", 3))
    assert trace.forward.output[0, 0] == 0.0
    assert trace.gradients.loss == pytest.approx(10.0)
    assert trace.gradients.layers[0].delta[0, 0] == -1.0


def test_products_by_hand_are_rounded_before_they_are_added_up():
    """0.15 · 0.05 = 0.0075 → 0.01, 0.20 · 0.10 = 0.02; with the bias 0.35 they make 0.38."""
    two = PaperRounding("decimals", 2)
    at = Address("z", 0, 0, sample=0)
    trace = paper(MAZUR, two, products=True)
    assert [term.value for term in trace.terms(at)] == [0.01, 0.02, 0.35]
    assert trace.value(at) == 0.38
    one = PaperRounding("decimals", 1)  # 0.0 + 0.0 + 0.35 → 0.4, beside 0.3775 → 0.4
    assert paper(MAZUR, one, products=True).terms(at)[0].value == 0.0
    other = Address("z", 0, 1, sample=0)  # 0.25 · 0.05 → 0.01, 0.30 · 0.10 = 0.03: 0.39
    assert paper(MAZUR, two, products=True).value(other) == 0.39
    assert paper(MAZUR, two).value(other) == 0.39  # 0.3925


@pytest.mark.parametrize("name", EVERY)
def test_each_product_of_a_sum_has_been_rounded(name):
    rounding = PaperRounding("decimals", 2)
    for step in paper(EVERY[name], rounding, products=True, granularity="term"):
        if step.operation.dot_product and step.part is not None:
            given = len(step.terms) - 1 if step.inputs[-1].quantity == "b" else len(step.terms)
            for term in step.terms[:given] if len(step.terms) > 1 else ():
                assert rounding(term.value) == term.value, step.address


@pytest.mark.parametrize("products", [False, True])
@pytest.mark.parametrize("granularity", ["term", "layer"])
def test_other_granularities_come_to_the_same_numbers(granularity, products):
    document = EVERY["batch"]
    rounding = PaperRounding("digits", 3)
    plain, other = (
        paper(document, rounding, granularity=each, products=products)
        for each in ("neuron", granularity)
    )
    for step in plain:
        assert other.value(step.address) == step.value


def test_what_overflows_before_it_is_rounded_warns_of_nothing():
    document = document_of((2, 2, 1))
    far = {**document["layers"][0], "W": [[1e308, 0.1], [-0.2, 0.3]], "activation": "tanh"}
    now = {**document, "x": [[1.0, 1.0]], "layers": [far, *document["layers"][1:]]}
    made = paper(now, PaperRounding("decimals", 1))
    assert 1.0 in [made.before_rounding(step) for step in made]
