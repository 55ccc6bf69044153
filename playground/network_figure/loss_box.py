"""The loss at the right end: where the forward pass ends and the backward pass begins."""

from __future__ import annotations

from typing import Any

from backprop_core import Address
from playground.network_figure.scene import Scene
from playground.notation import number_text


def loss_edges(scene: Scene) -> list[dict[str, Any]]:
    """Dotted lines from the outputs to the loss; broad where this step goes along them."""
    x, y = scene.geometry.loss
    xs: list[Any] = []
    ys: list[Any] = []
    last = scene.geometry.places[-1]
    for place in last:
        xs += [place[0], x, None]
        ys += [place[1], y, None]
    trace: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": xs, "y": ys}
    trace |= {"line": {"color": "@line", "dash": "dot", "width": 1.5}, "hoverinfo": "skip"}
    if not scene.at_loss:
        return [trace]
    now = [j for c, j in (scene.used | scene.made) if c == len(scene.sizes) - 1]
    broad: dict[str, Any] = {**trace, "line": {"color": "@highlight", "width": 7}}
    broad["x"] = [v for j in now for v in (last[j][0], x, None)]
    broad["y"] = [v for j in now for v in (last[j][1], y, None)]
    return [broad, trace]


def loss_node(scene: Scene) -> dict[str, Any]:
    made = scene.trace.plan.step_making(Address("loss"))
    known = made is not None and made <= scene.step.number
    x, y = scene.geometry.loss
    value: Any = scene.trace.gradients.loss
    if scene.step.quantity == "loss":
        known, value = True, scene.step.value
    active = scene.step.quantity == "loss" and not scene.calm
    shown = scene.text(value) + ("" if scene.step.complete or not active else "…")
    name = scene.symbols.label("loss")
    text = f"{name}<br><b>{shown}</b>" if known else name
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x],
        "y": [y],
        "text": [text],
        "textposition": "middle center",
        "textfont": {"size": 12, "color": "@ink"},
        "marker": {
            "size": 70,
            "symbol": "square",
            "color": "@fill" if known else "@paper",
            "line": {"color": "@used" if active else "@line", "width": 3 if active else 1.2},
        },
        "hovertext": [
            f"{name} = {number_text.text(float(value), 12)}" if known else "not known yet"
        ],
        "hoverinfo": "text",
        "customdata": [["loss"]],
        "cliponaxis": False,
    }
