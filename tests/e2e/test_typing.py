"""Numbers that are typed: into the tables, and into the field of what was pressed on the graph."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import screen


def test_typed_weights_inputs_and_targets_are_the_ones_walked_through(page: Page) -> None:
    screen.to_mode(page, "draw")
    screen.type_cell(page, "x", 0, 1, "-3")
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("-3")
    screen.type_cell(page, "y", 0, 0, "0.625")
    page.get_by_role("tab", name="Into the hidden layer").click()
    screen.type_cell(page, "W0", 0, 0, "0.875")
    screen.type_cell(page, "W0", 1, 1, "0.001")
    for edge, label in (
        ("0,0,0", "connection from x1 to h1, weight 0.875"),
        ("0,1,1", "connection from x2 to h2, weight 0.001"),
    ):
        drawn = page.locator(f'[data-edge="{edge}"]')
        expect(drawn).to_have_attribute("aria-label", label)
    screen.button(page, "go_walk").click()
    now = screen.at_step(page, 1)
    assert now.edges[0, 0, 0] == 0.875
    assert now.edges[0, 1, 1] == 0.001
    assert now.edges[0, 1, 0] == 0.25, "a weight that nobody typed has changed"
    assert now.neurons[0, 1] == {"input": -3}
    written = page.locator(screen.GRAPH).evaluate("gd => gd.data.flatMap((t) => t.text ?? [])")
    assert "0.625" in written
    assert screen.same(now.result, 0.875 * 0.05 + 0.2 * -3 + 0.35)


def test_an_empty_cell_is_refused_by_name_and_the_old_value_stays(page: Page) -> None:
    screen.to_mode(page, "draw")
    page.get_by_role("tab", name="Into the hidden layer").click()
    screen.go_to_cell(page, "W0", 0, 1)
    page.keyboard.press("Delete")
    expect(screen.alert(page)).to_contain_text("W to h1, from x2 is empty")
    expect(screen.cell(page, "W0", 0, 1)).to_have_text("0.2")
    expect(page.locator('[data-edge="0,0,1"]')).to_have_attribute("aria-label", re.compile("0.2$"))
    assert screen.button(page, "undo").is_disabled(), "a refused edit is in the history"
    screen.type_cell(page, "W0", 0, 1, "0.75")
    expect(screen.alert(page)).to_have_count(0)
    expect(page.locator('[data-edge="0,0,1"]')).to_have_attribute("aria-label", re.compile("0.75$"))


def test_a_weight_is_changed_where_it_was_pressed_and_undone_with_the_keyboard(page: Page) -> None:
    def weights(wanted: float) -> None:
        now = screen.seen(page)
        assert now.edges[0, 1, 0] == wanted
        others = {edge: w for edge, w in now.edges.items() if edge != (0, 1, 0)}
        assert others == {edge: before[edge] for edge in others}

    page.keyboard.press("ArrowRight")
    before = screen.at_step(page, 2).edges
    screen.press_edge(page, 0, 1, 0)
    expect(screen.key(page, "inspector")).to_contain_text("weight from x1 to h2")
    field = screen.key(page, "inspect_weight").locator("input")
    expect(field).to_have_value("0.25")
    field.fill("-0.6")
    field.press("Enter")
    screen.eventually(page, lambda: weights(-0.6))
    now = screen.at_step(page, 2)  # the walk stays where it was
    assert screen.same(now.result, -0.6 * 0.05 + 0.3 * 0.1 + 0.35)
    screen.press_nowhere(page)
    page.keyboard.press("Control+z")
    screen.eventually(page, lambda: weights(0.25))
    expect(field).to_have_value("0.25")
    page.keyboard.press("Control+Shift+z")
    screen.eventually(page, lambda: weights(-0.6))
    expect(screen.button(page, "redo")).to_be_disabled()


def test_an_emptied_field_does_not_make_the_weight_zero(page: Page) -> None:
    screen.press_edge(page, 0, 1, 0)
    field = screen.key(page, "inspect_weight").locator("input")
    expect(field).to_have_value("0.25")
    field.fill("")
    field.press("Enter")
    expect(field).to_have_value("0.25")
    expect(screen.alert(page)).to_contain_text("The weight got no number that can be read")
    assert screen.seen(page).edges[0, 1, 0] == 0.25
    expect(screen.button(page, "undo")).to_be_disabled()
    field.fill("0.5")  # what is taken makes the refusal stale
    field.press("Enter")
    expect(screen.alert(page)).to_have_count(0)
    assert screen.seen(page).edges[0, 1, 0] == 0.5
