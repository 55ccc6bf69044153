"""The pictures of a network in training: what each neuron computes, and the data with the answer.

With two inputs a neuron's picture is its activation over the input plane. With more, it has a
stripe for each of some training points, in the order of their classes; the answer is shown over the
plane of two of them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from backprop_core import Array, Forward, Network
from playground.data_sets.data_set import labels_of
from playground.functions.catalogue import short_name
from playground.notation.column_names import as_heading
from playground.notation.symbols import Symbols
from playground.stage.lettering import width
from playground.train.numbers import SIDE, Outlook, signed
from playground.train.task import Task
from playground.views.pictures.pictures import (
    Frame,
    Picture,
    Points,
    Scene,
    class_pixels,
    pixels,
    widths,
)

WIDE, HIGH = 560.0, 480.0  # of the network's drawing, at most so high
PLANE = 340.0
MOST_RADIUS, NAMES, LETTERS = 40.0, 22.0, 16.0  # a name has a line, and the gap to the circle
TITLES, TITLE_SIZE, BETWEEN = 26.0, 17.0, 12.0  # letters where the drawing is small; between two
BESIDES = TITLES + NAMES + 12  # what a drawing's height holds besides the rows
FEW, OF_FEW = 2, 52.0  # neurons in a column, whose circles may be larger
APART = 2.9  # radii between two rows, at most
MOST_EDGES = 400  # of the largest weights
STRIPES = 40
MANY = 6  # neurons in a column, with pictures so small that fewer pixels do


def network_drawing(
    outlook: Outlook, symbols: Symbols, warned: frozenset[tuple[int, int]] = frozenset()
) -> tuple[Scene, Frame]:
    """All neurons with their pictures, and the weights between them; `warned` are (column, neuron)
    that learn little."""
    network = outlook.network
    columns = _activations(outlook)
    names = tuple(
        tuple(symbols.neuron(c, k) for k in range(size)) for c, size in enumerate(network.sizes)
    )
    cut = tuple(
        None if one.connected is None else one.connected.tobytes() for one in network.layers
    )
    scene = _network_scene(names, cut, columns[0].shape[1:], _titles(network, symbols))
    places = [(c, k) for c, size in enumerate(network.sizes) for k in range(size)]
    ringed = [number for number, place in enumerate(places) if place in warned]
    shown = b"".join(pixels(column) for column in columns)
    return scene, Frame(shown, widths(_widths(network)), ringed)


def _titles(network: Network, symbols: Symbols) -> tuple[tuple[str, ...], ...]:
    """What may stand above the columns, the longest first."""
    functions = [short_name(layer.f.name) for layer in network.layers]
    named = [
        [f"{as_heading(name(c))} · {f}" for c, f in enumerate(functions, start=1)]
        for name in (symbols.column, symbols.title)
    ]
    return tuple((as_heading(symbols.title(0)), *those) for those in (*named, functions))


@lru_cache(maxsize=16)
def _network_scene(
    names: tuple[tuple[str, ...], ...],
    cut: tuple[bytes | None, ...],
    shape: tuple[int, int],
    titles: tuple[tuple[str, ...], ...],
) -> Scene:
    """Where everything stands, for neurons of these names with pictures of (rows, columns), and the
    first of the titles that fit."""
    sizes = tuple(map(len, names))
    places, radius, high = _places(sizes)
    pictures = [
        Picture(
            x=round(places[c][k][0], 1),
            y=round(places[c][k][1], 1),
            wide=2 * radius,
            high=2 * radius,
            rows=shape[0],
            columns=shape[1],
            label=name if _named(sizes[c], radius, high) else "",
            name=f"{c}/{k}",
            round=True,
        )
        for c, column in enumerate(names)
        for k, name in enumerate(column)
    ]
    lines = []
    for number, (n_in, n_out) in enumerate(pairwise(sizes)):
        mask = cut[number]
        there = np.ones(n_in * n_out, bool) if mask is None else np.frombuffer(mask, bool)
        for edge in np.flatnonzero(there):
            (x1, y1), (x2, y2) = places[number][edge % n_in], places[number + 1][edge // n_in]
            left, right = round(x1 + radius + 2, 1), round(x2 - radius - 3, 1)
            lines.append((left, round(y1, 1), right, round(y2, 1)))
    words = [(12.0, high - 8, "blue: above 0 · orange, dashed: below 0 · thicker: larger")]
    across = [column[0][0] for column in places]
    fitting = (placed for each in titles if (placed := _placed(each, across)))
    return Scene(WIDE, high, pictures, lines, words=words, titles=next(fitting, ()))


def _placed(titles: tuple[str, ...], across: list[float]) -> tuple[tuple[float, float, str], ...]:
    """The titles above columns that are `across`, within the drawing; () where two would meet."""
    made, end = [], -BETWEEN
    for title, x in zip(titles, across, strict=True):
        half = width(title, TITLE_SIZE) / 2
        middle = min(max(x, half), WIDE - half)
        if middle - half < end + BETWEEN:
            return ()
        end = middle + half
        made.append((round(middle, 1), TITLES / 2, title))
    return tuple(made)


def _places(sizes: tuple[int, ...]) -> tuple[list[list[tuple[float, float]]], float, float]:
    """Where each neuron stands, how large its picture is, and how high the drawing."""
    most = OF_FEW if max(sizes) <= FEW else MOST_RADIUS
    high = min(HIGH, max(sizes) * APART * most + BESIDES)
    between = (WIDE - 2 * (most + 8)) / (len(sizes) - 1)
    room = high - BESIDES
    radius = min(most, 0.36 * between, (room / max(sizes) - NAMES) / 2)
    radius = max(radius, 0.4 * room / max(sizes) if max(sizes) > 10 else 10.0)
    found = []
    for column, size in enumerate(sizes):
        step = min(room / size, APART * most)
        named = NAMES if _named(size, radius, high) else 0  # the names' room is below the circles
        top = TITLES + room / 2 - step * (size - 1) / 2 - named / 2 + 6
        x = most + 8 + column * between
        found.append([(x, top + k * step) for k in range(size)])
    return found, radius, high


def _named(size: int, radius: float, high: float) -> bool:
    """Whether a column's rows leave room for names between the circles."""
    return radius >= 12 and (high - BESIDES) / size >= 2 * radius + LETTERS


def _activations(outlook: Outlook) -> list[Array]:
    """For each column the values of its pictures, −1 to 1: (neurons, rows, columns)."""
    made = outlook.plane if outlook.network.sizes[0] == 2 else None
    if made is None:
        rows = _some_rows(outlook)
        return [column[:, None, rows] for column in _columns(outlook, outlook.train)]
    step = 2 if max(outlook.network.sizes) < MANY else 3
    return [
        column.reshape(len(column), SIDE, SIDE)[:, ::step, ::step]
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


def _widths(network: Network) -> Array:
    """Of every connection, layer by layer: thicker the larger, below 0 for a negative weight, and 0
    where it is not among the largest or not finite."""
    made = [
        layer.W.ravel() if layer.connected is None else layer.W[layer.connected]
        for layer in network.layers
    ]
    weights = np.concatenate(made)
    weights = np.where(np.isfinite(weights), weights, 0.0)
    size = np.abs(weights)
    least = np.sort(size)[-MOST_EDGES] if len(size) > MOST_EDGES else 0.0
    wide = np.sign(weights) * (0.6 + 5.4 * (size / (size.max(initial=0.0) or 1.0)))
    return np.where(size > max(float(least), 1e-12), wide, 0.0)


def plane_drawing(outlook: Outlook) -> tuple[Scene, Frame]:
    """The answer over the input plane, with the data on it. With several classes a place has the
    colour of its largest output."""
    made = outlook.plane
    assert made is not None
    output = made.output
    several = outlook.of_classes and output.shape[1] > 2
    if several:
        painted = class_pixels(np.argmax(output, axis=1).reshape(SIDE, SIDE))
    else:
        painted = pixels(_answer(outlook, output).reshape(SIDE, SIDE))
    return _plane_scene(outlook, several), Frame(painted)


_SCENES: WeakKeyDictionary[Task, dict[tuple[Any, ...], Scene]] = WeakKeyDictionary()


def _plane_scene(outlook: Outlook, several: bool) -> Scene:
    """The picture's place, and the data on it; kept as long as the task is."""
    kept = _SCENES.setdefault(outlook.task, {})
    which = (outlook.of_classes, several, outlook.along)
    if which not in kept:
        middle, line = PLANE / 2, outlook.of_classes and not several
        picture = Picture(
            middle, middle, PLANE - 2, PLANE - 2, SIDE, SIDE, classes=several, line=line
        )
        kept[which] = Scene(PLANE, PLANE, [picture], points=_points(outlook))
    return kept[which]


def _answer(outlook: Outlook, output: Array) -> Array:
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


def _points(outlook: Outlook) -> Points:
    task = outlook.task
    x, y = np.concatenate([task.x, task.test_x]), np.concatenate([task.y, task.test_y])
    (left, right), (low, high) = (outlook.extent[k] for k in outlook.along)
    x1, x2 = x[:, outlook.along].T
    across = (np.clip(x1, left, right) - left) / (right - left) * PLANE
    down = (high - np.clip(x2, low, high)) / (high - low) * PLANE
    with np.errstate(over="ignore", invalid="ignore"):
        classes = labels_of(y) if outlook.of_classes else (y[:, 0] > y[:, 0].mean()).astype(int)
    hollow = np.arange(len(x)) >= len(task.x)
    return Points(
        np.round(across, 1).tolist(),
        np.round(down, 1).tolist(),
        classes.tolist(),
        hollow.tolist(),
    )
