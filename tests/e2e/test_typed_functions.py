"""A typed function in a browser: typed on its page, put into a layer, and walked through."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.test_accessibility import expect_none


def custom_tab(page: Page, server: str) -> None:
    page.goto(f"{server}/?page=functions")
    page.get_by_role("tab", name="Custom").click()
    expect(page.get_by_label("f(x) =", exact=True)).to_be_visible(timeout=30_000)


def typed(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Enter")


def test_a_typed_activation_is_refused_or_used_and_then_walked_through(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    custom_tab(page, server)
    typed(page, "f(x) =", "log(x)")
    expect(screen.alert(page)).to_contain_text("not a number (NaN) at x = -6")
    typed(page, "f(x) =", "x/(1+abs(x))")
    expect(screen.alert(page)).to_have_count(0)
    screen.button(page, "use_typed_activation").click()
    expect(page.get_by_text("Your network uses it now")).to_be_visible()
    menu = page.get_by_role("navigation", name="App pages")
    menu.get_by_role("button", name="Play").click()
    page.get_by_role("menuitem", name="Playground").click()
    screen.at_step(page, 1)
    screen.press_nowhere(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    z = 0.15 * 0.05 + 0.2 * 0.1 + 0.35
    now = screen.at_title(page, "a of h1")
    assert screen.same(now.result, z / (1 + math.fabs(z)))


@pytest.mark.nightly
@pytest.mark.sampled(1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tab_has_no_serious_finding(
    server: str, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    custom_tab(page, server)
    expect_none(page)
    typed(page, "f(x) =", "x +")
    expect(screen.alert(page)).to_be_visible()
    expect_none(page)
