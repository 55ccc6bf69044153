"""What is written outside the circles: names, biases, targets, titles, the legend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backprop_core import Address
from playground.functions.catalogue import short_name
from playground.network_figure.geometry import SIZE
from playground.network_figure.scene import Scene
from playground.notation import number_text

Note = tuple[float, float, str, str, str]  # x, y, text, position, colour


def notes(scene: Scene) -> dict[str, Any]:
    """Names, biases, targets and column titles: everything written outside the circles."""
    written = [*_titles(scene), *_legend(scene)]
    if scene.roomy:
        written += [*_names(scene), *_biases(scene), *_targets(scene)]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [note[0] for note in written],
        "y": [note[1] for note in written],
        "text": [note[2] for note in written],
        "textposition": [note[3] for note in written],
        "textfont": {"size": 13, "color": [note[4] for note in written]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _titles(scene: Scene) -> Iterator[Note]:
    many = len(scene.sizes) > 5
    for column, places in enumerate(scene.geometry.places):
        x = places[0][0]
        if column == 0:
            yield x, 16, scene.symbols.title(0), "middle center", "@muted"
            continue
        name = scene.symbols.title(column, short=many)
        f = short_name(scene.trace.network.layers[column - 1].f.name)
        yield x, 16, f"{name}<br>{f}" if many else f"{name} · {f}", "middle center", "@muted"


def _legend(scene: Scene) -> Iterator[Note]:
    positive = "<span style='color:@positive'>— weight &gt; 0</span>"
    negative = "<span style='color:@negative'>- - weight &lt; 0</span>"
    text = f"{positive}   {negative}   thicker = larger"
    yield 4, SIZE[1] - 8, text, "middle right", "@muted"


def _names(scene: Scene) -> Iterator[Note]:
    radius = scene.geometry.radius
    for column, places in enumerate(scene.geometry.places):
        for (x, y), name in zip(places, scene.symbols.neurons(column), strict=True):
            yield x - radius * 0.72 - 4, y - radius * 0.72 - 4, f"<b>{name}</b>", "top left", "@ink"


def _biases(scene: Scene) -> Iterator[Note]:
    for number, layer in enumerate(scene.trace.network.layers):
        if layer.b is None:
            continue
        if layer.b.ndim == 0:
            x, y = scene.geometry.places[number + 1][-1]
            text, colour = _bias_text(scene, number, None, float(layer.b))
            yield x, y + scene.geometry.radius + 15, text, "middle center", colour
            continue
        for j, b in enumerate(layer.b.tolist()):
            x, y = scene.geometry.places[number + 1][j]
            text, colour = _bias_text(scene, number, j, b)
            yield x, y + scene.geometry.radius + 15, text, "middle center", colour


def _bias_text(scene: Scene, layer: int, neuron: int | None, b: float) -> tuple[str, str]:
    step, trace = scene.step, scene.trace
    at, gradient = Address("b", layer, neuron), Address("db", layer, neuron)
    about = {number.address for number in step.inputs} | {step.address.whole}
    own = {at, gradient, Address("b", layer), Address("db", layer)}
    active = not own.isdisjoint(about)
    made = trace.plan.step_making(at)
    shared = neuron is None
    sign = scene.symbols.bias(layer, shared=shared)
    if active and step.quantity == "db":
        value = trace.value(gradient) if step.complete else step.value
        sign = scene.symbols.bias(layer, shared=shared, quantity="db")
        shown = f"{sign} {scene.text(value)}"
        shown += "" if step.complete else "…"
    elif step.phase == "update" and made is not None and made <= step.number:
        new = float(trace.value(at))
        shown = number_text.old_to_new(b, new, scene.digits) if active else scene.text(new)
        shown = f"{sign} {shown}"
    else:
        shown = f"{sign} {scene.text(b)}"
    return (f"<b>{shown}</b>", "@ink") if active else (shown, "@muted")


def _targets(scene: Scene) -> Iterator[Note]:
    active, sign = scene.at_loss, scene.symbols.label("y")
    for (x, y), target in zip(
        scene.geometry.places[-1], scene.trace.y[scene.sample].tolist(), strict=True
    ):
        text = f"{sign} {scene.text(target)}"
        right = x + scene.geometry.radius * 0.72 + 3
        top = y - scene.geometry.radius * 0.72 - 4
        yield (
            right,
            top,
            f"<b>{text}</b>" if active else text,
            "top right",
            ("@ink" if active else "@muted"),
        )
