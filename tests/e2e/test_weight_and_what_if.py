"""A weight is pressed on the graph, and its paths and its curve are there to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from playground.exercise.link import to_link
from tests.e2e import screen
from tests.playground.walks import document_of

Opened = Callable[..., Page]
CURVE = ".st-key-what_if_curve .js-plotly-plot"
CONTOURS = ".st-key-what_if_contours .js-plotly-plot"
SURFACE = ".st-key-what_if_surface .js-plotly-plot"


def lit_edges(page: Page) -> int:
    """How many edges are lit on the graph: each has a broad band under its line."""
    found = page.locator(screen.GRAPH).evaluate(
        """gd => gd.layout.shapes.filter((s) => s.opacity === 0.18)
            .map((s) => s.path.split("M").length - 1)"""
    )
    return int(sum(found))


def expect_lit(page: Page, count: int) -> None:
    def check() -> None:
        assert lit_edges(page) == count

    screen.eventually(page, check)


def x_of(page: Page, plot: str, name: str) -> float:
    found: Any = page.locator(plot).evaluate(
        "(gd, name) => gd.data.find((t) => t.name === name)?.x[0]", name
    )
    assert found is not None, f"{name} is not drawn"
    return float(found)


def test_a_weight_pressed_on_the_graph_shows_its_paths(open_page: Opened, server: str) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?page=weight")
    title = page.locator(".st-key-path_panel .step-title")
    expect(title).to_have_text("Weight from x1 to h1: 2 paths to the loss")
    expect_lit(page, 3)
    screen.press_edge(page, 1, 1, 0, share=0.3)
    expect(title).to_have_text("Weight from h1 to o2: 1 path to the loss")
    expect_lit(page, 1)
    screen.press_point(page, [1, 1])
    expect(title).to_have_text("Bias of h2: 2 paths to the loss")
    expect_lit(page, 2)
    screen.key(page, "path").get_by_text("h2 → o2").click()
    expect_lit(page, 1)
    expect(screen.key(page, "path_table")).to_contain_text("h2 → o2")
    expect(screen.key(page, "path_table")).not_to_contain_text("h2 → o1")
    expect(page.locator(".st-key-nested_formula .katex")).to_be_visible()
    expect(page.locator(".katex-error")).to_have_count(0)


def test_the_paths_are_reached_by_keys_alone(open_page: Opened, server: str) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?page=weight")
    expect_lit(page, 3)
    screen.key(page, "path").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect_lit(page, 2)
    figure = screen.key(page, "network_graph").get_by_role("figure")
    expect(figure).to_have_accessible_name(re.compile("^Network 2-2-2, .*step 9 of 41, loss"))


def test_the_curve_follows_the_rate_and_the_weight(open_page: Opened, server: str) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?page=what_if&preset=04_one_neuron")
    page.wait_for_selector(CURVE)
    outcome = screen.key(page, "outcome")
    expect(outcome).to_contain_text("Stops short of the minimum")
    rate = screen.key(page, "learning_rate_value").locator("input")
    rate.fill("0.5")
    rate.press("Enter")
    expect(outcome).to_contain_text("Overshoot: the loss grows")

    def moved() -> None:
        assert x_of(page, CURVE, "now") == 3.0
        assert x_of(page, CURVE, "after this step alone") == pytest.approx(7.0)

    screen.eventually(page, moved)
    screen.button(page, "undo").click()
    expect(outcome).to_contain_text("Stops short of the minimum")


def eye(page: Page) -> dict[str, float]:
    """Where the surface is looked at from, rounded: a drag ends in small movements."""
    found: dict[str, float] | None = page.locator(SURFACE).evaluate(
        "gd => gd._fullLayout?.scene?._scene?.getCamera()?.eye"
    )
    assert found, "the surface is just being drawn"
    return {axis: round(value, 3) for axis, value in found.items()}


SOME_FRAMES = """async () => {
  for (let k = 0; k < 12; k += 1) await new Promise(requestAnimationFrame);
}"""


def eye_at_rest(page: Page, before: dict[str, float]) -> dict[str, float]:
    """Where it is looked at from after a drag: a turn goes on for a moment."""
    now = eye(page)
    page.evaluate(SOME_FRAMES)
    assert before != now == eye(page)
    return now


def test_two_weights_are_drawn_in_space_and_the_view_stays(open_page: Opened, server: str) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?page=what_if&preset=07_xor")
    screen.key(page, "how_many").get_by_text("Two weights").click()
    page.wait_for_selector(CONTOURS)
    page.wait_for_selector(SURFACE)
    first = screen.eventually(page, lambda: eye(page))
    box = page.locator(SURFACE).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y - 40, steps=8)
    page.mouse.up()
    turned = screen.eventually(page, lambda: eye_at_rest(page, first))
    screen.button(page, "ten_passes").click()

    def walked() -> None:
        lengths = page.locator(CONTOURS).evaluate("gd => gd.data.map((t) => t.x.length)")
        assert 11 in lengths

    screen.eventually(page, walked)
    assert eye(page) == turned
    page.locator(SURFACE).click()  # a press on it leads nowhere, and breaks nothing
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_network_that_overflows_is_met_with_words(open_page: Opened, server: str) -> None:
    """Plotly would stop with an error at a surface without a height."""
    page = open_page()
    document = document_of((2, 2, 1), "linear", "squared_error", batch=2, bias="none")
    document["layers"][0]["W"] = [[1e200, 1e200], [1e200, -1e200]]
    document["layers"][1]["W"] = [[1e200, 1e200]]
    screen.visit(page, f"{server}/?page=what_if&net={to_link(document)}")
    expect(page.get_by_text("is minus infinite")).to_be_visible()
    screen.key(page, "how_many").get_by_text("Two weights").click()
    expect(page.get_by_text("is not finite anywhere in this range")).to_be_visible()
    expect(page.locator(SURFACE)).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_formula_of_the_network_comes_and_goes_with_it(page: Page) -> None:
    """It is a fragment of its own, which another weight leaves as it is."""
    screen.empty_board(page)
    page.get_by_role("navigation", name="App pages").get_by_role(
        "button", name="Understand"
    ).click()
    page.get_by_role("menuitem", name="One weight").click()
    formula = page.locator(".st-key-nested_formula .katex")
    expect(page.get_by_role("heading", name="One weight's paths", level=1)).to_be_visible()
    expect(formula).to_have_count(0)
    screen.button(page, "undo").click()
    page.wait_for_selector(screen.GRAPH)
    expect(formula).to_be_visible()
    screen.button(page, "redo").click()
    expect(page.locator(screen.GRAPH)).to_have_count(0)
    expect(formula).to_have_count(0)
