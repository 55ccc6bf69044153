"""The neurons: blank until something is known, ringed when used, highlighted when made."""

from __future__ import annotations

from typing import Any

from playground.network_figure.geometry import LARGE, MEDIUM
from playground.network_figure.neuron_text import SHOWN, Column, Made, column
from playground.network_figure.scene import Scene

TOLD = 9  # digits at least, when a neuron is pointed at


def halos(scene: Scene) -> dict[str, Any]:
    """Behind the neurons: a broad highlight around those whose number came out."""
    made = sorted(scene.made)
    places = [scene.geometry.places[c][j] for c, j in made]
    if scene.step.quantity == "loss" and not scene.calm:
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
    columns = [_column(scene, number) for number in range(len(scene.sizes))]
    every = [(c, j) for c, count in enumerate(scene.sizes) for j in range(count)]
    places = [place for column in scene.geometry.places for place in column]
    ringed = [n in scene.used or n in scene.made for n in every]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "text": [text for column in columns for text in column.texts],
        "textposition": "middle center",
        "textfont": {"size": _font_size(scene), "color": "@ink"},
        "marker": {
            "size": 2 * scene.geometry.radius,
            "color": [fill for column in columns for fill in column.fills],
            "opacity": 1,
            "line": {
                "color": ["@used" if r else "@line" for r in ringed],
                "width": [3 if r else 1.2 for r in ringed],
            },
        },
        "hovertext": [hover for column in columns for hover in column.hovers],
        "hoverinfo": "text",
        "customdata": [list(n) for n in every],
        "cliponaxis": False,
    }


def _column(scene: Scene, number: int) -> Column:
    """The numbers known so far, with the sum that is running in place of the one it will be."""
    step = scene.step
    here = frozenset(j for c, j in scene.made if c == number)
    known: list[list[float | None]]
    if number == 0:
        known = [scene.trace.forward.x[scene.sample].tolist()]
    else:
        known = [scene.known(quantity, number - 1) for quantity in SHOWN]
    if not step.complete and here and step.quantity in ("z", "da"):
        row = known[SHOWN.index(step.quantity)]
        for j in here:
            row[j] = float(step.value)
    return column(
        scene.symbols,
        number,
        tuple(zip(*known, strict=True)),
        Made(step.quantity, here, step.complete) if here else None,
        digits=scene.space,
        told=max(scene.digits, TOLD),
        large=scene.geometry.radius >= LARGE,
        backward=scene.backward,
    )


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
