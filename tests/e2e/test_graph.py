"""Pressing the graph, the loss chart and the timeline: each press goes somewhere."""

from __future__ import annotations

import re

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
    label = page.locator(".network-label")
    page.mouse.move(*screen.place_in_graph(page, {"point": ["loss"]}))
    expect(label).to_have_text(re.compile("not computed yet"))
    screen.press_point(page, ["loss"])
    here = screen.at_title(page, "loss").number
    expect(label).not_to_have_text(re.compile("not computed yet"))  # though the pointer is still
    expect(label).to_be_visible()
    page.keyboard.press("ArrowRight")
    screen.at_step(page, here + 1)
    for title in ("delta of h1", "da of h1", "delta of h1"):
        screen.press_point(page, [1, 0])
        screen.at_title(page, title)


def test_pressing_an_edge_shows_its_gradient_and_then_its_update(page: Page) -> None:
    screen.go_to_step(page, 19)
    screen.eventually(page, lambda: _phase(page, "gradient"))
    screen.press_edge(page, 0, 1, 0)
    screen.at_title(page, "dW from x1 to h2")
    screen.go_to_step(page, 30)
    screen.eventually(page, lambda: _phase(page, "update"))
    screen.press_edge(page, 1, 0, 1)
    now = screen.at_title(page, "new W from h2 to o1")
    x, y = screen.place_in_graph(page, {"point": [0, 0]})
    page.mouse.click(x - 20, y - 120)  # on nothing
    page.keyboard.press("ArrowRight")
    screen.at_step(page, now.number + 1)


def test_a_press_on_the_timeline_goes_to_that_step(page: Page) -> None:
    bars = page.locator(".st-key-step_position .timeline-bar")
    expect(bars).to_have_count(7)
    loss = bars.nth(1).bounding_box()
    assert loss is not None
    page.mouse.click(loss["x"] + loss["width"] / 2, loss["y"] + loss["height"] / 2)
    screen.at_title(page, "loss")
    update = bars.last.bounding_box()
    assert update is not None
    page.mouse.move(loss["x"] + 3, loss["y"] + 5)
    page.mouse.down()
    page.mouse.move(update["x"] + update["width"] - 2, update["y"] + 5, steps=12)
    page.mouse.up()
    screen.at_step(page, 41)


def _phase(page: Page, name: str) -> None:
    assert screen.seen(page).phase == name


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
    said = screen.seen(page).connections.values()
    assert all(edge["new"] == edge[""] for edge in said)


def test_passes_go_on_with_the_new_weights_and_back_to_the_first(page: Page) -> None:
    document = screen.document_of_link(screen.shared_link(page))
    walk = screen.trace_of(document)
    first = screen.seen(page).edges
    screen.button(page, "next_pass").click()
    screen.eventually(page, lambda: _on_pass(page, 2, but=first))
    for (layer, to, source), weight in screen.seen(page).edges.items():
        assert screen.same(weight, float(walk.after.layers[layer].W[to, source]))
    second = screen.seen(page).edges
    screen.button(page, "next_pass").click()
    screen.eventually(page, lambda: _on_pass(page, 3, but=second))
    third = screen.seen(page).edges
    screen.press_pass(page, 1, of=3)
    screen.eventually(page, lambda: _on_pass(page, 2, but=third))
    assert screen.seen(page).edges == second
    assert screen.same(second[0, 0, 0], float(walk.after.layers[0].W[0, 0]))
    assert second[0, 0, 0] != first[0, 0, 0]
    screen.press_pass(page, 0, of=3)
    screen.eventually(page, lambda: _on_pass(page, 1, but=second))
    assert screen.seen(page).edges == first
    screen.press_pass(page, 2, of=3)
    screen.eventually(page, lambda: _on_pass(page, 3, but=first))
    screen.button(page, "first_weights").click()
    screen.eventually(page, lambda: _on_pass(page, 1, but=third))
    assert screen.seen(page).edges == first
    expect(screen.button(page, "first_weights")).to_be_disabled()


def _on_pass(page: Page, number: int, but: dict[tuple[int, int, int], float] | None = None) -> None:
    """The page tells of that pass, and the graph no longer shows the weights `but` those."""
    now = screen.seen(page)
    assert now.passed == number
    assert but is None or now.edges != but
