"""A whole exercise solved in the browser, with a slip on the way."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import screen

# z, a, loss; ∂loss/∂a with its sign turned; and what follows from it: δ, dW, db, new w, new b.
NUMBERS = ("7", "7", "4", "4", "4", "8", "4", "2.6", "0.8")
KEPT = "document.cookie.includes('work_kept=1')"


def test_a_whole_exercise_is_solved_and_its_slip_is_told(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    screen.visit(page, f"{server}/?preset=04_one_neuron")
    screen.key(page, "solve").locator("label").first.click()
    field = page.locator(".st-key-answer input")
    expect(field).to_be_visible()
    wrong = 0
    for count, text in enumerate(NUMBERS, start=1):
        field.fill(text)
        page.keyboard.press("Enter")
        wrong += count == 4
        expect(page.locator(".score > div").first).to_have_text(f"{count - wrong} of {count}")
        if count == 4:
            expect(page.locator(".st-key-solved")).to_contain_text("target minus output")
            page.wait_for_function(KEPT)
            page.wait_for_timeout(400)  # the store is written a moment after
            page.reload()
            expect(page.locator(".score > div").first).to_have_text("3 of 4")
    expect(page.locator(".summary h2")).to_have_text(
        "One slip, and you carried it through correctly."
    )
    scrolls = "document.querySelector('.stMain').scrollHeight > innerHeight"
    assert page.evaluate(scrolls) is False
    screen.button(page, "other_numbers").click()
    expect(page.locator(".summary")).to_have_count(0)
    expect(field).to_have_value("")
