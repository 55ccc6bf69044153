"""axe-core on every page, in both themes: nothing serious, and nothing critical."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.test_pages import HEADINGS, expect_page

GRAVE = ("serious", "critical")
Within = str | dict[str, Any] | None  # a selector, or what axe takes as its context

# Findings in Streamlit's own markup, which an app cannot change: rule, a part of the element's
# HTML, and why it is let pass.
STREAMLITS_OWN: tuple[tuple[str, str, str], ...] = ()


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
IS_DARK = """() => {
  const colour = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  return colour.match(/\\d+/g).slice(0, 3).every((part) => part < 100);
}"""
REDRAWN = 400  # ms after which the views have taken the other theme's colours


def grave(page: Page, within: Within = None, options: dict[str, Any] | None = None) -> list[str]:
    """What is serious or critical and not Streamlit's own, as lines to read."""
    found: list[dict[str, Any]] = Axe().run(page, within, options).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not _let_pass(rule["id"], node["html"])
    ]


def _let_pass(rule: str, html: str) -> bool:
    return any(rule == known and part in html for known, part, _ in STREAMLITS_OWN)


def expect_none(page: Page, within: Within = None) -> None:
    """All rules in the light theme, and in the dark one those on colours."""

    def check(options: dict[str, Any] | None = None) -> None:
        assert grave(page, within, options) == []

    screen.eventually(page, check)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IS_DARK)
    page.wait_for_timeout(REDRAWN)
    screen.eventually(page, lambda: check(CONTRAST))
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => !({IS_DARK})()")


def test_the_playground_has_no_serious_finding(page: Page) -> None:
    screen.go_to_step(page, 20)
    screen.at_title(page, "da of h1")
    screen.press_point(page, [1, 0])
    screen.at_title(page, "delta of h1")
    expect_none(page)
    assert levels_of_headings(page) == [1, 2]
    screen.open_values(page)
    expect_none(page)
    screen.close(page, page.locator(".values"))
    screen.to_mode(page, "draw")
    screen.press(page, screen.neuron_on_board(1, 0))
    expect_none(page)


@pytest.mark.nightly
def test_the_other_pages_have_no_serious_finding(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    for name in HEADINGS:
        page.goto(f"{server}/?page={name}")
        expect_page(page, name)
        expect_none(page)


@pytest.mark.nightly
def test_the_pages_that_explain_have_no_serious_finding_on_a_phone(
    server: str, open_page: Callable[..., Page]
) -> None:
    """Streamlit's menu of a phone is a list with headings in it, so the page alone is checked."""
    page = open_page(viewport={"width": 400, "height": 850})
    for name in ("matrices", "batches", "weight", "what_if"):
        page.goto(f"{server}/?page={name}&preset=08_hallstrom_3_4_3_2")
        expect_page(page, name)
        page.wait_for_selector(screen.GRAPH)
        if name == "matrices":
            screen.button(page, "why_transpose").click()
            page.wait_for_selector(".st-key-transpose .scrolls")
        expect_none(page, ".stMain")
        assert levels_of_headings(page)[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels_of_headings(page)))


BESIDE_FORMULAS = {"exclude": [[".katex"]]}  # thousands of spans, checked on the pages above
OTHER_STATES = {
    "?present=1&step=12": None,
    "?solve=all": None,
    "?page=lessons&lesson=gupta&paragraph=3": None,
    "?page=what_if&curve=two": None,
    "?page=practice": '.stMain [role="radiogroup"] button',
    "?page=take_along": '.stMain [role="tab"]',
    "?page=primer": '.stMain [role="tab"]',
    "?page=functions": '.stMain [role="tab"]',
    "?page=symbols": '.stMain [role="tab"]',
}


@pytest.mark.nightly
def test_no_tab_of_a_page_and_no_way_to_walk_has_a_serious_finding(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    for address, tabs in OTHER_STATES.items():
        page.goto(f"{server}/{address}")
        expect(page.locator("h1")).to_be_attached()
        page.wait_for_selector(screen.DRAWN_WHOLE)
        if tabs is None:
            expect_none(page, BESIDE_FORMULAS)
            continue
        expect(page.locator(tabs).nth(1)).to_be_visible()
        for place in range(1, page.locator(tabs).count()):
            page.locator(tabs).nth(place).click()
            page.wait_for_selector(screen.DRAWN_WHOLE)
            expect_none(page, BESIDE_FORMULAS)


@pytest.mark.nightly
def test_what_opens_over_the_walk_and_a_verdict_have_no_serious_finding(
    server: str, page: Page
) -> None:
    for name, opened in (("share", "[data-testid=stCode]"), ("gallery", ".network-picture")):
        screen.button(page, name).click()
        expect(page.locator(opened).first).to_be_visible()
        expect_none(page, BESIDE_FORMULAS)
        page.keyboard.press("Escape")
        expect(page.locator(opened)).to_have_count(0)
    page.goto(f"{server}/?page=check&preset=01_mazur_own_bias")
    screen.key(page, "paste").locator("textarea").fill("loss = 0.3")
    screen.button(page, "use_paste").click()
    expect(screen.key(page, "check_result").locator("h2")).to_be_visible()
    expect_none(page, BESIDE_FORMULAS)
    assert all(b - a <= 1 for a, b in pairwise(levels_of_headings(page)))


def levels_of_headings(page: Page) -> list[int]:
    """The levels of all headings of the page, in their order."""
    found = page.locator(".stMain :is(h1, h2, h3, h4)")
    return [int(tag[1]) for tag in found.evaluate_all("nodes => nodes.map((n) => n.tagName)")]


def test_the_check_finds_a_picture_without_a_name(page: Page) -> None:
    """The checks above would be worth nothing if they could not fail."""
    page.evaluate("document.querySelector('.stMain').insertAdjacentHTML('beforeend', '<img>')")
    assert any("image-alt" in line for line in grave(page))
