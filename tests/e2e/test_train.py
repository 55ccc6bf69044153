"""A run in a real browser: paused, gone back, walked, taken up again; a table; and a race."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import screen
from tests.e2e.test_accessibility import expect_none

TABLE = "Länge;Breite;Art\n" + "1,5;0,2;rot\n4,7;1,4;blau\n;1,4;blau\n" * 4
PRESS_ONE_AFTER_THE_OTHER = """
([first, second]) => {
  const press = (key) => document.querySelector(`.st-key-${key} button`).click();
  press(first);
  setTimeout(press, 0, second);
}
"""


def number(page: Page) -> int:
    """Of the update that is shown."""
    said = page.locator(".train-where b").inner_text()
    return int(said.removeprefix("Update ").replace(",", ""))


def expect_beyond(page: Page, update: int) -> None:
    def check() -> None:
        assert number(page) > update

    screen.eventually(page, check)


def stays_at(page: Page, slider: Locator) -> int:
    """The update at which the run was paused, once the time machine ends there."""

    def check() -> int:
        assert slider.get_attribute("max") == str(number(page))
        return number(page)

    end: int = screen.eventually(page, check)
    return end


@pytest.fixture
def train(open_page: Callable[..., Page], server: str) -> Page:
    page = open_page()
    page.goto(f"{server}/?page=train&preset=07_xor")
    expect(page.locator(".train-where")).to_be_visible()
    return page


def test_a_run_is_paused_gone_back_walked_and_taken_up_again(train: Page) -> None:
    screen.button(train, "run").click()
    expect_beyond(train, 20)
    screen.button(train, "run").click()
    expect(screen.button(train, "run")).to_have_text(re.compile("Run"))
    slider = screen.key(train, "time_machine").get_by_role("slider")
    expect(slider).to_be_enabled()
    end = stays_at(train, slider)
    slider.press("Home")
    expect(train.locator(".train-where")).to_contain_text(f"of {end:,}")
    expect(train.locator(".train-where b")).to_have_text("Update 0")
    screen.button(train, "one_update").click()
    expect(train.locator(".train-where")).to_contain_text("live")
    screen.button(train, "walk_update").click()
    expect(train.locator(".strip-head")).to_contain_text("Update 1")
    screen.button(train, "to_training").click()
    expect(train.locator(".train-where b")).to_have_text("Update 1")
    screen.button(train, "run").click()
    expect_beyond(train, 1)
    screen.button(train, "run").click()
    expect(screen.button(train, "run")).to_have_text(re.compile("Run"))
    expect_none(train)


def test_a_press_on_a_page_that_is_just_left_does_not_empty_the_next_one(train: Page) -> None:
    """The browser asks for a part of the page that it shows, and hears of the other page after."""
    for update in range(1, 6):
        screen.button(train, "one_update").click()
        expect(train.locator(".train-where b")).to_have_text(f"Update {update}")
        screen.button(train, "walk_update").click()
        expect(train.locator(".strip-head")).to_contain_text(f"Update {update}")
        train.wait_for_selector(screen.DRAWN_WHOLE)
        train.evaluate(PRESS_ONE_AFTER_THE_OTHER, ["to_training", "next_step"])
    expect(screen.button(train, "one_update")).to_be_visible()


def test_training_a_small_network_is_one_screen(train: Page) -> None:
    train.set_viewport_size({"width": 1400, "height": 900})
    screen.button(train, "one_epoch").click()
    expect(train.locator(".train-where b")).to_have_text("Update 4")
    screen.eventually(train, lambda: _nothing_is_cut(train))
    train.set_viewport_size({"width": 1920, "height": 1080})
    screen.eventually(train, lambda: _pictures_have_grown(train))
    screen.eventually(train, lambda: _nothing_is_cut(train))
    train.set_viewport_size({"width": 1280, "height": 720})
    screen.eventually(train, lambda: _nothing_is_cut(train))
    screen.button(train, "set_pieces").click()
    screen.button(train, "piece_symmetric").click()
    screen.eventually(train, lambda: _question_is_in_its_middle(train))
    screen.button(train, "set_pieces").click()
    screen.button(train, "piece_iris").click()
    expect(train.locator(".train-where b")).to_have_text("Update 0")
    screen.button(train, "one_epoch").click()
    expect(train.locator(".train-where b")).to_have_text("Update 11")
    for width, height in ((1280, 720), (1400, 900), (1920, 1080)):
        train.set_viewport_size({"width": width, "height": height})
        screen.eventually(train, lambda: _nothing_is_cut(train))
        screen.eventually(train, lambda: _inputs_are_named_in_full(train))


def _inputs_are_named_in_full(page: Page) -> None:
    for field in screen.key(page, "plane_inputs").locator("input").all():
        assert field.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_what_is_found_moves_no_field_of_the_optimiser(train: Page) -> None:
    train.set_viewport_size({"width": 1280, "height": 720})
    field = screen.key(train, "rule")
    wrong = screen.key(train, "train_health").locator(".finding-wrong")
    expect(screen.key(train, "train_health")).to_contain_text("No dead neurons")
    expect(wrong).to_have_count(0)
    train.wait_for_selector(screen.DRAWN_WHOLE)
    before = screen.at_rest(field)
    screen.button(train, "set_pieces").click()
    screen.button(train, "piece_symmetric").click()
    expect(wrong).to_have_count(1)
    expect(wrong).to_be_in_viewport(ratio=1)
    train.wait_for_selector(screen.DRAWN_WHOLE)
    assert screen.at_rest(field) == before


def _question_is_in_its_middle(page: Page) -> None:
    bar = screen.key(page, "piece_question")
    assert bar.count()
    middles = [
        one.evaluate("e => (e.getBoundingClientRect().top + e.getBoundingClientRect().bottom) / 2")
        for one in (bar, bar.locator("p").first)
    ]
    assert abs(middles[0] - middles[1]) <= 1


def _pictures_have_grown(page: Page) -> None:
    width = screen.key(page, "train_plane").locator("canvas").evaluate("e => e.clientWidth")
    assert width > 400


def _nothing_is_cut(page: Page) -> None:
    for name in ("train_stage", "train_optimiser"):
        over = screen.key(page, name).evaluate(
            "({ parentElement: e }) => e.scrollHeight - e.clientHeight"
        )
        assert over <= 1, f"{name} is cut by {over} px"
    place = page.locator(".train-where").evaluate(
        "e => Math.max(...[...e.querySelectorAll('*')].map((c) => c.scrollWidth - c.clientWidth))"
    )
    assert place <= 0, "which update of which epoch is cut"
    for option in screen.key(page, "train_optimiser").get_by_role("radio").all():
        over = option.evaluate("e => e.scrollWidth - e.clientWidth")
        assert over <= 0, f"{option.text_content()} is cut by {over} px"
        group = option.locator("xpath=ancestor::*[@data-testid='stButtonGroup']")
        inner, outer = option.bounding_box(), group.bounding_box()
        assert inner is not None
        assert outer is not None
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1


def test_a_messy_table_is_trained_on_and_raced_over(train: Page) -> None:
    screen.button(train, "open_csv").click()
    train.locator(".st-key-csv_text textarea").fill(TABLE)
    screen.button(train, "use_csv").click()
    expect(train.locator(".st-key-data_options")).to_contain_text("6 training, 2 test, 4 left out")
    screen.close(train, train.get_by_test_id("stPopoverBody"))
    screen.button(train, "open_race").click()
    expect(screen.key(train, "race_page")).to_be_visible()
    train.wait_for_selector(
        screen.DRAWN_WHOLE
    )  # until then it is the button of the page that is left
    screen.button(train, "run").click()
    expect_beyond(train, 10)
    screen.button(train, "run").click()
    expect(screen.button(train, "run")).to_have_text(re.compile("Run"))
    expect(train.locator(".st-key-race_table")).to_contain_text("is lowest now")


def test_a_run_is_taken_along_as_a_program_that_makes_it_again(train: Page) -> None:
    screen.button(train, "one_epoch").click()
    expect(train.locator(".train-where b")).to_have_text("Update 4")
    train.get_by_role("radio", name="This run as code").click()
    with train.expect_download() as download:
        train.get_by_role("button", name="NumPy", exact=True).click()
    assert download.value.suggested_filename == "xor-2-2-1-four-samples-at-once-training-numpy.py"
    made = [sys.executable, "-I", str(download.value.path())]
    done = subprocess.run(made, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("Every number matches the one that was shown.\n")
    expect_none(train)
