"""A key that is pressed again and again without waiting: no press is lost, nothing breaks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen

PRESSES = 40
pytestmark = pytest.mark.alone


def largest() -> dict[str, Any]:
    """Eight layers of sixteen, with numbers drawn once and for all."""
    rng = np.random.default_rng(7)
    layers = [
        {
            "W": rng.normal(0, 0.3, (16, 16)).round(3).tolist(),
            "b": rng.normal(0, 0.1, 16).round(3).tolist(),
            "activation": "tanh",
        }
        for _ in range(8)
    ]
    return {
        "title": "The largest drawing",
        "x": rng.normal(0, 1, (1, 16)).round(2).tolist(),
        "y": rng.normal(0, 1, (1, 16)).round(2).tolist(),
        "layers": layers,
        "loss": "mean_squared_error",
        "learning_rate": 0.1,
        "biases_frozen": False,
        "reduction": "mean",
    }


def press_fast(page: Page, document: dict[str, Any]) -> None:
    walk = screen.trace_of(document)
    start = screen.seen(page).number
    for _ in range(PRESSES):
        page.keyboard.press("ArrowRight")
    count = page.locator(".step-count")
    expect(count).to_contain_text(f"step {start + PRESSES} of", timeout=4 * screen.PATIENCE)
    now = screen.at_step(page, start + PRESSES)
    step = walk[start + PRESSES - 1]
    assert now.last == len(walk)
    assert screen.same(now.result, float(step.value))  # type: ignore[arg-type]
    page.keyboard.press("ArrowLeft")
    screen.at_step(page, start + PRESSES - 1)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.nightly
def test_forty_presses_are_forty_steps(page: Page, server: str) -> None:
    screen.visit(page, f"{server}/?preset=07_xor")
    document = screen.document_of_link(screen.shared_link(page))
    press_fast(page, document)


@pytest.mark.nightly
def test_forty_presses_are_forty_steps_after_the_slider_was_moved(page: Page, server: str) -> None:
    screen.visit(page, f"{server}/?preset=07_xor")
    document = screen.document_of_link(screen.shared_link(page))
    screen.key(page, "step_position").locator("input").focus()
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    screen.press_nowhere(page)
    press_fast(page, document)


def test_presses_on_one_pass_and_undo_are_counted_however_fast_they_come(page: Page) -> None:
    """Streamlit makes one of two presses that come before it has answered the first."""
    press_at_once = "(name) => document.querySelector(`.st-key-${name} button`).click()"
    for _ in range(5):
        page.evaluate(press_at_once, "next_pass")
    screen.eventually(page, lambda: _passed(page, 6))
    for _ in range(3):
        page.evaluate(press_at_once, "undo")
    screen.eventually(page, lambda: _passed(page, 3))


def _passed(page: Page, number: int) -> None:
    assert screen.seen(page).passed == number


def test_forty_presses_are_forty_steps_in_the_largest_network(page: Page) -> None:
    document = largest()

    def check() -> None:
        assert "16-16-16" in screen.seen(page).alt

    with screen.share_box(page):
        screen.give_file(page, document)
        screen.eventually(page, check)
    screen.press_nowhere(page)
    press_fast(page, document)
