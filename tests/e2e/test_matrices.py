"""The page on matrices: cells, steps and the graph go together, by the pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.exercise.link import to_link
from tests.e2e import screen
from tests.playground.walks import document_of

Opened = Callable[..., Page]
NOW = ".st-key-matrix_grids td.now"


@pytest.fixture
def matrices(server: str, open_page: Opened) -> Page:
    page = open_page()
    page.goto(f"{server}/?page=matrices&preset=01_mazur_own_bias")
    expect(page.locator(NOW).first).to_be_visible()
    page.wait_for_function(screen.VIEWS_DRAWN)
    return page


def grid(page: Page, name: str) -> Locator:
    """The grids of that name, as a screen reader says it."""
    return page.locator(".st-key-matrix_grids").get_by_role("grid", name=name)


def cell(page: Page, name: str, row: int, column: int) -> Locator:
    rows = grid(page, name).first.locator("tbody tr")
    return rows.nth(row).get_by_role("gridcell").nth(column)


def title(page: Page) -> Locator:
    return page.locator(".step-title")


def alt(page: Page) -> str:
    return page.locator(screen.GRAPH).get_attribute("aria-label") or ""


def test_a_pressed_cell_takes_the_walk_and_the_graph_to_its_number(matrices: Page) -> None:
    screen.button(matrices, "last_step").click()
    expect(title(matrices)).to_have_text("new b of o2")
    screen.key(matrices, "step_position").locator("input").fill("10")
    expect(title(matrices)).to_have_text("da of o1")
    expect(cell(matrices, "∂L/∂A(2)", 0, 1)).to_have_text("")
    screen.button(matrices, "next_step").click()
    expect(title(matrices)).to_have_text("da of o2")
    cell(matrices, "∂L/∂A(2)", 0, 0).click()
    expect(title(matrices)).to_have_text("da of o1")
    expect(cell(matrices, "∂L/∂A(2)", 0, 0)).to_have_attribute("aria-current", "step")
    expect(cell(matrices, "∂L/∂A(2)", 0, 1)).to_have_text("")

    def graph_is_there() -> None:
        assert ": da of o1 = " in alt(matrices)

    screen.eventually(matrices, graph_is_there)


def test_a_step_lights_its_cell_and_leaves_the_rest_blank(matrices: Page) -> None:
    expect(cell(matrices, "Z(1)", 0, 0)).to_have_attribute("aria-current", "step")
    expect(cell(matrices, "Z(1)", 0, 1)).to_have_text("")
    screen.button(matrices, "next_step").click()
    expect(cell(matrices, "Z(1)", 0, 1)).to_have_text("0.3925")
    expect(cell(matrices, "Z(1)", 0, 1)).to_have_attribute("aria-current", "step")
    expect(cell(matrices, "Z(1)", 0, 0)).not_to_have_attribute("aria-current", "step")


def test_a_press_on_the_graph_lights_the_cell(matrices: Page) -> None:
    screen.press_point(matrices, [2, 1])
    expect(title(matrices)).to_have_text("z of o2")
    expect(cell(matrices, "Z(2)", 0, 1)).to_have_attribute("aria-current", "step")


def test_a_pressed_weight_is_selected_and_the_walk_stays(matrices: Page) -> None:
    cell(matrices, "W(1)", 0, 1).click()
    expect(screen.key(matrices, "inspector")).to_contain_text("weight from x1 to h2")
    expect(cell(matrices, "W(1)", 0, 1)).to_have_class("chosen")
    expect(title(matrices)).to_have_text("z of h1")


def test_the_arrow_keys_move_from_cell_to_cell_and_enter_presses(matrices: Page) -> None:
    screen.button(matrices, "next_step").click()
    screen.button(matrices, "next_step").click()
    expect(title(matrices)).to_have_text("a of h1")
    cell(matrices, "Z(1)", 0, 0).focus()
    matrices.keyboard.press("ArrowRight")
    expect(cell(matrices, "Z(1)", 0, 1)).to_be_focused()
    matrices.keyboard.press("ArrowRight")  # there is nothing further
    expect(cell(matrices, "Z(1)", 0, 1)).to_be_focused()
    expect(title(matrices)).to_have_text("a of h1")  # the walk took no step meanwhile
    matrices.keyboard.press("Enter")
    expect(title(matrices)).to_have_text("z of h2")
    expect(cell(matrices, "Z(1)", 0, 1)).to_be_focused()
    matrices.keyboard.press("Home")
    expect(cell(matrices, "Z(1)", 0, 0)).to_be_focused()
    matrices.keyboard.press("Space")
    expect(title(matrices)).to_have_text("z of h1")
    expect(screen.button(matrices, "play")).to_contain_text("Play")  # and it does not play


def test_every_grid_is_one_stop_of_the_tab_key(matrices: Page) -> None:
    stops = matrices.locator('.st-key-matrix_grids td[tabindex="0"]')
    screen.eventually(matrices, lambda: _same_number(stops, grid(matrices, "")))
    cell(matrices, "X", 0, 0).focus()
    matrices.keyboard.press("Tab")
    expect(cell(matrices, "W(1)", 0, 0)).to_be_focused()


def _same_number(some: Locator, others: Locator) -> None:
    assert some.count() == others.count()


def test_after_a_press_with_the_pointer_the_arrow_keys_walk_on(matrices: Page) -> None:
    cell(matrices, "W(1)", 0, 1).click()
    expect(screen.key(matrices, "inspector")).to_contain_text("weight")
    matrices.keyboard.press("ArrowRight")
    expect(title(matrices)).to_have_text("z of h2")


@pytest.mark.nightly
def test_the_graph_stays_in_sight_and_the_lit_number_comes_into_it(
    server: str, open_page: Opened
) -> None:
    page = open_page()
    link = to_link(document_of((8, 16, 4), "tanh"))
    page.goto(f"{server}/?page=matrices&net={link}&notation=hallstrom")  # samples are columns
    expect(page.locator(NOW).first).to_be_visible()
    for step in range(2, 15):
        screen.button(page, "next_step").click()
        expect(page.locator(".step-count")).to_contain_text(f"step {step} of")
    for part in (page.locator(NOW).first, screen.button(page, "next_step")):
        expect(part).to_be_in_viewport(ratio=1)
    page.mouse.move(1000, 600)
    page.mouse.wheel(0, 250)

    def scrolled() -> None:
        assert page.locator(".stMain").evaluate("main => main.scrollTop") > 100

    screen.eventually(page, scrolled)
    expect(screen.button(page, "next_step")).to_be_in_viewport(ratio=1)
    graph = page.locator(screen.GRAPH).bounding_box()
    assert graph is not None
    assert graph["y"] > 0
