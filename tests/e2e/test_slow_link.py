"""Fast hands on a slow link: a press that comes before the last answer has arrived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import screen

SLOW_LINK = Path(__file__).parent / "slow_link.js"


@pytest.fixture
def slow(open_page: Callable[..., Page], server: str) -> Page:
    page = open_page()
    page.add_init_script(path=SLOW_LINK)
    screen.visit(page, server)
    return page


@pytest.mark.parametrize("wait", [60, 150, 400])
def test_a_press_on_the_board_takes_no_earlier_one_back(slow: Page, wait: int) -> None:
    screen.empty_board(slow)
    screen.press(slow, "[data-empty]")
    screen.expect_sizes(slow, (1,))
    slow.wait_for_timeout(1000)
    slow.evaluate("window.gapMs = 25")
    screen.press(slow, '[data-column="0"]')
    slow.wait_for_timeout(wait)
    screen.press(slow, '[data-gap="0"]')
    screen.expect_sizes(slow, (2, 1))
    slow.wait_for_timeout(2000)
    screen.expect_sizes(slow, (2, 1))


def test_an_edge_is_removed_and_brought_back_faster_than_its_field_is_drawn(slow: Page) -> None:
    screen.to_mode(slow, "draw")
    edges = screen.all_edges((2, 2, 2))
    slow.evaluate("window.gapMs = 25")
    slow.locator('[data-edge="0,0,0"]').press("Enter")
    slow.wait_for_timeout(250)
    slow.keyboard.press("Delete")
    screen.expect_edges(slow, edges - {(0, 0, 0)})
    screen.button(slow, "undo").click()
    screen.expect_edges(slow, edges)
