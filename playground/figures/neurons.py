"""The neurons: blank until something is known, ringed when used, highlighted when made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from playground import digits as number_text
from playground.figures.scene import LARGE, MEDIUM, Neuron, Scene

SHOWN = ("z", "a", "da", "delta")
BLANK = " "  # of an empty text Plotly removes the node, and then misses the first one after it


def halos(scene: Scene) -> dict[str, Any]:
    """Behind the neurons: a broad highlight around those whose number came out."""
    made = sorted(scene.made)
    places = [scene.geometry.places[c][j] for c, j in made]
    if scene.step.quantity == "loss":
        places = [scene.geometry.loss]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {
            "size": 2 * scene.geometry.radius + 14 if made else 84,
            "color": "@highlight",
            "symbol": "circle" if made else "square",
        },
        "hoverinfo": "skip",
    }


def neurons(scene: Scene) -> dict[str, Any]:
    table = _shown(scene)
    _with_running_sum(scene, table)
    every = list(_all_neurons(scene))
    numbers = [table[c][j] for c, j in every]
    places = [scene.geometry.places[c][j] for c, j in every]
    ringed = [n in scene.used or n in scene.made for n in every]
    size = 2 * scene.geometry.radius
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "text": [_lines(scene, n, known) for n, known in zip(every, numbers, strict=True)],
        "textposition": "middle center",
        "textfont": {"size": _font_size(scene), "color": "@ink"},
        "marker": {
            "size": size,
            "color": [_fill(known) for known in numbers],
            "opacity": 1,
            "line": {
                "color": ["@used" if r else "@line" for r in ringed],
                "width": [3 if r else 1.2 for r in ringed],
            },
        },
        "hovertext": _hovers(scene, table),
        "hoverinfo": "text",
        "customdata": [list(n) for n in every],
        "cliponaxis": False,
    }


def _all_neurons(scene: Scene) -> Iterator[Neuron]:
    for column, count in enumerate(scene.sizes):
        yield from ((column, j) for j in range(count))


def _shown(scene: Scene) -> list[list[dict[str, float]]]:
    """For each neuron the numbers known so far, by quantity, inputs as x."""
    inputs = [{"x": float(v)} for v in scene.trace.forward.x[scene.sample]]
    table = [inputs]
    for layer in range(len(scene.sizes) - 1):
        column: list[dict[str, float]] = [{} for _ in range(scene.sizes[layer + 1])]
        for quantity in SHOWN:
            known = scene.known(quantity, layer)
            if any(known):  # the values of all are taken only where some are shown
                for numbers, there, value in zip(
                    column, known, scene.values(quantity, layer), strict=True
                ):
                    if there:
                        numbers[quantity] = value
        table.append(column)
    return table


def _with_running_sum(scene: Scene, table: list[list[dict[str, float]]]) -> None:
    step = scene.step
    if not step.complete and step.quantity in ("z", "da"):
        for column, j in scene.made:
            table[column][j][step.quantity] = float(step.value)


def _lines(scene: Scene, neuron: Neuron, numbers: dict[str, float]) -> str:
    """What stands inside a neuron."""
    made = neuron in scene.made
    if "x" in numbers:
        return scene.text(numbers["x"])
    wanted = ["z", "a"]
    if scene.backward:
        wanted = ["a", "delta" if "delta" in numbers else "da"]
    if scene.geometry.radius < LARGE:
        own = [scene.step.quantity] if made and scene.step.quantity in numbers else []
        wanted = [*own, *(q for q in reversed(wanted) if q in numbers)][:1]
    lines = []
    for quantity in wanted:
        if quantity in numbers:
            sign = ""
            if scene.geometry.radius >= LARGE:
                sign = scene.symbols.short(quantity, neuron[0]) + " "
            line = sign + _number(scene, quantity, numbers[quantity], made)
            now = made and quantity == scene.step.quantity
            lines.append(f"<b>{line}</b>" if now else line)
    return "<br>".join(lines) or BLANK


def _number(scene: Scene, quantity: str, value: float, made: bool) -> str:
    """A running sum is shown as far as it has come."""
    if made and quantity == scene.step.quantity and not scene.step.complete:
        return scene.text(scene.step.value) + "…"
    return scene.text(value)


def _font_size(scene: Scene) -> float:
    radius = scene.geometry.radius
    return (
        14.5
        if radius >= 40
        else 12.5
        if radius >= 34
        else 11
        if radius >= LARGE
        else 10.5
        if radius >= MEDIUM
        else 8
    )


def _fill(numbers: dict[str, float]) -> str:
    """Blank while unknown, then tinted by the sign of the activation."""
    value = numbers.get("a", numbers.get("x"))
    if value is None:
        return "@paper" if not numbers else "@fill"
    if not np.isfinite(value):
        return "@wrong"
    return "@fill" if value == 0 else "@positive-fill" if value > 0 else "@negative-fill"


def _hovers(scene: Scene, table: list[list[dict[str, float]]]) -> list[str]:
    """All numbers of each neuron, with more digits."""
    digits = max(scene.digits, 9)
    texts = []
    for c, column in enumerate(table):
        signs = {q: scene.symbols.label(q, c) for q in SHOWN} if c else {"x": "value"}
        for name, numbers in zip(scene.symbols.neurons(c), column, strict=True):
            lines = [f"{signs[q]} = {number_text.text(v, digits)}" for q, v in numbers.items()]
            texts.append("<br>".join([f"<b>{name}</b>", *(lines or ["not computed yet"])]))
    return texts
