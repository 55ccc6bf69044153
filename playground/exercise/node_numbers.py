"""Neurons that are numbered on through the network, as textbooks do: w46 leads from node 4 to 6.

Most count the inputs as well, 1, 2, 3, and then the hidden neurons 4, 5; some begin with the hidden
neurons. Labels are read so only where they fit no other way, and all of them alike; what fits in
both ways keeps both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from playground.exercise.label_places import Meaning

_EDGES, _NEURONS, _BIASES = ("W", "dW", "step_W"), ("z", "a", "delta", "da"), ("b", "db", "step_b")
_THRESHOLD = re.compile(r"(?i)(?:.*[\W∆Δ]|)(?:θ|theta)[_ ]?\d{1,2}(?:[ _^+*′'(].*)?")
_BIAS_OF = {"W": "b", "dW": "db", "step_W": "step_b"}
_OF_LAYER = re.compile(r"(?i)\^|layer|schicht|couche|^l\d|[\[({]")
_LETTER = re.compile(r"(?:^|[ :_])([hoHO])_?\d{1,2}$")
_INPUT_SUM = re.compile(r"I_?(\d{1,2})")


def counted_through(
    found: Sequence[Meaning],
    labels: Sequence[str | None],
    counts: Sequence[int],
    sizes: Sequence[int],
) -> list[Meaning]:
    """The meanings, of which those that only fit so are read as numbers counted through; `counts`
    are how many numbers stand behind each label, `sizes` the widths, inputs first."""
    made = list(found)
    edges = [n for n, one in enumerate(found) if _is_edge(one, counts[n])]
    counted_edges = {n: edge for n in edges if (edge := _edge(found[n], sizes)) is not None}
    is_forced = any(not _fits_any(found[n], sizes) for n in counted_edges)
    is_counted = bool(edges) and (is_forced or len(counted_edges) == len(edges))
    in_a_layer = any(
        all(_fits_layer(found[n], layer, sizes) for n in edges) for layer in range(len(sizes) - 1)
    )
    if is_counted:
        for n, counted in counted_edges.items():
            made[n] = replace(found[n], others=(counted,)) if in_a_layer else counted
    nodes = {
        n: number
        for n, one in enumerate(found)
        if (number := _node(one, labels[n], counts[n], sizes[-1])) is not None
    }
    if any(map(_is_of_layer, found, labels, counts)):
        nodes = {}
    begin = [0] if is_counted and not in_a_layer else _beginnings(found, nodes, sizes)
    if not begin:
        return [*_within_layers(made, labels, nodes, counts, sizes)]
    for n, number in nodes.items():
        read = [_neuron(found[n], labels[n] or "", number, first, sizes) for first in begin]
        known = [one for one in read if one is not None]
        if known:
            made[n] = replace(known[0], others=tuple(known[1:]))
    return made


def _is_of_layer(one: Meaning, label: str | None, count: int) -> bool:
    """Whether a label counts layers: before an array, or where it names a matrix, as Z2 does."""
    is_array = count > 1 and one.layer is not None and one.neuron is None
    is_matrix = one.quantity in _NEURONS and re.search(r"(?<![A-Za-z])d?[ZA]_?\d$", label or "")
    return one.quantity in (*_NEURONS, *_EDGES, *_BIASES) and bool(is_array or is_matrix)


def _within_layers(
    found: Sequence[Meaning],
    labels: Sequence[str | None],
    nodes: dict[int, int],
    counts: Sequence[int],
    sizes: Sequence[int],
) -> Iterator[Meaning]:
    """z1 and z2 before one number each are neurons of a layer, unless both may be layers."""
    groups: dict[tuple[str | None, str], list[int]] = {}
    for n in nodes:
        by_letter = _LETTER.search(labels[n] or "")
        letter = by_letter[1].lower() if by_letter else ""
        groups.setdefault((found[n].quantity, letter), []).append(n)
    plain = [n for (quantity, letter), group in groups.items() if not letter for n in group]
    may_be_layers = all(
        _may_be_layer(nodes[n], sizes) for n in plain if found[n].quantity in _NEURONS
    )
    read = dict[int, Meaning]()
    for (quantity, letter), group in groups.items():
        if quantity in _NEURONS:
            numbers = {n: nodes[n] for n in group}
            read |= _of_group(
                {n: found[n] for n in group}, numbers, letter, sizes, may_be_layers=may_be_layers
            )
    for n, one in enumerate(found):
        yield read.get(n, one)


def _may_be_layer(number: int, sizes: Sequence[int]) -> bool:
    """Whether one number can be all of that layer."""
    return 0 < number < len(sizes) and sizes[number] == 1


def _of_group(
    found: dict[int, Meaning],
    numbers: dict[int, int],
    letter: str,
    sizes: Sequence[int],
    *,
    may_be_layers: bool,
) -> Iterator[tuple[int, Meaning]]:
    last, most = len(sizes) - 2, max(numbers.values())
    layers = {"h": range(last) or [0], "o": [last]}.get(letter, range(last + 1))
    fitting = [layer for layer in layers if most <= sizes[layer + 1]]
    for n, one in found.items():
        neurons = [replace(one, layer=layer, neuron=numbers[n] - 1) for layer in fitting]
        every = [one, *neurons] if may_be_layers and not letter else neurons
        places = {(each.layer, each.neuron or 0): each for each in reversed(every)}
        if places:
            first, *others = reversed(places.values())
            yield n, replace(first, others=tuple(others))


def _is_edge(one: Meaning, count: int) -> bool:
    placed = one.neuron is not None and one.source is not None
    return one.quantity in _EDGES and placed and one.layer is None and count == 1


def _fits_layer(one: Meaning, layer: int, sizes: Sequence[int]) -> bool:
    return (one.neuron or 0) < sizes[layer + 1] and (one.source or 0) < sizes[layer]


def _fits_any(one: Meaning, sizes: Sequence[int]) -> bool:
    return any(_fits_layer(one, layer, sizes) for layer in range(len(sizes) - 1))


def _column(node: int, sizes: Sequence[int]) -> tuple[int, int] | None:
    """Which column a node counted from 1 through the network is in, and where in it."""
    before = 0
    for column, size in enumerate(sizes):
        if before < node <= before + size:
            return column, node - before - 1
        before += size
    return None


def _edge(one: Meaning, sizes: Sequence[int]) -> Meaning | None:
    """From the smaller of two nodes to the larger, if they are in neighbouring columns."""
    low, high = sorted(((one.neuron or 0) + 1, (one.source or 0) + 1))
    start, end = _column(low, sizes), _column(high, sizes)
    if start is None or end is None or end[0] != start[0] + 1:
        return None
    said = f"read as from node {low} to node {high}, counted through the network"
    return replace(one, layer=start[0], neuron=end[1], source=start[1], said=said)


def _node(one: Meaning, label: str | None, count: int, most: int) -> int | None:
    """The number of a node that a label may have, with one number behind it."""
    if one.quantity == "y" and count == 1 and (one.neuron or 0) >= most:
        return (one.neuron or 0) + 1  # no output has that number
    if count != 1 or one.neuron is not None or one.from_zero or one.module is not None:
        return None
    label = re.sub(r"^[^\W\d]+\( ?(\w+) ?\)$", r"\1", label or "")  # σ(z1)
    if _OF_LAYER.search(label):
        return None
    if one.quantity is None and (sums := _INPUT_SUM.fullmatch(label or "")):
        return int(sums[1])
    is_threshold = one.quantity in _EDGES and _THRESHOLD.fullmatch(label or "")
    is_known = one.quantity in (*_NEURONS, *_BIASES) or is_threshold
    number = one.layer + 1 if is_known and one.layer is not None else None
    return number if str(number) in re.findall(r"\d+", label) else None


def _beginnings(found: Sequence[Meaning], nodes: dict[int, int], sizes: Sequence[int]) -> list[int]:
    """Whether counting begins at the inputs (0) or the hidden neurons (1): those ways in which all
    numbers fit, if none is a layer of the network or counts within one."""
    numbers = {number for n, number in nodes.items() if found[n].quantity is not None}
    if not numbers or max(numbers) <= max(len(sizes) - 1, *sizes[1:]):
        return []
    totals = [*accumulate(sizes)]
    of_inputs = {n: k for n, k in nodes.items() if found[n].quantity == "a"}
    inner = {k for n, k in nodes.items() if n not in of_inputs}
    begins = []
    if max(numbers) <= totals[-1] and min(inner, default=totals[-1]) > sizes[0]:
        begins.append(0)
    if max(numbers) <= totals[-1] - sizes[0]:
        begins.append(1)
    return begins


def _neuron(
    one: Meaning, label: str, number: int, first: int, sizes: Sequence[int]
) -> Meaning | None:
    place = _column(number, sizes[first:])
    if place is None:
        return None
    layer, neuron = place[0] + first - 1, place[1]
    if layer < 0:
        return replace(one, quantity="x", layer=None) if one.quantity == "a" else None
    quantity = {None: "z", "y": "a"}.get(one.quantity, one.quantity) or "z"
    if _THRESHOLD.fullmatch(label):
        quantity = _BIAS_OF.get(quantity, quantity)
    which = "the network" if first == 0 else "the layers behind the inputs"
    said = f"read as neuron {number} counted through {which}"
    return replace(one, quantity=quantity, layer=layer, neuron=neuron, said=said)
