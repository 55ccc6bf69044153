"""Texts with places to fill: nothing but the given names goes in, and slips are errors."""

import pytest

from playground.templates import (
    TextError,
    attributes_in,
    calls_in,
    capital,
    filled,
    format_string,
    names_in,
    value_of,
)


def test_values_and_passages_are_put_in_and_latex_stays_as_it_is():
    text = r"$\frac{a_{1}}{<< b >>}$<% if on %>, {on}<% else %>, off<% endif %> %"
    assert filled(text, {"b": 2, "on": True}) == r"$\frac{a_{1}}{2}$, {on} %"
    assert filled(text, {"b": 2, "on": False}) == r"$\frac{a_{1}}{2}$, off %"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<< luck >>", "'luck' is undefined"),
        ("<< b.luck >>", "no attribute 'luck'"),
        ("<< b.__class__ >>", "unsafe"),
        ("<< b", "cannot be read"),
        ("<% if b %>", "cannot be read"),
        ("<< range(3) >>", "'range' is undefined"),
        ("<< b|upper >>", "No filter named"),
    ],
)
def test_what_is_missing_or_out_of_reach_is_an_error(text, says):
    with pytest.raises(TextError, match=says):
        filled(text, {"b": 2})


def test_an_expression_is_worked_out():
    assert value_of("b > 1 and kind == 'x'", {"b": 2, "kind": "x"}) is True
    with pytest.raises(TextError, match="luck"):
        value_of("luck > 1", {})


def test_what_a_text_asks_for_is_known_without_filling_it():
    text = "<< z(1, -1).value >> << at(z(2)) >><% if on and loss(sample=3) %><% endif %>"
    assert names_in(text) == {"z", "at", "on", "loss"}
    assert attributes_in(text) == {"value"}
    found = {
        (call.name, call.args, tuple(call.named.items()), call.attribute) for call in calls_in(text)
    }
    assert found == {
        ("z", (1, -1), (), "value"),
        ("z", (2,), (), ""),
        ("loss", (), (("sample", 3),), ""),
    }


def test_a_text_of_names_becomes_a_format_string():
    text = r"z^{(<< l >>)}_{<< j >>}"
    assert format_string(text).format(l=1, j=2) == filled(text, {"l": 1, "j": 2}) == "z^{(1)}_{2}"
    with pytest.raises(TextError, match="names only"):
        format_string("<< j + 1 >>")
    with pytest.raises(TextError, match="names only"):
        format_string("<% if j %>1<% endif %>")


@pytest.mark.parametrize(("word", "said"), [("delta", "Delta"), ("dz", "dz"), ("∂L/∂z", "∂L/∂z")])
def test_a_sign_is_no_word_that_begins_with_a_capital(word, said):
    assert capital(word) == said
