"""Every address, opened as the very first thing that a server is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen

HEADINGS = {
    "train": "Train",
    "check": "Check my work",
    "practice": "Practice",
    "take_along": "Export",
    "matrices": "Matrices",
    "batches": "Batches",
    "weight": "One weight's paths to the loss",
    "what_if": "What if this weight were different?",
    "lessons": "Lessons",
    "primer": "Primer: derivatives",
    "functions": "Activations and losses",
    "symbols": "Symbols and conventions",
}
Opened = Callable[..., Page]


def expect_page(page: Page, name: str) -> None:
    if name == "playground":
        page.wait_for_selector(screen.GRAPH)
    else:
        expect(page.get_by_role("heading", name=HEADINGS[name], level=1)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


# What Streamlit writes to the console when it says "Page not found".
NOT_FOUND = "The page that you have requested does not seem to exist."


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", ["check", "matrices", "symbols"])  # one of each menu
def test_a_page_opens_at_its_own_address(fresh_server: str, open_page: Opened, name: str) -> None:
    """Also for the first visitor of all."""
    page = open_page()
    page.goto(f"{fresh_server}/{name}")
    expect_page(page, name)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_the_name_of_the_first_page_leads_there_too(server: str, open_page: Opened) -> None:
    """It lives at /. Streamlit knows no second address for it and says so, but shows it."""
    page = open_page(expected=NOT_FOUND)
    page.goto(f"{server}/playground")
    expect_page(page, "playground")


@pytest.mark.nightly
def test_a_link_that_names_a_page_opens_it_and_none_is_not_found(
    fresh_server: str, open_page: Opened
) -> None:
    page = open_page()
    page.goto(f"{fresh_server}/?page=functions")
    expect_page(page, "functions")
    expect(page.get_by_text("Page not found")).to_have_count(0)
    for name in (*HEADINGS, "playground"):
        page.goto(f"{fresh_server}/?page={name}")
        expect_page(page, name)
        expect(page.get_by_text("Page not found")).to_have_count(0)


def test_a_link_opens_a_preset_and_an_unknown_one_opens_the_first(
    fresh_server: str, open_page: Opened
) -> None:
    page = open_page()
    screen.visit(page, f"{fresh_server}/?preset=07_xor")
    preset = screen.key(page, "preset").locator("input")
    expect(preset).to_have_value("XOR 2-2-1, four samples at once")
    assert "Network 2-2-1" in screen.at_step(page, 1).alt
    screen.visit(page, f"{fresh_server}/?preset=no_such_preset")
    assert "Network 2-2-2" in screen.at_step(page, 1).alt
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_menu_leads_to_every_page_and_the_walk_is_kept(page: Page) -> None:
    screen.button(page, "next_step").click()
    screen.at_step(page, 2)
    menu = page.get_by_role("navigation", name="App pages")
    menu.get_by_role("button", name="Learn").click()
    page.get_by_role("menuitem", name=HEADINGS["symbols"]).click()
    expect_page(page, "symbols")
    menu.get_by_role("button", name="Play").click()
    page.get_by_role("menuitem", name="Playground").click()
    page.wait_for_selector(screen.GRAPH)
    screen.at_step(page, 2)
    expect(screen.key(page, "preset").locator("input")).to_have_value(
        "Mazur 2-2-2, a bias for each neuron"
    )
