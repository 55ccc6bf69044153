"""The pass as JSON, held against the published schemas."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from referencing import Registry, Resource

from backprop_core import BackpropError
from playground.exercise import link
from playground.exercise.document import UpdateDocument
from playground.exercise.hyperparameters import usual
from playground.exercise.rule_choices import CLIPS, RULES, SCHEDULES
from playground.export.pass_json import pass_json
from tests.playground.export.exercises import BY_TURNS, EVERY, HOSTILE, MAZUR, view_of, whole
from tests.playground.export.walked_updates import CASES, walked

FOLDER = Path(__file__).parents[3] / "docs" / "schema"
SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")
}
REGISTRY = Registry().with_resources(
    [(name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
)


def validate(made, name):
    validator = jsonschema.Draft202012Validator
    validator.check_schema(SCHEMAS[name])
    validator(SCHEMAS[name], registry=REGISTRY).validate(made)


@pytest.mark.parametrize(("name", "granularity"), BY_TURNS)
def test_a_pass_is_as_its_schema_says(name, granularity):
    view = view_of(name, granularity)
    made = json.loads(whole(pass_json(view)))
    validate(made, "pass.schema.json")
    assert len(made["steps"]) == len(view.trace)
    for said, step in zip(made["steps"], view.trace, strict=True):
        assert said["value"] == np.asarray(step.value).tolist()


def test_numbers_that_are_not_finite_are_text():
    layers = [{"W": [[1e200]], "b": None, "activation": "linear"}] * 2
    made = json.loads(whole(pass_json(view_of("smallest", layers=layers, x=[[1.0]], y=[[0.0]]))))
    validate(made, "pass.schema.json")
    assert made["loss"] == "Infinity"


@pytest.mark.parametrize("name", EVERY)
def test_an_exercise_is_as_its_schema_says(name):
    validate(json.loads(link.to_json(EVERY[name])), "exercise.schema.json")


OFFERED = [case for case in CASES if case[1] != "slower"]  # an option that Train does not offer


@pytest.mark.parametrize(("rule", "before"), OFFERED)
def test_a_walked_update_is_as_the_schemas_say_and_opens_again(rule, before):
    view = walked(rule, before)
    validate(json.loads(whole(pass_json(view))), "pass.schema.json")
    text = link.to_json(view.document)
    validate(json.loads(text), "exercise.schema.json")
    assert link.from_json(text) == view.document


def test_the_schema_knows_every_way_to_train_that_there_is():
    update = SCHEMAS["exercise.schema.json"]["$defs"]["update"]["properties"]
    chosen = update["chosen"]["properties"]
    for name, options in (("rule", RULES), ("schedule", SCHEDULES), ("clip", CLIPS)):
        assert chosen[name]["enum"] == [*options]
    assert {*update} == {*UpdateDocument.__annotations__}
    assert {*chosen} == {*usual()}


LEAST = {"x": [[1, 2]], "y": [[0]], "layers": [{"W": [[0.5, 1]], "activation": "tanh"}]}


def test_what_the_schema_lets_through_the_app_can_open():
    validate(LEAST, "exercise.schema.json")
    assert link.from_json(json.dumps(LEAST))["layers"][0]["b"] is None


@pytest.mark.parametrize("name", LEAST)
def test_what_the_schema_requires_the_app_requires(name):
    less = {field: value for field, value in LEAST.items() if field != name}
    with pytest.raises(jsonschema.ValidationError, match="required"):
        validate(less, "exercise.schema.json")
    with pytest.raises(BackpropError, match=rf"\b{name}\b"):
        link.from_json(json.dumps(less))


CONVENTIONS = [
    {"round_decimals": 3, "error": "target_minus_output", "decimal_comma": True},
    {"round_digits": 4, "fractions": True},
]


@pytest.mark.parametrize("conventions", CONVENTIONS)
def test_conventions_are_as_the_schema_says(conventions):
    document = {**EVERY["smallest"], "conventions": conventions}
    validate(json.loads(link.to_json(document)), "exercise.schema.json")
    assert link.from_json(json.dumps(document))["conventions"] == conventions


@pytest.mark.parametrize(
    "wrong",
    [{"round_decimals": 9}, {"round_digits": 0}, {"error": "a"}, {"comma": True},
     {"round_decimals": 1, "round_digits": 1}],
)  # fmt: skip
def test_schema_and_app_refuse_the_same_conventions(wrong):
    document = {**EVERY["smallest"], "conventions": wrong}
    with pytest.raises(jsonschema.ValidationError):
        validate(document, "exercise.schema.json")
    with pytest.raises(BackpropError):
        link.from_json(json.dumps(document))


@pytest.mark.parametrize(
    "change", [{"layer": []}, {"bias": "two"}, {"x": 1}, {"learning_rate": -1}]
)
def test_what_the_schema_refuses_the_app_refuses(change):
    wrong = {**EVERY[MAZUR], **change}
    with pytest.raises(jsonschema.ValidationError):
        validate(wrong, "exercise.schema.json")
    with pytest.raises(BackpropError):
        link.from_json(json.dumps(wrong))


def test_a_title_comes_back_letter_by_letter():
    assert (
        json.loads(whole(pass_json(view_of(MAZUR, title=HOSTILE))))["exercise"]["title"] == HOSTILE
    )
