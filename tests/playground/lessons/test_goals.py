"""Goals: read by a small grammar, and true exactly when what they say is."""

import pytest

from backprop_core import BackpropError
from playground.exercise.presets import presets
from playground.lessons.goals import FACTS, goal_of, places_in, reached, without_steps
from playground.lessons.pointers import place_of
from tests.playground.walks import walk_of

KNOWN = {
    "learning_rate": 0.5,
    "loss": 2.0,
    "loss_after": 3.0,
    "first_loss": 4.0,
    "passes": 2,
    "rise": 0.0,
    "samples": 1,
    "granularity": "neuron",
    "loss_function": "half_squared_error",
    "reduction": "mean",
    "output_activation": "sigmoid",
    "notation": "own",
    "right": 1,
}


def holds(text, position=0, granularity="neuron", preset="08_hallstrom_3_4_3_2"):
    stage = next(iter(goal_of(text)), ())
    return reached(stage, KNOWN, walk_of(presets()[preset], granularity), position, 0)


def test_every_fact_is_known():
    assert set(FACTS) == set(KNOWN)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("learning_rate > 0.4", True),
        ("learning_rate > 0.5", False),
        ("learning_rate >= 0.5 and loss_after > loss", True),
        ("learning_rate >= 0.5 and loss_after < loss", False),
        ("passes == 2", True),
        ("passes != 2", False),
        ("granularity == 'neuron'", True),
        ("granularity == 'layer'", False),
        ("granularity < 3", False),
        ("{a -1 1} < {y 1}", True),
        ("{a -1 1} > {y 1}", False),
        ("{W 1 1 1} <= -0.4", False),
        ("", False),
    ],
)
def test_a_comparison_holds_when_it_is_true(text, true):
    assert holds(text) == true


def test_a_step_is_reached_when_its_number_is_complete():
    assert holds("step is z 1 1")
    assert not holds("step is z 1 1", position=1)
    assert [holds("step is z 1 1", k, "term") for k in range(5)] == [0, 0, 0, 1, 0]
    assert holds("step is z 1 2", granularity="layer")


def test_the_last_step_can_be_asked_for():
    last = len(walk_of(presets()["08_hallstrom_3_4_3_2"])) - 1
    assert [holds("step is last", k) for k in (0, last - 1, last)] == [False, False, True]


def test_one_thing_may_be_asked_for_after_another():
    first, then = goal_of("passes > 2 and step is z 1 1 then loss == 2.0")
    assert [len(first), len(then)] == [2, 1]
    assert without_steps(first) == first[:1]
    assert places_in((first, then)) == [place_of("z 1 1")]
    assert places_in(goal_of("{a -1 2} > {y 1} and step is last")) == [
        place_of("a -1 2"),
        place_of("y 1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "loss",
        "loss >",
        "loss > luck",
        "loss => 1",
        "loss + 1 > 2",
        "step is x",
        "open('f') > 1",
    ],
)
def test_what_the_grammar_does_not_know_is_refused(text):
    with pytest.raises(BackpropError):
        goal_of(text)
