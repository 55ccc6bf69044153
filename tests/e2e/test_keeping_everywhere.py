"""A reload, a long cut and a killed server, in the middle of whatever somebody is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.conftest import running_app
from tests.e2e.cut_link import CUT, Link
from tests.e2e.test_keeping import expect_again, kept_since, killable, on_pass, worked
from tests.e2e.test_lessons import at_paragraph, begin
from tests.e2e.test_train import expect_beyond, stays_at

__all__ = ["killable"]
CONNECTED = "[data-test-connection-state=CONNECTED]"
Expected = Callable[[], None]


def drawing(page: Page, address: str) -> Expected:
    """One more neuron."""
    screen.visit(page, f"{address}/?preset=07_xor")
    screen.to_mode(page, "draw")
    width = screen.key(page, "width_1").locator("input")
    width.fill("3")
    width.press("Enter")
    screen.expect_sizes(page, [2, 3, 1])

    def again() -> None:
        screen.expect_sizes(page, [2, 3, 1])
        screen.button(page, "undo").click()
        screen.expect_sizes(page, [2, 2, 1])

    return again


def walking(page: Page, address: str) -> Expected:
    """On the second pass, some steps in."""
    screen.visit(page, f"{address}/?preset=07_xor")
    before = worked(page)

    def again() -> None:
        expect_again(page, before)
        screen.button(page, "undo").click()
        screen.eventually(page, lambda: on_pass(page, 1))

    return again


def reading(page: Page, address: str) -> Expected:
    """A lesson's second paragraph, with an exercise of one's own put aside."""
    page.goto(f"{address}/?page=lessons&preset=01_mazur_own_bias")
    begin(page)
    screen.button(page, "lesson_next").click()
    at_paragraph(page, 2)

    def again() -> None:
        at_paragraph(page, 2)
        screen.button(page, "lesson_back").click()
        at_paragraph(page, 1)
        screen.choose(page, "lesson_on", "My network")
        screen.eventually(page, lambda: _shows(page, "Network 2-2-2"))

    return again


def _shows(page: Page, network: str) -> None:
    assert screen.seen(page).alt.startswith(network)


def checking(page: Page, address: str) -> Expected:
    """A number that agrees, and a text that was not handed on."""
    page.goto(f"{address}/?page=check&preset=01_mazur_own_bias")
    box, result = screen.key(page, "paste").locator("textarea"), screen.key(page, "check_result")
    box.fill("loss = 0.2984")
    screen.button(page, "use_paste").click()
    expect(result).to_contain_text("The one number agrees.")
    box.fill("loss = 0.9")

    def again() -> None:
        expect(box).to_have_value("loss = 0.9")
        screen.button(page, "use_paste").click()
        expect(result).not_to_contain_text("The one number agrees.")

    return again


def training(page: Page, address: str) -> Expected:
    """A run that was paused."""
    page.goto(f"{address}/?page=train&preset=07_xor")
    screen.button(page, "run").click()
    expect_beyond(page, 100)
    screen.button(page, "run").click()
    expect(screen.button(page, "run")).to_contain_text("Run")
    end = stays_at(page, screen.key(page, "time_machine").get_by_role("slider"))

    def again() -> None:
        said = page.locator(".train-where")
        expect(said.locator("b")).to_have_text(f"Update {end:,}")
        expect(said).to_contain_text("live")
        screen.button(page, "one_update").click()
        expect(said.locator("b")).to_have_text(f"Update {end + 1:,}")

    return again


@dataclass
class Begun:
    """Somebody in the middle of something."""

    page: Page
    again: Expected
    at: float  # by the clock of the page


PLACES = (drawing, walking, reading, checking, training)


def begun(open_page: Callable[..., Page], place: Callable[[Page, str], Expected], address: str):
    """In a browser of one's own, with all that the browser was handed in its store."""
    page = open_page(expected="", apart=True)  # without a server it complains in many words
    again = place(page, address)
    screen.kept(page)
    return Begun(page, again, page.evaluate("Date.now()"))


@pytest.mark.parametrize("place", PLACES)
def test_a_reload_in_the_middle_brings_it_back(open_page, server: str, place) -> None:
    one = begun(open_page, place, server)
    one.page.reload()
    one.again()


def test_a_killed_server_brings_back_what_everybody_was_doing(open_page, killable) -> None:
    start, kill = killable
    address = start()
    everybody = [begun(open_page, place, address) for place in PLACES]
    kill()
    for one in everybody:
        one.page.wait_for_selector(CUT)
    start()
    for one in everybody:
        one.page.wait_for_selector(CONNECTED)
        screen.eventually(one.page, lambda one=one: kept_since(one.page, one.at))
        one.again()


@pytest.mark.nightly
def test_a_long_cut_brings_back_what_everybody_was_doing(open_page) -> None:
    """As long as the server takes to forget a session; here a second."""
    with running_app(disconnectedSessionTTL="1") as address:
        for place in PLACES:
            links = list[Link]()

            def opened(links=links, **options) -> Page:
                page = open_page(**options)
                links.append(Link(page))
                return page

            one = begun(opened, place, address)
            links[-1].cut()
            one.page.wait_for_timeout(3000)
            links[-1].mend()
            one.page.wait_for_selector(CONNECTED)
            screen.eventually(one.page, lambda one=one: kept_since(one.page, one.at))
            one.again()
