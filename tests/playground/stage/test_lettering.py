"""Widths of texts, and numbers in as many digits as there is room for."""

import itertools

import pytest

from playground.stage.lettering import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    em_width,
    fitted,
    fitted_pair,
    fitted_with,
    number,
    width,
)


def test_all_figures_are_equally_wide_so_that_numbers_stand_in_columns():
    for weight in (REGULAR, SEMIBOLD, BOLD):
        assert len({em_width(figure, weight) for figure in "0123456789"}) == 1


def test_a_text_is_as_wide_as_in_a_browser():
    """Measured in Chromium with the font that Streamlit serves, 16 px."""
    assert width("Hidden layer", 16, BOLD) == pytest.approx(90.04, abs=0.3)
    assert width("positive weight", 16) == pytest.approx(101.54, abs=0.3)
    assert width("−0.3775", 16, SEMIBOLD) == pytest.approx(53.65, abs=0.1)
    assert width("0.4 → 0.3589", 16) == pytest.approx(79.94, abs=0.1)


def test_heavier_letters_are_wider():
    widths = [width("0.3775", 16, weight) for weight in (REGULAR, SEMIBOLD, BOLD)]
    assert widths == sorted(set(widths))


def test_a_letter_that_the_font_lacks_counts_as_wide():
    assert em_width("漢") >= em_width("W") * 0.8


def test_a_number_has_a_true_minus_everywhere():
    assert number(-0.25, 4) == "−0.25"
    assert number(-1.5e-9, 4) == "−1.5e−9"


@pytest.mark.parametrize("value", [0.123456789, -0.00123456, 12345.678, 1.23e-9, -9.99e12])
def test_a_narrow_place_costs_digits_and_never_the_number(value):
    shown = [fitted(value, 9, room, 16) for room in range(20, 160, 4)]
    assert all(len(a) <= len(b) for a, b in itertools.pairwise(shown))
    for text, room in zip(shown, range(20, 160, 4), strict=True):
        if text != number(value, 1):
            assert width(text, 16, SEMIBOLD) <= room


def test_old_and_new_are_told_apart():
    assert fitted_pair(0.4, 0.35891648, 4, 200, 14) == ("0.4 → ", "0.3589")
    assert fitted_pair(0.3, 0.3000012, 4, 200, 14) == ("0.3 → ", "0.300001")


def test_where_there_is_no_room_to_tell_them_apart_the_new_number_stands_alone():
    before, after = fitted_pair(0.3, 0.3000012, 4, 80, 14)
    assert before == "→ "
    assert after == "0.3"


def test_numbers_that_are_equal_are_shown_as_equal():
    assert fitted_pair(0.5, 0.5, 4, 200, 14) == ("0.5 → ", "0.5")


def test_the_letter_goes_last():
    assert fitted_with("z ", 0.37751, 4, 200, 16, SEMIBOLD) == ("z ", "0.3775")
    assert fitted_with("z ", 0.37751, 4, 46, 16, SEMIBOLD) == ("z ", "0.38")
    assert fitted_with("z ", -1.2e-12, 4, 52, 16, SEMIBOLD)[0] == ""
    assert fitted_with("z ", 0.37751, 4, 80, 16, SEMIBOLD, "…") == ("z ", "0.3775…")
    assert fitted_with("z ", 0.37751, 4, 50, 16, SEMIBOLD, "…") == ("z ", "0.378")
