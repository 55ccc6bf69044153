"""Numbers that are typed: into the tables, and into the field of what was pressed on the graph."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import screen
from tests.e2e.conftest import SLOW_LINK
from tests.playground.exercise.typed_texts import MISREAD, ONCE_MISREAD, made_texts

PASTE = """(cell, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = { clipboardData, bubbles: true, cancelable: true };
  cell.dispatchEvent(new ClipboardEvent("paste", event));
}"""


def test_typed_weights_inputs_and_targets_are_the_ones_walked_through(page: Page) -> None:
    screen.to_mode(page, "draw")
    screen.type_cell(page, "x", 0, 1, "-3")
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("−3")
    screen.type_cell(page, "y", 0, 0, "0.625")
    page.get_by_role("tab", name="Hidden layer: W, b").click()
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


def test_forty_numbers_typed_without_a_pause_are_all_taken_in_the_right_cells(page: Page) -> None:
    screen.to_mode(page, "draw")
    for column in (0, 1):
        field = screen.key(page, f"width_{column}").locator("input")
        field.fill("5" if column == 0 else "8")
        field.press("Enter")
    screen.expect_sizes(page, [5, 8, 2])
    page.get_by_role("tab", name="Hidden layer: W, b").click()
    wanted = [f"{(-1) ** k * (k + 1) / 64:.12g}" for k in range(40)]
    expect(screen.grid(page, "W0").locator("input")).to_have_count(40)
    screen.cell(page, "W0", 0, 0).click()
    for text in wanted:
        page.keyboard.type(text, delay=0)
        page.keyboard.press("Tab")
    edge = page.locator('[data-edge="0,7,4"]')
    last = "connection from x5 to h8, weight −0.625"
    expect(edge).to_have_attribute("aria-label", last, timeout=2 * screen.PATIENCE)
    cells = screen.grid(page, "W0").locator("input").all()
    assert [one.input_value() for one in cells] == wanted
    expect(page.get_by_label("W to h1, from x1")).to_have_value("0.015625")
    expect(screen.button(page, "undo")).to_be_enabled()


def test_what_is_typed_and_switched_while_earlier_answers_still_arrive_is_taken(
    open_page: Callable[..., Page], server: str
) -> None:
    page = open_page(own=True)
    page.add_init_script(path=SLOW_LINK)
    page.goto(f"{server}/?mode=draw")
    fields = [screen.key(page, f"width_{k}").locator("input") for k in range(3)]
    fields[2].wait_for()
    page.wait_for_selector(screen.DRAWN_WHOLE)
    page.evaluate("window.gapMs = 12")
    for field, width in zip(fields, "584", strict=True):
        field.select_text()
        page.keyboard.type(width)
        page.keyboard.press("Enter")
    screen.expect_sizes(page, [5, 8, 4])
    page.wait_for_selector(screen.DRAWN_WHOLE)
    assert [field.input_value() for field in fields] == ["5", "8", "4"]
    screen.unfold(page, "conventions")
    switches = [screen.key(page, f"paper_{name}") for name in ("inputs", "comma", "fractions")]
    for switch in switches:
        switch.locator("label").first.click()
    expect(page.locator(".board-svg")).to_contain_text("0,")
    page.wait_for_selector(screen.DRAWN_WHOLE)
    for switch in switches:
        expect(switch.locator("input")).to_be_checked()


def test_a_refused_cell_says_why_beside_it_and_a_pasted_matrix_fills_the_table(page: Page) -> None:
    screen.to_mode(page, "draw")
    page.get_by_role("tab", name="Hidden layer: W, b").click()
    screen.type_cell(page, "W0", 0, 1, "0,75")
    why = screen.grid(page, "W0").get_by_role("alert")
    expect(why).to_contain_text("W to h1, from x2 got '0,75'")
    edge = page.locator('[data-edge="0,0,1"]')
    expect(edge).to_have_attribute("aria-label", re.compile(" 0.2$"))
    why.get_by_role("button", name="Use 0.75").click()
    expect(why).to_be_hidden()
    expect(edge).to_have_attribute("aria-label", re.compile(" 0.75$"))
    screen.cell(page, "W0", 1, 1).evaluate(PASTE, "[[0.3,-0.1],\n [-0.4,0.5]]")
    expect(edge).to_have_attribute("aria-label", re.compile(" −0.1$"))
    expect(screen.cell(page, "W0", 1, 0)).to_have_value("-0.4")
    page.locator('[data-edge="0,1,1"]').press("Enter")  # and on the board, by keyboard
    page.keyboard.type("0.875")
    page.keyboard.press("Tab")
    expect(page.get_by_label("weight from h1 to o1")).to_be_focused()
    page.keyboard.type("-2")
    page.keyboard.press("Enter")
    expect(screen.cell(page, "W0", 1, 1)).to_have_value("0.875")
    expect(page.locator('[data-edge="1,0,0"]')).to_have_attribute("aria-label", re.compile(" −2$"))


def test_a_weight_is_changed_where_it_was_pressed_and_undone_with_the_keyboard(page: Page) -> None:
    def weights(wanted: float) -> None:
        now = screen.seen(page)
        assert now.number == 2, "the walk stays where it was"
        assert now.edges[0, 1, 0] == wanted
        assert screen.same(now.result, wanted * 0.05 + 0.3 * 0.1 + 0.35)
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
    screen.press_nowhere(page)
    page.keyboard.press("Control+z")
    screen.eventually(page, lambda: weights(0.25))
    expect(field).to_have_value("0.25")
    page.keyboard.press("Control+Shift+z")
    screen.eventually(page, lambda: weights(-0.6))
    expect(screen.button(page, "redo")).to_be_disabled()


def test_no_text_is_read_in_part_in_any_field(page: Page) -> None:
    """Each is taken as Python reads it, or stays in the field with what is wrong with it below."""
    made = [one for one in made_texts(12, seed=30) if one[1] is None or one[1] >= 0]
    texts = [*ONCE_MISREAD.items(), *made]
    refused = 0
    screen.press_edge(page, 0, 1, 0)
    for number, (text, value) in enumerate(texts):
        key, fits = (
            ("inspect_weight", value is not None)
            if number % 2
            else ("learning_rate_value", value is not None and value >= 0)
        )
        refused += _typed(page, key, text, value if fits else None)
    screen.to_mode(page, "draw")
    for text in ("1e6", "0,5", "2.5", "3"):
        refused += _typed(page, "width_1", text, 3.0 if text == "3" else None)
    screen.expect_sizes(page, [2, 3, 2])
    assert refused > 10


@pytest.mark.nightly
@pytest.mark.parametrize("place", range(5))
def test_no_made_text_is_read_in_part_in_any_field(page: Page, server: str, place: int) -> None:
    """Five hundred, and those once misread, over the fields that take any number or one from 0."""
    key, least = [
        ("inspect_weight", None),
        ("learning_rate_value", 0.0),
        ("selected_value", None),
        ("train_rate_value", 0.0),
        ("train_l2", 0.0),
    ][place]
    if key == "inspect_weight":
        screen.press_edge(page, 0, 1, 0)
    elif key == "selected_value":
        page.goto(f"{server}/?page=weight&preset=01_mazur_own_bias")
    elif key.startswith("train"):
        page.goto(f"{server}/?page=train&preset=07_xor")
    if key == "train_l2":
        screen.key(page, "more_training").locator("summary").click()
    for text, value in [*MISREAD.items(), *made_texts(100, seed=500 + place)]:
        fits = value is not None and (least is None or value >= least)
        _typed(page, key, text, value if fits else None)


@pytest.mark.nightly
@pytest.mark.parametrize("table", ["W0", "b0", "x", "y"])
def test_no_made_text_is_read_in_part_in_any_cell(page: Page, table: str) -> None:
    screen.to_mode(page, "draw")
    if table not in "xy":
        page.get_by_role("tab", name="Hidden layer: W, b").click()
    cell, why = screen.cell(page, table, 0, 0), screen.grid(page, table).get_by_role("alert")
    for text, value in [*MISREAD.items(), *made_texts(100, seed=600 + ord(table[0]))]:
        cell.fill(text)
        cell.press("Enter")
        _expect_taken_or_refused(cell, why, text, value)


@pytest.mark.nightly
def test_no_made_text_is_read_in_part_on_the_board(page: Page) -> None:
    screen.to_mode(page, "draw")
    page.get_by_role("tab", name="Hidden layer: W, b").click()
    edge, cell = page.locator('[data-edge="0,0,0"]'), screen.cell(page, "W0", 0, 0)
    why = page.locator(".board-why")
    for text, value in [*MISREAD.items(), *made_texts(100, seed=700)]:
        edge.press("Enter")
        field = page.get_by_label("weight from x1 to h1")
        field.fill("?")  # so that deleting it does not mean the connection
        field.fill(text)
        field.press("Enter")
        _expect_taken_or_refused(field if value is None else cell, why, text, value)
        if value is None:
            page.keyboard.press("Escape")


def _expect_taken_or_refused(field: Locator, why: Locator, text: str, value: float | None) -> None:
    """A number is shown as Python reads it; any other text stays, with what is wrong with it."""
    if value is None:
        expect(why).to_contain_text(text.strip()[:20] or "is empty")
        expect(field).to_have_value(text)
    else:
        expect(field).to_have_value(f"{value:.12g}")
        expect(why).to_be_hidden()


def _typed(page: Page, name: str, text: str, value: float | None) -> bool:
    """Type that and wait for what is said of it: whether it was refused, as it had to be."""
    field, box = screen.key(page, name).locator("input"), screen.key(page, f"refused_{name}")
    field.fill(text)
    field.press("Enter")
    if value is not None:
        expect(field).to_have_value(f"{value:.12g}")
        expect(box).to_have_count(0)
        return False
    said = text.strip()[:20] or "is empty"
    expect(box).to_contain_text(said)
    expect(field).to_have_value(text)
    return True


def test_a_refused_number_stays_in_its_field_until_it_is_kept_or_mended(page: Page) -> None:
    screen.press_edge(page, 0, 1, 0)
    field = screen.key(page, "inspect_weight").locator("input")
    field.fill("")
    field.press("Enter")
    box = screen.key(page, "refused_inspect_weight")
    expect(box).to_contain_text("The weight is empty. It takes a finite number")
    assert screen.seen(page).edges[0, 1, 0] == 0.25
    expect(screen.button(page, "undo")).to_be_disabled()
    field.fill("0,15")
    field.press("Enter")
    expect(box).to_contain_text("The weight got '0,15'")
    page.keyboard.press("ArrowRight")  # a text that was refused is still being typed
    screen.button(page, "inspect_weight_reading_0").click()
    expect(box).to_have_count(0)
    expect(field).to_have_value("0.15")
    screen.eventually(page, lambda: _shows_weight(page, 1, 0.15))
    field.fill("0.5")
    field.press("Enter")
    page.keyboard.press("ArrowRight")  # after Enter in a field the arrow keys step again
    screen.eventually(page, lambda: _shows_weight(page, 2, 0.5))
    page.keyboard.press("ArrowLeft")
    screen.at_step(page, 1)


def _shows_weight(page: Page, step: int, weight: float) -> None:
    now = screen.seen(page)
    assert (now.number, now.edges[0, 1, 0]) == (step, weight)
