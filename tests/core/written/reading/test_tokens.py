"""Every character of a text belongs to one token, or stands between two as space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core.written.reading.tokens import tokens_of


@given(st.text("0123456789.,-+eE×^ []()=:;\n\tabW_'\"/*%#<>|&\\?"))
def test_tokens_cover_the_text_in_order(text):
    end = 0
    for token in tokens_of(text):
        assert end <= token.start < token.end
        assert not any(sign.isalnum() for sign in text[end : token.start]) or "\\" in text
        end = token.end


@pytest.mark.parametrize(
    "text", ["0.1.5", "1_0", "0x10", "5‰", "0.1*0.5", "1/3/5", "0.5cm", "1e5e5", "3x", "1..2"]
)
def test_no_part_of_a_word_is_taken_for_a_number(text):
    assert "run" not in {token.kind for token in tokens_of(text)}


def test_a_run_of_numbers_is_one_token():
    assert [token.kind for token in tokens_of("0.1, -2  3e-4,.5")] == ["run"]


def test_three_dots_at_the_end_of_a_line_go_on_in_matlab_and_leave_out_in_numpy():
    assert "elision" not in {token.kind for token in tokens_of("[1 2; ...\n 3 4]")}
    assert "elision" in {token.kind for token in tokens_of("[[1 2]\n ...\n [3 4]]")}
    assert "elision" in {token.kind for token in tokens_of("[1 2 ... 3 4]")}
