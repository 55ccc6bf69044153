"""The practice sets: every topic, level and seed gives an exercise that works out on paper."""

import numpy as np
import pytest

from playground.exercise.document_check import check
from playground.exercise.view import trace_of
from playground.practice.sets import TOPICS, exercise, topic_named
from playground.solve.choices import begun
from playground.solve.sheet import Sheet

LEVELS = [(topic, level) for topic in TOPICS for level in range(len(topic.levels))]


def named(one):
    return getattr(one, "key", str(one))


@pytest.mark.parametrize(("topic", "level"), LEVELS, ids=named)
def test_an_exercise_of_any_seed_works_out_on_paper(topic, level):
    for seed in range(25):
        document = check(exercise(topic, level, seed))
        trace = trace_of(document, "neuron")
        for made in trace.forward.layers:
            assert (np.abs(made.z) >= 0.05).all()
        given = np.concatenate([trace.network.parameters, trace.forward.x.ravel()])
        assert np.allclose(given, np.round(given, 1))
        assert all(np.any(layer.delta) for layer in trace.gradients.layers)


@pytest.mark.parametrize(("topic", "level"), LEVELS, ids=named)
def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(topic, level):
    assert exercise(topic, level, 3) == exercise(topic, level, 3)
    assert exercise(topic, level, 3) != exercise(topic, level, 4)


@pytest.mark.parametrize("topic", TOPICS, ids=named)
def test_a_topic_asks_for_something_at_every_level(topic):
    for level in range(len(topic.levels)):
        trace = trace_of(exercise(topic, level, 0), "neuron")
        assert Sheet(trace, {**begun(), "part": topic.part}, {}).asks


@pytest.mark.parametrize("level", range(3))
def test_a_level_by_heart_has_whole_numbers_and_at_most_a_half_in_the_loss(level):
    topic, losses = topic_named("by_heart"), set()
    for seed in range(20):
        trace = trace_of(exercise(topic, level, seed), "neuron")
        numbers = [float(step.value) for step in trace if step.quantity != "loss"]
        assert np.allclose(numbers, np.round(numbers))
        losses.add(float(trace.gradients.loss) % 1)
    assert losses == {0.0, 0.5}
    assert "only the loss may end in ½" in topic.what


def test_there_is_no_topic_of_an_unknown_name():
    assert topic_named("convolution") is None
