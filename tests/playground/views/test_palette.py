"""The two palettes mean the same, and what is written in their colours can be read."""

import pytest

from playground.views.palette import DARK, LIGHT
from tests.playground.views.coloured import coloured

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour):
    """As WCAG 2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right_at_its_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_both_themes_name_the_same_colours():
    assert list(LIGHT) == list(DARK)
    assert all(name.startswith("@") for name in LIGHT)


@PALETTES
@pytest.mark.parametrize("text", ["@ink", "@muted", "@positive", "@negative", "@accent"])
def test_text_beside_the_neurons_can_be_read(palette, text):
    assert contrast(palette[text], palette["@paper"]) >= 4.5


@PALETTES
@pytest.mark.parametrize("fill", ["@paper", "@fill", "@positive-fill", "@negative-fill", "@wrong"])
def test_text_in_a_neuron_can_be_read(palette, fill):
    assert contrast(palette["@ink"], palette[fill]) >= 4.5


@PALETTES
@pytest.mark.parametrize("line", ["@positive", "@negative", "@line", "@used"])
def test_lines_stand_out_from_the_paper(palette, line):
    assert contrast(palette[line], palette["@paper"]) >= 3


@PALETTES
def test_positive_and_negative_differ_most_in_blue_which_every_kind_of_vision_tells(palette):
    """Blue against orange: red-green blindness leaves the difference along blue and yellow."""
    for kind in ("", "-fill", "-faint"):
        positive, negative = palette["@positive" + kind], palette["@negative" + kind]
        blue = int(positive[5:], 16) - int(negative[5:], 16)
        assert blue > 40


def test_colours_are_put_in_everywhere_and_nothing_else_changes():
    figure = {"a": "@ink", "b": [1, None, "@paper", {"c": "@nothing", "d": "text"}]}
    assert coloured(figure, LIGHT) == {
        "a": LIGHT["@ink"],
        "b": [1, None, LIGHT["@paper"], {"c": "@nothing", "d": "text"}],
    }
    assert figure["a"] == "@ink"
