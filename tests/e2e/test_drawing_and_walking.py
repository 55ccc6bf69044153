"""The whole story once: draw 2-3-1 from nothing, cut an edge, and walk to the very last step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from backprop_core import Address, Step, Trace
from tests.e2e import screen
from tests.e2e.screen import Seen

SIZES = (2, 3, 1)
CUT = (0, 1, 0)  # layer, to, from: x1 → h2
NAMES = (("x1", "x2"), ("h1", "h2", "h3"), ("o1",))
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:\\cdot 10\^\{-?\d+\})?")


def numbers_in(tex: str) -> list[float]:
    return [screen.number(found) for found in NUMBER.findall(tex)]


def title_of(step: Step) -> str:
    if step.layer is None:
        return "loss"
    to = NAMES[step.layer + 1][step.neuron or 0]
    made = f"new {step.quantity}" if step.phase == "update" else step.quantity
    if step.source is None:
        return f"{made} of {to}"
    return f"{made} from {NAMES[step.layer][step.source]} to {to}"


def known(walk: Trace, step: Step, quantity: str, layer: int, *where: int) -> float | None:
    """The number, or None as long as it is not computed."""
    sample = 0 if quantity in ("z", "a", "da", "delta") else None
    at = Address(quantity, layer, *where, sample=sample)
    made = walk.plan.step_making(at)
    if made is None or made > step.number:
        return None
    return float(walk.value(at))  # type: ignore[arg-type]


def check_cell(shown: str, exact: float | None) -> None:
    if exact is None or not shown:
        assert (shown, exact) == ("", None)
    else:
        assert screen.same(screen.number(shown), exact), (shown, exact)


def check_place(now: Seen, walk: Trace, step: Step) -> None:
    assert (now.number, now.last, now.passed) == (step.number + 1, len(walk), 1)
    assert (now.phase, now.title) == (step.phase, title_of(step))


def check_formula(now: Seen, step: Step) -> None:
    assert screen.same(now.result, float(step.value)), (now.tex, step.value)  # type: ignore[arg-type]
    written = [abs(number) for number in numbers_in(now.tex)]  # in e^{-0.5} the minus is not z's
    for number in step.inputs:
        if number.quantity == "share":
            continue
        exact = abs(float(number.value))  # type: ignore[arg-type]
        assert any(screen.same(w, exact) for w in written), (number.address, exact, now.tex)


def check_neurons(now: Seen, walk: Trace, step: Step) -> None:
    said = now.neurons
    assert [said[0, i]["input"] for i in range(2)] == walk.forward.x[0].tolist()
    for layer in range(2):
        for j in range(SIZES[layer + 1]):
            for quantity in ("z", "a", "da", "delta"):
                value = known(walk, step, quantity, layer, j)
                check_said(said[layer + 1, j].get(quantity), value)
            check_said(said[layer + 1, j].get("new"), known(walk, step, "b", layer, j))


def check_said(shown: float | None, value: float | None) -> None:
    assert (shown is None) == (value is None), (shown, value)
    assert shown is None or screen.same(shown, value)  # type: ignore[arg-type]


def check_edges(now: Seen, walk: Trace, step: Step) -> None:
    assert set(now.edges) == screen.all_edges(SIZES) - {CUT}
    for (layer, to, source), said in now.connections.items():
        assert screen.same(said[""], float(walk.network.layers[layer].W[to, source]))
        check_said(said.get("gradient"), known(walk, step, "dW", layer, to, source))
        check_said(said.get("new"), known(walk, step, "W", layer, to, source))


def check_loss(now: Seen, walk: Trace, step: Step) -> None:
    loss_step = walk.plan.step_making(Address("loss"))
    assert loss_step is not None
    check_said(now.loss, None if step.number < loss_step else walk.gradients.loss)


def check_neuron_table(now: Seen, walk: Trace, step: Step) -> None:
    assert now.head == ["layer", "neuron", "z", "a", "da", "δ", "b", "db", "new b"]
    assert [row[1] for row in now.table] == [*NAMES[1], *NAMES[2]]
    for row, (layer, j) in zip(now.table, [(0, 0), (0, 1), (0, 2), (1, 0)], strict=True):
        for shown, quantity in zip(row[2:6], ("z", "a", "da", "delta"), strict=True):
            check_cell(shown, known(walk, step, quantity, layer, j))
        b = walk.network.layers[layer].b
        assert b is not None
        check_cell(row[6], float(b[j]))
        check_cell(row[7], known(walk, step, "db", layer, j))
        check_cell(row[8], known(walk, step, "b", layer, j))


def check_weight_table(now: Seen, walk: Trace, step: Step, layer: int) -> None:
    assert now.head == ["from", "to", "w", "dW", "new w"]
    edges = sorted(screen.all_edges(SIZES) - {CUT})
    edges = [edge for edge in edges if edge[0] == layer]
    assert len(now.table) == len(edges)
    for row, (_, to, source) in zip(now.table, edges, strict=True):
        assert row[:2] == [NAMES[layer][source], NAMES[layer + 1][to]]
        check_cell(row[2], float(walk.network.layers[layer].W[to, source]))
        check_cell(row[3], known(walk, step, "dW", layer, to, source))
        check_cell(row[4], known(walk, step, "W", layer, to, source))


def check_all(now: Seen, walk: Trace, step: Step) -> None:
    check_place(now, walk, step)
    check_formula(now, step)
    check_neurons(now, walk, step)
    check_edges(now, walk, step)
    check_loss(now, walk, step)
    assert now.table, "the table is just being drawn again"
    if now.head[0] == "layer":
        check_neuron_table(now, walk, step)
    else:
        check_weight_table(now, walk, step, 0 if now.table[0][0].startswith("x") else 1)


@pytest.fixture
def drawn(page: Page) -> Page:
    """2-3-1 drawn with the pointer from an empty board, one edge cut, and on to the walk."""
    screen.empty_board(page)
    screen.draw(page, SIZES)
    screen.expect_edges(page, screen.all_edges(SIZES))
    screen.press(page, '[data-edge="0,1,0"] path')
    expect(page.locator('[data-edge="0,1,0"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Delete")
    screen.expect_edges(page, screen.all_edges(SIZES) - {CUT})
    screen.button(page, "go_walk").click()
    screen.at_step(page, 1)
    return page


def test_a_drawn_network_is_walked_through_with_every_number_right(drawn: Page) -> None:
    page = drawn
    walk = screen.trace_of(screen.document_of_link(screen.shared_link(page)))
    screen.open_values(page)
    assert walk.network.sizes == SIZES
    for step in walk:

        def check(step: Step = step) -> None:
            check_all(screen.seen(page), walk, step)

        screen.eventually(page, check)
        if step.number + 1 < len(walk):
            page.keyboard.press("ArrowRight")
    expect(screen.button(page, "pass_on")).to_be_visible()
    page.keyboard.press("ArrowRight")  # there is nothing after the last step
    check_all(screen.at_step(page, len(walk)), walk, walk[-1])


@pytest.mark.nightly
def test_back_through_the_weights_every_gradient_is_known_when_it_should_be(drawn: Page) -> None:
    page = drawn
    walk = screen.trace_of(screen.document_of_link(screen.shared_link(page)))
    screen.open_values(page)
    page.keyboard.press("End")
    screen.at_step(page, len(walk))
    for layer, name in enumerate(("hidden", "output")):
        screen.choose(page, "table", f"Weights into {name} layer")

        def check_end(layer: int = layer) -> None:
            check_weight_table(screen.seen(page), walk, walk[-1], layer)

        screen.eventually(page, check_end)
    page.evaluate("document.activeElement.blur()")
    for number in range(len(walk) - 2, len(walk) - 22, -1):
        page.keyboard.press("ArrowLeft")

        def check(step: Step = walk[number]) -> None:
            check_all(screen.seen(page), walk, step)

        screen.eventually(page, check)
    page.keyboard.press("Home")
    now = screen.at_step(page, 1)
    assert not any(cell for row in now.table for cell in row[3:])


def test_a_cut_edge_is_gone_for_good_and_comes_back_with_undo(drawn: Page) -> None:
    page = drawn
    weights = screen.seen(page).edges
    for _ in range(2):
        screen.button(page, "next_pass").click()
    screen.eventually(page, lambda: _passed(page, 3))
    assert CUT not in screen.seen(page).edges
    for back in (2, 1):
        page.keyboard.press("Control+z")
        screen.eventually(page, lambda back=back: _passed(page, back))

    def as_before() -> None:
        assert screen.seen(page).edges == weights

    screen.eventually(page, as_before)
    page.keyboard.press("Control+z")

    def check() -> None:
        edges = screen.seen(page).edges
        assert set(edges) == screen.all_edges(SIZES)
        assert {edge: edges[edge] for edge in weights} == weights

    screen.eventually(page, check)


def _passed(page: Page, number: int) -> None:
    assert screen.seen(page).passed == number


def test_the_board_joins_and_cuts_by_dragging_and_refuses_what_skips_a_layer(page: Page) -> None:
    screen.empty_board(page)
    page.wait_for_selector(screen.DRAWN_WHOLE)
    board = page.locator(".board-svg")
    place = board.bounding_box()
    screen.draw(page, (2, 2, 1))
    assert board.bounding_box() == place, "what is below it moves it"
    every = screen.all_edges((2, 2, 1))
    first, second = screen.neuron_on_board(0, 0), screen.neuron_on_board(1, 1)
    screen.drag(page, first, second)
    screen.expect_edges(page, every - {(0, 1, 0)})
    screen.drag(page, second, first)  # backwards is the same connection
    screen.expect_edges(page, every)
    screen.drag(page, first, screen.neuron_on_board(2, 0))
    screen.drag(page, first, second)  # what came of the drag before shows by now
    screen.expect_edges(page, every - {(0, 1, 0)})
    assert screen.sizes_on_board(page) == [2, 2, 1]
    page.locator('[data-neuron="0,0"]').focus()
    page.keyboard.press("+")
    screen.expect_sizes(page, [3, 2, 1])
    expect(page.locator('[data-neuron="0,0"]')).to_be_focused()
    counts = "Drawing board: 3 inputs, 2 hidden, 1 output"  # for who cannot see what was added
    expect(page.get_by_role("status").get_by_text(counts, exact=True)).to_be_attached()


@pytest.mark.nightly
def test_delete_takes_a_neuron_and_escape_takes_nothing(page: Page) -> None:
    screen.empty_board(page)
    screen.draw(page, (2, 3, 1))
    screen.press(page, screen.neuron_on_board(1, 2))
    expect(page.locator('[data-neuron="1,2"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    screen.press(page, screen.neuron_on_board(1, 1))
    expect(page.locator('[data-neuron="1,1"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Delete")
    screen.expect_sizes(page, [2, 2, 1])
    screen.expect_edges(page, screen.all_edges((2, 2, 1)))
    page.keyboard.press("Control+z")
    screen.expect_sizes(page, [2, 3, 1])
