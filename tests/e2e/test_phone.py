"""A telephone's width: nothing to scroll sideways, and everything within a finger's reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.test_pages import HEADINGS, expect_page

Opened = Callable[..., Page]


def phone(open_page: Opened, width: int) -> Page:
    return open_page(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)


def expect_no_sideways_scrolling(page: Page) -> None:
    def check() -> None:
        wide = page.evaluate(
            """() => [document.scrollingElement, document.querySelector(".stMain")]
              .map((e) => e.scrollWidth - e.clientWidth)"""
        )
        assert max(wide) <= 0, f"{wide} px wider than the screen"

    screen.eventually(page, check)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("width", [400, 360])
def test_walking_on_a_phone(server: str, open_page: Opened, width: int) -> None:
    page = phone(open_page, width)
    screen.visit(page, server)
    expect_no_sideways_scrolling(page)
    screen.eventually(page, lambda: _fills_its_place(page, width))
    menu = page.get_by_test_id("stExpandSidebarButton").bounding_box()
    assert menu is not None
    assert 0 <= menu["x"] < 16, "the exercise's name needs the room"
    predictions = page.locator(".predictions")
    assert predictions.evaluate("e => e.scrollWidth - e.clientWidth") <= 0, "targets are cut off"
    page.touchscreen.tap(*screen.place_in_graph(page, {"point": [2, 0]}))
    screen.at_title(page, "z of o1")
    screen.button(page, "next_step").tap()
    screen.at_title(page, "z of o2")
    screen.button(page, "previous_step").tap()
    screen.at_title(page, "z of o1")
    expect_no_sideways_scrolling(page)
    for name in ("play", "first_step", "last_step", "next_pass", "view", "share"):
        button = screen.button(page, name)
        button.scroll_into_view_if_needed()
        place = button.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width, f"{name} sticks out"
        assert place["height"] >= 24, f"{name} is too small for a finger"


def _fills_its_place(page: Page, width: int) -> None:
    box = page.locator(screen.GRAPH).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 180, "the graph is too small to read"


def test_the_drawing_board_fits_on_a_phone_on_its_side(server: str, open_page: Opened) -> None:
    page = open_page(viewport={"width": 860, "height": 400}, has_touch=True, is_mobile=True)
    screen.visit(page, server)
    screen.to_mode(page, "draw")
    expect(page.locator(".board-root")).to_be_in_viewport(ratio=0.99)


def test_drawing_on_a_phone(server: str, open_page: Opened) -> None:
    page = phone(open_page, 400)
    screen.visit(page, server)
    screen.to_mode(page, "draw")
    expect_no_sideways_scrolling(page)
    screen.button(page, "clear_board").tap()
    for selector, sizes in (
        ("[data-empty]", [1]),
        ('.board-slot[data-column="0"] circle', [2]),
        ('[data-gap="0"] circle', [2, 1]),
        ('.board-slot[data-column="1"] circle', [2, 2]),
    ):
        page.wait_for_selector(screen.DRAWN_WHOLE)  # what still arrives may move the board
        page.locator(selector).scroll_into_view_if_needed()
        page.touchscreen.tap(*screen.centre(page, selector))
        screen.expect_sizes(page, sizes)
    expect(page.locator("[data-edge]")).to_have_count(4)
    expect_no_sideways_scrolling(page)


PICTURES = {"batches&preset=07_xor": 0.5, "matrices": 0.5, "weight": 0.35}  # share in sight


def test_on_a_phone_on_its_side_a_page_shows_its_picture_at_once(
    server: str, open_page: Opened
) -> None:
    page = open_page(viewport={"width": 860, "height": 400})
    for name, share in PICTURES.items():
        page.goto(f"{server}/?page={name}")
        expect(page.locator(screen.GRAPH)).to_be_in_viewport(ratio=share)
    page.goto(f"{server}/?page=train&preset=07_xor")
    expect(page.locator(".train-scores b").first).to_be_in_viewport(ratio=0.99)
    for width in (860, 700):
        page.set_viewport_size({"width": width, "height": 450})
        for control in ("run", "train_reset", "walk_update"):
            expect(screen.button(page, control)).to_be_in_viewport(ratio=0.99)
        where = page.locator(".train-where")
        assert where.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_the_parts_of_practice_stand_in_one_line_on_a_phone(server: str, open_page: Opened) -> None:
    page = phone(open_page, 360)
    page.goto(f"{server}/?page=practice")
    parts = page.locator(".st-key-practice_part_choice [role='radio']")
    expect(parts).to_have_count(3)
    boxes = [parts.nth(k).bounding_box() for k in range(3)]
    assert len({box and box["y"] for box in boxes}) == 1
    expect_no_sideways_scrolling(page)


def test_no_words_of_a_choice_are_cut_off_on_a_phone(server: str, open_page: Opened) -> None:
    page = phone(open_page, 400)
    page.goto(f"{server}/?page=take_along")
    page.get_by_role("tab", name="Worksheets").click()
    words = page.get_by_text("Links and QR codes hide the answers")
    expect(words).to_be_visible()
    asked = screen.key(page, "sheet_asked").get_by_role("toolbar")
    page.wait_for_selector(screen.DRAWN_WHOLE)
    for choice in (words, asked):
        assert choice.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.nightly
def test_reading_on_a_phone(server: str, open_page: Opened) -> None:
    page = phone(open_page, 400)
    for name in HEADINGS:
        page.goto(f"{server}/{name}")
        expect_page(page, name)
        expect_no_sideways_scrolling(page)


@pytest.mark.nightly
@pytest.mark.sampled(1)
@pytest.mark.parametrize("height", [664, 600])
def test_nothing_scrolls_away_while_stepping_on_a_phone(
    server: str, open_page: Opened, height: int
) -> None:
    page = open_page(viewport={"width": 390, "height": height}, has_touch=True, is_mobile=True)
    screen.visit(page, server)
    screen.key(page, "step_panel").locator(".step-title").scroll_into_view_if_needed()
    expect(page.locator(screen.GRAPH)).to_be_in_viewport(ratio=0.99)
    expect(screen.button(page, "next_step")).to_be_in_viewport(ratio=0.99)
    screen.button(page, "next_step").tap()
    screen.at_title(page, "z of h2")
    assert page.locator(f"{screen.GRAPH} .modebar").count() == 0


# Two texts of the graph that meet: what a font keeps free above and below its figures may overlap.
OVERLAPS = """() => {
  const texts = [...document.querySelectorAll(".st-key-network_graph .textpoint text")]
    .filter((t) => t.textContent.trim());
  const boxes = texts.map((t) => {
    const { left, right, top, bottom } = t.getBoundingClientRect();
    const spare = (bottom - top) / 4;
    return [left + 0.5, right - 0.5, top + spare, bottom - spare];
  });
  const met = [];
  for (let i = 0; i < boxes.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [a, b] = [boxes[i], boxes[j]];
      if (a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3]) {
        met.push(`${texts[i].textContent} and ${texts[j].textContent}`);
      }
    }
  }
  return met;
}"""


@pytest.mark.nightly
@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("preset", "width"), [("01_mazur_own_bias", 360), ("09_sakryukin_even_odd", 400)]
)
def test_numbers_in_the_graph_can_be_read_on_a_phone(
    server: str, open_page: Opened, preset: str, width: int
) -> None:
    page = phone(open_page, width)
    screen.visit(page, f"{server}/?preset={preset}")
    for at_end in (False, True):
        if at_end:
            screen.button(page, "last_step").tap()
            expect(screen.button(page, "last_step")).to_be_disabled()
        sizes = page.locator(f"{screen.GRAPH} .textpoint text").evaluate_all(
            "texts => texts.filter((t) => t.textContent.trim())"
            ".map((t) => parseFloat(getComputedStyle(t).fontSize))"
        )
        assert len(sizes) > 20
        assert min(sizes) >= 9
        assert sorted(sizes)[len(sizes) // 3] >= 10
        screen.eventually(page, lambda: _expect_none(page.evaluate(OVERLAPS)))


def _expect_none(met: list[str]) -> None:
    assert not met, f"these meet: {met}"
