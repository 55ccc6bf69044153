"""The field for typed numbers, by itself: what it shows, what it hands on, and what it says."""

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from tests.playground.exercise.typed_texts import MISREAD, made_texts


def field():
    """A page with one field and a number that can change elsewhere, too."""
    import streamlit as st

    from playground.exercise.typed_number import Takes
    from playground.ui.number_field import number_field

    held = st.session_state.setdefault("held", {"value": 0.25, "of": "w1", "there": True})
    if held["there"]:
        takes = Takes("The weight")
        taken = held.setdefault("taken", [])
        number_field("Weight", "w", held["value"], takes, taken.append, of=held["of"])
        if taken:
            held["value"] = taken[-1]
            held["taken"] = []
            st.rerun()


class Field:
    def __init__(self):
        self.at = AppTest.from_function(field).run()

    def run(self):
        self.at.run()
        assert not self.at.exception, self.at.exception[0].value
        return self

    def type(self, text):
        self.at.text_input(key="w").set_value(text)
        return self.run()

    def press(self, key):
        self.at.button(key=key).click()
        return self.run()

    def set(self, **changes):
        self.at.session_state["held"] |= changes
        return self.run()

    @property
    def value(self):
        return self.at.session_state["held"]["value"]

    @property
    def text(self):
        return self.at.text_input(key="w").value

    @property
    def said(self):
        """What stands below the field."""
        found = [
            re.search(r"<p [^>]*role='alert'>(.*)</p>", html.value) for html in self.at.get("html")
        ]
        return "".join(unescape(one[1]) for one in found)

    @property
    def answers(self):
        return [button.label for button in self.at.button]


def test_a_number_is_taken_and_shown_as_the_field_writes_it():
    w = Field().type(" +0.50 ")
    assert (w.value, w.text, w.said) == (0.5, "0.5", "")


@pytest.mark.parametrize(
    "texts", [MISREAD.items(), made_texts(100, seed=16)], ids=["faults", "made"]
)
def test_every_text_is_taken_whole_or_stays_in_sight_with_what_is_wrong_and_the_number_kept(texts):
    w = Field()
    for text, value in texts:
        kept = w.value
        w.type(text)
        if value is None:
            assert (w.value, w.text) == (kept, text)
            assert (text in w.said) if text.strip() else ("is empty" in w.said)
            assert w.answers[-1].startswith("Keep ")
        else:
            assert (w.value, w.said, w.answers) == (value, "", [])
            assert float(w.text) == float(f"{value:.12g}")


def test_the_old_number_can_be_had_back():
    w = Field().type("0,15")
    assert w.answers == ["Use 0.15", "Keep 0.25"]
    w.press("w_keep")
    assert (w.value, w.text, w.said) == (0.25, "0.25", "")


def test_a_comma_with_two_meanings_is_asked_about_and_either_can_be_taken():
    for place, value in enumerate((1.5, 1500.0)):
        w = Field().type("1,500")
        assert w.answers == ["Use 1.5", "Use 1500", "Keep 0.25"]
        w.press(f"w_reading_{place}")
        assert (w.value, w.said) == (value, "")


def test_a_refusal_goes_when_another_text_is_taken():
    w = Field().type("abc").type("xyz")
    assert "'xyz'" in w.said
    assert w.type("2").said == ""


def test_a_refusal_stays_while_other_things_happen():
    w = Field().type("abc").run().run()
    assert "'abc'" in w.said
    assert w.text == "abc"


def test_a_refusal_goes_when_the_number_changes_elsewhere():
    w = Field().type("abc").set(value=0.75)
    assert (w.text, w.said) == ("0.75", "")
    assert w.set(value=0.25).said == "", "and does not come back with the old number"


def test_a_refusal_is_about_the_number_it_was_typed_for():
    w = Field().type("abc").set(of="w2")
    assert (w.text, w.said) == ("0.25", "")
    assert w.set(of="w1").said == ""


def test_a_refusal_is_forgotten_with_the_field():
    w = Field().type("abc").set(there=False).set(there=True)
    assert (w.text, w.said) == ("0.25", "")


def test_a_text_without_end_is_quoted_in_part_and_not_kept_in_the_field():
    w = Field().type("9" * 100_000)
    assert len(w.said) < 200
    assert (w.value, w.text) == (0.25, "0.25")


def test_what_is_typed_is_text_and_no_markup():
    w = Field().type("<img src=x>")
    assert "<img src=x>" in w.said
    assert not any("<img" in html.value for html in w.at.get("html"))
