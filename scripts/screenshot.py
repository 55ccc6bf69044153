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
UPDATES = 400  # of the training run
PARAGRAPH = 10  # of the first lesson: back through a connection


def main() -> None:
    """The walk, a training run, and a lesson."""
    (ROOT / "docs").mkdir(exist_ok=True)
    with served() as (address, _), browser() as chromium:
        for name, take in (("playground", _walk), ("train", _train), ("lesson", _lesson)):
            page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light")
            take(page, address)
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            page.close()


def _walk(page: Page, address: str) -> None:
    page.goto(f"{address}/?preset=01_mazur_own_bias")
    page.wait_for_selector(GRAPH)
    _step(page, STEPS_TO_DELTA)


def _train(page: Page, address: str) -> None:
    """Two moons, when the boundary has found its shape."""
    page.goto(f"{address}/?page=train")
    page.click(".st-key-set_pieces button")
    page.click(".st-key-piece_large_batch button")
    page.keyboard.press("Escape")
    page.click(".st-key-piece_done button")
    page.click(".st-key-run button")
    page.wait_for_function(
        "least => Number(document.querySelector('.train-where')?.textContent"
        ".match(/Update ([\\d,]+)/)?.[1].replace(',', '')) >= least",
        arg=UPDATES,
    )
    page.click(".st-key-run button")
    page.mouse.move(0, 0)
    page.wait_for_timeout(2500)


def _lesson(page: Page, address: str) -> None:
    page.goto(f"{address}/?page=lessons")
    page.get_by_role("button", name="Begin").first.click()
    _read_on(page, PARAGRAPH)


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
