"""Pressing the graph, the loss chart and the markers: each press goes somewhere."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect

from tests.e2e import screen


def test_pressing_a_neuron_shows_z_then_a_then_z_again(page: Page) -> None:
    for title in ("z of o2", "a of o2", "z of o2"):
        screen.press_point(page, [2, 1])
        screen.at_title(page, title)
    screen.press_point(page, [0, 1])
    expect(screen.key(page, "inspector")).to_contain_text("input x2")
    screen.at_title(page, "z of o2")  # no step makes an input, so the walk stays


def test_pressing_the_loss_and_then_a_neuron_goes_forward_and_back(page: Page) -> None:
    screen.press_point(page, ["loss"])
    here = screen.at_title(page, "loss").number
    page.keyboard.press("ArrowRight")
    screen.at_step(page, here + 1)
    for title in ("delta of h1", "da of h1", "delta of h1"):
        screen.press_point(page, [1, 0])
        screen.at_title(page, title)


def test_pressing_an_edge_shows_its_gradient_and_then_its_update(page: Page) -> None:
    screen.choose(page, "phase", "back 1")
    screen.eventually(page, lambda: _phase(page, "backward"))
    screen.press_edge(page, 0, 1, 0)
    screen.at_title(page, "dW from x1 to h2")
    screen.choose(page, "phase", "update")
    screen.eventually(page, lambda: _phase(page, "update"))
    screen.press_edge(page, 1, 0, 1)
    now = screen.at_title(page, "W from h2 to o1")
    x, y = screen.place_in_graph(page, [0, 0])
    page.mouse.click(x, y - 100)  # on nothing
    page.keyboard.press("ArrowRight")
    screen.at_step(page, now.number + 1)


def _phase(page: Page, name: str) -> None:
    assert screen.seen(page).phase == name


def test_markers_go_to_the_first_step_of_their_part(page: Page) -> None:
    firsts = {
        "fwd 2": "z of o1", "loss": "loss", "back 2": "da of o1", "back 1": "da of h1",
        "update": "W from x1 to h1", "fwd 1": "z of h1",
    }  # fmt: skip
    for marker, title in firsts.items():
        screen.choose(page, "phase", marker)
        screen.at_title(page, title)
        assert screen.chosen(page, "phase") == marker


def ranges(page: Page) -> list[list[float]]:
    return page.locator(screen.GRAPH).evaluate(  # type: ignore[no-any-return]
        "(gd) => [gd._fullLayout.xaxis.range.slice(), gd._fullLayout.yaxis.range.slice()]"
    )


def test_the_zoom_survives_a_step_and_can_be_reset(page: Page) -> None:
    whole = ranges(page)
    page.locator(screen.GRAPH).hover(position={"x": 30, "y": 60})
    page.locator(screen.GRAPH).locator('[data-title="Zoom in"]').click()
    zoomed = ranges(page)
    assert zoomed != whole
    assert screen.seen(page).number == 1, "a press on the tool bar moved the walk"
    screen.button(page, "next_step").click()
    screen.at_step(page, 2)
    assert ranges(page) == zoomed
    page.locator(screen.GRAPH).hover(position={"x": 30, "y": 60})
    page.locator(screen.GRAPH).locator('[data-title="Reset axes"]').click()
    screen.eventually(page, lambda: _ranges(page, whole))


def _ranges(page: Page, wanted: list[list[float]]) -> None:
    np.testing.assert_allclose(ranges(page), wanted)


def test_another_learning_rate_makes_other_new_weights_at_once(page: Page) -> None:
    document = screen.document_of_link(screen.shared_link(page))
    page.keyboard.press("End")
    before = screen.at_step(page, 41)
    field = screen.key(page, "learning_rate_value").locator("input")
    field.fill("3.5")
    field.press("Enter")
    expected = screen.trace_of({**document, "learning_rate": 3.5})

    def check() -> None:
        now = screen.seen(page)
        assert now.result != before.result
        assert screen.same(now.result, float(expected[-1].value))  # type: ignore[arg-type]
        assert now.number == 41

    screen.eventually(page, check)
    field.fill("0")
    field.press("Enter")
    screen.eventually(page, lambda: _new_is_old(page))
    slider = screen.key(page, "learning_rate").locator("input")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("0.0001")
    assert screen.seen(page).number == 41, "a key on the rate's slider moved the walk"


def _new_is_old(page: Page) -> None:
    now = screen.seen(page)
    assert all(float(row[6]) == float(row[8]) for row in now.table)


def test_passes_go_on_with_the_new_weights_and_back_to_the_first(page: Page) -> None:
    document = screen.document_of_link(screen.shared_link(page))
    walk = screen.trace_of(document)
    first = screen.seen(page).edges
    screen.button(page, "next_pass").click()
    screen.eventually(page, lambda: _on_pass(page, 2))
    for (layer, to, source), weight in screen.seen(page).edges.items():
        assert screen.same(weight, float(walk.after.layers[layer].W[to, source]))
    screen.button(page, "next_pass").click()
    screen.eventually(page, lambda: _on_pass(page, 3))
    screen.press_point(page, ["pass", 1], screen.LOSS_CHART)
    screen.eventually(page, lambda: _on_pass(page, 2))
    second = screen.seen(page).edges
    assert screen.same(second[0, 0, 0], float(walk.after.layers[0].W[0, 0]))
    assert second[0, 0, 0] != first[0, 0, 0]
    screen.press_point(page, ["pass", 0], screen.LOSS_CHART)
    screen.eventually(page, lambda: _on_pass(page, 1))
    assert screen.seen(page).edges == first
    screen.press_point(page, ["pass", 2], screen.LOSS_CHART)
    screen.eventually(page, lambda: _on_pass(page, 3))
    screen.button(page, "first_weights").click()
    screen.eventually(page, lambda: _on_pass(page, 1))
    assert screen.seen(page).edges == first
    expect(screen.button(page, "first_weights")).to_be_disabled()


def _on_pass(page: Page, number: int) -> None:
    assert screen.seen(page).passed == number
