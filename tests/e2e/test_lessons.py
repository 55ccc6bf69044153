"""A lesson, read from start to end in a real browser, and what becomes of one's own drawing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from playground.exercise.link import to_link
from playground.exercise.presets import presets
from playground.lessons.live import Live
from playground.lessons.live_text import rendered
from playground.lessons.loader import lessons
from playground.notation.symbols import NOTATIONS, Symbols
from tests.e2e import screen
from tests.e2e.test_accessibility import expect_none
from tests.playground.walks import document_of, walk_of

LESSON = lessons()["gupta"]
Opened = Callable[..., Page]


def begin(page: Page, name: str = LESSON.name) -> None:
    """From the page of all lessons into that one."""
    card = screen.key(page, f"lesson_card_{name}")
    card.get_by_role("button").click()
    expect(page.get_by_role("heading", name=lessons()[name].title, level=1)).to_be_visible()
    page.wait_for_selector(screen.GRAPH)


def at_paragraph(page: Page, number: int, name: str = LESSON.name) -> None:
    """Wait for that paragraph, counted from 1, as it is headed on the example."""
    lesson = lessons()[name]
    walk = walk_of(presets()[lesson.preset])
    symbols = Symbols(NOTATIONS[lesson.notation], walk.network.sizes, len(walk.y))
    heading = rendered(lesson.paragraphs[number - 1].heading, Live(walk, symbols, 6, 0))
    expect(page.get_by_role("heading", name=heading, level=3)).to_be_visible()
    expect(screen.key(page, "lesson_way")).to_contain_text(f"{number} of {len(lesson.paragraphs)}")


@pytest.fixture
def reading(open_page: Opened, server: str) -> Page:
    page = open_page()
    screen.visit(page, f"{server}/?preset=07_xor")
    screen.button(page, "next_step").click()
    screen.at_step(page, 2)
    page.get_by_role("navigation", name="App pages").get_by_role("button", name="Learn").click()
    page.get_by_role("menuitem", name="Lessons").click()
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    begin(page)
    return page


def test_a_lesson_is_read_from_start_to_end(reading: Page) -> None:
    page = reading
    count = len(LESSON.paragraphs)
    for number in range(1, count + 1):
        at_paragraph(page, number)
        now = screen.eventually(page, lambda: screen.seen(page))
        assert "Network 2-3-1" in now.alt
        text = screen.key(page, "lesson_text")
        expect(text.locator(".katex-error, .katex [style*='#cc0000']")).to_have_count(0)
        expect(text.locator("p:not(:has(.katex))").filter(has_text="{")).to_have_count(0)
        if number < count:
            screen.button(page, "lesson_next").click()
    screen.button(page, "lesson_next").click()
    expect(page.get_by_role("heading", name="What you have learned")).to_be_visible()
    screen.button(page, "lesson_back").click()
    at_paragraph(page, count)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_graph_stands_at_the_paragraphs_step_and_one_can_come_back_to_it(reading: Page) -> None:
    page = reading
    at_paragraph(page, 1)
    screen.at_step(page, 1)
    expect(screen.button(page, "lesson_step")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    expect(screen.key(page, "lesson_task")).to_contain_text("Done.")  # what it asked for
    screen.button(page, "lesson_step").click()
    screen.at_step(page, 1)
    expect(screen.button(page, "lesson_step")).to_be_disabled()


def test_ones_own_drawing_is_there_again_after_the_lesson(reading: Page) -> None:
    page = reading
    screen.choose(page, "lesson_on", "My network")
    screen.eventually(page, lambda: expect_alt(page, "Network 2-2-1"))
    screen.choose(page, "lesson_on", "Example")
    screen.eventually(page, lambda: expect_alt(page, "Network 2-3-1"))
    screen.button(page, "next_pass").click()
    expect(screen.button(page, "lesson_example_again")).to_be_visible()
    screen.button(page, "lesson_close").click()
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    page.get_by_role("navigation", name="App pages").get_by_role("button", name="Play").click()
    page.get_by_role("menuitem", name="Playground").click()
    page.wait_for_selector(screen.GRAPH)
    expect(screen.key(page, "preset").locator("input")).to_have_value(
        "XOR 2-2-1, four samples at once"
    )
    assert screen.eventually(page, lambda: screen.seen(page)).passed == 1


def expect_alt(page: Page, beginning: str) -> None:
    assert screen.seen(page).alt.startswith(beginning)


@pytest.mark.nightly
def test_a_lesson_is_followed_on_ones_own_batch(open_page: Opened, server: str) -> None:
    """From start to end, with its own numbers; where it has no softmax, a copy is given one."""
    page = open_page()
    drawing = document_of((2, 3, 1), "tanh", "mean_squared_error", batch=3)
    page.goto(f"{server}/?page=lessons&net={to_link(drawing)}")
    begin(page, "sakryukin")
    screen.choose(page, "lesson_on", "My network")
    screen.eventually(page, lambda: expect_alt(page, "Network 2-3-1"))
    banner, given = page.get_by_text("This paragraph needs"), []
    count = len(lessons()["sakryukin"].paragraphs)
    for number in range(1, count + 1):
        expect(screen.key(page, "lesson_way")).to_contain_text(f"{number} of {count}")
        expect(page.locator(screen.DRAWN_WHOLE)).to_be_visible()
        expect(page.locator(".katex-error, .katex [style*='#cc0000']")).to_have_count(0)
        if banner.count():
            screen.button(page, "lesson_give").click()
            expect(screen.button(page, "lesson_take_back")).to_be_visible()
            given.append(number)
        expect(banner).to_have_count(0)
        expect(screen.key(page, "lesson_task")).to_be_visible()
        if number < count:
            screen.button(page, "lesson_next").click()
    assert given == [4, 7], "softmax, and targets that add up to 1; what was given stays so"
    screen.eventually(page, lambda: expect_alt(page, "Network 2-3-2"))
    screen.choose(page, "lesson_on", "My network")
    screen.eventually(page, lambda: expect_alt(page, "Network 2-3-1"))
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_link_in_a_lesson_leads_out_and_back(reading: Page) -> None:
    page = reading
    screen.key(page, "lesson_ways").get_by_role("link").click()
    reminder = screen.key(page, "reminder")
    expect(reminder).to_contain_text(LESSON.title)
    reminder.get_by_role("link", name="Back to the lesson").click()
    at_paragraph(page, 1)


@pytest.mark.nightly
def test_the_seven_lines_lead_to_their_steps(open_page: Opened, server: str) -> None:
    page = open_page()
    page.goto(f"{server}/?page=lessons")
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    begin(page, "hallstrom")
    number = next(k for k, p in enumerate(lessons()["hallstrom"].paragraphs) if p.lines)
    screen.button(page, "contents").click()
    screen.button(page, f"lesson_go_{number}").click()
    at_paragraph(page, number + 1, "hallstrom")
    expect(page.locator(".st-key-lesson_go_0 button:visible")).to_have_count(0)  # the list closed
    phases = []
    for line in range(1, 8):
        screen.button(page, f"lesson_line_{line}").click()
        pressed = screen.key(page, f"lesson_line_{line}")
        expect(pressed.get_by_test_id("stBaseButton-secondary")).to_be_visible()
        phases.append(screen.eventually(page, lambda: screen.seen(page)).phase)
    assert phases == ["forward", "forward", "loss", *["backward"] * 2, "gradient", "update"]


@pytest.mark.nightly
def test_a_lesson_and_the_primer_have_no_serious_finding(open_page: Opened, server: str) -> None:
    page = open_page()
    page.goto(f"{server}/?page=lessons")
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    begin(page, "hallstrom")
    expect_none(page)
    page.goto(f"{server}/?page=primer")
    for tab in ("The rules", "The chain rule", "Two inputs"):
        page.get_by_role("tab", name=tab).click()
        expect_none(page)


def test_the_primer_draws_the_secant_that_its_sliders_ask_for(
    open_page: Opened, server: str
) -> None:
    page = open_page()
    page.goto(f"{server}/?page=primer")
    figure = page.locator(".st-key-primer_slope .js-plotly-plot")
    figure.wait_for()
    screen.key(page, "primer_dx").get_by_role("slider").press("ArrowLeft")

    def check() -> None:
        lines = figure.evaluate("gd => gd.data.map(({ name, x, y }) => ({ name, x, y }))")
        secant = next(line for line in lines if line["name"] == "secant")
        slope = (secant["y"][1] - secant["y"][0]) / (secant["x"][1] - secant["x"][0])
        assert slope == pytest.approx(2.9)

    screen.eventually(page, check)
    page.get_by_role("tab", name="Two inputs").click()
    expect(page.locator(".st-key-primer_surface canvas").first).to_be_visible()


@pytest.mark.nightly
def test_the_head_of_a_lesson_stays_one_row_when_the_example_has_changed(
    open_page: Opened, server: str
) -> None:
    page = open_page()
    page.goto(f"{server}/?page=lessons")
    for name in lessons():
        begin(page, name)
        before = screen.key(page, "lesson_head").bounding_box()
        assert before is not None
        screen.button(page, "next_pass").click()
        expect(screen.button(page, "lesson_example_again")).to_be_visible()
        after = screen.key(page, "lesson_head").bounding_box()
        assert after is not None
        assert after["height"] == before["height"]
        screen.button(page, "lesson_close").click()


def test_a_lesson_fits_a_phone(open_page: Opened, server: str) -> None:
    page = open_page(viewport={"width": 400, "height": 850})
    page.goto(f"{server}/?page=lessons")
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    begin(page)
    page.wait_for_selector(screen.DRAWN_WHOLE)
    page.wait_for_function("document.querySelector('.stMain').scrollWidth <= 400")
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    keys = ("network_graph", "lesson_text", "stepping", "step_panel", "update_row")
    screen.eventually(page, lambda: expect_in_order(page, keys))
    screen.key(page, "stepping").scroll_into_view_if_needed()
    expect(page.locator(screen.GRAPH)).to_be_in_viewport(ratio=0.99)
    screen.button(page, "lesson_next").click()
    at_paragraph(page, 2)


def expect_in_order(page: Page, keys: tuple[str, ...]) -> None:
    """From above: the graph stands above the prose that speaks of it."""
    tops = [box and box["y"] for box in (screen.key(page, name).bounding_box() for name in keys)]
    assert None not in tops
    assert tops == sorted(tops)  # type: ignore[type-var]


def scrolled(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.stMain').scrollTop"))


def test_a_lesson_and_each_of_its_paragraphs_opens_at_its_top(
    open_page: Opened, server: str
) -> None:
    page = open_page(viewport={"width": 400, "height": 850})
    page.goto(f"{server}/?page=lessons")
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    screen.key(page, "lesson_card_sakryukin").scroll_into_view_if_needed()
    screen.eventually(page, lambda: expect_scrolled(page))
    begin(page, "sakryukin")
    screen.eventually(page, lambda: expect_top(page))
    screen.eventually(page, lambda: scroll_away(page))
    page.evaluate("document.querySelector('.st-key-lesson_next button').click()")
    at_paragraph(page, 2, "sakryukin")
    screen.eventually(page, lambda: expect_top(page))


def scroll_away(page: Page) -> None:
    """As a reader does; the page follows what is still being drawn no more then. A wheel of the
    browser's own might be heard only after what comes next."""
    page.evaluate("dispatchEvent(new WheelEvent('wheel'))")
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 300)")
    expect_scrolled(page)


def expect_scrolled(page: Page) -> None:
    assert scrolled(page) > 0


def expect_top(page: Page) -> None:
    assert scrolled(page) == 0


def test_a_link_leads_to_what_it_promises_in_sight_and_computed(
    open_page: Opened, server: str
) -> None:
    page = open_page()
    page.goto(f"{server}/?page=lessons")
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    begin(page, "sakryukin")
    screen.button(page, "contents").click()
    screen.button(page, "lesson_go_5").click()
    at_paragraph(page, 6, "sakryukin")
    screen.key(page, "lesson_ways").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Matrices", level=1)).to_be_attached()
    part = screen.key(page, "softmax")
    expect(part.get_by_text("the largest difference is")).to_be_in_viewport()
    expect(part.get_by_text("not computed so far")).to_have_count(0)
