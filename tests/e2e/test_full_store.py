"""A browser that has no room left: the oldest work goes first, and that is said."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.test_keeping import expect_again, worked

# As a browser ends a transaction for which it has no room; here for so many other tabs' work.
NO_ROOM = """
window.room = Infinity;
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (one) {
  const { transaction } = this;
  this.getAllKeys().onsuccess = ({ target }) => {
    if (target.result.filter((tab) => tab !== one.tab).length <= window.room) return;
    const error = new DOMException("no room", "QuotaExceededError");
    Object.defineProperty(transaction, "error", { value: error });
    transaction.abort();
  };
  return put.call(this, one);
};
"""
WITH_STORE = """(act) => new Promise((done) => {
  const asked = indexedDB.open("backprop-playground");
  asked.onsuccess = () => {
    const transaction = asked.result.transaction("tabs", "readwrite");
    const request = new Function("store", act)(transaction.objectStore("tabs"));
    transaction.oncomplete = () => {
      asked.result.close();
      done(request?.result);
    };
  };
})"""
OLD = "for (const at of [2, 1]) store.put({ tab: `old${at}`, at, work: '', place: '' })"


def olds(page: Page) -> list[str]:
    """The old tabs of which there is still something."""
    tabs = page.evaluate(WITH_STORE, "return store.getAllKeys()")
    return [tab for tab in tabs if tab.startswith("old")]


def test_without_room_the_oldest_goes_first_and_both_are_said(
    open_page: Callable[..., Page], server: str
) -> None:
    page = open_page(own=True)
    page.add_init_script(NO_ROOM)
    screen.visit(page, f"{server}/?preset=07_xor")
    worked(page)
    page.evaluate(WITH_STORE, OLD)
    page.evaluate("window.room = 1")
    screen.button(page, "first_step").click()
    said = page.locator(".keeper-said")
    expect(said).to_contain_text("used longest ago was forgotten")
    assert olds(page) == ["old2"]
    said.get_by_role("button").click()
    expect(said).to_have_count(0)
    page.keyboard.press("ArrowRight")
    before = screen.at_step(page, 2)
    screen.kept(page)
    page.evaluate("window.room = -1")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("a reload would lose it")
    screen.at_step(page, 3)
    page.reload()
    page.wait_for_selector(screen.GRAPH)
    expect_again(page, before)
