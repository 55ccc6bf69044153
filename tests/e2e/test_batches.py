"""The page on batches: the slice, the weight and the bars go together."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen

BARS = ".st-key-pull_chart .js-plotly-plot"


@pytest.fixture
def batches(server: str, open_page: Callable[..., Page]) -> Page:
    page = open_page()
    screen.visit(page, f"{server}/?page=batches&preset=07_xor")
    page.wait_for_selector(BARS)
    return page


def bars(page: Page) -> list[float]:
    found: list[float] = page.locator(BARS).evaluate("(gd) => gd.data[0].y")
    return found


def cells(page: Page, grid: int) -> list[float]:
    table = screen.key(page, "tensor_grids").get_by_role("grid").nth(grid)
    return [float(c.get_attribute("title") or "nan") for c in table.get_by_role("gridcell").all()]


def test_the_slices_add_up_and_a_pressed_weight_shows_its_pulls(batches: Page) -> None:
    slices = [cells(batches, sample) for sample in range(4)]
    total = cells(batches, 4)
    for k in (0, 1):
        assert abs(sum(one[k] for one in slices) - total[k]) < 1e-15
    assert bars(batches)[:4] == [-one[0] for one in slices]
    grids = screen.key(batches, "tensor_grids").get_by_role("grid")
    grids.nth(2).get_by_role("gridcell").nth(1).click()
    expect(batches.locator("p", has_text="from h2 to o1")).to_be_visible()

    def pulls_of_the_other() -> None:
        assert bars(batches)[:4] == [-one[1] for one in slices]

    screen.eventually(batches, pulls_of_the_other)


def test_a_press_on_an_edge_of_the_graph_chooses_the_weight(batches: Page) -> None:
    screen.press_edge(batches, 0, 1, 0)
    expect(batches.locator("p", has_text="from x1 to h2")).to_be_visible()
    expect(screen.key(batches, "tensor_grids").locator("td.chosen").first).to_be_visible()


def test_the_slider_moves_the_slice_by_keyboard(batches: Page) -> None:
    mark = screen.key(batches, "tensor_grids").locator("mark")
    expect(mark).to_have_text("sample 1")
    screen.key(batches, "sample_slice").get_by_role("slider").focus()
    batches.keyboard.press("ArrowRight")
    batches.keyboard.press("ArrowRight")
    expect(mark).to_have_text("sample 3")
    lit = screen.key(batches, "batch_grids").locator("td.used")
    expect(lit.first).to_have_attribute("aria-label", re.compile(r"^\[3\] "))
