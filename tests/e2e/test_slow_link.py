"""Fast hands on a slow link: a press that comes before the last answer has arrived."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.conftest import SLOW_LINK


@pytest.fixture
def slow(open_page: Callable[..., Page], server: str) -> Page:
    page = open_page(own=True)
    page.add_init_script(path=SLOW_LINK)
    screen.visit(page, server)
    return page


@pytest.mark.nightly
def test_a_press_on_the_board_takes_no_earlier_one_back(slow: Page) -> None:
    for wait in (60, 150, 400):
        slow.evaluate("window.gapMs = 0")
        screen.empty_board(slow)
        screen.press(slow, "[data-empty]")
        screen.expect_sizes(slow, (1,))
        slow.wait_for_timeout(500)
        slow.evaluate("window.gapMs = 25")
        screen.press(slow, '[data-column="0"]')
        slow.wait_for_timeout(wait)
        screen.press(slow, '[data-gap="0"]')
        screen.expect_sizes(slow, (2, 1))
        slow.wait_for_timeout(1500)
        screen.expect_sizes(slow, (2, 1))


@pytest.mark.nightly
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


@pytest.mark.nightly
def test_all_neurons_arrive_that_were_added_faster_than_the_link_answers(slow: Page) -> None:
    screen.empty_board(slow)
    screen.press(slow, "[data-empty]")
    screen.expect_sizes(slow, (1,))
    slow.evaluate("window.gapMs = 30")
    for _ in range(4):
        screen.press(slow, '.board-slot[data-column="0"] circle')
        slow.wait_for_timeout(350)  # longer than an answer was once waited for
    screen.expect_sizes(slow, (5,))
    slow.wait_for_timeout(2000)
    screen.expect_sizes(slow, (5,))


@pytest.mark.nightly
def test_what_a_second_press_removes_is_not_the_next_neuron(slow: Page) -> None:
    """On 2-2-2, h1 is removed twice: the board has not heard yet that it is gone."""
    screen.to_mode(slow, "draw")
    slow.locator('[data-neuron="1,0"]').press("Enter")
    slow.wait_for_timeout(500)
    slow.evaluate("window.gapMs = 30")
    slow.keyboard.press("Delete")
    slow.wait_for_timeout(30)
    slow.locator('[data-neuron="1,0"]').press("Delete")
    screen.expect_sizes(slow, (2, 1, 2))
    slow.wait_for_timeout(3000)
    screen.expect_sizes(slow, (2, 1, 2))
    expect(screen.alert(slow)).to_have_count(0)


def test_a_mode_chosen_at_once_takes_no_press_on_the_board_back(slow: Page) -> None:
    """The fields beside the board still tell of the network before the press."""
    screen.to_mode(slow, "draw")
    screen.press_for(slow, '.board-slot[data-column="1"] circle', (2, 3, 2))
    screen.to_mode(slow, "walk")
    screen.place_in_graph(slow, {"point": [1, 2]})


def test_what_is_chosen_for_the_walk_outlasts_an_edit_page_that_is_left_while_it_comes(
    slow: Page,
) -> None:
    """The browser tells of the fields of the walk, and then draws them anew."""
    slow.evaluate("window.gapMs = 15")
    screen.to_mode(slow, "draw")
    screen.to_mode(slow, "walk")
    slow.wait_for_timeout(3000)
    slow.evaluate("window.gapMs = 0")
    slow.wait_for_timeout(1500)
    expect(screen.key(slow, "training").locator("input[type=text]")).to_have_value("0.5")
    screen.at_step(slow, 1)
    assert screen.seen(slow).last == 41, "each step is a number"


def test_a_press_on_a_neuron_that_an_undo_took_away_is_left_aside(slow: Page) -> None:
    """The press may come with the undo or after it; the undo holds, and one walks on."""
    screen.to_mode(slow, "draw")
    screen.press_for(slow, '.board-slot[data-column="1"] circle', (2, 3, 2))
    screen.to_mode(slow, "walk")
    place = screen.place_in_graph(slow, {"point": [1, 2]})
    slow.evaluate("window.gapMs = 30")
    screen.button(slow, "undo").click()
    slow.wait_for_timeout(40)
    slow.mouse.click(*place)
    slow.wait_for_timeout(3000)
    slow.evaluate("window.gapMs = 0")
    slow.wait_for_timeout(1500)  # until all that was under way has come
    screen.eventually(slow, lambda: _go_back_to_the_first(slow))
    slow.keyboard.press("ArrowRight")
    screen.at_step(slow, 2)
    assert "2-2-2" in screen.seen(slow).alt
    expect(screen.alert(slow)).to_have_count(0)


@pytest.mark.nightly
def test_a_slider_moved_by_quick_keys_does_not_go_back(slow: Page) -> None:
    """The rate is 0.5; each key is pressed before the answer to the one before has come."""
    slow.evaluate("window.gapMs = 12")
    slider = screen.key(slow, "learning_rate").get_by_role("slider")
    slider.focus()
    stood = []
    for _ in range(4):
        slow.keyboard.press("ArrowRight")
        for _ in range(10):
            slow.wait_for_timeout(60)
            stood.append(float(slider.get_attribute("aria-valuetext") or ""))
    assert stood == sorted(stood)
    slow.evaluate("window.gapMs = 0")
    expect(screen.key(slow, "learning_rate_value").locator("input")).to_have_value("2")


def _go_back_to_the_first(page: Page) -> None:
    """Once more if the late press has come only now: it may lead to another step."""
    page.keyboard.press("Home")
    assert screen.seen(page).number == 1
