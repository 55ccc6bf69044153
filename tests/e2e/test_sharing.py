"""Links and files: what comes back is what went out, and what is damaged is refused in words."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.e2e import screen
from tests.e2e.conftest import running_app
from tests.e2e.https_proxy import over_https
from tests.playground.export.exercises import MAZUR, view_of

Opened = Callable[..., Page]


def test_a_damaged_link_says_so_and_the_page_works_on(server: str, open_page: Opened) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?net=eJyrVkrLz1eyUkpKLFKqBQAdogPb-damaged")
    expect(screen.alert(page)).to_contain_text("The link could not be opened.")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    screen.button(page, "next_step").click()
    screen.at_step(page, 2)


def test_a_link_shows_somebody_else_the_same_numbers(
    server: str, page: Page, open_page: Opened
) -> None:
    screen.button(page, "next_pass").click()

    def check() -> None:
        assert screen.seen(page).passed == 2

    screen.eventually(page, check)
    link = screen.shared_link(page)
    mine = screen.seen(page)
    other = open_page()
    screen.visit(other, link)
    theirs = screen.at_step(other, 1)
    assert (theirs.tex, theirs.table) == (mine.tex, mine.table)
    assert theirs.edges == mine.edges
    document = screen.document_of_link(link)
    assert len(str(document["layers"][0]["W"][0][0])) > 12, "the link has lost digits"


def test_no_frame_from_the_server_has_a_number_that_the_link_hides(
    server: str, open_page: Opened
) -> None:
    """Numbers of the pass as they are written, from the raw frames; to three digits at least."""
    trace = view_of(MAZUR).trace
    given = {abs(float(one)) for one in (*trace.network.parameters, *trace.y.ravel())}
    hidden = {abs(float(step.value)) for step in trace} - given
    written = {f"{value:.4f}"[:5] for value in hidden if value > 0.1} - {"0.500", "0.600"}

    def told(query: str) -> set[str]:
        page, frames = open_page(own=True), []

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", lambda frame: frames.append(frame))

        page.on("websocket", listen)
        screen.visit(page, f"{server}/?preset={MAZUR}&digits=4{query}")
        graph = page.locator(".st-key-network_graph .js-plotly-plot")
        for key, step in (("ArrowRight", 2), ("End", 41), ("ArrowLeft", 40)):
            page.keyboard.press(key)
            expect(graph).to_have_attribute("aria-label", re.compile(f"step {step} of 41,"))
            page.wait_for_selector(screen.DRAWN_WHOLE)
        text = b"".join(one if isinstance(one, bytes) else one.encode() for one in frames)
        page.close()
        return {one for one in written if re.search(rb"(?<![\d.])" + re.escape(one).encode(), text)}

    assert len(told("")) > 20
    assert told("&hide_answers=1") == set()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_behind_a_proxy_with_a_path_and_https_links_and_files_have_the_right_address(
    open_page: Opened, tmp_path: Path
) -> None:
    with running_app(baseUrlPath="backprop") as inside, over_https(inside, tmp_path) as outside:
        page = open_page(own=True)
        screen.visit(page, f"{outside}/?preset=08_hallstrom_3_4_3_2&step=12&notation=sugden")
        mine, link = screen.at_step(page, 12), screen.shared_link(page)
        assert link.startswith(f"{outside}/?net=")
        assert link.endswith("&step=12&notation=sugden")
        with screen.share_box(page):
            assert screen.saved(page)["layers"] == screen.document_of_link(link)["layers"]
        other = open_page()
        screen.visit(other, link)
        theirs = screen.at_step(other, 12)
        assert (theirs.tex, theirs.edges, theirs.table) == (mine.tex, mine.edges, mine.table)
        course = tmp_path / "course.html"
        course.write_text(f'<iframe src="{link}&embed=1" width="900" height="640"></iframe>')
        other.goto(course.as_uri())
        framed = other.frame_locator("iframe")
        expect(framed.locator(screen.GRAPH)).to_be_visible()
        expect(framed.locator(".st-key-share")).to_be_hidden()
        for opened in (page, other):  # before their server ends, which they would report
            opened.close()


def test_in_a_frame_of_another_site_the_code_is_copied_even_where_the_clipboard_is_closed(
    server: str, open_page: Opened, tmp_path: Path
) -> None:
    course = tmp_path / "course.html"  # its frame has no `allow`, which course pages often remove
    frame = f'<iframe src="{server}/?hide_answers=1&embed=1" width="1100" height="600"></iframe>'
    course.write_text(f"{frame}<textarea></textarea>")
    page = open_page("Permissions policy violation")
    page.goto(course.as_uri())
    framed = page.frame_locator("iframe")
    framed.locator(".st-key-hand_in button").click()
    framed.get_by_role("button", name="Copy the code").click()
    expect(framed.get_by_role("button", name="Copied")).to_be_visible()
    page.locator("textarea").click()
    page.keyboard.press("Control+V")
    expect(page.locator("textarea")).to_have_value(re.compile("^handed-in:.{100}"))


def test_a_saved_file_opens_as_it_was_and_a_broken_one_changes_nothing(page: Page) -> None:
    screen.press_edge(page, 0, 1, 0)
    field = screen.key(page, "inspect_weight").locator("input")
    field.fill("0.123456789012345")
    field.press("Enter")
    expect(screen.button(page, "undo")).to_be_enabled()
    mine = screen.eventually(page, lambda: _weight(page, 0.123456789012345))
    with screen.share_box(page):
        file = screen.saved(page)
        assert file["layers"][0]["W"][1][0] == 0.123456789012345
        screen.give_file(page, b'{"x": [[1, 2]], "y": [[NaN', "broken.json")
        expect(page.locator(".refused-why")).to_contain_text("broken.json could not be opened.")
        assert screen.at_step(page, 1).edges == mine
        changed = json.loads(json.dumps(file))
        changed["layers"][0]["W"][1][0] = -0.75
        screen.give_file(page, changed, "changed.json")
        screen.eventually(page, lambda: _weight(page, -0.75))
        expect(page.locator(".refused-why")).to_have_count(0)
        screen.give_file(page, file, "again.json")
        screen.eventually(page, lambda: _weight(page, 0.123456789012345))
    assert screen.at_step(page, 1).edges == mine


def _weight(page: Page, wanted: float) -> dict[tuple[int, int, int], float]:
    edges = screen.seen(page).edges
    assert screen.same(edges[0, 1, 0], wanted)
    return edges


@pytest.mark.nightly
def test_two_readers_do_not_see_each_other(server: str, page: Page, open_page: Opened) -> None:
    other = open_page()
    screen.visit(other, f"{server}/?preset=07_xor")
    theirs = screen.at_step(other, 1)
    for step in (2, 3):
        page.keyboard.press("ArrowRight")
        screen.at_step(page, step)
    screen.button(page, "next_pass").click()
    screen.empty_board(page)
    other.keyboard.press("ArrowRight")
    assert screen.at_step(other, 2).edges == theirs.edges
    assert "Network 2-2-1" in screen.seen(other).alt
    expect(screen.button(other, "undo")).to_be_disabled()
    expect(page.locator("[data-neuron]")).to_have_count(0)
