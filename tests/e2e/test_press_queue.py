"""One press at a time, on a page that answers nothing by itself. The clock is moved by hand."""

import pytest

from playground.views.sources import source

SCRIPT = source("space_key.js", "press_queue.js")
BUTTONS = """
<div data-testid=stApp data-test-script-state=notRunning>
  <div id=chart></div>
  <div class=st-key-undo><button onclick="presses.push('undo')">Undo</button></div>
  <div class=st-key-next_step><button onclick="presses.push('next_step')">Next</button></div>
</div>
<script>
  window.presses = [];
  window.clicks = 0;
  window.down = new Set();
  document.addEventListener("click", () => (clicks += 1));
  document.addEventListener("keydown", (event) => {  // as Streamlit's shortcuts do
    const { key } = event;
    down.add(key);
    if (key === "ArrowRight" && down.size === 1) presses.push("next_step");
    if (key !== " ") return;
    presses.push("play");
    event.preventDefault();
  });
  document.addEventListener("keyup", ({ key }) => down.delete(key));
  window.drawn = [];
  window.shown = "first";
  window.chart = document.getElementById("chart");
  window.view = {
    moves: () => [{ button: "next_step", key: "ArrowRight", figure: "ahead" }],
    shown: () => window.shown,
    drawAhead: (figure) => drawn.push(figure),
    takeBack: () => drawn.push("back"),
  };
</script>
"""
GIVEN_UP = 1600  # ms, a little more than is waited for a picture once a run is over
NEVER_BEGUN = 12_100  # ms, a little more than is waited for a run to begin


@pytest.fixture
def queue(open_page):
    page = open_page(apart=True)
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # or it would also go on by itself
    page.set_content(BUTTONS)
    page.add_script_tag(content=f"{SCRIPT}\npressQueue.add(chart, view);")
    return page


def press(page, *names):
    for name in names:
        page.locator(f".st-key-{name} button").click()


def working(page, is_working):
    state = "running" if is_working else "notRunning"
    page.evaluate(
        "state => document.querySelector('[data-testid=stApp]').dataset.testScriptState = state",
        state,
    )


def test_a_second_press_waits_for_the_answer_to_the_first(queue):
    press(queue, "next_step", "next_step")
    assert queue.evaluate("presses") == ["next_step"]
    queue.evaluate("pressQueue.answered(1)")
    assert queue.evaluate("presses") == ["next_step", "next_step"]


def test_a_picture_that_answers_something_else_lets_no_press_through(queue):
    queue.evaluate("pressQueue.answered(3)")
    press(queue, "undo", "undo", "undo")
    queue.evaluate("pressQueue.answered(3)")
    assert queue.evaluate("presses") == ["undo"]
    queue.evaluate("pressQueue.answered(4)")
    queue.evaluate("pressQueue.answered(4)")
    assert queue.evaluate("presses") == ["undo", "undo"]
    queue.evaluate("pressQueue.answered(5)")
    assert queue.evaluate("presses") == ["undo", "undo", "undo"]


@pytest.mark.parametrize(("first", "drawn"), [("undo", []), ("next_step", ["ahead", "back"])])
def test_a_press_whose_run_makes_no_picture_is_given_up_and_the_next_goes(queue, first, drawn):
    press(queue, first)
    working(queue, True)
    working(queue, False)
    queue.clock.run_for(GIVEN_UP)
    assert queue.evaluate("drawn") == drawn
    press(queue, "undo")
    assert queue.evaluate("presses") == [first, "undo"]


def test_a_press_for_which_no_run_has_begun_is_long_on_its_way(queue):
    press(queue, "next_step", "next_step")
    queue.clock.run_for(6 * GIVEN_UP)
    assert queue.evaluate("[presses.length, drawn]") == [1, ["ahead"]]
    queue.clock.run_for(NEVER_BEGUN - 6 * GIVEN_UP)
    assert queue.evaluate("[presses.length, drawn]") == [2, ["ahead", "back", "ahead"]]


@pytest.mark.parametrize(("counts", "made"), [((4, 4, 5), (2, 2, 3)), ((5,), (3,))])
def test_a_picture_that_a_busy_browser_draws_late_answers_the_press_it_belongs_to(
    queue, counts, made
):
    queue.evaluate("pressQueue.answered(3)")
    press(queue, "undo")
    working(queue, True)
    working(queue, False)
    queue.clock.run_for(GIVEN_UP)
    press(queue, "undo", "undo")
    for count, presses in zip(counts, made, strict=True):
        queue.evaluate("count => pressQueue.answered(count)", count)
        assert queue.evaluate("presses.length") == presses


def test_a_press_that_was_lost_for_good_holds_up_the_others_for_a_while(queue):
    queue.evaluate("pressQueue.answered(3)")
    press(queue, *["undo"] * 20)
    for count in range(3, 12):  # the first one never comes to be counted
        working(queue, True)
        queue.evaluate("count => pressQueue.answered(count)", count)
        working(queue, False)
        assert queue.evaluate("presses.length") == count - 2
        queue.clock.run_for(GIVEN_UP)
    for count in range(12, 15):
        queue.evaluate("count => pressQueue.answered(count)", count)
        assert queue.evaluate("presses.length") == count - 1


def test_nothing_is_given_up_while_the_server_is_working(queue):
    press(queue, "undo")
    working(queue, True)
    queue.clock.run_for(10 * GIVEN_UP)
    press(queue, "next_step")
    assert queue.evaluate("presses") == ["undo"]
    working(queue, False)
    queue.clock.run_for(GIVEN_UP)
    assert queue.evaluate("presses") == ["undo", "next_step"]


def test_nobody_listens_once_no_chart_is_shown(queue):
    press(queue, "undo")
    queue.evaluate("pressQueue.remove(chart)")
    press(queue, "undo", "next_step", "next_step")
    assert queue.evaluate("presses") == ["undo", "undo", "next_step", "next_step"]


def test_space_presses_the_button_one_came_to_by_tab_and_else_is_a_shortcut(queue):
    press(queue, "undo")
    queue.keyboard.press("Space")
    assert queue.evaluate("presses[1]") == "play"
    queue.evaluate("pressQueue.answered(1)")
    queue.keyboard.press("Tab")
    queue.keyboard.press("Space")
    assert queue.evaluate("presses") == ["undo", "play", "next_step"]


def test_a_key_that_comes_before_its_button_is_pressed_once_that_is_drawn(queue):
    queue.evaluate("window.parts = document.querySelector('.st-key-next_step')")
    queue.evaluate("parts.remove()")
    working(queue, True)
    queue.keyboard.press("ArrowRight")
    queue.clock.run_for(GIVEN_UP)
    queue.evaluate("document.querySelector('[data-testid=stApp]').append(parts)")
    queue.clock.run_for(100)
    assert queue.evaluate("presses") == ["next_step"]


def test_a_key_presses_its_button_at_once_or_in_its_turn(queue):
    for _ in range(3):
        queue.keyboard.press("ArrowRight")
    for count in (1, 2, 3):
        assert queue.evaluate("[presses.length, clicks]") == [count, count]
        queue.evaluate("count => pressQueue.answered(count)", count)


def test_beside_something_open_a_key_is_pressed_as_a_key_and_closes_nothing(queue):
    queue.evaluate("chart.dataset.testid = 'stPopoverBody'")
    for _ in range(3):
        queue.keyboard.press("ArrowRight")
    for count in (1, 2, 3):
        assert queue.evaluate("[presses.length, clicks, down.size]") == [count, 0, 0]
        queue.evaluate("count => pressQueue.answered(count)", count)


def connection(page, state):
    app = page.locator("[data-testid=stApp]")
    app.evaluate("(app, state) => { app.dataset.testConnectionState = state }", state)


def test_a_press_without_a_connection_is_made_once_the_page_stands_again(queue):
    connection(queue, "CONNECTED")
    connection(queue, "CONNECTING")
    press(queue, "next_step", "next_step")
    queue.clock.run_for(5000)
    connection(queue, "CONNECTED")
    working(queue, True)
    queue.clock.run_for(5000)
    assert queue.evaluate("presses") == []
    working(queue, False)
    queue.clock.run_for(1000)
    assert queue.evaluate("presses") == ["next_step"]
    queue.evaluate("pressQueue.answered(1)")
    assert queue.evaluate("presses") == ["next_step", "next_step"]


@pytest.mark.parametrize(("then", "presses"), [("first", 2), ("second", 1)])
def test_a_press_that_was_underway_is_made_again_unless_it_was_heard(queue, then, presses):
    connection(queue, "CONNECTED")
    press(queue, "next_step")
    connection(queue, "CONNECTING")
    queue.clock.run_for(3000)
    connection(queue, "CONNECTED")
    queue.evaluate("then => { window.shown = then; pressQueue.answered(1); }", then)
    queue.clock.run_for(1000)
    assert queue.evaluate("presses") == ["next_step"] * presses


def test_presses_outlast_a_page_that_another_server_draws_anew(queue):
    connection(queue, "CONNECTED")
    connection(queue, "CONNECTING")
    press(queue, "next_step")
    queue.evaluate("pressQueue.remove(chart)")
    connection(queue, "CONNECTED")
    queue.evaluate("pressQueue.add(chart, view)")
    queue.clock.run_for(1000)
    assert queue.evaluate("presses") == ["next_step"]
