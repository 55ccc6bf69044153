"""The walk by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import screen

STEPS = 41
# Of the ring around what has the focus: its width, its colour, and that of the page behind it, 0…1.
RING = """() => {
  const rgb = (colour) => {
    const paint = document.createElement("canvas").getContext("2d");
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255);
  };
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
  const width = outlineStyle === "solid" ? parseFloat(outlineWidth) : 0;
  const page = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  return [width, rgb(outlineColor), rgb(page)];
}"""


def test_keys_step_and_jump_and_stop_at_the_ends(page: Page) -> None:
    page.keyboard.press("ArrowLeft")  # there is nothing before the first step
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 3)
    page.keyboard.press("ArrowLeft")
    screen.at_step(page, 2)
    page.keyboard.press("End")
    screen.at_step(page, STEPS)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    screen.at_step(page, STEPS - 1)
    page.keyboard.press("Home")
    screen.at_step(page, 1)


def test_an_arrow_on_the_focused_slider_is_one_step_and_not_two(page: Page) -> None:
    slider = screen.key(page, "step_position").locator("input")
    slider.focus()
    for key, step in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", STEPS)):
        page.keyboard.press(key)
        screen.at_step(page, step)
        expect(slider).to_have_value(str(step))
    _stays(page, STEPS)


def test_keys_in_a_field_are_for_the_field(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    screen.key(page, "learning_rate_value").locator("input").click()
    for key in ("ArrowLeft", "Home", "End", "ArrowRight"):
        page.keyboard.press(key)
    _stays(page, 2)


def _stays(page: Page, step: int) -> None:
    """A round trip to the server later the walk is still there: the sample of another action."""
    page.get_by_role("tab", name="Output").click()
    expect(page.get_by_role("tab", name="Output")).to_have_attribute("aria-selected", "true")
    page.wait_for_timeout(300)
    assert screen.seen(page).number == step


def test_arrows_go_on_stepping_after_a_press_on_a_row_of_options(page: Page) -> None:
    screen.to_mode(page, "draw")
    screen.to_mode(page, "walk")
    screen.at_step(page, 1)
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)


def test_space_plays_and_playing_stops_at_the_last_step(page: Page) -> None:
    screen.key(page, "speed").locator("input").click()
    page.get_by_role("option", name="10 steps/s").click()
    screen.press_nowhere(page)
    page.keyboard.press("End")
    screen.at_step(page, STEPS)
    for back in range(1, 11):  # a busy machine plays slowly: ten steps are enough
        page.keyboard.press("ArrowLeft")
        screen.at_step(page, STEPS - back)
    page.keyboard.press("Space")
    expect(screen.button(page, "play")).to_contain_text("Pause")
    screen.at_step(page, STEPS)
    expect(screen.button(page, "play")).to_contain_text("Play")
    expect(screen.button(page, "play")).to_be_disabled()
    assert screen.seen(page).passed == 1, "playing went on into the next pass"
    page.keyboard.press("Home")
    screen.at_step(page, 1)  # and it does not play on from there
    _stays(page, 1)


def test_next_is_at_most_eight_tabs_away(page: Page) -> None:
    """Also where the buttons back can be pressed; what does not scroll is no stop."""
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    page.evaluate("document.activeElement.blur()")
    stops = []
    while stops[-1:] != ["next_step"]:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(WHERE))
        assert len(stops) <= 8, stops
        assert page.evaluate("document.activeElement.tagName") != "MAIN"


def test_tab_reaches_every_control_and_leaves_again(page: Page) -> None:
    wanted = {
        "mode", "preset", "notation", "view", "present", "share", "network_graph",
        "layer_arrays", "learning_rate", "learning_rate_value", "next_pass", "ten_passes", "play",
        "next_step", "last_step", "step_position", "speed", "granularity", "values",
    }  # fmt: skip
    page.evaluate("document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(WHERE))
        if reached[-1] == "body":
            break
    assert wanted <= set(reached), wanted - set(reached)
    assert reached[-1] == "body" or reached[0] in reached[1:], "the focus is caught somewhere"


WHERE = """() => {
  const at = document.activeElement;
  if (at === document.body) return "body";
  if (at.closest(".values")) return "values";
  for (let e = at; e; e = e.parentElement) {
    const name = [...e.classList].find((c) => c.startsWith("st-key-"));
    if (name) return name.slice(7);
  }
  return at.tagName;
}"""


def test_the_focus_ring_stands_out_from_the_page(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        screen.visit(page, page.url)
        expect(screen.button(page, "next_step")).to_be_visible()  # and not what stood there before
        for _ in range(8):  # the menus, and the walk's buttons up to Next
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") in ("BUTTON", "A"):
                screen.eventually(page, lambda: _has_a_ring(page))
            if page.evaluate(WHERE) == "next_step":
                break
        expect(screen.button(page, "next_step")).to_be_focused()


def _has_a_ring(page: Page) -> None:
    width, ring, ground = page.evaluate(RING)
    lighter, darker = sorted(map(_luminance, (ring, ground)), reverse=True)
    assert width >= 2
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def _luminance(rgb: list[float]) -> float:
    """As WCAG has it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
