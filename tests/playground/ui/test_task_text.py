"""A task keeps bold, italics, lists, code and LaTeX; everything else is shown as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ui.task_text import task_markdown


@pytest.mark.parametrize(
    "text", ["a **bold** word", "an *italic* word", "`a*b`", "the sum $z_1 = w x$ here", "$$a^2$$"]
)
def test_what_is_allowed_keeps_its_meaning(text):
    assert task_markdown(text) == text


def test_lists_and_lines_stay_apart():
    assert task_markdown("Do this\n\n- one\n* two\n1. three") == (
        "Do this  \n\n- one\n- two\n1. three"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>x</b>", "\\<b\\>x\\<\\/b\\>"),
        ("[a](javascript:b)", "\\[a\\]\\(javascript\\:b\\)"),
        ("# big", "\\# big"),
        ("it costs 5$", "it costs 5\\$"),
    ],
)
def test_everything_else_is_shown_as_typed(text, shown):
    assert task_markdown(text) == shown


@given(st.text("<>[]()!#|:&h", max_size=40))
def test_no_sign_of_html_or_of_a_link_is_left_bare(text):
    made = task_markdown(text).replace("\\\\", "")
    for sign in "<>[]()!#|":
        assert made.count(sign) == made.count("\\" + sign)
