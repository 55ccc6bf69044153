"""One's own exercises: kept in the browser under names, and carried to another one as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e import screen

Opened = Callable[..., Page]


def cards(page: Page) -> Locator:
    """The cards of one's own exercises."""
    return page.locator(".st-key-gallery_page .stVerticalBlock[class*='st-key-own_']")


def titles(page: Page) -> Locator:
    return cards(page).locator(".card-title")


def expect_names(page: Page, *names: str) -> None:
    """Whatever their order, which is that of saving."""
    expect(titles(page)).to_have_count(len(names))
    screen.eventually(page, lambda: _same(titles(page).all_inner_texts(), names))


def _same(shown: list[str], names: tuple[str, ...]) -> None:
    assert sorted(shown) == sorted(names)


def menu(page: Page, name: str) -> Locator:
    """The opened menu of that card."""
    page.wait_for_selector(screen.DRAWN_WHOLE)  # a card on its way stands there twice
    card = cards(page).filter(has=page.get_by_text(name, exact=True)).first
    card.get_by_role("button", name="More").click()
    return page.get_by_test_id("stPopoverBody")


def act(page: Page, name: str, action: str) -> None:
    """A press in the menu of that card, which closes it."""
    menu(page, name).get_by_role("button", name=action).click()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def rename(page: Page, name: str, new: str) -> None:
    opened = menu(page, name)
    opened.get_by_label("Name").fill(new)
    opened.get_by_role("button", name="Rename").click()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def save_as(page: Page, name: str) -> None:
    page.wait_for_selector(screen.DRAWN_WHOLE)
    screen.key(page, "own_name").locator("input").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()


def test_ones_own_exercises_are_kept_changed_brought_back_and_taken_to_another_browser(
    server: str, page: Page, open_page: Opened
) -> None:
    screen.button(page, "gallery").click()
    page.evaluate("navigator.storage.persist = async () => (globalThis.asked = true)")
    save_as(page, "Monday")
    expect_names(page, "Monday")
    expect(cards(page)).to_contain_text(f"saved {datetime.now(UTC).date().isoformat()}")
    expect(cards(page).locator("img")).to_be_visible()
    page.wait_for_function("globalThis.asked")  # the browser is not to clear it away
    act(page, "Monday", "Duplicate")
    expect_names(page, "Monday", "Monday (2)")
    rename(page, "Monday (2)", "Tuesday")
    expect_names(page, "Monday", "Tuesday")
    act(page, "Monday", "Delete")
    expect_names(page, "Tuesday")
    screen.button(page, "own_undo").click()
    expect_names(page, "Monday", "Tuesday")
    page.wait_for_selector(screen.DRAWN_WHOLE)
    with page.expect_download() as coming:
        screen.button(page, "own_export").click()
    content = Path(coming.value.path()).read_bytes()
    file = {"name": "mine.json", "mimeType": "application/json", "buffer": content}
    other = open_page()
    screen.visit(other, f"{server}/?preset=07_xor")
    screen.button(other, "gallery").click()
    expect(other.get_by_text("None yet.")).to_be_visible()
    screen.button(other, "own_import_place").click()
    other.locator(".st-key-own_import input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect_names(other, "Monday", "Tuesday")
    other.clock.set_system_time(datetime.now() + timedelta(days=31))
    screen.visit(other, server)
    screen.button(other, "gallery").click()
    expect_names(other, "Monday", "Tuesday")
    cards(other).first.get_by_role("button", name="Open").click()
    expect(screen.key(other, "gallery_page")).to_have_count(0)

    def the_same() -> None:
        assert screen.seen(other).edges == screen.seen(page).edges

    screen.eventually(other, the_same)


def test_what_another_tab_saved_or_deleted_is_there_when_the_gallery_opens(
    server: str, page: Page
) -> None:
    screen.button(page, "gallery").click()
    save_as(page, "Monday")
    expect_names(page, "Monday")
    page.keyboard.press("Escape")
    expect(screen.key(page, "gallery_page")).to_have_count(0)
    other = page.context.new_page()
    screen.visit(other, server)
    screen.button(other, "gallery").click()
    expect_names(other, "Monday")
    save_as(other, "Tuesday")
    expect_names(other, "Monday", "Tuesday")
    act(other, "Monday", "Delete")
    expect_names(other, "Tuesday")
    screen.button(page, "gallery").click()
    expect_names(page, "Tuesday")
    expect(screen.key(page, "gallery_page")).not_to_contain_text("Saved in this browser.")
    other.close()
