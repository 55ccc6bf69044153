"""Where lessons point, on their own examples and on any other network."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address, BackpropError, backward, forward, trace
from playground.exercise.presets import presets
from playground.lessons.loader import lessons
from playground.lessons.pointers import TAKES, address_of, index, place_of, step_at, value_at
from tests.core.strategies import passes
from tests.playground.walks import document_of, walk_of

PARAGRAPHS = [(lesson, p) for lesson in lessons().values() for p in lesson.paragraphs]
NAMES = [f"{lesson.name}: {p.heading}" for lesson, p in PARAGRAPHS]
PLACES = sorted(
    {p.place for _, p in PARAGRAPHS}
    | {place for _, p in PARAGRAPHS for place in p.light}
    | {line.place for _, p in PARAGRAPHS for line in p.lines},
    key=str,
)


def test_counts_begin_at_one_or_at_the_end_and_stay_within_the_row():
    assert [index(count, 3) for count in (1, 3, 9, -1, -3, -9)] == [0, 2, 2, 2, 0, 0]


@pytest.mark.parametrize(("lesson", "shown"), PARAGRAPHS, ids=NAMES)
def test_each_paragraph_stands_at_exactly_its_step_on_the_example(lesson, shown):
    walk = walk_of(presets()[lesson.preset], shown.granularity)
    step = walk[step_at(shown.place, walk)]
    layers, sizes = len(walk.network.layers), walk.network.sizes
    assert step.quantity == shown.place.quantity
    counts = shown.place.counts
    if counts:
        assert step.layer == (counts[0] - 1 if counts[0] > 0 else layers + counts[0])
    if len(counts) > 1 and step.neuron is not None:
        width = sizes[step.layer + 1]
        assert step.neuron == (counts[1] - 1 if counts[1] > 0 else width + counts[1])
    if len(counts) > 2:
        width = sizes[step.layer]
        assert step.source == (counts[2] - 1 if counts[2] > 0 else width + counts[2])
    assert step.part in (None, 0)


@settings(max_examples=60, deadline=None)
@given(passes(), st.sampled_from(("term", "neuron", "layer")), st.integers(0, 2))
def test_every_place_of_a_lesson_leads_to_a_step_and_a_number_of_any_network(one, size, row):
    network, x, y = one
    walk = trace(network, x, y, 0.1, size)
    row = min(row, len(y) - 1)
    for place in PLACES:
        assert 0 <= step_at(place, walk, row) < len(walk)
        at = address_of(place, walk, row)
        if len(place.counts) == max(TAKES[place.quantity]):
            assert isinstance(value_at(at, walk), float)
        if at.layer is not None:
            assert at.layer < len(network.layers)
            assert at.neuron is None or at.neuron < network.sizes[at.layer + 1]
            if at.quantity in ("W", "dW") and at.source is not None:
                connected = network.layers[at.layer].connected
                assert connected is None or connected[at.neuron, at.source]


@pytest.mark.parametrize("size", ["term", "neuron", "layer"])
def test_the_smallest_network_has_a_place_for_everything(size):
    walk = walk_of(document_of((1, 1), bias="none"), size)
    assert address_of(place_of("db 3 2"), walk) == Address("delta", 0, 0, sample=0)
    assert address_of(place_of("b 3 2"), walk) == Address("W", 0, 0, 0)
    assert walk[step_at(place_of("db 3 2"), walk)].quantity == "delta"
    assert walk[step_at(place_of("b 1 1"), walk)].quantity == "W"


def test_a_shared_bias_is_the_layers():
    walk = walk_of(presets()["11_devforum_shared_bias"])
    at = address_of(place_of("db 1 2"), walk)
    assert at == Address("db", 0)
    assert value_at(at, walk) == pytest.approx(float(walk.gradients.layers[0].delta.sum()))


def test_where_loss_and_activation_are_fused_the_step_is_delta():
    walk = walk_of(presets()["09_sakryukin_even_odd"])
    assert walk[step_at(place_of("da -1 2"), walk)].address == Address("delta", 2, 1, sample=0)
    p = forward(walk.network, walk.forward.x).output[0, 1]
    assert value_at(address_of(place_of("da -1 2"), walk), walk) == pytest.approx(-1 / p)


def test_a_cut_connection_leads_to_the_nearest_that_there_is():
    document = document_of((4, 1))
    document["layers"][0]["connected"] = [[True, False, False, True]]
    walk = walk_of(document)
    assert address_of(place_of("W 1 1 2"), walk).source == 0
    assert address_of(place_of("W 1 1 3"), walk).source == 3
    document["layers"][0]["connected"] = [[False] * 4]
    walk = walk_of(document)
    assert address_of(place_of("W 1 1 2"), walk).quantity == "delta"
    assert walk[step_at(place_of("dW 1 1 2"), walk)].layer == 0


def test_numbers_are_those_of_the_engine():
    walk = walk_of(presets()["08_hallstrom_3_4_3_2"])
    f = forward(walk.network, walk.forward.x)
    g = backward(walk.network, f, walk.y)
    expected = {
        "x 2": walk.forward.x[0, 1],
        "y 2": walk.y[0, 1],
        "z 2 3": f.layers[1].z[0, 2],
        "a -1 -1": f.output[0, 1],
        "slope 1 1": f.layers[0].a[0, 0] * (1 - f.layers[0].a[0, 0]),
        "loss": g.loss,
        "da -2 1": g.layers[2].delta[0] @ walk.network.layers[2].W[:, 0],
        "delta 1 4": g.layers[0].delta[0, 3],
        "dW 2 1 3": g.layers[1].delta[0, 0] * f.layers[0].a[0, 2],
        "db 3 1": g.layers[2].delta[0, 0],
        "W 1 2 3": 0.8,
        "b 1 2": -0.2,
    }
    for text, value in expected.items():
        found = value_at(address_of(place_of(text), walk), walk)
        np.testing.assert_allclose(found, value, rtol=1e-13)
    new = value_at(address_of(place_of("W 1 2 3"), walk), walk, new=True)
    assert new == pytest.approx(0.8 - 0.5 * float(g.layers[0].dW[1, 2]), rel=1e-15)


def test_a_sample_can_be_named():
    walk = walk_of(presets()["07_xor"])
    assert address_of(place_of("z 1 1 @3"), walk).sample == 2
    assert address_of(place_of("z 1 1"), walk, 1).sample == 1
    assert address_of(place_of("loss @9"), walk).sample == 3
    assert address_of(place_of("loss"), walk).sample is None


@pytest.mark.parametrize("text", ["", "z 1 1 1", "W 1 1", "q 1", "z one", "loss 1", "z 1 1 @0"])
def test_no_place_at_all_is_refused(text):
    with pytest.raises(BackpropError, match="The place"):
        place_of(text)
