"""The pictures of a network in training: what each neuron computes, and the data with the answer.

With two inputs a neuron's picture is its activation over the input plane. With more, it has a
stripe for each of some training points, in the order of their classes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core import Array, Forward, Network
from playground.data_sets.data_set import labels_of
from playground.notation.symbols import Symbols
from playground.train.numbers import SIDE, Outlook, signed
from playground.views.pictures.pictures import (
    Drawing,
    Edge,
    Picture,
    Points,
    class_pixels,
    pixels,
)

WIDE, HIGH = 560.0, 480.0  # of the network's drawing
PLANE = 340.0
MOST_RADIUS, NAMES, LETTERS = 40.0, 22.0, 16.0  # a name has a line, and the gap to the circle
MOST_EDGES = 400  # of the largest weights
STRIPES = 40


def network_drawing(
    outlook: Outlook, symbols: Symbols, warned: frozenset[tuple[int, int]] = frozenset()
) -> Drawing:
    """All neurons with their pictures, and the weights between them; `warned` are (column, neuron)
    that learn little."""
    sizes = outlook.network.sizes
    places, radius = _places(sizes)
    columns = _activations(outlook)

    def label(c: int, k: int) -> str:
        return symbols.neuron(c, k) if _named(sizes[c], radius) else ""

    pictures = [
        _neuron(columns[c][k], places[c][k], radius, label(c, k), (c, k), warned)
        for c, size in enumerate(sizes)
        for k in range(size)
    ]
    words = [(12.0, HIGH - 8, "blue: above 0 · orange, dashed: below 0 · thicker: larger")]
    return Drawing(WIDE, HIGH, pictures, _edges(outlook.network, places, radius), words=words)


def _places(sizes: tuple[int, ...]) -> tuple[list[list[tuple[float, float]]], float]:
    """Where each neuron stands, and how large its picture is."""
    between = (WIDE - 2 * (MOST_RADIUS + 8)) / (len(sizes) - 1)
    room = HIGH - NAMES - 12
    radius = min(MOST_RADIUS, 0.36 * between, (room / max(sizes) - NAMES) / 2)
    radius = max(radius, 0.4 * room / max(sizes) if max(sizes) > 10 else 10.0)
    found = []
    for column, size in enumerate(sizes):
        step = min(room / size, 2.9 * MOST_RADIUS)
        named = NAMES if _named(size, radius) else 0  # the names' room is below the circles
        top = room / 2 - step * (size - 1) / 2 - named / 2 + 6
        x = MOST_RADIUS + 8 + column * between
        found.append([(x, top + k * step) for k in range(size)])
    return found, radius


def _named(size: int, radius: float) -> bool:
    """Whether a column's rows leave room for names between the circles."""
    return radius >= 12 and (HIGH - NAMES - 12) / size >= 2 * radius + LETTERS


def _activations(outlook: Outlook) -> list[list[Array]]:
    """For each column and neuron the values of its picture, −1 to 1: (rows, columns)."""
    made = outlook.plane
    if made is None:
        rows = _some_rows(outlook)
        return [
            [values[rows][None, :] for values in column]
            for column in _columns(outlook, outlook.train)
        ]
    return [
        [values.reshape(SIDE, SIDE)[::2, ::2] for values in column]
        for column in _columns(outlook, made)
    ]


def _columns(outlook: Outlook, made: Forward) -> list[Array]:
    """Inputs and activations, each (neurons, places), from −1 to 1."""
    found = [np.array([_spread(column) for column in made.x.T])]
    for layer, numbers in zip(outlook.network.layers, made.layers, strict=True):
        found.append(signed(numbers.a, layer.f.range.low, layer.f.range.high).T)
    return found


def _spread(values: Array) -> Array:
    """From −1 for the least to 1 for the largest; 0 where all are the same."""
    low, high = float(values.min()), float(values.max())
    return signed(values, low, high) if high > low else np.zeros_like(values)


def _some_rows(outlook: Outlook) -> Any:
    """Some training points, sorted by what they should give."""
    y = outlook.task.y
    order = np.argsort(labels_of(y) if outlook.of_classes else y[:, 0], kind="stable")
    return order[np.linspace(0, len(order) - 1, min(STRIPES, len(order))).astype(int)]


def _neuron(
    values: Array,
    place: tuple[float, float],
    radius: float,
    label: str,
    at: tuple[int, int],
    warned: frozenset[tuple[int, int]],
) -> Picture:
    rows, columns = values.shape
    return Picture(
        x=round(place[0], 1),
        y=round(place[1], 1),
        wide=2 * radius,
        high=2 * radius,
        rows=rows,
        columns=columns,
        pixels=pixels(values),
        label=label,
        name=f"{at[0]}/{at[1]}",
        round=True,
        warned=at in warned,
    )


def _edges(network: Network, places: Any, radius: float) -> list[Edge]:
    """The largest weights, thicker the larger."""
    weights = np.concatenate([np.abs(layer.W).ravel() for layer in network.layers])
    weights = weights[np.isfinite(weights)]
    largest = float(weights.max(initial=0.0)) or 1.0
    least = np.sort(weights)[-MOST_EDGES] if len(weights) > MOST_EDGES else 0.0
    found = []
    for number, layer in enumerate(network.layers):
        for to, source in np.argwhere(np.abs(layer.W) > max(least, 1e-12)):
            (x1, y1), (x2, y2) = places[number][source], places[number + 1][to]
            weight = float(layer.W[to, source])
            wide = round(0.6 + 5.4 * abs(weight) / largest, 1)
            left, right = round(x1 + radius + 2, 1), round(x2 - radius - 3, 1)
            found.append(Edge(left, round(y1, 1), right, round(y2, 1), wide, weight < 0))
    return found


def plane_drawing(outlook: Outlook, ringed: Any = ()) -> Drawing:
    """The answer over the input plane, with the data on it. With several classes a place has the
    colour of its largest output."""
    made = outlook.plane
    assert made is not None
    output, last = made.output, outlook.network.layers[-1].f
    middle = PLANE / 2
    several = outlook.of_classes and output.shape[1] > 2
    if several:
        painted = class_pixels(np.argmax(output, axis=1).reshape(SIDE, SIDE))
    else:
        painted = pixels(_answer(outlook, output, last.range).reshape(SIDE, SIDE))
    line = outlook.of_classes and not several
    picture = Picture(
        middle, middle, PLANE - 2, PLANE - 2, SIDE, SIDE, painted, classes=several, line=line
    )
    return Drawing(PLANE, PLANE, [picture], points=_points(outlook, ringed))


def _answer(outlook: Outlook, output: Array, interval: Any) -> Array:
    """From −1 for one class to 1 for the other; the border is at 0. Numbers go from the lowest to
    the highest target."""
    if output.shape[1] == 2 and outlook.of_classes:
        return output[:, 1] - output[:, 0]
    if outlook.of_classes:
        return 2 * output[:, 0] - 1
    y = outlook.task.y[:, 0]
    low, high = float(y.min()), float(y.max())
    with np.errstate(all="ignore"):  # halves do not overflow
        return 2 * (output[:, 0] / 2 - low / 2) / (high / 2 - low / 2 or 0.5) - 1


def _points(outlook: Outlook, ringed: Any) -> Points:
    task = outlook.task
    x, y = np.concatenate([task.x, task.test_x]), np.concatenate([task.y, task.test_y])
    (left, right), (low, high) = outlook.extent
    across = (np.clip(x[:, 0], left, right) - left) / (right - left) * PLANE
    down = (high - np.clip(x[:, 1], low, high)) / (high - low) * PLANE
    with np.errstate(over="ignore", invalid="ignore"):
        classes = labels_of(y) if outlook.of_classes else (y[:, 0] > y[:, 0].mean()).astype(int)
    hollow = np.arange(len(x)) >= len(task.x)
    return Points(
        np.round(across, 1).tolist(),
        np.round(down, 1).tolist(),
        classes.tolist(),
        hollow.tolist(),
        list(ringed),
    )
