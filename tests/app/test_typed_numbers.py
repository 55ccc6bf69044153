"""Every place where a number is typed takes a text whole or refuses it there, with the old number
kept: each text that was once misread is typed into each of them."""

import re
from pathlib import Path

import pytest

from playground import session
from playground.where import Neuron, Weight
from tests.app.playground_session import Session, at_page
from tests.app.typed_tables import refused_in, type_in
from tests.playground.exercise.typed_texts import ONCE_MISREAD

ROOT = Path(__file__).parents[2]


def walking(selected=None):
    page = Session()
    return page.do(lambda: session.select(selected)) if selected else page


def drawing(selected=None):
    page = Session().choose("mode", "draw")
    return page.do(lambda: session.select(selected)) if selected else page


PLACES = {  # how to get there, the field, its number in the document, and what it takes
    "learning rate": (
        walking,
        "learning_rate_value",
        lambda d: d["learning_rate"],
        lambda value: value >= 0,
    ),
    "weight on the walk": (
        lambda: walking(Weight(0, 1, 0)),
        "inspect_weight",
        lambda d: d["layers"][0]["W"][1][0],
        None,
    ),
    "bias": (
        lambda: walking(Neuron(1, 1)),
        "inspect_bias",
        lambda d: d["layers"][0]["b"][1],
        None,
    ),
    "input": (lambda: walking(Neuron(0, 1)), "inspect_input", lambda d: d["x"][0][1], None),
    "target": (lambda: walking(Neuron(2, 0)), "inspect_target", lambda d: d["y"][0][0], None),
    "width": (
        drawing,
        "width_1",
        lambda d: len(d["layers"][0]["W"]),
        lambda value: value in range(1, 17),
    ),
    "samples": (drawing, "samples", lambda d: len(d["x"]), lambda value: value in range(1, 65)),
    "seed": (
        drawing,
        "seed",
        lambda d: d["seed"],
        lambda value: value >= 0 and value.is_integer() and value < 2**53,
    ),
    "one weight": (
        lambda: at_page("weight"),
        "selected_value",
        lambda d: d["layers"][0]["W"][0][0],
        None,
    ),
    "what if": (
        lambda: at_page("what_if"),
        "selected_value",
        lambda d: d["layers"][0]["W"][0][0],
        None,
    ),
}


# The same field with the same reader, for other numbers.
ALIKE = {"weight on the board", "bias", "input", "target", "one weight"}
FEW = ("0,15", "−3", "1e308", "abc")


@pytest.mark.parametrize("place", PLACES)
def test_a_text_is_taken_whole_or_refused_at_its_field(place):
    opened, key, number_of, takes = PLACES[place]
    page = opened()
    for text in FEW if place in ALIKE else ONCE_MISREAD:
        value, before = ONCE_MISREAD[text], page.document
        page.choose(key, text)
        if value is None or (takes and not takes(value)):
            assert page.document == before, text
            assert page.at.text_input(key=key).value == text
            (said,) = page.refusals
            assert text.strip() in said
        else:
            assert number_of(page.document) == value, text
            assert not page.refusals
    elsewhere = [error for error in page.errors if " got " in error]
    assert not elsewhere, "a refusal stands at its field and nowhere else"


def test_a_cell_takes_a_text_whole_or_refuses_it():
    page = drawing()
    for text, value in ONCE_MISREAD.items():
        before = page.document
        type_in(page, "x", {(0, 1): text})
        if value is None:
            assert page.document == before
            assert refused_in(page, "x")[0, 1]["text"] == text
        else:
            assert page.document["x"] == [[0.05, value]]
            assert not refused_in(page, "x")


def test_a_pass_is_gone_to_by_its_whole_number():
    page = Session().press("ten_passes")
    page.choose("pass_number", "3,0")
    assert page.run_of_passes["at"] == 10
    assert page.refusals == [
        "The pass got '3,0'; write a point instead of the comma: 3.0. "
        "It takes a whole number from 1 to 11."
    ]
    page.press("pass_number_reading_0")
    assert page.run_of_passes["at"] == 2


def test_the_slope_of_a_function_is_read_like_every_number():
    page = Session(from_file=True)
    page.at.switch_page("pages/learn/functions.py")
    page.run()
    page.choose("function", "leaky_relu").choose("parameter_leaky_relu", "0,2")
    assert "The slope below 0 got '0,2'" in page.refusals[0]
    page.press("parameter_leaky_relu_reading_0")
    assert page.value("parameter_leaky_relu") == 0.2


def test_an_undo_and_the_slider_take_a_refused_text_away():
    page = walking(Weight(0, 1, 0)).choose("inspect_weight", "0.5")
    page.choose("inspect_weight", "0,15").choose("learning_rate_value", "x")
    assert len(page.refusals) == 2
    page.choose("learning_rate", 0.1)
    assert len(page.refusals) == 1
    assert page.value("learning_rate_value") == 0.1
    page.press("undo", "undo")
    assert not page.refusals
    assert page.value("inspect_weight") == 0.25


def test_a_comma_is_a_decimal_comma_on_a_sheet_that_has_them():
    page = walking(Weight(0, 1, 0)).do(lambda: session.choose(comma=True))
    page.choose("inspect_weight", "0,15")
    assert page.document["layers"][0]["W"][1][0] == 0.15
    page.choose("inspect_weight", "1.000,5")
    assert "'1.000,5'" in page.refusals[0]


def test_the_fields_of_training_refuse_at_the_field_too():
    page = Session(from_file=True, preset="07_xor")
    page.at.switch_page("pages/play/train.py")
    page.run()
    for text in ("0,5", "-1", "1_0", "nan"):
        page.choose("train_rate_value", text)
        (said,) = page.refusals
        assert f"got '{text}'" in said
    page.choose("train_rate_value", "0,5").press("train_rate_value_reading_0")
    assert not page.refusals
    assert page.value("train_rate_value") == 0.5
    page.choose("batch_size_value", "2.5")
    assert page.refusals == ["Batch size got '2.5'. It takes a whole number from 1 to 4."]


def test_an_option_of_training_is_taken_whole_or_refused_at_its_field():
    page = Session(from_file=True, preset="07_xor")
    page.at.switch_page("pages/play/train.py")
    page.run()
    refused = {
        "rule_option_weight_decay": ("-3", "Weight decay λ got '-3'. It takes a number from 0 up."),
        "train_dropout": (
            "1e6",
            "Dropout got '1e6'. It takes a number from 0 up to but not including 1.",
        ),
    }
    for key, (text, why) in refused.items():
        page.choose(key, text)
        assert page.refusals == [why]
        page.press(f"{key}_keep")
    page.choose("train_schedule", "step").choose("schedule_option_step_size", "2.5")
    (said,) = page.refusals
    assert said.startswith("Step size got '2.5'. It takes a whole number from 1 to ")
    page.choose("schedule_option_step_size", "25")
    assert not page.refusals
    page.choose("rule", "momentum")
    page.at.checkbox(key="rule_option_nesterov").check()
    page.run()
    page.choose("rule_option_mu", "0")  # which only together with another option is none
    assert "nesterov takes a mu above 0" in page.refusals[0]
    assert page.value("rule_option_mu") == 0
    page.press("rule_option_mu_keep")
    assert page.value("rule_option_mu") == 0.9
    assert not page.errors


def test_a_refused_text_stays_while_one_steps():
    page = walking(Weight(0, 1, 0)).choose("inspect_weight", "0,15").press("next_step")
    assert page.value("inspect_weight") == "0,15"
    assert len(page.refusals) == 1


def test_no_page_has_a_field_of_the_toolkit_for_numbers():
    """It drops the signs that it does not know and keeps the rest."""
    texts = {path: path.read_text("utf-8") for path in (ROOT / "playground").rglob("*.py")}
    assert not [path for path, text in texts.items() if re.search(r"number_input\(", text)]
    assert not [path for path, text in texts.items() if "NumberColumn" in text]


def test_a_field_that_now_shows_another_ones_number_is_given_it_even_if_it_is_the_same():
    """What somebody began to type was meant for the other."""
    page = walking(Neuron(1, 0))
    for neuron in (1, 0):
        page.do(lambda neuron=neuron: session.select(Neuron(1, neuron)))
        assert page.at.text_input(key="inspect_bias").proto.set_value
    assert not page.run().at.text_input(key="inspect_bias").proto.set_value
