"""What is typed or drawn, and not taken yet, is neither lost nor put into another exercise."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e import screen
from tests.e2e.conftest import SLOW_LINK
from tests.e2e.cut_link import CUT
from tests.e2e.test_keeping import killable
from tests.e2e.test_keeping_everywhere import CONNECTED

__all__ = ["killable"]
NO_ANSWER = "window.gapMs = 1e6"


def on_board(page: Page, address: str) -> None:
    screen.visit(page, address)
    screen.to_mode(page, "draw")
    screen.expect_sizes(page, [2, 2, 1])
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    screen.kept(page)


def field_of(page: Page, column: int, neuron: int) -> Locator:
    """The field on the board for a neuron's number, opened by a press."""
    screen.press(page, screen.neuron_on_board(column, neuron))
    field = page.locator(".board-field input").first
    expect(field).to_be_focused()
    return field


def test_what_is_done_on_the_board_while_no_server_answers_is_taken_by_the_next(
    open_page: Callable[..., Page], killable
) -> None:
    start, kill = killable
    page = open_page(expected="", apart=True)
    on_board(page, f"{start()}/?preset=07_xor")
    kill()
    page.wait_for_selector(CUT)
    field_of(page, 0, 1).fill("0.75")
    page.keyboard.press("Enter")
    for _ in range(2):
        screen.press(page, '.board-slot[data-column="1"] circle')
    field_of(page, 0, 0).fill("0.7.5")  # of a neuron that stays where it is
    page.keyboard.press("Enter")
    start()
    page.wait_for_selector(CONNECTED)
    screen.expect_sizes(page, [2, 4, 1])
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("0.75")
    expect(page.locator(".board-why")).to_contain_text("0.7.5")
    for _ in range(3):
        screen.button(page, "undo").click()
    screen.expect_sizes(page, [2, 2, 1])
    expect(screen.button(page, "undo")).to_be_disabled()


def test_a_number_typed_on_the_board_outlasts_a_reload(
    open_page: Callable[..., Page], server: str
) -> None:
    """One on its way is handed on again; one still in its field stands there again."""
    page = open_page(own=True)
    page.add_init_script(path=SLOW_LINK)
    on_board(page, f"{server}/?preset=07_xor")
    page.evaluate(NO_ANSWER)
    field_of(page, 0, 1).fill("0.75")
    page.keyboard.press("Tab")
    page.locator(".board-field input").first.fill("0.5")
    page.reload()
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("0.75")
    field = page.locator(".board-field input").first
    expect(field).to_be_focused()
    expect(field).to_have_value("0.5")
    field.press("Enter")
    expect(page.locator(".board-field")).to_be_hidden()
    screen.kept(page)
    page.reload()
    expect(page.locator('[data-neuron="1,0"]')).to_contain_text("0.5")
    expect(page.locator(".board-field")).to_be_hidden()


def test_what_was_typed_is_not_put_into_a_link_that_is_opened_in_the_same_tab(
    open_page: Callable[..., Page], server: str
) -> None:
    page = open_page(own=True)
    page.add_init_script(path=SLOW_LINK)
    rate = screen.key(page, "learning_rate_value").locator("input")
    screen.visit(page, f"{server}/?preset=07_xor")
    page.evaluate(NO_ANSWER)
    rate.fill("0.125")
    screen.visit(page, f"{server}/?preset=06_sigmoid_2_2_1")
    expect(rate).to_have_value("0.5")
    on_board(page, page.url)
    page.evaluate(NO_ANSWER)
    field_of(page, 1, 0).fill("0.75")
    on_board(page, f"{server}/?preset=07_xor")
    expect(page.locator(".board-field")).to_be_hidden()
    screen.press_nowhere(page)
    expect(screen.button(page, "undo")).to_be_disabled()


def test_an_edit_beside_a_curve_outlasts_a_reload_and_leaves_the_address(
    open_page: Callable[..., Page], server: str
) -> None:
    """There only a part of the page is drawn again; an undo is an edit too."""
    page = open_page()
    page.goto(f"{server}/?page=what_if&preset=07_xor")
    value = screen.key(page, "selected_value").locator("input")
    expect(value).not_to_have_value("")
    before = value.input_value()
    value.fill("-1")
    value.press("Enter")
    page.wait_for_function("!location.search")
    expect(screen.button(page, "undo")).to_be_enabled()
    screen.kept(page)
    page.reload()
    expect(value).to_have_value("-1")
    screen.button(page, "undo").click()
    expect(value).to_have_value(before)
    screen.kept(page)
    page.reload()
    expect(value).to_have_value(before)
    expect(screen.button(page, "redo")).to_be_enabled()


def test_one_way_back_leads_out_of_a_link_to_a_page(
    open_page: Callable[..., Page], server: str
) -> None:
    page = open_page(own=True)
    page.goto(f"{server}/_stcore/health")
    page.goto(f"{server}/?page=what_if&preset=07_xor&notation=mazur")
    value = screen.key(page, "selected_value").locator("input")
    value.fill("-1")
    value.press("Enter")
    page.wait_for_function("!location.search")
    page.go_back()
    page.wait_for_url("**/_stcore/health")


def test_a_hint_outlasts_a_reload(open_page: Callable[..., Page], server: str) -> None:
    """It is drawn without the page, and no edit."""
    page = open_page()
    screen.visit(page, f"{server}/?preset=07_xor&solve=all")
    screen.button(page, "hint").click()
    expect(screen.key(page, "hint")).to_contain_text("Another hint")
    screen.kept(page)
    page.reload()
    expect(screen.key(page, "hint")).to_contain_text("Another hint")
