"""The switch of notations in a browser: graph, title, formula and table change together."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from backprop_core import Address
from tests.e2e import screen


def choose_notation(page: Page, name: str) -> None:
    """Another notation, by its name in the list."""
    field = screen.key(page, "notation").locator("input")
    field.click()
    page.get_by_role("option", name=name, exact=True).click()


def test_the_switch_changes_graph_title_formula_and_table_together(page: Page) -> None:
    screen.go_to_step(page, 22)
    screen.open_values(page)
    own = screen.at_title(page, "delta of h1")
    choose_notation(page, "Sugden's notation")
    screen.at_title(page, "delta of j1")
    screen.open_values(page)
    assert r"\delta_{j_{1}}" not in own.tex
    screen.eventually(page, lambda: _all_is_written_anew(page, own))
    screen.eventually(page, lambda: _outputs_are_called_y(page))
    page.keyboard.press("ArrowLeft")  # the graph sent ahead is written in the notation too
    screen.at_title(page, "∂E/∂z of j2")


def _all_is_written_anew(page: Page, own: screen.Seen) -> None:
    """The table comes after the title."""
    now = screen.seen(page)
    assert now.number == own.number
    assert r"\delta_{j_{1}}" in now.tex
    assert now.head[:6] == ["layer", "unit", "u", "z, y", "∂E/∂z, ∂E/∂y", "δ"]
    assert [row[2:6] for row in now.table] == [row[2:6] for row in own.table]


def _outputs_are_called_y(page: Page) -> None:
    """The step's number is the same, so the graph may follow the text a moment later."""
    outputs = screen.seen(page).neurons[2, 0]
    assert "y" in outputs, outputs
    assert "a" not in outputs, outputs


@pytest.mark.nightly
def test_every_part_of_a_deep_walk_has_a_name_for_screen_readers(
    open_page: Callable[..., Page], server: str
) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?preset=12_gupta_no_bias")
    screen.button(page, "about").click()
    expect(screen.key(page, "offered_notation")).to_contain_text("Gupta")
    screen.visit(page, f"{server}/?preset=08_hallstrom_3_4_3_2&notation=hallstrom")
    track = page.locator(".timeline-track")
    for word in ("Forward", "Cost", "Backward and gradients", "Update"):
        expect(track).to_contain_text(word)
    field = screen.key(page, "step_position").get_by_role("slider")
    expect(field).to_have_accessible_name("Step")
    document = screen.document_of_link(screen.shared_link(page))
    cost = screen.trace_of(document).plan.step_making(Address("loss"))
    assert cost is not None
    assert screen.go_to_step(page, cost + 1).phase == "loss"
    expect(field).to_have_attribute("aria-valuetext", re.compile("cost"))
    assert screen.go_to_step(page, cost + 2).phase == "backward"
    expect(field).to_have_attribute("aria-valuetext", re.compile("∂C/∂a"))
