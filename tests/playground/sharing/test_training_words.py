"""Data and hyperparameters come back from their words in an address as they were."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data_sets.data_choice import usual_choice
from playground.data_sets.preparation import SCALINGS
from playground.data_sets.recipe_book import SETS
from playground.exercise.hyperparameters import usual
from playground.exercise.rule_choices import CLIPS, RULES, SCHEDULES
from playground.sharing.on_screen import Shown, query_of, shown_in, written
from playground.sharing.training_words import (
    data_in_words,
    training_in_words,
    words_of_data,
    words_of_training,
)

shares = st.floats(0.001, 0.9)
seeds = st.integers(0, 2**53 - 1)


@st.composite
def data_choices(draw):
    """Any set that is offered, with all that can be chosen of it."""
    chosen = usual_choice(draw(st.sampled_from([*SETS])))
    offered, recipe = SETS[chosen["recipe"]["name"]], chosen["recipe"]
    recipe["seed"] = draw(seeds)
    if offered.points is not None:
        recipe["points"] = draw(st.integers(4, 10_000))
    if offered.noise is not None:
        recipe["noise"] = draw(st.floats(0, 10).map(abs))
    if offered.classes is not None:
        recipe["classes"] = draw(st.integers(*offered.classes[1:]))
    prepared = {"share": draw(st.just(0.0) | shares), "seed": draw(seeds)}
    return {**chosen, **prepared, "scaling": draw(st.sampled_from([*SCALINGS]))}


def options_of(options, draw):
    """Some of them, each with a value that it can have."""
    found = {}
    for one in (one for one in options if draw(st.booleans())):
        if isinstance(one.value, bool):
            found[one.name] = draw(st.booleans())
        elif one.choices is not None:
            found[one.name] = draw(st.sampled_from([*one.choices]))
        elif isinstance(one.value, int):
            found[one.name] = draw(st.integers(1, 10**6))
        else:
            found[one.name] = draw(st.floats(0.001, 0.999))
    return found


@st.composite
def trainings(draw):
    """Any hyperparameters that the fields can be set to."""
    rule, schedule = draw(st.sampled_from([*RULES])), draw(st.sampled_from([*SCHEDULES]))
    options = options_of(RULES[rule].options, draw)
    if options.get("nesterov"):
        options["form"] = "torch"
    return {
        **usual(draw(st.floats(1e-9, 1e3))),
        **{"rule": rule, "options": options, "schedule": schedule},
        "schedule_options": options_of(SCHEDULES[schedule].options, draw),
        "batch_size": draw(st.none() | st.integers(1, 10_000)),
        "shuffle": draw(st.none() | seeds),
        "l1": draw(st.just(0.0) | st.floats(1e-12, 1.0)),
        "l2": draw(st.just(0.0) | st.floats(1e-12, 1.0)),
        "clip": draw(st.sampled_from([*CLIPS])),
        "clip_limit": draw(st.floats(1e-6, 1e6)),
        "dropout": draw(st.just(0.0) | shares),
    }


@given(data_choices(), trainings())
@settings(max_examples=500, deadline=None)
def test_a_link_to_a_training_opens_with_the_same_data_and_hyperparameters(data, training):
    shown = Shown(page="train", data=data, training=training)
    address = written(query_of(shown))
    assert address.isascii()
    assert shown_in(dict(parse_qsl(address))) == (shown, [])


def test_a_person_can_read_them():
    data = usual_choice("circles")
    data["recipe"]["points"] = 500
    assert words_of_data(data) == "circles,points:500"
    chosen = {**usual(0.03), "rule": "adam", "options": {"amsgrad": True}, "batch_size": None}
    assert words_of_training(chosen) == "adam,lr:0.03,amsgrad:1,batch:all"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "squares",
            "circles,500",
            "circles,points:3",
            "circles,points:5e2",
            "circles,name:iris",
        ),
        *("circles,noise:nan", "circles,test:0.95", "circles,test:-0.1", "circles,inputs:upside"),
        *(
            "circles,points:50,points:60",
            "spirals,classes:9",
            "circles,split:-1",
            "circles,wings:2",
        ),
    ],
)
def test_data_that_there_is_not_are_refused(text):
    with pytest.raises((ValueError, LookupError)):
        data_in_words(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "luck,lr:0.1",
            "adam,lr:-1",
            "adam,lr:x",
            "adam,beta1:1.5",
            "adam,mu:0.9",
        ),
        *("adam,amsgrad:yes", "momentum,form:mine", "adam,batch:0", "adam,batch:1.5"),
        *("adam,clip:hair", "adam,schedule:never", "adam,schedule.gamma:0.5", "adam,dropout:1"),
        *("adam,lr:0.1,lr:0.2", "adam,lr:inf", "adam,clip:norm,clip_limit:-1", "adam,shuffle:-1"),
    ],
)
def test_hyperparameters_that_there_are_not_are_refused(text):
    with pytest.raises((ValueError, LookupError)):
        training_in_words(text)
