"""Which array is which: labels first, then shapes, and where several would do, the reader.

What fits in one way only is taken and said. What fits in several is taken if the order in which
people write things leaves one; otherwise nothing is taken, and the options are what to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core import Network, WrittenArray, read_number
from playground.check.arrangements import (
    LOSSES,
    OF_BIASES,
    OF_SAMPLES,
    OF_WEIGHTS,
    WITHOUT_LAYER,
    Cells,
    Place,
    Shapes,
    Way,
    ways,
)
from playground.check.cells import cells_of
from playground.check.entries import is_counted_on, of_connections, one_entry
from playground.check.repeated import is_own, target_or_output
from playground.check.subtracted import subtracted
from playground.check.unrolled import layer_by_layer, unrolled
from playground.check.usual import LAST_RESORT, PER_LAYER, Option, alike, usual_readings
from playground.exercise.array_labels import ASIDE, LOSS_OR_AFTER, LOSS_PART
from playground.exercise.label_places import Meaning
from playground.exercise.layers_in_labels import of_numbered_layer
from playground.exercise.paste_labels import meanings_of

LEAVE_OUT = "leave out"
_FIRST_GUESSES = ("dW", "db", "delta", "da", "z", "a")
_GRADIENTS = ("dW", "db", "delta", "da")


@dataclass(frozen=True, eq=False)
class Item:
    """An array, how it is read (None: it is asked, left out, or fits nothing), and how it could be.

    `own` tells that these are the network's own parameters, which there is nothing to check in,
    `aside` that they are no numbers of this pass. `again` is the last array that gives one of these
    numbers anew, and differently; that one counts.
    """

    array: WrittenArray
    taken: Option | None
    options: tuple[Option, ...]
    left_out: bool = False
    own: bool = False
    aside: bool = False
    again: int | None = None

    @property
    def asks(self) -> bool:
        """Whether the reader has to say what it is."""
        return self.taken is None and bool(self.options) and not (self.left_out or self.own)

    @property
    def turned_back(self) -> Option | None:
        """The reading that takes rows and columns the other way round, if there is one."""
        if self.taken is None:
            return None
        here, turned = self.taken.place, self.taken.way.turned
        others = (one for one in self.options if one.place == here)
        return next((one for one in others if one.way.turned != turned), None)


def placed(
    arrays: Sequence[WrittenArray],
    network: Network,
    batch: int,
    chosen: Mapping[str, str],
    *,
    sending: bool = False,
    targets: Any = None,
) -> tuple[Item, ...]:
    """Each array with its reading; `chosen` holds by its number the key of an option, or
    LEAVE_OUT. `sending`: square weights have a row for each neuron that sends. With the exercise's
    `targets` what is called y is told from them."""
    shapes = Shapes.of(network, batch, sending=sending)
    labels, counts = [one.label for one in arrays], [one.values.size for one in arrays]
    meanings = meanings_of(labels, shapes.layers, counts, shapes.sizes)
    meanings = [target_or_output(*each, targets) for each in zip(arrays, meanings, strict=True)]
    found = [_options(*each, shapes) for each in zip(arrays, meanings, strict=True)]
    own = [is_own(*each, network) for each in zip(arrays, meanings, strict=True)]
    usual = usual_readings(arrays, meanings, found, shapes)
    usual |= alike(meanings, found, usual, chosen)
    return given_again(
        replace(
            _item(array, options, own[n], usual.get(n), chosen.get(str(n))),
            aside=meanings[n].quantity == ASIDE,
        )
        for n, (array, options) in enumerate(zip(arrays, found, strict=True))
    )


def given_again(every: Iterable[Item]) -> tuple[Item, ...]:
    """The items, each with the last one that gives one of its numbers anew, and differently."""
    items = list(every)
    last: dict[tuple[Place, tuple[int, ...]], tuple[int, str]] = {}
    for number in range(len(items) - 1, -1, -1):
        for at, cell in _cells_of(items[number]):
            other, text = last.setdefault(at, (number, cell))
            if other != number and cell != text and _differ(cell, text):
                items[number] = replace(items[number], again=other)
                break
    return tuple(items)


def _cells_of(item: Item) -> Iterator[tuple[tuple[Place, tuple[int, ...]], str]]:
    for place, cells in item.taken.way.parts if item.taken else ():
        for index in np.ndindex(cells.shape):
            if str(cells[index]):
                yield (place, index), str(cells[index])


def _differ(one: str, other: str) -> bool:
    """Whether two texts cannot be the same number, to the digits of the coarser."""
    first, second = (read_number(text, "a number", fractions=True) for text in (one, other))
    most = max(first.half_unit, second.half_unit)
    return abs(first.value - second.value) > most * (1 + 1e-9)


def _item(
    array: WrittenArray,
    options: tuple[Option, ...],
    own: bool,
    usual: Option | None,
    chosen: str | None,
) -> Item:
    taken = next((one for one in options if one.key == chosen), None)
    if taken is not None:
        return Item(array, taken, options)
    left_out = chosen == LEAVE_OUT
    return Item(array, None if left_out or own else usual, options, left_out, own)


def _options(array: WrittenArray, meaning: Meaning, shapes: Shapes) -> tuple[Option, ...]:
    if meaning.others:
        every = (replace(meaning, others=()), *meaning.others)
        return tuple(option for one in every for option in _options(array, one, shapes))
    found = tuple(
        Option(place, way)
        for place in _places(meaning, array, shapes)
        for way in _ways(array, meaning, place, shapes)
    )
    if not found and meaning.neuron is not None and array.values.size > 1:
        layered = of_numbered_layer(meaning, shapes.layers)
        return tuple(option for one in layered for option in _options(array, one, shapes))
    if found or meaning.neuron is not None or meaning.layer is None or array.values.size > 1:
        return found
    if meaning.quantity not in (*OF_SAMPLES, *OF_BIASES) or not re.search(r"\d", array.label or ""):
        return found
    layer = {"h": 0, "o": shapes.layers - 1}.get((array.label or "").strip()[:1].lower())
    return _options(array, replace(meaning, neuron=meaning.layer, layer=layer), shapes)


_ERROR = re.compile(r"(?i)(?:the )?(?:error|err|fehler|erreur|errore)")


def _places(meaning: Meaning, array: WrittenArray, shapes: Shapes) -> Iterator[Place]:
    """Where it may belong, as far as its label says; one number called error may be the loss."""
    size = array.values.size
    if size == 1 and meaning.quantity == "delta" and _ERROR.fullmatch(array.label or ""):
        yield "loss", 0
    layers = range(shapes.layers)
    if meaning.layer is not None and not is_counted_on(meaning, size, shapes):
        layers = range(max(meaning.layer, 0), min(meaning.layer + 1, shapes.layers))
    if meaning.quantity == LOSS_PART:
        if shapes.batch == shapes.sizes[-1] == 1:
            yield "loss", 0
    elif meaning.quantity == LOSS_OR_AFTER:
        yield from ((one, 0) for one in LOSSES)
    elif meaning.quantity in WITHOUT_LAYER:
        yield meaning.quantity, 0
    elif meaning.plain and meaning.quantity in ("W", "b"):
        kinds = OF_WEIGHTS if meaning.quantity == "W" else OF_BIASES
        yield from ((kind, layer) for layer in layers for kind in kinds)
    elif meaning.quantity in PER_LAYER:
        yield from ((meaning.quantity, layer) for layer in layers)
    elif meaning.quantity is None and meaning.gradient:
        yield from [("dx", 0)] if meaning.layer is None else ()
        yield from ((kind, layer) for kind in _GRADIENTS for layer in layers)
    elif meaning.quantity is None:
        yield from (("loss", 0), ("dx", 0)) if meaning.layer is None else ()
        yield from ((kind, layer) for kind in _FIRST_GUESSES for layer in layers)
        yield from ((kind, layer) for kind in LAST_RESORT for layer in layers)


def _ways(array: WrittenArray, meaning: Meaning, place: Place, shapes: Shapes) -> list[Way]:
    found = _ways_of(array, meaning, place, shapes)
    said = meaning.said
    return [replace(one, said=said) if said and not one.said else one for one in found]


def _ways_of(array: WrittenArray, meaning: Meaning, place: Place, shapes: Shapes) -> list[Way]:
    if meaning.subtracted:
        as_step = _ways_of(array, replace(meaning, subtracted=False), place, shapes)
        return [*map(subtracted, as_step), *as_step]
    if place[0] in OF_WEIGHTS and (meaning.neuron is not None or array.values.size == 1):
        return list(of_connections(array, meaning, place, shapes))
    if meaning.neuron is None:
        found = ways(array, place, shapes, meaning.sample)
        if found:
            return found
        found = [*layer_by_layer(cells_of(array), place, shapes)] if meaning.layer is None else []
        whole = place[0] in OF_WEIGHTS and not found
        return [*unrolled(cells_of(array), place, shapes)] if whole else found
    return list(one_entry(array, meaning, place, shapes))


def given_of(items: Sequence[Item], network: Network, batch: int) -> dict[str, Any]:
    """What `explain` takes: all that was placed, by quantity and layer; a number that comes twice
    counts as it came last."""
    shapes = Shapes.of(network, batch, sending=False)
    merged: dict[Place, Cells] = {}
    for item in items:
        for place, cells in item.taken.way.parts if item.taken else ():
            merged[place] = _over(merged.get(place), cells)
    given: dict[str, Any] = {}
    for (quantity, layer), cells in merged.items():
        if quantity in WITHOUT_LAYER:
            given[quantity] = cells
        else:
            given.setdefault(quantity, [None] * shapes.layers)[layer] = cells
    return given


def _over(before: Cells | None, cells: Cells) -> Cells:
    if before is None or before.shape != cells.shape:
        return cells
    made = cells.copy()
    empty = cells == ""
    made[empty] = before[empty]
    return made
