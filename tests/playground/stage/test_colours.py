"""The two themes mean the same, and what is written in their colours can be read."""

import pytest

from playground.stage.colours import DARK, LIGHT, colours_of

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
PHASES = ("forward", "loss", "backward", "gradient", "update")


def luminance(colour):
    """As WCAG 2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_both_themes_name_the_same_colours():
    assert list(LIGHT) == list(DARK)
    assert colours_of("light") is LIGHT
    assert colours_of(None) == {}


@THEMES
@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_can_be_read_on_the_surface_and_on_its_own_tint(theme, phase):
    for ground in (theme["@surface"], theme["@band"], theme[f"@{phase}-soft"]):
        assert contrast(theme[f"@{phase}"], ground) >= 4.5


@THEMES
def test_words_can_be_read_on_every_ground(theme):
    grounds = ["@surface", "@band", *(f"@{phase}-soft" for phase in PHASES)]
    for ground in grounds:
        assert contrast(theme["@ink"], theme[ground]) >= 7
        assert contrast(theme["@muted"], theme[ground]) >= 4.5
    assert contrast(theme["@on-solid"], theme["@backward"]) >= 4.5


@THEMES
def test_signs_and_rims_are_seen(theme):
    for colour in ("@positive", "@negative", "@rim"):
        assert contrast(theme[colour], theme["@surface"]) >= 3


@THEMES
def test_no_two_phases_share_a_colour(theme):
    assert len({theme[f"@{phase}"] for phase in PHASES}) == len(PHASES)
