"""Somebody checks their work in the browser: paste, verdict, and the step."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.conftest import SLOW_LINK

Opened = Callable[..., Page]
# Mazur's exercise, worked to 3 decimals, with the slope left out of the hidden layer.
WORK = """z1 = 0.378, 0.393
a1 = 0.593, 0.597
z2 = 1.106, 1.225
a2 = 0.751, 0.773
loss = 0.298
delta2 = 0.138, -0.038
dW2 = [[0.082, 0.083], [-0.023, -0.023]]
db2 = [0.138, -0.038]
delta1 = 0.0364, 0.0414
dW1 = [[0.00182, 0.00364], [0.00207, 0.00414]]"""

# The graph's figure is of the size of its place, which the page has told by then.
FITS = """graph => {
  const gd = document.querySelector(graph);
  const place = gd?.closest(".network-view").clientWidth;
  return gd?._fullLayout && Math.abs(gd._fullLayout.width - place) <= 2;
}"""


def opened(open_page: Opened, server: str) -> Page:
    page = open_page()
    page.goto(f"{server}/?page=check&preset=01_mazur_own_bias")
    expect(screen.key(page, "check_result")).to_contain_text("Nothing to compare yet")
    return page


def test_a_whole_exercise_with_a_slip_is_told_the_slip_and_leads_to_its_step(
    open_page: Opened, server: str
) -> None:
    page = opened(open_page, server)
    expect(screen.key(page, "check_result")).not_to_contain_text("0.298")
    screen.key(page, "paste").locator("textarea").fill(WORK)
    screen.button(page, "use_paste").click()
    result = screen.key(page, "check_result")
    expect(result).to_contain_text("The slope f′(z) of the hidden layer is missing.")
    expect(result.locator("tr.is-first")).to_contain_text("first wrong")
    expect(result.locator("tr.is-first")).to_contain_text("0.0364")
    expect(result.locator("tr.is-follows").first).to_contain_text("follows")
    expect(result.locator("tr.is-wrong")).to_have_count(2)
    page.wait_for_function(FITS, arg=screen.GRAPH)
    page.wait_for_selector(screen.DRAWN_WHOLE)
    screen.button(page, "go_to_wrong").click()
    expect(screen.key(page, "step_panel")).to_contain_text("delta")
    expect(page.locator(screen.GRAPH)).to_be_visible()


def test_the_keyboard_checks(open_page: Opened, server: str) -> None:
    page = opened(open_page, server)
    box = screen.key(page, "paste").locator("textarea")
    box.fill("loss = 0.2984")
    box.press("Control+Enter")
    expect(screen.key(page, "check_result")).to_contain_text("The one number agrees.")


def test_a_late_message_of_the_page_that_is_left_does_not_bring_it_back(
    open_page: Opened, server: str
) -> None:
    """The graph tells its new size before the browser has heard of the other page."""
    page = open_page(own=True)
    page.add_init_script(path=SLOW_LINK)
    page.goto(f"{server}/?page=check&preset=01_mazur_own_bias")
    screen.key(page, "paste").locator("textarea").fill(WORK)
    screen.button(page, "use_paste").click()
    expect(page.locator(screen.GRAPH)).to_be_visible()
    page.wait_for_selector(screen.DRAWN_WHOLE)
    page.evaluate("window.gapMs = 40")
    screen.button(page, "go_to_wrong").click()
    page.set_viewport_size({"width": 1100, "height": 800})
    page.wait_for_timeout(1500)
    page.evaluate("window.gapMs = 0")
    expect(screen.key(page, "step_panel")).to_contain_text("delta")
    page.go_back()
    expect(screen.key(page, "paste").locator("textarea")).to_have_value(WORK)


def test_what_stands_in_a_cell_that_was_not_left_is_there_after_a_reload(
    open_page: Opened, server: str
) -> None:
    page = opened(open_page, server)
    page.get_by_text("Type them into a table instead").click()
    page.locator(".cells-root input").first.click()
    page.keyboard.type("0.12")
    page.reload()
    page.get_by_text("Type them into a table instead").click()
    expect(page.locator(".cells-root input").first).to_have_value("0.12")
    expect(screen.key(page, "check_result")).to_contain_text("0.12")
