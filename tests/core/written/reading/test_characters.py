"""A text in usual signs has every place where it was, whatever signs it is written in."""

from hypothesis import given
from hypothesis import strategies as st

from backprop_core.written.reading.characters import plain


@given(st.text() | st.text("\r\n −0,1\u00a0"))
def test_a_plain_text_is_as_long_as_the_text(text):
    assert len(plain(text)) == len(text)
    assert "\r" not in plain(text)


def test_signs_of_word_processors_are_read_as_what_they_stand_for():
    assert plain("−0.5\u00a0“W1”，½⁄3") == '-0.5 "W1",½/3'
