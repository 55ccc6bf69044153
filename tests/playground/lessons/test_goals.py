"""Goals: read as expressions, and true exactly when what they say is."""

import pytest

from backprop_core import BackpropError
from playground.exercise.presets import presets
from playground.lessons.goals import FACTS, check_goal, places_in, reached, size_asked
from playground.lessons.pointers import place_of
from tests.playground.walks import walk_of

KNOWN = {
    "learning_rate": 0.5,
    "loss_now": 2.0,
    "loss_after": 3.0,
    "first_loss": 4.0,
    "passes": 2,
    "samples": 1,
    "granularity": "neuron",
    "phase": "forward",
    "loss_function": "half_squared_error",
    "right": 1,
}


def holds(text, position=0, granularity="neuron", preset="08_hallstrom_3_4_3_2"):
    facts = {**KNOWN, "granularity": granularity}
    return reached(text, facts, walk_of(presets()[preset], granularity), position, 0)


def test_every_fact_is_known():
    assert set(FACTS) == set(KNOWN)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("learning_rate > 0.4", True),
        ("learning_rate > 0.5", False),
        ("learning_rate >= 0.5 and loss_after > loss_now", True),
        ("learning_rate >= 0.5 and loss_after < loss_now", False),
        ("passes == 2", True),
        ("passes != 2", False),
        ("granularity == 'neuron'", True),
        ("granularity == 'layer'", False),
    ],
)
def test_a_comparison_holds_when_it_is_true(text, true):
    assert holds(text) == true


def test_a_step_is_reached_when_its_number_is_complete():
    assert holds("at(z(1, 1))")
    assert not holds("at(z(1, 1))", position=1)
    assert [holds("at(z(1, 1))", k, "term") for k in range(5)] == [0, 0, 0, 1, 0]
    assert holds("at(loss)", position=18)


def test_a_whole_layers_step_is_none_of_its_numbers():
    assert holds("at(z(1))", granularity="layer")
    assert not holds("at(z(1, 2))", granularity="layer")
    assert not holds("at(z(1))", granularity="neuron")
    assert size_asked(("at(z(1))",), "neuron") == "layer"
    assert size_asked(("at(z(1, 2))",), "layer") == "neuron"
    assert size_asked(("at(z(1, 2))",), "term") is None
    assert size_asked(("passes > 2 and at(loss)",), "layer") is None
    assert size_asked(("granularity == 'term' and at(z(1, 2))",), "layer") is None


def test_the_last_step_can_be_asked_for():
    last = len(walk_of(presets()["08_hallstrom_3_4_3_2"])) - 1
    assert [holds("at_last_step", k) for k in (0, last - 1, last)] == [False, False, True]


def test_the_places_that_a_goal_names_are_known_without_being_there():
    goal = ("passes > 2 and at(z(1, 1))", "loss_now == 2.0 and at(delta(-1, 2))")
    assert places_in(goal) == [place_of("z(1, 1)"), place_of("delta(-1, 2)")]
    assert places_in(("at_last_step", "at(loss)")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "loss",
        "loss_now >",
        "loss_now > luck",
        "loss_now => 1",
        "at(x(1, 2))",
        "at(z(1, 1, 1))",
        "open('f') > 1",
        "().__class__",
    ],
)
def test_what_is_no_goal_is_refused(text):
    with pytest.raises(BackpropError):
        check_goal((text,))
