"""Nothing is lost: a reload, a second tab, a server that is killed and started again."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import screen
from tests.e2e.conftest import ENVIRONMENT, ROOT, SLOW_LINK, _await_health, _free_port, running_app
from tests.e2e.cut_link import CUT, Link

NOTE_WHAT_IS_SHOWN = """
window.shown = [];
function look() {
  const name = document.querySelector(".st-key-preset input")?.value;
  if (name && name !== window.shown.at(-1)) window.shown.push(name);
  requestAnimationFrame(look);
}
look();
"""


def worked(page: Page) -> screen.Seen:
    """Two passes, some steps, another notation, and one thing to undo."""
    screen.button(page, "next_pass").click()
    screen.eventually(page, lambda: on_pass(page, 2))
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    now = screen.at_step(page, 4)
    screen.kept(page)
    return now


def on_pass(page: Page, number: int) -> None:
    assert screen.seen(page).passed == number


def expect_again(page: Page, before: screen.Seen) -> None:
    def check() -> None:
        now, names = screen.seen(page), ("number", "passed", "tex", "edges")
        assert [getattr(now, n) for n in names] == [getattr(before, n) for n in names]

    screen.eventually(page, check)


def test_a_reload_brings_everything_back_and_the_undo_with_it(open_page, server: str) -> None:
    page = open_page(own=True)
    screen.visit(page, f"{server}/?preset=07_xor")
    before = worked(page)
    expect(page).not_to_have_url(re.compile("preset"))  # that exercise is not on the screen
    page.add_init_script(NOTE_WHAT_IS_SHOWN)
    page.reload()
    page.wait_for_selector(screen.GRAPH)
    expect_again(page, before)
    page.wait_for_function("window.shown.length")
    assert page.evaluate("window.shown") == ["XOR 2-2-1, four samples at once"], (
        "another one flashed by"
    )
    screen.button(page, "undo").click()
    screen.eventually(page, lambda: on_pass(page, 1))


def test_two_tabs_do_not_overwrite_each_other(open_page, server: str) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?preset=07_xor")
    before = worked(page)
    other = page.context.new_page()
    screen.visit(other, server)
    expect_again(other, before)
    screen.button(other, "first_step").click()
    screen.at_step(other, 1)
    screen.button(other, "next_pass").click()
    screen.eventually(other, lambda: on_pass(other, 3))
    screen.kept(other)
    page.reload()
    page.wait_for_selector(screen.GRAPH)
    expect_again(page, before)
    other.reload()
    other.wait_for_selector(screen.GRAPH)
    screen.eventually(other, lambda: on_pass(other, 3))


def test_a_link_opens_what_it_names_and_back_and_forward_lead_to_each_work(
    open_page, server: str
) -> None:
    page = open_page()
    screen.visit(page, f"{server}/?preset=07_xor")
    before = worked(page)
    screen.visit(page, f"{server}/?preset=08_hallstrom_3_4_3_2")
    assert "3-4-3-2" in screen.at_step(page, 1).alt
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)
    screen.kept(page)
    page.go_back()
    page.wait_for_selector(screen.GRAPH)
    expect_again(page, before)
    page.go_forward()
    page.wait_for_selector(screen.GRAPH)
    assert "3-4-3-2" in screen.at_step(page, 2).alt


def test_the_ways_back_and_forward_outlast_that_an_edit_shortens_their_addresses(
    open_page, server: str
) -> None:
    page = open_page()
    for preset, number in (("07_xor", "0.125"), ("06_sigmoid_2_2_1", "0.375")):
        screen.visit(page, f"{server}/?preset={preset}")
        _type_rate(page, number)
    ways = ("back", "0.125"), ("forward", "0.375")
    for way, number in ways:
        page.go_back() if way == "back" else page.go_forward()
        page.wait_for_function("!location.search")
        page.wait_for_selector(screen.DRAWN_WHOLE)
        expect(_rate(page)).to_have_value(number)
        page.wait_for_function("history.state?.['backprop-playground']")


def test_what_is_typed_outlasts_a_reload_before_the_server_has_heard_of_it(
    open_page, server: str
) -> None:
    """Handed on, on the way: it is handed on again. Still in the field: it stands there again."""
    page = open_page(own=True)
    page.add_init_script(path=SLOW_LINK)
    page.goto(f"{server}/?page=check&preset=01_mazur_own_bias")
    box, result = screen.key(page, "paste").locator("textarea"), screen.key(page, "check_result")
    expect(result).to_contain_text("Nothing to compare yet")
    page.evaluate("window.gapMs = 1e6")  # no answer comes any more, as in the middle of a long run
    box.fill("loss = 0.2984")
    screen.button(page, "use_paste").click()
    page.reload()
    expect(result).to_contain_text("The one number agrees.")
    expect(box).to_have_value("loss = 0.2984")
    box.fill("loss = 0.3")
    page.reload()
    expect(box).to_have_value("loss = 0.3")
    expect(result).to_contain_text("The one number agrees.")
    screen.button(page, "clear_paste").click()
    expect(box).to_have_value("")
    page.wait_for_function("sessionStorage['backprop-playground-drafts'] === '[]'")
    page.reload()
    expect(result).to_contain_text("Nothing to compare yet")
    expect(box).to_have_value("")


@pytest.fixture
def killable(tmp_path):
    """A server on a port of its own that can be killed and started again; it logs no traceback."""
    port, running, log = _free_port(), [], tmp_path / "log"

    def start() -> str:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        for name, value in {"port": port, "headless": "true"}.items():
            command += [f"--server.{name}", str(value)]
        with log.open("ab") as file:
            says = {"stdout": file, "stderr": file}
            running.append(subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, **says))
        _await_health(running[-1], f"http://localhost:{port}/_stcore/health")
        return f"http://localhost:{port}"

    def kill() -> None:
        running[-1].send_signal(signal.SIGKILL)
        running[-1].wait()

    yield start, kill
    kill()
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said, said


KEPT_AT = """() => new Promise((done) => {
  const asked = indexedDB.open("backprop-playground");
  asked.onsuccess = () => {
    const all = asked.result.transaction("tabs").objectStore("tabs").getAll();
    const own = sessionStorage.getItem("backprop-playground");
    all.onsuccess = () => done(all.result.find(({ tab }) => tab === own).at);
    asked.result.close();
  };
})"""


def kept_since(page: Page, time: float) -> None:
    """The server that answers now has the work, since it has handed it back to be kept."""
    assert page.evaluate(KEPT_AT) > time


def test_a_server_that_is_killed_and_started_again_loses_nothing(open_page, killable) -> None:
    start, kill = killable
    page = open_page(expected="")  # without a server the browser complains in many words
    screen.visit(page, f"{start()}/?preset=07_xor")
    before = worked(page)
    killed = page.evaluate("Date.now()")
    kill()
    page.wait_for_selector(CUT)
    start()
    page.wait_for_selector("[data-test-connection-state=CONNECTED]")
    screen.eventually(page, lambda: kept_since(page, killed))
    expect_again(page, before)
    screen.button(page, "undo").click()
    screen.eventually(page, lambda: on_pass(page, 1))


def test_two_exercises_in_one_course_page_are_kept_apart(open_page, server: str) -> None:
    """Also when the page is left and opened again."""
    page = open_page(apart=True)
    presets, counts = ("07_xor", "06_sigmoid_2_2_1"), ("step 2 of 67", "step 3 of 31")
    frames = [f"<iframe src='{server}/?preset={p}&embed=1' width=900 height=600>" for p in presets]
    page.route(
        f"{server}/course",
        lambda route: route.fulfill(content_type="text/html", body="</iframe>".join(frames)),
    )
    page.goto(f"{server}/course")
    shown = [page.frame_locator(f"iframe >> nth={place}") for place in (0, 1)]
    for place, frame in enumerate(shown):
        for step in range(1, 2 + place):
            frame.locator(".st-key-next_step button:visible").first.click()
            expect(frame.locator(".step-count")).to_contain_text(f"step {step + 1} of")
    for place in (0, 1):
        screen.kept(page.frames[1 + place])
    page.reload()
    for frame, count in zip(shown, counts, strict=True):
        expect(frame.locator(".step-count")).to_contain_text(count)
    page.goto("about:blank")
    page.goto(f"{server}/course")
    for frame, count in zip(shown, counts, strict=True):
        expect(frame.locator(".step-count")).to_contain_text(count)


def test_each_tab_has_its_own_work_back_when_a_killed_server_answers_again(
    open_page, killable
) -> None:
    """Of a tab in which a link was opened over other work, a copy of it, and a new one."""
    start, kill = killable
    address = start()
    page = open_page(expected="", apart=True)
    screen.visit(page, f"{address}/?preset=07_xor")
    worked(page)
    screen.visit(page, f"{address}/?preset=06_sigmoid_2_2_1")
    _type_rate(page, "0.125")
    with page.context.expect_page() as copied:
        page.evaluate("open(location.href)")
    copied.value.wait_for_selector(screen.GRAPH)
    _type_rate(copied.value, "0.25")
    new = page.context.new_page()
    screen.visit(new, address)
    _type_rate(new, "0.375")
    tabs = {"0.125": page, "0.25": copied.value, "0.375": new}
    killed = page.evaluate("Date.now()")
    kill()
    for tab in tabs.values():
        tab.wait_for_selector(CUT)
    start()
    for number, tab in tabs.items():
        tab.wait_for_selector("[data-test-connection-state=CONNECTED]")
        screen.eventually(tab, lambda tab=tab: kept_since(tab, killed))
        screen.button(tab, "undo").click()
        expect(_rate(tab)).not_to_have_value(number)
        screen.button(tab, "redo").click()
        expect(_rate(tab)).to_have_value(number)


def test_numbers_typed_into_cells_while_no_server_answers_are_taken_by_the_next(
    open_page, killable
) -> None:
    start, kill = killable
    page = open_page(expected="", apart=True)
    screen.visit(page, f"{start()}/?preset=01_mazur_own_bias")
    screen.to_mode(page, "draw")
    screen.eventually(page, lambda: expect(screen.cell(page, "x", 0, 0)).to_have_value("0.05"))
    screen.kept(page)
    kill()
    page.wait_for_selector(CUT)
    screen.type_cell(page, "x", 0, 1, "0.75")
    screen.cell(page, "y", 0, 1).fill("0.875")  # and not left
    start()
    page.wait_for_selector("[data-test-connection-state=CONNECTED]")
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("0.75")
    screen.kept(page)
    page.reload()
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("0.75")
    expect(screen.cell(page, "y", 0, 1)).to_have_value("0.875")


def test_what_is_still_being_typed_outlasts_the_answer_for_another_table(open_page, server) -> None:
    page = open_page(expected="")
    screen.visit(page, f"{server}/?preset=01_mazur_own_bias")
    screen.to_mode(page, "draw")
    screen.type_cell(page, "x", 0, 1, "0.75")
    screen.cell(page, "y", 0, 1).fill("0.875")  # and not left
    expect(page.locator('[data-neuron="0,1"]')).to_contain_text("0.75")
    screen.kept(page)
    page.reload()
    expect(screen.cell(page, "y", 0, 1)).to_have_value("0.875")
    expect(screen.cell(page, "x", 0, 1)).to_have_value("0.75")


def _rate(page: Page) -> Locator:
    return screen.key(page, "learning_rate_value").locator("input")


def _type_rate(page: Page, number: str) -> None:
    _rate(page).fill(number)
    _rate(page).press("Enter")
    page.wait_for_function("!location.search")
    expect(screen.button(page, "undo")).to_be_enabled()
    screen.kept(page)


def test_a_press_on_the_graph_waits_for_a_connection_that_is_cut(open_page, server) -> None:
    page = open_page(expected="", own=True)
    link = Link(page)
    screen.visit(page, server)
    places = [screen.place_in_graph(page, {"point": point}) for point in ([1, 1], [2, 1])]
    link.cut()
    for place in places:
        page.mouse.click(*place)
    screen.at_title(page, "z of h1")
    link.mend()
    screen.at_title(page, "z of o2")
    expect(screen.key(page, "inspector")).to_contain_text("o2")


@pytest.mark.nightly
def test_a_cut_for_longer_than_the_server_keeps_a_session_loses_nothing(open_page) -> None:
    """It forgets a session after two minutes without a connection; here after a second."""
    page = open_page(expected="")
    link = Link(page)
    with running_app(disconnectedSessionTTL="1") as address:
        screen.visit(page, f"{address}/?preset=07_xor")
        before, cut = worked(page), page.evaluate("Date.now()")
        link.cut()
        page.wait_for_timeout(3000)
        link.mend()
        page.wait_for_selector("[data-test-connection-state=CONNECTED]")
        screen.eventually(page, lambda: kept_since(page, cut))
        expect_again(page, before)
        screen.button(page, "undo").click()
        screen.eventually(page, lambda: on_pass(page, 1))
