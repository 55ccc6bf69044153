"""The conventions of an exercise: in its document, its file and its link."""

import copy
from dataclasses import replace

import pytest

from backprop_core import BackpropError
from playground.exercise import edits
from playground.exercise.conventions import USUAL, Conventions, conventions_in
from playground.exercise.document_conventions import conventions_of
from playground.exercise.document_reader import parse
from playground.exercise.link import from_json, from_link, to_json, to_link
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.presets import presets
from tests.playground.walks import document_of

EVERY = Conventions(PaperRounding("decimals", 3), turned=True, comma=True, fractions=True)


def test_an_exercise_without_conventions_is_the_same_text_as_before():
    for name, document in presets().items():
        turned = name in ("13_perceptron_and", "14_delta_rule_sign")
        assert conventions_of(document) == replace(USUAL, turned=turned), name
        assert "conventions" not in to_json(document)
        assert parse({**document, "conventions": {}}) == document


@pytest.mark.parametrize(
    "chosen",
    [
        EVERY,
        replace(EVERY, products=True),
        Conventions(PaperRounding("digits", 4)),
        Conventions(turned=True),
        Conventions(),
    ],
)
def test_file_and_link_carry_them(chosen):
    document = edits.set_conventions(document_of((2, 2, 1)), chosen).document
    assert conventions_of(from_json(to_json(document))) == chosen
    assert conventions_of(from_link(to_link(document))) == chosen
    assert parse(document) == document


@pytest.mark.parametrize("loss", ["perceptron", "delta_rule"])
def test_the_rules_of_threshold_units_take_target_minus_output_unless_told_otherwise(loss):
    plain = document_of((2, 1), "step", loss)
    assert conventions_of(plain).turned
    told = edits.set_conventions(plain, Conventions()).document
    assert told["conventions"] == {"error": "output_minus_target"}
    assert not conventions_of(from_link(to_link(told))).turned
    assert edits.set_conventions(told, Conventions(turned=True)).document == plain
    other = edits.set_loss(plain, "half_squared_error").document
    assert not conventions_of(other).turned


def test_an_edit_keeps_the_conventions_and_the_usual_ones_leave_no_trace():
    plain = document_of((2, 2, 1))
    document = edits.set_conventions(plain, EVERY).document
    grown = edits.add_neuron(document, 1).document
    assert conventions_of(grown) == EVERY
    assert edits.set_conventions(document, USUAL).document == plain


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ([], "conventions got list"),
        ({"colour": 1}, "the field 'colour' is unknown"),
        ({"round_decimals": 9}, "round_decimals got 9"),
        ({"round_decimals": True}, "round_decimals got True"),
        ({"round_digits": 0}, "round_digits got 0"),
        ({"round_decimals": 3, "round_digits": 3}, "It takes one"),
        ({"error": "backwards"}, "error got 'backwards'"),
        ({"error": ["x"]}, "error got"),
        ({"decimal_comma": 1}, "decimal_comma got 1"),
        ({"fractions": "yes"}, "fractions got 'yes'"),
    ],
)
def test_what_is_wrong_with_them_is_named(raw, says):
    with pytest.raises(BackpropError, match=says):
        conventions_in(raw)
    with pytest.raises(BackpropError, match=says):
        parse({**document_of((2, 1)), "conventions": raw})


def test_reading_changes_nothing_of_what_came_in():
    raw = {**document_of((2, 1)), "conventions": {"error": "output_minus_target"}}
    before = copy.deepcopy(raw)
    assert "conventions" not in parse(raw)
    assert raw == before
