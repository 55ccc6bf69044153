"""Texts with a decimal comma."""

import pytest

from playground.notation.decimal_comma import figure_with_comma, with_comma


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a loss of 0.5 after 12,000 updates", "a loss of 0,5 after 12\u202f000 updates"),
        ("**-1.5e-3**, then .25.", "**-1,5e-3**, then ,25."),
        ("from 1,234.5 to 2,345,678", "from 1\u202f234,5 to 2\u202f345\u202f678"),
        ("$0.25^8$ and $$x = 1.5$$", "$0{,}25^8$ and $$x = 1{,}5$$"),
        (r"$a \\[0.4em] 0.4$", r"$a \\[0.4em] 0{,}4$"),
        ("`lr=0.5`, ```\nx = 0.5\n```", "`lr=0.5`, ```\nx = 0.5\n```"),
        ("<i style='left:12.5%'>12.5 %</i>", "<i style='left:12.5%'>12,5 %</i>"),
        ("version 7.1.0, w[1,2], h1.", "version 7.1.0, w[1,2], h1."),
        (r"0\.35, as somebody typed it", r"0\.35, as somebody typed it"),
    ],
)
def test_numbers_are_written_with_a_comma_and_nothing_else_changes(text, written):
    assert with_comma(text) == written


def test_a_figures_own_texts_are_written_so_and_what_tells_plotly_is_kept():
    figure = {
        "data": [{"x": [0.5], "text": ["pass 1, loss 0.5"], "hovertemplate": "at 1.5: %{y:.4g}"}],
        "layout": {"title": {"text": "0.5"}, "font": {"family": "Inter 0.1"}},
    }
    assert figure_with_comma(figure) == {
        "data": [{"x": [0.5], "text": ["pass 1, loss 0,5"], "hovertemplate": "at 1,5: %{y:.4g}"}],
        "layout": {"title": {"text": "0,5"}, "font": {"family": "Inter 0.1"}},
    }
