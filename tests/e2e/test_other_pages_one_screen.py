"""Pages beside the walk that are one screen on a desktop, as long as nothing is entered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen

Opened = Callable[..., Page]
DESKTOPS = [(1280, 720), (1400, 900), (1920, 1080)]
LAST = {
    "practice": ".st-key-start_shared_bias_2",
    "take_along": ".st-key-solution_page",
    "check": ".st-key-check_code",
}
OVER = """() => {
  const page = document.querySelector(".stMain");
  return [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight];
}"""


@pytest.mark.parametrize("name", LAST)
def test_the_page_does_not_scroll(open_page: Opened, server: str, name: str) -> None:
    page = open_page()
    page.goto(f"{server}/?page={name}")
    expect(page.locator(LAST[name])).to_be_visible()
    page.wait_for_selector(screen.DRAWN_WHOLE)
    for width, height in DESKTOPS:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(LAST[name])).to_be_in_viewport(ratio=0.99)
        screen.eventually(page, lambda: _fits(page))


def _fits(page: Page) -> None:
    assert page.evaluate(OVER) == [0, 0]
