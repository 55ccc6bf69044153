"""A text in usual signs has every place where it was, and a quotation is short."""

from hypothesis import given
from hypothesis import strategies as st

from backprop_core.written.reading.characters import foreign_digit, plain, quoted


@given(st.text() | st.text("\r\n −0,1\u00a0"))
def test_a_plain_text_is_as_long_as_the_text(text):
    assert len(plain(text)) == len(text)
    assert "\r" not in plain(text)


def test_signs_of_word_processors_are_read_as_what_they_stand_for():
    assert plain("−0.5\u00a0“W1”，½⁄3") == '-0.5 "W1",½/3'


@given(st.text(), st.integers(5, 80))
def test_a_quotation_is_on_one_line_and_no_longer_than_it_may_be(text, longest):
    shown = quoted(text, longest)
    assert len(shown) <= longest + 2
    assert "\n" not in shown


def test_digits_of_other_scripts_are_found_and_raised_ones_are_not():
    assert foreign_digit("1٣") == "٣"
    assert foreign_digit("10⁻³ W₁") is None
