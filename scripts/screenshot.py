"""Take the pictures of the README: `make screenshot`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page  # noqa: E402  the path comes first

from benchmarks.server import browser, served  # noqa: E402

GRAPH = ".st-key-network_graph .js-plotly-plot .main-svg"
STEPS_TO_DELTA = 21  # the first delta of the hidden layer
PARAGRAPH = 7  # of the first lesson: a hidden neuron's error signal


def main() -> None:
    """Walk mode in both themes, the drawing board, and a lesson."""
    (ROOT / "docs").mkdir(exist_ok=True)
    with served() as (address, _), browser() as chromium:
        for theme, name in (("light", "playground"), ("dark", "playground-dark")):
            page = chromium.new_page(viewport={"width": 1400, "height": 860}, color_scheme=theme)
            page.goto(f"{address}/?preset=01_mazur_own_bias")
            page.wait_for_selector(GRAPH)
            _step(page, STEPS_TO_DELTA)
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            if theme == "light":
                page.get_by_role("radio", name="Draw").click()
                page.wait_for_selector("[data-neuron]")
                page.wait_for_timeout(1500)
                page.screenshot(path=ROOT / "docs" / "draw.png")
            page.close()
        page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light")
        page.goto(f"{address}/?page=lessons")
        page.get_by_role("button", name="Begin").first.click()
        _read_on(page, PARAGRAPH)
        page.screenshot(path=ROOT / "docs" / "lesson.png")


def _read_on(page: Page, number: int) -> None:
    for position in range(1, number + 1):
        page.get_by_text(f"{position} of ", exact=False).first.wait_for()
        page.wait_for_selector(GRAPH)
        page.wait_for_timeout(800)
        if position < number:
            page.click(".st-key-lesson_next button")
    page.wait_for_timeout(1500)


def _step(page: Page, number: int) -> None:
    for position in range(2, number + 2):
        page.click(".st-key-next_step button")
        page.wait_for_function(
            "text => document.querySelector('.step-count')?.textContent.includes(text)",
            arg=f"step {position} of",
        )
    page.wait_for_timeout(800)


if __name__ == "__main__":
    main()
