"""The switch of notations in a browser: graph, title, formula and table change together."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import screen


def choose_notation(page: Page, name: str) -> None:
    """Another notation, by its name in the list."""
    field = screen.key(page, "notation").locator("input")
    field.click()
    page.get_by_role("option", name=name, exact=True).click()


def test_the_switch_changes_graph_title_formula_and_table_together(page: Page) -> None:
    screen.choose(page, "phase", "back 1")
    screen.at_title(page, "da of h1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    own = screen.at_title(page, "delta of h1")
    choose_notation(page, "Notation: Sugden")
    screen.at_title(page, "delta of j1")
    assert r"\delta_{j_{1}}" not in own.tex
    screen.eventually(page, lambda: _all_is_written_anew(page, own))
    screen.eventually(page, lambda: _outputs_are_called_y(page))
    screen.press_nowhere(page)
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
    written = [text for t in screen.seen(page).graph for text in t["text"] or ()]
    assert any(text.startswith("z ") and "<b>δ" in text for text in written), written
    assert any(text.startswith("y ") and "<br>δ" in text for text in written), written


def test_every_part_of_a_deep_walk_has_a_name_for_screen_readers(
    open_page: Callable[..., Page], server: str
) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?preset=12_gupta_no_bias")
    expect(screen.key(page, "offered_notation")).to_contain_text("Gupta")
    screen.visit(page, f"{server}/?preset=08_hallstrom_3_4_3_2&notation=hallstrom")
    parts = screen.key(page, "phase").get_by_role("radio")
    names = ["fwd layer 1", "forward layer 2", "forward layer 3", "cost"]
    names += ["back layer 3", "backward layer 2", "backward layer 1", "update"]
    for k, name in enumerate(names):
        expect(parts.nth(k)).to_have_accessible_name(name)
    screen.choose(page, "phase", "backward layer 2")
    screen.at_title(page, "∂C/∂a of h2.1")
