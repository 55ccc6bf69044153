"""The walk is one screen: everything in its place at every size, large enough to be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from playground.exercise import link
from tests.e2e import screen
from tests.playground.walks import document_of

Opened = Callable[..., Page]
DESKTOPS = [(1280, 720), (1400, 900), (1920, 1080)]
PHONES = [(400, 860), (860, 400)]
STEPS = 41


def opened(open_page: Opened, address: str, width: int, height: int, **options: Any) -> Page:
    page = open_page(viewport={"width": width, "height": height}, **options)
    screen.visit(page, address)
    return page


TOO_LARGE = """() => {
  const page = [document.scrollingElement, document.querySelector(".stMain"),
                document.querySelector(".stMainBlockContainer")];
  return page.map((e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]);
}"""
CUT_OFF = """() => {
  const places = ".st-key-header button, .st-key-header input, .st-key-transport button";
  return [...document.querySelectorAll(places)].filter((e) => e.offsetParent).filter((e) => {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
  }).map((e) => e.textContent || e.getAttribute("aria-label"));
}"""


def test_the_walk_is_one_screen_that_does_not_scroll(page: Page) -> None:
    for step in (1, 9, 17, 20, STEPS):
        screen.go_to_step(page, step)
        for width, height in [*DESKTOPS, *PHONES]:
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator(screen.GRAPH)).to_be_in_viewport(ratio=0.99)
            on = screen.button(page, "pass_on" if step == STEPS else "next_step")
            expect(on).to_be_in_viewport(ratio=0.99)
            expect(page.locator(".step-title")).to_be_in_viewport(ratio=0.99)
            screen.eventually(page, lambda: _fits(page))
            if (width, height) in DESKTOPS:
                _shows_the_result(page)


def _fits(page: Page) -> None:
    assert all(max(over) <= 1 for over in page.evaluate(TOO_LARGE)), page.evaluate(TOO_LARGE)
    assert page.evaluate(CUT_OFF) == []


def _shows_the_result(page: Page) -> None:
    """Without scrolling the card."""
    result = page.locator(".st-key-step_panel .katex-html .mathbf").last
    expect(result).to_be_in_viewport(ratio=0.99)
    sentence = page.locator(".st-key-step_panel [data-testid=stMarkdownContainer] > p").last
    expect(sentence).to_be_in_viewport(ratio=0.99)


BOARD_SIZES = """() => [...document.querySelectorAll(".board-svg text")].map((t) => {
  return [t.textContent, parseFloat(getComputedStyle(t).fontSize), t.className.baseVal];
})"""
CARDS_TOO_LOW = """() => ["board", "form", "tables"].flatMap((name) => {
  const { parentElement: card } = document.querySelector(`.st-key-${name}_card`);
  const over = card.scrollHeight - card.clientHeight;
  return over > 1 ? [`${name} by ${over}`] : [];
})"""


def test_editing_is_one_screen_that_does_not_scroll(page: Page) -> None:
    screen.to_mode(page, "draw")
    for (width, height), value, chip in zip(DESKTOPS, (14, 16, 22), (14, 14, 18), strict=True):
        page.set_viewport_size({"width": width, "height": height})
        for tab in ("Samples x, y", "Output layer: W, b"):
            screen.key(page, "tables").get_by_role("tab", name=tab).click()
            screen.eventually(page, lambda: _fits(page))
            screen.eventually(page, lambda: _cards_fit(page))
            screen.eventually(page, partial(_board_can_be_read, page, value, chip))
    hint = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert page.locator(".board-hint").evaluate(hint) > 14, "it grows with the screen"
    page.set_viewport_size({"width": 400, "height": 860})
    screen.eventually(page, lambda: _a_layers_fields_stand_in_rows(page))


def _cards_fit(page: Page) -> None:
    assert page.evaluate(CARDS_TOO_LOW) == []


def _board_can_be_read(page: Page, value: float, chip: float) -> None:
    texts = page.evaluate(BOARD_SIZES)
    values = [size for _, size, what in texts if "board-value" in what]
    weights = [size for _, size, what in texts if "board-edge-text" in what]
    assert len(values) == 6, "two inputs and four biases"
    assert len(weights) == 8
    assert min(values) >= value
    assert min(weights) >= chip


def _a_layers_fields_stand_in_rows(page: Page) -> None:
    """On a phone: how many neurons beside its buttons, the activation beside the bias."""
    for one, other in (("width_1", "remove_column_1"), ("activation_0", "bias_0")):
        places = [screen.key(page, name).bounding_box() for name in (one, other)]
        assert places[0] is not None
        assert places[1] is not None
        assert places[1]["x"] >= places[0]["x"] + places[0]["width"]
        assert abs(places[1]["y"] + places[1]["height"] - places[0]["y"] - places[0]["height"]) < 12


def test_the_header_names_exercise_and_notation_in_full_on_every_wide_screen(page: Page) -> None:
    for width in (1400, 1510, 1600, 1700, 1850, 1920):
        page.set_viewport_size({"width": width, "height": 1000})
        screen.eventually(page, lambda: _names_are_whole(page))


def _names_are_whole(page: Page) -> None:
    for name in ("preset", "notation"):
        field = screen.key(page, name).locator("input")
        cut = field.evaluate("e => e.scrollWidth - e.clientWidth")
        assert cut <= 0, f"{name} is cut by {cut} px"
    assert page.evaluate(CUT_OFF) == []


def test_the_longest_formula_is_shown_whole(server: str, open_page: Opened) -> None:
    page = opened(open_page, f"{server}/?preset=08_hallstrom_3_4_3_2&step=59", 1400, 900)
    screen.at_title(page, "delta of h1.3")
    for width, height in DESKTOPS[:2]:
        page.set_viewport_size({"width": width, "height": height})
        screen.eventually(page, lambda: _card_shows_all(page))
        expect(screen.key(page, "layer_arrays").get_by_role("tab").first).to_be_in_viewport()
        screen.eventually(page, lambda: _what_is_made_is_in_sight(page))


def test_the_number_that_is_made_is_in_sight_in_a_row_wider_than_its_card(
    server: str, open_page: Opened
) -> None:
    net = link.to_link(document_of((2, 16, 2)))
    page = opened(open_page, f"{server}/?net={net}&step=15", 1280, 720)
    screen.at_title(page, "z of h15")
    screen.eventually(page, lambda: _what_is_made_is_in_sight(page))
    assert page.locator(".array-wide[tabindex]").count() > 0
    assert (
        page.locator(".st-key-arrays").evaluate(
            "({ parentElement: e }) => e.scrollWidth - e.clientWidth"
        )
        <= 0
    )


def _card_shows_all(page: Page) -> None:
    beyond = screen.key(page, "step_panel").evaluate(
        "({ parentElement: e }) => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]"
    )
    assert max(beyond) <= 1, beyond
    _shows_the_result(page)


LIT_BEYOND = """() => {
  const [card, lit] = [".st-key-arrays", ".array-made"].map((name) => document.querySelector(name));
  const [place, box] = [lit.getBoundingClientRect(), card.parentElement.getBoundingClientRect()];
  const head = document.querySelector(".array-head").getBoundingClientRect();
  const row = lit.closest(".array-scroll").getBoundingClientRect();
  const sideways = [row.left - place.left, place.right - row.right, row.right - box.right];
  return Math.max(head.bottom - place.top, place.bottom - box.bottom, ...sideways);
}"""


def _what_is_made_is_in_sight(page: Page) -> None:
    """In the arrays, which scroll to it where a large layer's do not fit."""
    beyond = page.evaluate(LIT_BEYOND)
    assert beyond <= 1, f"the number that the step makes is {beyond} px out of sight"


def test_a_long_formula_leaves_the_arrays_of_a_small_network_their_room(page: Page) -> None:
    for step in (7, 12, 22):  # an activation, a delta of an output, a delta of a hidden neuron
        screen.go_to_step(page, step)
        for width, height in DESKTOPS:
            page.set_viewport_size({"width": width, "height": height})
            screen.eventually(page, lambda: _arrays_are_whole(page))
        page.set_viewport_size({"width": 860, "height": 400})
        screen.eventually(page, lambda: _card_shows_all(page))


def _arrays_are_whole(page: Page) -> None:
    hidden = screen.key(page, "arrays").evaluate(
        "({ parentElement: e }) => e.scrollHeight - e.clientHeight"
    )
    assert hidden <= 1, f"{hidden} px of the arrays are cut off"
    _shows_the_result(page)


ARRAY_PLACES = """() => [...document.querySelectorAll(".array-row .array")].map((array) => {
  return Math.round(array.getBoundingClientRect().top);
})"""


def test_the_arrays_stay_in_their_rows_from_the_first_step_to_the_last(page: Page) -> None:
    """No row breaks in two when its numbers come, and none stood in two before."""
    places = set()
    for width, height in DESKTOPS:
        page.set_viewport_size({"width": width, "height": height})
        places.clear()
        for step in (1, 22, 35):
            screen.go_to_step(page, step)
            places.add(screen.eventually(page, lambda: _three_rows_of_three(page)))
        assert len(places) == 1


def _three_rows_of_three(page: Page) -> tuple[int, ...]:
    """How far down the arrays stand."""
    tops = page.evaluate(ARRAY_PLACES)
    assert [len({*row}) for row in (tops[:3], tops[3:6], tops[6:])] == [1, 1, 1]
    assert len(tops) == 9
    return tuple(tops)


def test_arrays_of_which_nothing_is_known_make_room_for_those_that_are(
    server: str, open_page: Opened
) -> None:
    page = opened(open_page, f"{server}/?preset=08_hallstrom_3_4_3_2&step=35", 1400, 900)
    screen.at_title(page, "delta of h2.1")
    screen.eventually(page, lambda: _arrays_are_whole(page))
    arrays = page.locator(".array:visible")
    expect(arrays.filter(has_text="new W")).to_have_count(0)
    page.keyboard.press("End")
    expect(arrays.filter(has_text="new W")).to_have_count(1)
    expect(arrays).to_have_count(9)


def test_a_list_of_exercises_shows_their_names_whole(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    screen.key(page, "preset").locator("input").click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    cut = options.evaluate_all("all => all.map((e) => e.scrollWidth - e.clientWidth)")
    assert max(cut) <= 0


# Of every text in the graph what it says and how large it is drawn, in px.
TEXTS = """(gd) => {
  const scale = gd.getBoundingClientRect().width / gd.offsetWidth;
  return [...gd.querySelectorAll(".textpoint text")].map((t) => {
    return [t.textContent, scale * parseFloat(getComputedStyle(t).fontSize)];
  });
}"""


def test_numbers_are_large_enough_for_the_back_row(page: Page) -> None:
    screen.go_to_step(page, STEPS)
    for width, height, value, chip in [(1400, 900, 16, 14), (1920, 1080, 22, 18)]:
        page.set_viewport_size({"width": width, "height": height})
        screen.eventually(page, partial(_has_sizes, page, value, chip))


def _has_sizes(page: Page, value: float, chip: float) -> None:
    texts = page.locator(screen.GRAPH).evaluate(TEXTS)
    values = [size for text, size in texts if re.match(r"[za] ", text)]
    chips = [size for text, size in texts if re.match(r"∂ |[−\d.]+ → ", text)]
    assert len(values) == 8, "z and a of four neurons"
    assert len(chips) >= 16, "old, new and gradient of eight weights"
    assert min(values) >= value
    assert min(chips) >= chip


def test_every_slot_is_filled_at_the_last_step(page: Page) -> None:
    now = screen.go_to_step(page, STEPS)
    for (column, _), said in now.neurons.items():
        wanted = {"z", "a", "da", "delta", "bias", "gradient", "new"} if column else {"input"}
        assert set(said) == wanted
    assert all(set(said) == {"", "gradient", "new"} for said in now.connections.values())


def test_present_shows_a_long_formula_with_its_result(server: str, open_page: Opened) -> None:
    page = opened(open_page, f"{server}/?present=1&step=22", 1920, 1080)
    for width, height in [*DESKTOPS, (860, 400)]:
        page.set_viewport_size({"width": width, "height": height})
        result = page.locator(".st-key-step_panel .katex-html .mathbf").last
        expect(result).to_be_in_viewport(ratio=0.95)
        remark = page.locator(".st-key-step_panel .scrolls > p .katex").last
        expect(remark).to_be_in_viewport(ratio=0.9)
        screen.eventually(page, lambda: _a_remark_is_smaller_than_its_formula(page))


LETTERS = """() => [".katex-display > .katex", "p .katex"].map((one) => {
  return parseFloat(getComputedStyle(document.querySelector(`.scrolls > ${one}`)).fontSize);
})"""


def _a_remark_is_smaller_than_its_formula(page: Page) -> None:
    formula, remark = page.evaluate(LETTERS)
    assert 0.6 * formula <= remark < formula


def test_four_rows_show_every_number_and_array_in_a_small_window_presented_and_edited_too(
    server: str, open_page: Opened
) -> None:
    page = opened(open_page, f"{server}/?preset=08_hallstrom_3_4_3_2&present=1&step=77", 1280, 720)
    screen.eventually(page, lambda: _array_stands_beside(page, rows=4))
    page.keyboard.press("End")
    screen.eventually(page, lambda: _has_numbers(page, r"z −?\d|−0\.03527$", 9))
    screen.eventually(page, lambda: _has_numbers(page, r"∂ ", 30))
    page.keyboard.press("Escape")
    screen.eventually(page, lambda: _shows_all_arrays(page))
    screen.to_mode(page, "draw")
    screen.key(page, "tables").get_by_role("tab", name="Hidden layer 1: W, b").click()
    for width, height in DESKTOPS:
        page.set_viewport_size({"width": width, "height": height})
        screen.eventually(page, lambda: _cards_fit(page))


def test_four_samples_leave_room_for_a_fraction_presented_and_for_the_arrays_walked_through(
    server: str, open_page: Opened
) -> None:
    page = opened(open_page, f"{server}/?preset=07_xor&present=1&step=54", 1280, 720)
    screen.eventually(page, lambda: _holds_its_fraction(page))
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1400, "height": 900})
    screen.eventually(page, lambda: _arrays_are_whole(page))


def _holds_its_fraction(page: Page) -> None:
    card, fraction = ".st-key-step_panel", ".st-key-step_panel .katex-display .mfrac"
    outer, inner = (page.locator(one).first.bounding_box() for one in (card, fraction))
    assert outer is not None
    assert inner is not None
    assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def _shows_all_arrays(page: Page) -> None:
    over = "({ parentElement: e }) => e.scrollHeight - e.clientHeight"
    assert page.locator(".st-key-arrays").evaluate(over) <= 0


def _array_stands_beside(page: Page, rows: int) -> None:
    """Between the formula's result and the edge of the band, all of it."""
    array, result = ".st-key-array_beside .array", ".st-key-step_panel .katex-html .mathbf"
    expect(page.locator(f"{array} tr")).to_have_count(rows)
    band, beside, made = (
        page.locator(one).last.bounding_box() for one in (".st-key-step_panel", array, result)
    )
    assert band is not None
    assert beside is not None
    assert made is not None
    assert beside["x"] > made["x"] + made["width"]
    assert beside["y"] >= band["y"]
    assert beside["y"] + beside["height"] <= band["y"] + band["height"]


def _has_numbers(page: Page, sign: str, count: int) -> None:
    texts = page.locator(screen.GRAPH).evaluate(TEXTS)
    assert sum(re.match(sign, text) is not None for text, _ in texts) >= count


def test_present_leaves_the_stage_and_the_formula_and_escape_comes_back(
    server: str, open_page: Opened
) -> None:
    page = opened(open_page, server, 1920, 1080)
    page.locator(".present-button").click()
    _presents(page)
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    screen.eventually(page, lambda: _formula_is_large(page))
    page.keyboard.press("Escape")
    _presents_no_more(page)
    screen.at_step(page, 2)


def _formula_is_large(page: Page) -> None:
    size = page.locator(".st-key-step_panel .katex-display .katex").first.evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    assert size >= 40


@pytest.mark.nightly
def test_a_link_presents_at_once(server: str, open_page: Opened) -> None:
    page = opened(open_page, f"{server}/?present=1", 1400, 900)
    _presents(page)
    screen.eventually(page, lambda: _fits(page))
    page.keyboard.press("Escape")
    _presents_no_more(page)


def _presents(page: Page) -> None:
    expect(screen.key(page, "header")).to_be_hidden()
    expect(screen.key(page, "training")).to_be_hidden()
    # for a moment the graph of the other layout is there as well
    expect(page.locator(screen.GRAPH).last).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".st-key-step_panel .katex-display").first).to_be_in_viewport(ratio=0.99)


def _presents_no_more(page: Page) -> None:
    expect(screen.key(page, "header")).to_be_visible()
    expect(screen.key(page, "training")).to_be_visible()


def test_arrow_keys_go_from_neuron_to_neuron_and_each_is_said(page: Page) -> None:
    said = page.locator(".network-said")
    expect(said).to_have_attribute("aria-live", "polite")
    page.locator(".network-keys").focus()
    for key, words in (
        ("ArrowRight", "x1: input 0.05"),
        ("ArrowDown", "x2: input 0.1"),
        ("ArrowUp", "x1: input 0.05"),
    ):
        page.keyboard.press(key)
        expect(said).to_have_text(words)
    expect(page.locator(".network-ring")).to_be_visible()
    assert screen.seen(page).number == 1, "the walk stepped as well"
    heard = [said.inner_text()]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        expect(said).not_to_have_text(heard[-1])
        heard.append(said.inner_text())
    assert any(words.startswith("h1: z 0.3775") for words in heard), heard
    assert any(words.startswith("weight from x1 to h1: 0.15") for words in heard), heard
    assert screen.seen(page).number == 1, "the walk stepped as well"


def test_enter_on_a_neuron_goes_to_its_number(page: Page) -> None:
    page.locator(".network-keys").focus()
    said = page.locator(".network-said")
    page.keyboard.press("ArrowRight")
    for _ in range(6):
        if said.inner_text().startswith("h1"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    for _ in range(6):
        if said.inner_text().startswith("h2"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    screen.at_title(page, "z of h2")


def test_next_is_eight_presses_of_the_tab_key_away(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.st-key-next_step')"):
            return
    raise AssertionError("Next is not reached")


def test_the_arrays_are_copied_as_numpy(server: str, open_page: Opened) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    screen.visit(page, server)
    screen.go_to_step(page, STEPS)
    page.get_by_role("button", name="Copy as NumPy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    walk = screen.trace_of(screen.document_of_link(screen.shared_link(page)))
    for wanted in (walk.network.layers[1].W, walk.after.layers[1].W, walk.gradients.layers[1].dW):
        assert any(map(partial(np.array_equal, wanted), arrays_in(text).values()))
    page.goto(f"{server}/?page=matrices&preset=01_mazur_own_bias&step={STEPS}")
    page.locator(".st-key-matrix_grids").get_by_role("button", name="Copy as NumPy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = arrays_in(page.evaluate("navigator.clipboard.readText()"))
    assert np.array_equal(copied["b2_new"].ravel(), walk.after.layers[1].b)
    assert np.array_equal(copied["db2"].ravel(), walk.gradients.layers[1].db)


def arrays_in(text: str) -> dict[str, Any]:
    """Those that the copied lines make."""
    made: dict[str, Any] = {"np": np}
    exec(text, made)
    return {name: value for name, value in made.items() if isinstance(value, np.ndarray)}


def test_another_layers_arrays_are_a_press_away(page: Page) -> None:
    tabs = screen.key(page, "layer_arrays").get_by_role("tab")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    tabs.nth(1).click()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(screen.key(page, "layer_arrays")).to_contain_text("0.45")
    page.locator("body").press("ArrowRight")
    screen.at_step(page, 2)
    expect(tabs.first).to_have_attribute("aria-selected", "true")
