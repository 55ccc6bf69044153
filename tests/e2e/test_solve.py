"""A whole exercise solved in the browser, with a slip on the way."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from playground.exercise.link import to_link
from tests.e2e import screen
from tests.playground.walks import document_of

Opened = Callable[..., Page]
TAKEN_JUST_NOW = """(text) => {
  const draft = { text, page: location.pathname + location.search, sent: true, heard: true };
  backpropDrafts.drafts.set("st-key-answer", draft);
  sessionStorage["backprop-playground-drafts"] = JSON.stringify([["st-key-answer", draft]]);
}"""
# z, a, loss; ∂loss/∂a with its sign turned; and what follows from it: δ, dW, db, new w, new b.
NUMBERS = ("7", "7", "4", "4", "4", "8", "4", "2.6", "0.8")


def test_a_whole_exercise_is_solved_and_its_slip_is_told(open_page: Opened, server: str) -> None:
    page = open_page(viewport={"width": 1280, "height": 720})
    screen.visit(page, f"{server}/?preset=04_one_neuron")
    screen.key(page, "solve").locator("label").first.click()
    field = page.locator(".st-key-answer input")
    expect(field).to_be_visible()
    wrong = 0
    for count, text in enumerate(NUMBERS, start=1):
        expect(field).to_have_value("")
        field.fill(text)
        page.keyboard.press("Enter")
        wrong += count == 4
        expect(page.locator(".score > div").first).to_have_text(f"{count - wrong} of {count}")
        page.wait_for_selector(screen.DRAWN_WHOLE)  # the next question comes after the score
        if count == 4:
            expect(page.locator(".st-key-solved")).to_contain_text("target minus output")
            screen.kept(page)
            page.evaluate(TAKEN_JUST_NOW, text)
            page.reload()
            expect(page.locator(".score > div").first).to_have_text("3 of 4")
    expect(page.locator(".summary h2")).to_have_text(
        "One slip, and you carried it through correctly."
    )
    page.wait_for_function("document.querySelector('.stMain').scrollHeight <= innerHeight")
    screen.button(page, "other_numbers").click()
    expect(page.locator(".summary")).to_have_count(0)
    expect(field).to_have_value("")


# z, a, loss; the error target − output, δ = 0,426 · 0,245, then what the weights move by, and those
RIGHT = (
    *("0,3", "0,574", "0,091", "0,426", "0,104"),
    *("0,104", "0,052", "0,104", "0,452", "-0,574", "0,252"),
)


def test_an_exercise_by_the_conventions_of_its_course_is_chosen_walked_and_solved(
    open_page: Opened, server: str
) -> None:
    document = document_of((2, 1))
    document |= {"x": [[1.0, 0.5]], "y": [[1.0]], "learning_rate": 0.5}
    document["layers"][0] |= {"W": [[0.4, -0.6]], "b": [0.2]}
    page = open_page()
    page.goto(f"{server}/?mode=draw&net={to_link(document)}")
    screen.unfold(page, "conventions")
    for name, option in (("rounding", "3 decimals"), ("error", "target − output")):
        screen.key(page, f"paper_{name}").locator("input").click()
        page.get_by_role("option", name=option, exact=True).click()
    screen.key(page, "paper_comma").locator("label").first.click()
    expect(page.locator(".board-svg")).to_contain_text("0,4")
    screen.to_mode(page, "walk")
    screen.key(page, "solve").locator("label").first.click()
    field = page.locator(".st-key-answer input")
    for count, answer in enumerate(RIGHT, start=1):
        expect(field).to_have_value("")
        field.fill(answer)
        page.keyboard.press("Enter")
        expect(page.locator(".score > div").first).to_have_text(f"{count} of {count}")
        page.wait_for_selector(screen.DRAWN_WHOLE)
    expect(page.locator(".summary h2")).to_have_text("All 11 right, without hints.")
    screen.key(page, "solve").locator("label").first.click()
    expect(screen.key(page, "step_panel")).to_contain_text("0,252")
